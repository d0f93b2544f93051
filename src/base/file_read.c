#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void files_init(struct files *f, struct arena *a, struct diag_list *diags) {
    *f = (struct files){.arena = a, .diags = diags};
    map_init(&f->read, a);
    map_init(&f->fake, a);
}

void files_fake(struct files *f, struct str absolute_path, struct str bytes) {
    struct str *held = ARENA_NEW(f->arena, struct str);
    *held = bytes;
    map_set(&f->fake, str_copy(f->arena, absolute_path), held);
}

static size_t limit_of(enum file_use use) {
    enum { MIB = 1024 * 1024 };
    switch (use) {
    case FILE_LAYOUT:
        return 4 * (size_t)MIB;
    case FILE_DATA:
    case FILE_FONT:
    case FILE_IMAGE:
    case FILE_PROFILE:
        return 64 * (size_t)MIB;
    case FILE_TABLE:
        return 1024 * (size_t)MIB;
    }
    return 0;
}

/* Walks the parts of `relative` with O_NOFOLLOW: for kernels without openat2. */
static int open_walking(struct arena *a, int folder, struct str relative) {
    int at = dup(folder);
    while (at >= 0 && relative.n) {
        size_t end = 0;
        while (end < relative.n && relative.p[end] != '/') {
            end++;
        }
        const char *part = str_c(a, str_slice(relative, 0, end));
        bool last = end == relative.n;
        relative = str_slice(relative, last ? end : end + 1, relative.n);
        int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY);
        int next = openat(at, part, flags);
        int reason = errno;
        close(at);
        errno = reason;
        at = next;
    }
    return at;
}

/* Opens a path below a folder; symbolic links may not lead out of it. */
static int open_beneath(struct arena *a, struct str folder, struct str absolute) {
    int at = open(str_c(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) {
        return -1;
    }
    struct str relative = str_slice(absolute, str_is(folder, "/") ? 1 : folder.n + 1, absolute.n);
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK, .resolve = RESOLVE_BENEATH};
    int fd = (int)syscall(SYS_openat2, at, str_c(a, relative), &how, sizeof how);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM)) {
        fd = open_walking(a, at, relative);
    }
    int reason = errno;
    close(at);
    errno = reason;
    return fd;
}

/* Reads size bytes, or fewer if the file shrank; false with errno. */
static bool read_all(int fd, char *into, size_t size, size_t *got) {
    *got = 0;
    while (*got < size) {
        ssize_t n = read(fd, into + *got, size - *got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return false;
        }
        if (n == 0) {
            break;
        }
        *got += (size_t)n;
    }
    return true;
}

static struct source *remember(struct files *f, enum file_use use, struct str absolute,
                               struct str bytes) {
    struct source *s = ARENA_NEW(f->arena, struct source);
    *s = (struct source){.path = path_shown(f->arena, absolute),
                         .bytes = bytes,
                         .figures = use == FILE_DATA || use == FILE_TABLE,
                         .arena = f->arena};
    map_set(&f->read, absolute, s);
    return s;
}

