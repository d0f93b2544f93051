#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct str path_folder(struct str path) {
    size_t n = path.n;
    while (n && path.p[n - 1] != '/') {
        n--;
    }
    return n > 1 ? str_slice(path, 0, n - 1) : n == 1 ? STR("/") : STR_EMPTY;
}

static void strip_last(struct strbuf *b) {
    while (b->n && b->p[b->n - 1] != '/') {
        b->n--;
    }
    if (b->n) {
        b->n--;
    }
}

struct str path_resolve(struct arena *a, struct str base, struct str path) {
    struct strbuf b;
    strbuf_init(&b, a);
    struct str whole = path;
    if (path.n == 0 || path.p[0] != '/') {
        whole = str_format(a, "%.*s/%.*s", STR_ARG(base), STR_ARG(path));
    }
    for (size_t i = 0; i < whole.n;) {
        while (i < whole.n && whole.p[i] == '/') {
            i++;
        }
        size_t from = i;
        while (i < whole.n && whole.p[i] != '/') {
            i++;
        }
        struct str part = str_slice(whole, from, i);
        if (part.n == 0 || str_is(part, ".")) {
            continue;
        }
        if (str_is(part, "..")) {
            strip_last(&b);
            continue;
        }
        strbuf_add_char(&b, '/');
        strbuf_add(&b, part);
    }
    if (b.n == 0) {
        strbuf_add_char(&b, '/');
    }
    return strbuf_str(&b);
}

static struct str current_folder(struct arena *a) {
    enum { LONGEST = 4096 };
    char *buffer = arena_alloc(a, LONGEST);
    return getcwd(buffer, LONGEST) ? str_from(buffer) : STR("/");
}

struct str path_absolute(struct arena *a, struct str path) {
    return path_resolve(a, path.n && path.p[0] == '/' ? STR_EMPTY : current_folder(a), path);
}

bool path_is_below(struct str folder, struct str path) {
    if (str_is(folder, "/")) {
        return true;
    }
    return path.n > folder.n && memcmp(path.p, folder.p, folder.n) == 0 && path.p[folder.n] == '/';
}

struct str path_shown(struct arena *a, struct str absolute) {
    struct str here = current_folder(a);
    if (str_is(here, "/") || !path_is_below(here, absolute)) {
        return absolute;
    }
    return str_slice(absolute, here.n + 1, absolute.n);
}

bool path_is_folder(struct arena *a, struct str path) {
    struct stat st;
    return stat(str_c(a, path), &st) == 0 && S_ISDIR(st.st_mode);
}

bool path_is_file(struct arena *a, struct str path) {
    struct stat st;
    return stat(str_c(a, path), &st) == 0 && S_ISREG(st.st_mode);
}

struct str files_find_root(struct arena *a, struct str layout_path) {
    struct str layout = path_absolute(a, layout_path);
    struct str own = path_folder(layout);
    for (struct str folder = own; folder.n > 1; folder = path_folder(folder)) {
        if (path_is_folder(a, path_resolve(a, folder, STR("layouts")))) {
            return folder;
        }
    }
    struct str here = current_folder(a);
    return path_is_below(here, layout) ? here : own;
}
