#include "base/out_folder.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY_END ".quire-tmp"
enum { STREAM_BYTES = 64 * 1024, LOG_BYTES = 8 * 1024 };

static bool fail(const struct out_folder *o, struct diag_list *diags, const char *verb,
                 struct str name) {
    int reason = errno;
    struct str path = path_resolve(diags->arena, o->path, name);
    diag_machine(diags, SPAN_NONE, "cannot %s `%.*s`: %s", verb,
                 STR_ARG(diag_quote(diags->arena, path_shown(diags->arena, path))),
                 strerror(reason));
    return false;
}

/* ---- folders -------------------------------------------------------------------------------- */

bool out_open_there(struct out_folder *o, struct diag_list *diags, struct str path) {
    o->path = path;
    o->fd = open(str_c(diags->arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return o->fd >= 0 || fail(o, diags, "open the folder", STR_EMPTY);
}

bool out_open(struct out_folder *o, struct diag_list *diags, struct str path) {
    o->path = path;
    o->fd = -1;
    return folders_make(diags->arena, path) ? out_open_there(o, diags, path)
                                            : fail(o, diags, "make the folder", STR_EMPTY);
}

void out_close(struct out_folder *o) {
    if (o->fd >= 0) {
        close(o->fd);
    }
    o->fd = -1;
}

/* Opens a folder below, part by part, no link followed; -1 with errno. */
static int open_below(const struct out_folder *o, struct arena *a, struct str folder, bool make) {
    int at = fcntl(o->fd, F_DUPFD_CLOEXEC, 3);
    while (at >= 0 && folder.n) {
        size_t slash = str_find(folder, STR("/"));
        const char *part = str_c(a, str_slice(folder, 0, slash));
        folder = slash == SIZE_MAX ? STR_EMPTY : str_slice(folder, slash + 1, folder.n);
        if (make && mkdirat(at, part, 0777) != 0 && errno != EEXIST) {
            int reason = errno;
            close(at);
            errno = reason;
            return -1;
        }
        int next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int reason = errno;
        close(at);
        errno = reason;
        at = next;
    }
    return at;
}

static struct str last_part(struct str name) {
    struct str folder = path_folder(name);
    return str_slice(name, folder.n ? folder.n + 1 : 0, name.n);
}

bool out_sync_folder(const struct out_folder *o, struct diag_list *diags, struct str folder) {
    int fd = open_below(o, diags->arena, folder, false);
    bool good = fd >= 0 && (o->no_sync || fsync(fd) == 0);
    int reason = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = reason;
    return good || fail(o, diags, "sync the folder", folder);
}

/* `.NAME.PID.quire-tmp` taken apart; false if it is not one. */
static bool temporary_of(const char *entry, struct str *name, long *process) {
    size_t n = strlen(entry), end = sizeof TEMPORARY_END - 1;
    if (entry[0] != '.' || n <= end || strcmp(entry + n - end, TEMPORARY_END) != 0) {
        return false;
    }
    size_t from = n - end;
    while (from > 0 && entry[from - 1] >= '0' && entry[from - 1] <= '9') {
        from--;
    }
    if (from < 3 || entry[from - 1] != '.' || from == n - end) {
        return false;
    }
    *name = (struct str){entry + 1, from - 2};
    *process = strtol(entry + from, NULL, 10);
    return true;
}

static bool is_left(struct arena *a, struct str folder, const struct map *files,
                    const char *entry) {
    struct str name;
    long process;
    if (!temporary_of(entry, &name, &process)) {
        return false;
    }
    if (!files) {
        return kill((pid_t)process, 0) != 0 && errno == ESRCH;
    }
    return map_has(files,
                   folder.n ? str_format(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)) : name);
}

void out_clean(const struct out_folder *o, struct arena *a, struct str folder,
               const struct map *files) {
    int fd = open_below(o, a, folder, false);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0) {
            close(fd);
        }
        return;
    }
    rewinddir(dir); /* the folder's own descriptor may have been read to its end before */
    for (struct dirent *e; (e = readdir(dir));) {
        if (is_left(a, folder, files, e->d_name)) {
            unlinkat(dirfd(dir), e->d_name, 0);
        }
    }
    closedir(dir);
}

/* ---- whole files ---------------------------------------------------------------------------- */

