#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_write_all(int fd, struct str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return false;
        }
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

bool file_write_descriptor(struct diag_list *diags, int descriptor, struct str bytes) {
    if (!file_write_all(descriptor, bytes)) {
        diag_machine(diags, SPAN_NONE, "cannot write to standard output: %s", strerror(errno));
        return false;
    }
    return true;
}

bool folders_make(struct arena *a, struct str folder) {
    if (folder.n == 0 || mkdir(str_c(a, folder), 0777) == 0 || errno == EEXIST) {
        return true;
    }
    if (errno != ENOENT || !folders_make(a, path_folder(folder))) {
        return false;
    }
    return mkdir(str_c(a, folder), 0777) == 0 || errno == EEXIST;
}

static bool fail(struct diag_list *diags, const char *verb, struct str path) {
    int reason = errno;
    diag_machine(diags, SPAN_NONE, "cannot %s `%.*s`: %s", verb,
                 STR_ARG(diag_quote(diags->arena, path)), strerror(reason));
    return false;
}

/* Writes and syncs the temporary, then gives it its final name. */
static bool write_and_rename(struct diag_list *diags, const char *temporary, struct str path,
                             struct str bytes, bool sync) {
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0) {
        return fail(diags, "make a file beside", path);
    }
    bool good = file_write_all(fd, bytes) && (!sync || fsync(fd) == 0);
    int reason = errno;
    if (close(fd) != 0 && good) {
        good = false;
        reason = errno;
    }
    if (good && rename(temporary, str_c(diags->arena, path)) == 0) {
        return true;
    }
    reason = good ? errno : reason;
    unlink(temporary);
    errno = reason;
    return fail(diags, "write", path);
}

/* A device or pipe is written to: a rename would put a file in its place. */
static bool write_in_place(struct diag_list *diags, struct str path, struct str bytes) {
    int fd = open(str_c(diags->arena, path), O_WRONLY | O_CLOEXEC);
    bool good = fd >= 0 && file_write_all(fd, bytes);
    int reason = errno;
    if (fd >= 0 && close(fd) != 0 && good) {
        good = false;
        reason = errno;
    }
    errno = reason;
    return good || fail(diags, "write", path);
}

static bool write_file(struct diag_list *diags, struct str path, struct str bytes, bool sync) {
    struct arena *a = diags->arena;
    struct stat st;
    char real[PATH_MAX];
    /* A symbolic link stays; the file that it names is replaced. */
    if (lstat(str_c(a, path), &st) == 0 && S_ISLNK(st.st_mode) && realpath(str_c(a, path), real)) {
        path = str_copy(a, str_from(real));
    }
    struct str folder = path_folder(path);
    struct str name = str_slice(path, folder.n ? folder.n + !str_is(folder, "/") : 0, path.n);
    if (!folders_make(a, folder)) {
        return fail(diags, "make the folder of", path);
    }
    bool there = stat(str_c(a, path), &st) == 0;
    if (there && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return fail(diags, "write", path);
    }
    if (there && !S_ISREG(st.st_mode)) {
        return write_in_place(diags, path, bytes);
    }
    struct str temporary =
        str_format(a, "%.*s%s.%.*s.%ld.quire-tmp", STR_ARG(folder),
                   folder.n && !str_is(folder, "/") ? "/" : "", STR_ARG(name), (long)getpid());
    /* A dead process of the same number may have left one. */
    unlink(temporary.p);
    return write_and_rename(diags, temporary.p, path, bytes, sync);
}

bool file_write(struct diag_list *diags, struct str path, struct str bytes) {
    return write_file(diags, path, bytes, true);
}

bool file_write_unsynced(struct diag_list *diags, struct str path, struct str bytes) {
    return write_file(diags, path, bytes, false);
}
