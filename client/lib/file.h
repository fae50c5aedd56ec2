/* file.h - reading and writing small files so that a crash leaves them whole or absent.
 *
 * `directory` is an open directory, `name` a name inside it. Stateless; any thread. 0, FILE_* as listed,
 * negative = this machine failed. */
#ifndef DUBAN_CLIENT_FILE_H
#define DUBAN_CLIENT_FILE_H

#include <sys/types.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum { FILE_ABSENT = 1, FILE_EXISTS, FILE_TOO_LARGE };

/* Opens a directory; makes it (0700) when `make`. → FILE_ABSENT. */
int file_open_directory(int parent, const char *name, bool make, int *ret_directory) CHECKED;
/* The whole file into `buffer`. → FILE_ABSENT, FILE_TOO_LARGE. */
int file_read(int directory, const char *name, void *buffer, size_t size, size_t *ret_len) CHECKED;
/* A new file, synced together with its directory entry before it can be seen. → FILE_EXISTS. */
int file_create(int directory, const char *name, struct bytes content, mode_t mode) CHECKED;
/* The same, in place of what may be there. */
int file_replace(int directory, const char *name, struct bytes content, mode_t mode) CHECKED;
/* As much as there is, up to `size`. */
int file_read_at(int fd, uint64_t offset, void *buffer, size_t size, size_t *ret_len) CHECKED;
/* All of it, not synced. */
int file_write_at(int fd, uint64_t offset, struct bytes content) CHECKED;
int file_size(int fd, uint64_t *ret_size) CHECKED;
/* Closes unless negative; returns -1. */
int file_close(int fd);

#endif
