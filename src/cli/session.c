#include "cli/command.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct session *cli_session(struct arena *a, const struct cli_options *o) {
    struct session *s = ARENA_NEW(a, struct session);
    s->arena = a;
    s->diags = ARENA_NEW(a, struct diag_list);
    diag_list_init(s->diags, a);
    s->diags->strict = o->job.request.strict;
    s->files = ARENA_NEW(a, struct files);
    files_init(s->files, a, s->diags);
    return s;
}

static bool holds_families(struct arena *a, struct str folder) {
    struct stat st;
    struct str file = path_resolve(a, folder, STR("families.yaml"));
    return stat(str_c(a, file), &st) == 0 && S_ISREG(st.st_mode);
}

/* Built in place: BUILD/VARIANT/quire beside fonts/; installed: PREFIX/bin/quire and
 * PREFIX/share/quire/fonts. */
struct str cli_own_fonts(struct arena *a) {
    enum { LONGEST = 4096 };
    char *buffer = arena_alloc(a, LONGEST);
    ssize_t n = readlink("/proc/self/exe", buffer, LONGEST - 1);
    struct str own = n > 0 ? path_folder((struct str){buffer, (size_t)n}) : STR("/");
    const struct str candidates[] = {path_resolve(a, own, STR("../../fonts")),
                                     path_resolve(a, own, STR("../share/quire/fonts")),
                                     STR(QUIRE_SHARE "/fonts")};
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        if (holds_families(a, candidates[i])) {
            return candidates[i];
        }
    }
    return candidates[1];
}

enum exit_status cli_finish(struct session *s, const struct cli_options *o) {
    struct str text = report_format(s->diags, &o->report);
    fwrite(text.p, 1, text.n, stderr);
    if (!o->report.json && !o->quiet && s->diags->errors) {
        fprintf(stderr, "%zu error%s", s->diags->errors, s->diags->errors == 1 ? "" : "s");
        if (s->diags->warnings) {
            fprintf(stderr, ", %zu warning%s", s->diags->warnings,
                    s->diags->warnings == 1 ? "" : "s");
        }
        fputs(o->writes ? "; nothing was written\n" : "\n", stderr);
    }
    if (s->diags->errors == 0) {
        return EXIT_GOOD;
    }
    return s->diags->machine ? EXIT_MACHINE : EXIT_REFUSED;
}
