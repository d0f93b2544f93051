#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEEPEST = 16, MOST = 100000 };

static int by_name(const void *x, const void *y) {
    return str_compare(*(const struct str *)x, *(const struct str *)y);
}

/* What a program or a person hides by a dot is none of the project's files. */
static bool list_folder(struct diag_list *diags, struct str folder, struct str below, int depth,
                        struct path_list *out) {
    struct arena *a = diags->arena;
    struct str path =
        below.n ? str_format(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(below)) : folder;
    DIR *dir = opendir(str_c(a, path));
    if (!dir) {
        diag_machine(diags, SPAN_NONE, "%.*s: %s", STR_ARG(diag_quote(a, path)), strerror(errno));
        return false;
    }
    bool good = true;
    for (struct dirent *e; good && out->n < MOST && (e = readdir(dir));) {
        struct str name = str_copy(a, str_from(e->d_name));
        struct str inner =
            below.n ? str_format(a, "%.*s/%.*s", STR_ARG(below), STR_ARG(name)) : name;
        struct stat st;
        if (name.p[0] == '.' ||
            lstat(str_c(a, str_format(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(inner))), &st) !=
                0) {
            continue;
        }
        if (S_ISREG(st.st_mode)) {
            vec_push(a, out, inner);
        } else if (S_ISDIR(st.st_mode) && depth < DEEPEST) {
            good = list_folder(diags, folder, inner, depth + 1, out);
        }
    }
    closedir(dir);
    return good;
}

bool files_list(struct diag_list *diags, struct str folder, struct path_list *out) {
    bool good = list_folder(diags, folder, STR_EMPTY, 0, out);
    if (out->n) {
        qsort(out->v, out->n, sizeof *out->v, by_name);
    }
    return good;
}
