#include "source/version.h"

#include <yajl/yajl_version.h>
#include <yaml.h>

struct str source_versions(struct arena *a) {
    int yajl = yajl_version();
    return str_format(a, "libyaml %s\nyajl %d.%d.%d\n", yaml_get_version_string(), yajl / 10000,
                      yajl / 100 % 100, yajl % 100);
}
