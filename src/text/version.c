#include "text/version.h"

#include <fribidi.h>
#include <hb.h>
#include <linebreak.h>

struct str text_versions(struct arena *a) {
    return str_format(a, "HarfBuzz %s\nFriBidi %s\nlibunibreak %d.%d\n", hb_version_string(),
                      FRIBIDI_VERSION, LINEBREAK_VERSION >> 8, LINEBREAK_VERSION & 0xFF);
}
