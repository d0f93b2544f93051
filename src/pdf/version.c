#include "pdf/version.h"

#include <hpdf.h>
#include <zlib.h>

struct str pdf_versions(struct arena *a) {
    return str_format(a, "libharu %s\nzlib %s\n", HPDF_GetVersion(), zlibVersion());
}
