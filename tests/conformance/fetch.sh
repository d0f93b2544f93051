#!/bin/sh
# Fetches veraPDF, the judge of PDF/UA and PDF/A, once into build/cache/. It is one Maven artifact that
# holds all it needs; Java and Maven come from Debian's packages where they are missing.
set -eu
version=1.28.2
cd "$(dirname "$0")/../.."
jar=build/cache/greenfield-apps-$version.jar
[ ! -f "$jar" ] || exit 0
packages=
command -v java >/dev/null 2>&1 || packages="$packages default-jre-headless"
command -v mvn >/dev/null 2>&1 || packages="$packages maven"
# shellcheck disable=SC2086
[ -z "$packages" ] || sh .ci/packages $packages
mkdir -p build/cache
mvn -q -B dependency:copy "-Dartifact=org.verapdf.apps:greenfield-apps:$version" \
    -DoutputDirectory="$PWD/build/cache" -Dmdep.useBaseVersion=true
[ -f "$jar" ]
