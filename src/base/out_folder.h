/* out_folder.h - a folder that a batch writes into, held open by its descriptor.
 *
 * Whatever the names inside it are turned into while a batch runs, nothing outside of it is written:
 * each part of a name is opened below the one before without following a link. A file appears under its
 * final name whole or not at all: a temporary `.NAME.PID.quire-tmp` beside it, written, synced, closed,
 * each checked, then renamed. Names are relative and hold no `..`.
 *
 * The owner calls out_close. A diagnostic goes to the list that is given, so that workers can tell of
 * their own failures.
 */
#ifndef QUIRE_BASE_OUT_FOLDER_H
#define QUIRE_BASE_OUT_FOLDER_H

#include "base/diag.h"
#include "base/map.h"

#include <sys/types.h>

struct out_folder {
    struct str path; /* absolute */
    int fd;          /* -1: not open */
    bool no_sync;    /* --no-sync: faster, and a power loss may cost files */
};

/* Makes the folder where it is missing. false after a diagnostic. */
bool out_open(struct out_folder *o, struct diag_list *diags, struct str path);
/* One that must be there already. */
bool out_open_there(struct out_folder *o, struct diag_list *diags, struct str path);
void out_close(struct out_folder *o);

/* A whole file. false after a diagnostic; the earlier file is then as it was. */
bool out_write(const struct out_folder *o, struct diag_list *diags, struct str name,
               struct str bytes);
/* Removes a file; one that is not there is no failure. */
bool out_remove(const struct out_folder *o, struct diag_list *diags, struct str name);
/* A regular file's bytes on the arena; false without a diagnostic if it cannot be read. */
bool out_read(const struct out_folder *o, struct arena *a, struct str name, struct str *bytes);
/* Whether a regular file of that name is there. */
bool out_has(const struct out_folder *o, struct arena *a, struct str name);
/* Removes temporaries that an earlier run left in one folder below (empty: the folder itself). With
 * `files`, paths below the folder that nobody else writes now, those of these files; without, those of
 * processes that are no longer there. */
void out_clean(const struct out_folder *o, struct arena *a, struct str folder,
               const struct map *files);
/* Makes the names in a folder below last through a power loss. */
bool out_sync_folder(const struct out_folder *o, struct diag_list *diags, struct str folder);

/* --- a file that is written piece by piece ------------------------------------------------ */

struct out_stream {
    const struct out_folder *folder;
    struct diag_list *diags;
    struct str name;
    const char *temporary, *final; /* in `parent` */
    int parent, fd;
    struct strbuf buffer;
    bool failed;
};

bool out_stream_begin(struct out_stream *s, const struct out_folder *o, struct diag_list *diags,
                      struct str name);
void out_stream_add(struct out_stream *s, struct str bytes);
/* Gives it its name; false after a diagnostic. */
bool out_stream_end(struct out_stream *s);
/* Or leaves the earlier file as it is. */
void out_stream_give_up(struct out_stream *s);

/* --- a file that is read line by line ------------------------------------------------------ */

struct out_reader {
    int fd; /* -1: no such file */
    struct strbuf buffer;
    size_t at;
    bool ended;
};

/* false, without a diagnostic, if there is no such file. */
bool out_reader_open(struct out_reader *r, const struct out_folder *o, struct arena *a,
                     struct str name);
/* The next line without its end, good until the next call; false at the end. */
bool out_reader_line(struct out_reader *r, struct str *line);
void out_reader_close(struct out_reader *r);

/* --- a log that grows, and is read back ------------------------------------------------------ */

struct out_log {
    int fd;
    off_t size;
    struct strbuf pending;
    off_t flushed;
};

/* An empty log under that name (an earlier one is replaced). */
bool out_log_open(struct out_log *l, const struct out_folder *o, struct diag_list *diags,
                  struct str name);
/* Where the bytes stand in it. */
off_t out_log_append(struct out_log *l, struct diag_list *diags, struct str bytes);
bool out_log_flush(struct out_log *l, struct diag_list *diags);
bool out_log_read(const struct out_log *l, off_t at, char *into, size_t n);
void out_log_close(struct out_log *l);

/* --- one run at a time ----------------------------------------------------------------------- */

enum out_lock { OUT_LOCKED, OUT_BUSY, OUT_LOCK_FAILED };

struct out_lock_request {
    struct str name;
    bool shared; /* with others that share it */
    bool wait;   /* until it is free */
};

/* The lock is let go when the process ends. OUT_BUSY: *holder is the process that has it, or 0 where it
 * is shared or not known.
 * OUT_LOCK_FAILED after a diagnostic. */
enum out_lock out_lock(const struct out_folder *o, struct diag_list *diags,
                       const struct out_lock_request *r, long *holder);

#endif
