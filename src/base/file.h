/* file.h - the only reader and the only writer of files.
 *
 * Reading: every path is resolved below the project's root (openat2 with RESOLVE_BENEATH, or a walk
 * with O_NOFOLLOW where the kernel lacks it; symbolic links may not lead out), only regular files,
 * size checked before the first byte. Each file read is recorded: --depfile, watch and --changed
 * come free. Tests serve files from memory with files_fake.
 *
 * Writing: a temporary `.NAME.PID.quire-tmp` in the target's folder, full write, fsync, close, each
 * checked, then rename: the final name is the old file or the whole new one, never a part.
 */
#ifndef QUIRE_BASE_FILE_H
#define QUIRE_BASE_FILE_H

#include "base/diag.h"
#include "base/map.h"

enum file_use { FILE_LAYOUT, FILE_DATA, FILE_TABLE, FILE_FONT, FILE_IMAGE, FILE_PROFILE };

VEC_DECLARE(path_list, struct str);

struct files {
    struct arena *arena;
    struct diag_list *diags;
    struct str root;          /* absolute, without a trailing slash; empty: nothing may be read */
    struct path_list allowed; /* further absolute folders (--allow-path) */
    struct map read;          /* absolute path -> struct source, each read once */
    struct map fake;          /* absolute path -> struct str: files served from memory */
};

void files_init(struct files *f, struct arena *a, struct diag_list *diags);
void files_fake(struct files *f, struct str absolute_path, struct str bytes);
/* The root for a layout: the nearest folder above it that holds `layouts/`, else the current
 * directory if the layout lies in it, else the layout's own folder. Absolute. */
struct str files_find_root(struct arena *a, struct str layout_path);
/* Absolute, with `.` and `..` folded, of `path` seen from folder `base` (absolute). */
struct str path_resolve(struct arena *a, struct str base, struct str path);
struct str path_folder(struct str path);
bool path_is_below(struct str folder, struct str path);
bool path_is_folder(struct arena *a, struct str path); /* links are followed */
bool path_is_file(struct arena *a, struct str path);
struct str path_absolute(struct arena *a, struct str path);  /* from the current directory */
struct str path_shown(struct arena *a, struct str absolute); /* relative to the cwd if below it */

/* Reads a file that an author named at `at`, relative to the folder of the file that `at` is in.
 * NULL after a diagnostic (file-missing with a near name in the same folder, file-outside-root,
 * file-too-large, or the machine's reason). */
struct source *files_read(struct files *f, enum file_use use, struct str path, struct span at);
/* The absolute path that files_read would open. */
struct str files_resolve(struct files *f, struct str path, struct span at);
/* Reads a file that the program itself or the command line names: trusted, any folder. With
 * `optional`, NULL without a diagnostic if it does not exist. */
struct source *files_read_trusted(struct files *f, enum file_use use, struct str absolute,
                                  bool optional);

/* The regular files below a folder by their paths from there, in the order of their bytes; what begins
 * with a dot is left out. false after a diagnostic with the machine's reason. */
bool files_list(struct diag_list *diags, struct str folder, struct path_list *out);

/* Writes bytes under a name, atomically. false after a diagnostic. Missing folders are made. */
bool file_write(struct diag_list *diags, struct str path, struct str bytes);
/* The same without waiting for the disk: whole all the same, but a power loss may cost it. */
bool file_write_unsynced(struct diag_list *diags, struct str path, struct str bytes);
/* The same to an open descriptor (standard output). */
bool file_write_descriptor(struct diag_list *diags, int descriptor, struct str bytes);
/* All bytes to a descriptor, whatever the kernel takes at once; false with errno. */
bool file_write_all(int fd, struct str bytes);
/* Makes a folder and those above it; an existing one is no failure. false with errno. */
bool folders_make(struct arena *a, struct str folder);

#endif