static void suggest_neighbour(struct files *f, struct diag *d, struct str absolute, bool named) {
    struct str folder = path_folder(absolute);
    struct str name = str_slice(absolute, folder.n + 1, absolute.n);
    DIR *dir = opendir(str_c(f->arena, folder));
    if (!dir) {
        diag_help(f->diags, d, "there is no folder `%.*s`", STR_ARG(path_shown(f->arena, folder)));
        return;
    }
    VEC_DECLARE(names, struct str) names = {0};
    enum { MOST = 4096 };
    for (struct dirent *e; names.n < MOST && (e = readdir(dir));) {
        if (e->d_name[0] != '.') {
            vec_push(f->arena, &names, str_copy(f->arena, str_from(e->d_name)));
        }
    }
    closedir(dir);
    struct str near = diag_nearest(name, names.v, names.n);
    if (near.n) {
        diag_help(f->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(f->diags, d, "a path is relative to the %s",
                  named ? "file that names it" : "folder that you are in");
    }
}

static void report_open(struct files *f, struct str absolute, struct span at) {
    int reason = errno;
    struct str shown = diag_quote(f->arena, path_shown(f->arena, absolute));
    if (reason == ENOENT || reason == ENOTDIR) {
        struct diag *d =
            diag_error(f->diags, "file-missing", at, "there is no file `%.*s`", STR_ARG(shown));
        suggest_neighbour(f, d, absolute, at.source != NULL);
    } else if (reason == EXDEV || reason == ELOOP) {
        struct diag *d = diag_error(f->diags, "file-outside-root", at,
                                    "`%.*s` leads out of the project by a link", STR_ARG(shown));
        diag_help(f->diags, d, "put the file itself below the project's folder");
    } else {
        diag_machine(f->diags, at, "cannot open `%.*s`: %s", STR_ARG(shown), strerror(reason));
    }
}

static struct source *read_descriptor(struct files *f, int fd, enum file_use use,
                                      struct str absolute, struct span at) {
    struct str shown = diag_quote(f->arena, path_shown(f->arena, absolute));
    struct stat st;
    if (fstat(fd, &st) != 0) {
        diag_machine(f->diags, at, "cannot read `%.*s`: %s", STR_ARG(shown), strerror(errno));
        return NULL;
    }
    if (!S_ISREG(st.st_mode)) {
        diag_help(f->diags,
                  diag_error(f->diags, "file-kind", at, "`%.*s` is %s, not a file", STR_ARG(shown),
                             S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe"),
                  "name a file");
        return NULL;
    }
    size_t size = (size_t)st.st_size;
    if (size > limit_of(use)) {
        struct diag *d = diag_error(f->diags, "file-too-large", at, "`%.*s` has %zu bytes",
                                    STR_ARG(shown), size);
        diag_help(f->diags, d, "the limit for such a file is %zu bytes", limit_of(use));
        return NULL;
    }
    char *bytes = arena_alloc(f->arena, size + 1);
    size_t got;
    if (!read_all(fd, bytes, size, &got)) {
        diag_machine(f->diags, at, "cannot read `%.*s`: %s", STR_ARG(shown), strerror(errno));
        return NULL;
    }
    if (got != size) {
        diag_machine(f->diags, at, "`%.*s` became shorter while it was read", STR_ARG(shown));
        return NULL;
    }
    return remember(f, use, absolute, (struct str){bytes, size});
}

/* What was read before, or is served from memory; NULL if neither. */
static struct source *at_hand(struct files *f, enum file_use use, struct str absolute) {
    struct source *s = map_get(&f->read, absolute);
    if (s) {
        return s;
    }
    const struct str *fake = map_get(&f->fake, absolute);
    return fake ? remember(f, use, absolute, *fake) : NULL;
}

struct str files_resolve(struct files *f, struct str path, struct span at) {
    struct str base = f->root;
    if (at.source) {
        base = path_folder(path_absolute(f->arena, at.source->path));
    }
    return path_resolve(f->arena, base, path);
}

struct source *files_read(struct files *f, enum file_use use, struct str path, struct span at) {
    struct str absolute = files_resolve(f, path, at);
    struct source *s = at_hand(f, use, absolute);
    if (s) {
        return s;
    }
    struct str wall = path_is_below(f->root, absolute) ? f->root : STR_EMPTY;
    for (size_t i = 0; !wall.n && i < f->allowed.n; i++) {
        wall = path_is_below(f->allowed.v[i], absolute) ? f->allowed.v[i] : STR_EMPTY;
    }
    if (!wall.n || memchr(path.p, 0, path.n)) {
        struct diag *d =
            diag_error(f->diags, "file-outside-root", at, "`%.*s` lies outside the project",
                       STR_ARG(diag_quote(f->arena, path)));
        diag_help(f->diags, d,
                  "the project's root is `%.*s`; move the file below it, or allow its folder with "
                  "--allow-path",
                  STR_ARG(path_shown(f->arena, f->root)));
        return NULL;
    }
    int fd = open_beneath(f->arena, wall, absolute);
    if (fd < 0) {
        report_open(f, absolute, at);
        return NULL;
    }
    s = read_descriptor(f, fd, use, absolute, at);
    close(fd);
    return s;
}

struct source *files_read_trusted(struct files *f, enum file_use use, struct str absolute,
                                  bool optional) {
    struct source *s = at_hand(f, use, absolute);
    if (s) {
        return s;
    }
    int fd = open(str_c(f->arena, absolute), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        if (!optional || (errno != ENOENT && errno != ENOTDIR)) {
            report_open(f, absolute, SPAN_NONE);
        }
        return NULL;
    }
    s = read_descriptor(f, fd, use, absolute, SPAN_NONE);
    close(fd);
    return s;
}
