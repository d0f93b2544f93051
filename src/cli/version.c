#include "pdf/version.h"
#include "cli/command.h"
#include "source/version.h"
#include "text/version.h"

#include <stdio.h>

void cli_print_version(void) {
    struct arena *a = arena_new();
    printf("quire %s\n%s%s%s", QUIRE_VERSION, source_versions(a).p, text_versions(a).p,
           pdf_versions(a).p);
    arena_free(a);
}
