/* tape.h - everything a program did to the files below one directory, call by call, in order.
 *
 * Written by recorder.c inside the recorded program, read by a test. A call stands on the tape when it has returned;
 * what leaves the program (TAPE_SAY) before it leaves. Files are inodes: a name may change. */
#ifndef DUBAN_TESTS_TAPE_H
#define DUBAN_TESTS_TAPE_H

#include <stddef.h>
#include <stdint.h>

/* The recorder's environment. */
#define TAPE_FILE "DUBAN_TAPE" /* the tape; programs append to it */
#define TAPE_BELOW "DUBAN_TAPE_BELOW" /* absolute path of the recorded directory */
#define TAPE_PROGRAM "DUBAN_TAPE_PROGRAM" /* only a program of this name is recorded */
#define TAPE_FAULT "DUBAN_TAPE_FAULT" /* "N:FAULT": write, cut or sync number N fails with that errno, or: */
enum {
        TAPE_SHORT = 0, /* half of it is written */
        TAPE_KILL_BEFORE = -1, /* kill -9 before it */
        TAPE_KILL_INSIDE = -2, /* kill -9 when others see it already, but nothing waited for the disk */
};

enum tape_kind {
        TAPE_NONE,
        TAPE_MAKE_DIRECTORY, /* name */
        TAPE_CREATE, /* name, inode: a new empty file */
        TAPE_RENAME, /* name, data = the new name */
        TAPE_UNLINK, /* name */
        TAPE_SYNC_NAMES, /* name of the directory; "" = the recorded one itself */
        TAPE_WRITE, /* inode, offset, data */
        TAPE_WRITE_FAILED, /* the same, but it returned an error: on the disk or not */
        TAPE_CUT, /* inode, offset = the new size */
        TAPE_SYNC, /* inode: all that was written so far */
        TAPE_SYNC_LAST, /* inode: the newest write only, because its descriptor has O_DSYNC */
        TAPE_SYNC_FAILED, /* inode: what was waiting may be lost, and no later sync tells */
        TAPE_MAPPED, /* name, inode: written through a map from here on, so nobody knows what the disk has */
        TAPE_SAY, /* data: what another program or a person now knows */
        TAPE_FAULTED, /* the fault that was asked for did happen */
};

struct tape_head { /* of an entry as it stands in the file: then the name, then the data */
        uint32_t kind;
        uint32_t name_len;
        uint64_t inode;
        uint64_t offset;
        uint64_t data_len;
};

struct tape_entry {
        enum tape_kind kind;
        const char *name; /* below the recorded directory; terminated */
        uint64_t inode;
        uint64_t offset;
        const uint8_t *data; /* terminated, too */
        size_t len;
};

struct tape {
        struct tape_entry *entry;
        size_t n;
};

/* For cmocka: fails the test when there is none. */
struct tape *tape_load(const char *path);
struct tape *tape_free(struct tape *);

/* In a recorded workload: what is now known outside. */
void tape_say(const void *data, size_t len);

#endif