bool out_stream_begin(struct out_stream *s, const struct out_folder *o, struct diag_list *diags,
                      struct str name) {
    struct arena *a = diags->arena;
    struct str last = last_part(name);
    *s = (struct out_stream){.folder = o, .diags = diags, .name = name, .fd = -1};
    s->final = str_c(a, last);
    s->temporary = str_format(a, ".%.*s.%ld" TEMPORARY_END, STR_ARG(last), (long)getpid()).p;
    strbuf_init(&s->buffer, a);
    s->parent = open_below(o, a, path_folder(name), true);
    if (s->parent >= 0) {
        struct stat st;
        if (fstatat(s->parent, s->final, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode)) {
            errno = EISDIR;
        } else {
            /* A dead process of the same number may have left one. */
            unlinkat(s->parent, s->temporary, 0);
            s->fd = openat(s->parent, s->temporary,
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        }
    }
    if (s->fd >= 0) {
        return true;
    }
    s->failed = true;
    fail(o, diags, "write", name);
    if (s->parent >= 0) {
        close(s->parent);
    }
    return false;
}

static void stream_fail(struct out_stream *s) {
    if (!s->failed) {
        s->failed = true;
        fail(s->folder, s->diags, "write", s->name);
    }
}

void out_stream_add(struct out_stream *s, struct str bytes) {
    if (s->failed) {
        return;
    }
    if (s->buffer.n + bytes.n >= STREAM_BYTES) {
        if (!file_write_all(s->fd, strbuf_str(&s->buffer)) || !file_write_all(s->fd, bytes)) {
            stream_fail(s);
        }
        s->buffer.n = 0;
        return;
    }
    strbuf_add(&s->buffer, bytes);
}

void out_stream_give_up(struct out_stream *s) {
    if (s->fd >= 0) {
        close(s->fd);
        unlinkat(s->parent, s->temporary, 0);
        close(s->parent);
    }
    s->fd = -1;
}

bool out_stream_end(struct out_stream *s) {
    if (s->fd < 0) {
        return false;
    }
    if (!s->failed && !file_write_all(s->fd, strbuf_str(&s->buffer))) {
        stream_fail(s);
    }
    if (!s->failed && !s->folder->no_sync && fsync(s->fd) != 0) {
        stream_fail(s);
    }
    if (close(s->fd) != 0 && !s->failed) {
        stream_fail(s);
    }
    if (!s->failed && renameat(s->parent, s->temporary, s->parent, s->final) != 0) {
        stream_fail(s);
    }
    if (s->failed) {
        unlinkat(s->parent, s->temporary, 0);
    }
    close(s->parent);
    return !s->failed;
}

bool out_write(const struct out_folder *o, struct diag_list *diags, struct str name,
               struct str bytes) {
    struct out_stream s;
    if (!out_stream_begin(&s, o, diags, name)) {
        return false;
    }
    out_stream_add(&s, bytes);
    return out_stream_end(&s);
}

bool out_remove(const struct out_folder *o, struct diag_list *diags, struct str name) {
    int parent = open_below(o, diags->arena, path_folder(name), false);
    bool gone = parent < 0 && (errno == ENOENT || errno == ENOTDIR);
    if (parent >= 0) {
        gone = unlinkat(parent, str_c(diags->arena, last_part(name)), 0) == 0 || errno == ENOENT;
        int reason = errno;
        close(parent);
        errno = reason;
    }
    return gone || fail(o, diags, "remove", name);
}

/* A descriptor of a regular file below, or -1. */
static int open_file(const struct out_folder *o, struct arena *a, struct str name,
                     struct stat *st) {
    int parent = open_below(o, a, path_folder(name), false);
    if (parent < 0) {
        return -1;
    }
    int fd =
        openat(parent, str_c(a, last_part(name)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    close(parent);
    if (fd >= 0 && (fstat(fd, st) != 0 || !S_ISREG(st->st_mode))) {
        close(fd);
        return -1;
    }
    return fd;
}

bool out_has(const struct out_folder *o, struct arena *a, struct str name) {
    struct stat st;
    int fd = open_file(o, a, name, &st);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0;
}

static bool read_whole(int fd, off_t at, char *into, size_t n) {
    for (size_t got = 0; got < n;) {
        ssize_t k = pread(fd, into + got, n - got, at + (off_t)got);
        if (k < 0 && errno == EINTR) {
            continue;
        }
        if (k <= 0) {
            return false;
        }
        got += (size_t)k;
    }
    return true;
}

bool out_read(const struct out_folder *o, struct arena *a, struct str name, struct str *bytes) {
    struct stat st;
    int fd = open_file(o, a, name, &st);
    if (fd < 0) {
        return false;
    }
    size_t n = (size_t)st.st_size;
    char *into = arena_alloc(a, n + 1);
    bool good = read_whole(fd, 0, into, n);
    close(fd);
    *bytes = (struct str){into, n};
    return good;
}

bool out_reader_open(struct out_reader *r, const struct out_folder *o, struct arena *a,
                     struct str name) {
    struct stat st;
    *r = (struct out_reader){.fd = open_file(o, a, name, &st)};
    strbuf_init(&r->buffer, a);
    return r->fd >= 0;
}

/* Moves what is left to the front, and reads on; false at the file's end. */
static bool read_more(struct out_reader *r) {
    char bytes[STREAM_BYTES / 4];
    memmove(r->buffer.p, r->buffer.p + r->at, r->buffer.n - r->at);
    r->buffer.n -= r->at;
    r->at = 0;
    ssize_t n;
    do {
        n = read(r->fd, bytes, sizeof bytes);
    } while (n < 0 && errno == EINTR);
    if (n <= 0) {
        r->ended = true;
        return false;
    }
    strbuf_add_bytes(&r->buffer, bytes, (size_t)n);
    return true;
}

bool out_reader_line(struct out_reader *r, struct str *line) {
    size_t seen = 0;
    for (;;) {
        struct str left = str_slice(strbuf_str(&r->buffer), r->at, r->buffer.n);
        const char *end = memchr(left.p + seen, '\n', left.n - seen);
        if (end) {
            *line = (struct str){left.p, (size_t)(end - left.p)};
            r->at += line->n + 1;
            return true;
        }
        seen = left.n;
        if (r->ended || !read_more(r)) {
            *line = str_slice(strbuf_str(&r->buffer), r->at, r->buffer.n);
            r->at = r->buffer.n;
            return line->n > 0;
        }
    }
}

void out_reader_close(struct out_reader *r) {
    if (r->fd >= 0) {
        close(r->fd);
    }
    r->fd = -1;
}

/* ---- logs ----------------------------------------------------------------------------------- */

bool out_log_open(struct out_log *l, const struct out_folder *o, struct diag_list *diags,
                  struct str name) {
    struct arena *a = diags->arena;
    *l = (struct out_log){.fd = -1};
    strbuf_init(&l->pending, a);
    int parent = open_below(o, a, path_folder(name), true);
    if (parent >= 0) {
        const char *last = str_c(a, last_part(name));
        unlinkat(parent, last, 0);
        l->fd = openat(parent, last, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        int reason = errno;
        close(parent);
        errno = reason;
    }
    return l->fd >= 0 || fail(o, diags, "write", name);
}

bool out_log_flush(struct out_log *l, struct diag_list *diags) {
    struct str bytes = strbuf_str(&l->pending);
    l->pending.n = 0;
    l->flushed = l->size;
    if (bytes.n == 0 || file_write_all(l->fd, bytes)) {
        return true;
    }
    diag_machine(diags, SPAN_NONE, "cannot write the record of the run: %s", strerror(errno));
    return false;
}

off_t out_log_append(struct out_log *l, struct diag_list *diags, struct str bytes) {
    off_t at = l->size;
    strbuf_add(&l->pending, bytes);
    l->size += (off_t)bytes.n;
    if (l->pending.n >= LOG_BYTES) {
        out_log_flush(l, diags);
    }
    return at;
}

bool out_log_read(const struct out_log *l, off_t at, char *into, size_t n) {
    return at + (off_t)n <= l->flushed && read_whole(l->fd, at, into, n);
}

void out_log_close(struct out_log *l) {
    if (l->fd >= 0) {
        close(l->fd);
    }
    l->fd = -1;
}

/* ---- locks ---------------------------------------------------------------------------------- */

static void write_holder(int fd, bool shared) {
    char text[32];
    int n = shared ? 0 : snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n) {
        return; /* only the message of whoever finds it busy is the poorer */
    }
}

enum out_lock out_lock(const struct out_folder *o, struct diag_list *diags,
                       const struct out_lock_request *r, long *holder) {
    struct arena *a = diags->arena;
    int parent = open_below(o, a, path_folder(r->name), true);
    int fd = parent < 0 ? -1
                        : openat(parent, str_c(a, last_part(r->name)),
                                 O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (parent >= 0) {
        int reason = errno;
        close(parent);
        errno = reason;
    }
    if (fd < 0) {
        fail(o, diags, "lock", r->name);
        return OUT_LOCK_FAILED;
    }
    int status;
    do {
        status = flock(fd, (r->shared ? LOCK_SH : LOCK_EX) | (r->wait ? 0 : LOCK_NB));
    } while (status != 0 && errno == EINTR);
    if (status == 0) {
        write_holder(fd, r->shared);
        return OUT_LOCKED; /* held until the process ends */
    }
    if (errno != EWOULDBLOCK) {
        fail(o, diags, "lock", r->name);
        close(fd);
        return OUT_LOCK_FAILED;
    }
    char text[32] = {0};
    *holder = pread(fd, text, sizeof text - 1, 0) > 0 ? strtol(text, NULL, 10) : 0;
    close(fd);
    return OUT_BUSY;
}
