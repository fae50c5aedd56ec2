/* disk.h - the spool's plain file work: at an offset, all of it, told when it fails.
 *
 * Stateless; any thread. 0, negative = this machine failed. */
#ifndef DUBAN_CLIENT_DISK_H
#define DUBAN_CLIENT_DISK_H

#include <limits.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum { DISK_ABSENT = 1, DISK_PATH = PATH_MAX };

/* "directory/name"; fails when it is too long. */
int disk_path(const char *directory, const char *name, char ret_path[DISK_PATH]) CHECKED;
/* With open(2)'s flags, 0600 when it makes the file. → DISK_ABSENT. */
int disk_open(const char *directory, const char *name, int flags, int *ret_fd) CHECKED;
int disk_close(int fd); /* accepts -1, returns -1 */
int disk_size(int fd, uint64_t *ret_size) CHECKED;
/* As much as there is, up to `size`. */
int disk_read(int fd, uint64_t offset, void *buffer, size_t size, size_t *ret_len) CHECKED;
int disk_write(int fd, uint64_t offset, struct bytes content) CHECKED; /* not synced */
int disk_cut(int fd, uint64_t size) CHECKED; /* not synced */
int disk_sync(int fd) CHECKED;
/* The names in a directory; a file can be synced and yet have none after a loss of power. */
int disk_sync_names(const char *directory) CHECKED;

#endif
