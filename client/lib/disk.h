/* disk.h - reading and writing small files so that a crash leaves them whole or absent.
 *
 * `directory` is an open directory, `name` a name inside it. Stateless; any thread. 0, DISK_* as listed,
 * negative = this machine failed. */
#ifndef DUBAN_CLIENT_DISK_H
#define DUBAN_CLIENT_DISK_H

#include <sys/types.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum { DISK_ABSENT = 1, DISK_EXISTS, DISK_TOO_LARGE };

/* Opens a directory; makes it (0700) when `make`. → DISK_ABSENT. */
int disk_open_directory(int parent, const char *name, bool make, int *ret_directory) CHECKED;
/* The whole file into `buffer`. → DISK_ABSENT, DISK_TOO_LARGE. */
int disk_read(int directory, const char *name, void *buffer, size_t size, size_t *ret_len) CHECKED;
/* A new file, synced together with its directory entry before it can be seen. → DISK_EXISTS. */
int disk_create(int directory, const char *name, struct bytes content, mode_t mode) CHECKED;
/* The same, in place of what may be there. */
int disk_replace(int directory, const char *name, struct bytes content, mode_t mode) CHECKED;
/* As much as there is, up to `size`. */
int disk_read_at(int fd, uint64_t offset, void *buffer, size_t size, size_t *ret_len) CHECKED;
/* All of it, not synced. */
int disk_write_at(int fd, uint64_t offset, struct bytes content) CHECKED;
int disk_size(int fd, uint64_t *ret_size) CHECKED;
/* Closes unless negative; returns -1. */
int disk_close(int fd);

#endif
