#include "pdf/version.h"

#include "pdf/color.h"

#include <hpdf.h>
#include <zlib.h>

struct str pdf_versions(struct arena *a) {
    return str_format(a, "libharu %s\nzlib %s\nLittle CMS %.*s\n", HPDF_GetVersion(), zlibVersion(),
                      STR_ARG(color_library_version(a)));
}
