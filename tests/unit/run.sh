#!/bin/sh
# Runs unit test programs; prints the failures, then one line; the counts go to unit.log beside them.
passed=0
failed=0
for program in "$@"; do
    if output=$("$program" 2>&1); then
        :
    else
        printf '%s\n' "$program" "$output" | grep -v '\[       OK \]\|\[ RUN' >&2
    fi
    ok=$(printf '%s\n' "$output" | grep -c '\[       OK \]')
    bad=$(printf '%s\n' "$output" | grep -c '^\[  FAILED  \] [a-z0-9_]*$')
    tests=$(printf '%s\n' "$output" | sed -n 's/.*\[==========\] .*: Running \([0-9]*\) test.*/\1/p;s/^\[==========\] Running \([0-9]*\) test.*/\1/p' | head -1)
    if [ -z "$tests" ] || [ "$ok" -lt "${tests:-0}" ]; then
        bad=$((${tests:-1} - ok))
        [ "$bad" -gt 0 ] || bad=1
    else
        bad=0
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
done
directory=$(dirname "$(dirname "$(dirname "$1")")")
echo "$passed $failed" > "$directory/unit.log"
echo "unit tests: $passed passed, $failed failed"
[ "$failed" = 0 ]
