/* file.h - small files as a whole: read one, replace one, keep one private.
 *
 * Everything is synchronous and waits for the disk where it says so; any thread. Paths are terminated. 0, FILE_* as
 * listed, negative = the disk failed. */
#ifndef DUBAN_BASE_FILE_H
#define DUBAN_BASE_FILE_H

#include <sys/types.h>

#include "lib/base/arena.h"
#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum {
        FILE_MISSING = 1, /* no such file, or no such directory to put it in */
        FILE_DENIED, /* we may not, or it is not a regular file (a directory where one is asked for) */
        FILE_TOO_BIG, /* longer than the caller's cap */
        FILE_FULL, /* the disk or the quota is full; nothing has changed */
        FILE_EXISTS, /* and was not to be replaced */
        FILE_EXPOSED, /* others could read or write it, or it belongs to somebody else */
};

/* A sentence for FILE_*: "it does not exist". */
const char *file_reason(int outcome);

/* The whole file, at most `cap` bytes. → FILE_MISSING, FILE_DENIED, FILE_TOO_BIG (also past the arena's budget). */
int file_read(const char *path, size_t cap, struct arena *, struct bytes *ret_content) CHECKED;

enum file_if_there { FILE_REPLACE, FILE_KEEP };

/* On return the new content is on the disk under its name, or the old one still is; never a part of either.
 * → FILE_MISSING, FILE_DENIED, FILE_FULL, FILE_EXISTS (with FILE_KEEP). */
int file_write(const char *path, struct bytes content, mode_t, enum file_if_there) CHECKED;

/* Makes the directory 0700, or accepts the one that is there if it is private.
 * → FILE_MISSING (its parent), FILE_DENIED, FILE_EXPOSED, FILE_FULL. */
int file_make_private_directory(const char *path) CHECKED;
/* Is it a regular file of ours that nobody else can read or write? → FILE_MISSING, FILE_DENIED, FILE_EXPOSED. */
int file_check_private(const char *path) CHECKED;

#endif
