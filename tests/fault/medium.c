/* medium.c - a disk as two layers: what is safe, and the changes that wait, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "tests/contract/store_kit.h"
#include "tests/fault/medium.h"

enum { FILES_MAX = 512, NAME_SIZE = 128 };

enum fate { WAITING, DOOMED, SAFE }; /* doomed: a sync failed, and none will make it safe */

struct change { /* of a file: a write, or a cut when `data` is NULL */
        uint64_t offset;
        const uint8_t *data;
        size_t len;
        enum fate fate;
};

struct file {
        uint64_t inode;
        bool mapped;
        uint8_t *at;
        size_t size;
        struct change *change;
        size_t changes;
        size_t room;
};

struct name_change {
        char gone[NAME_SIZE]; /* "" = none */
        char come[NAME_SIZE];
        int file; /* behind `come`; -1 = a directory */
        bool safe;
};

struct medium {
        enum medium_lie lie;
        struct file file[FILES_MAX];
        int files;
        struct name_change *name; /* in order; those that are safe hold for ever */
        size_t names;
        size_t room;
};

struct medium *medium_new(enum medium_lie lie)
{
        struct medium *medium = calloc(1, sizeof *medium);

        assert_non_null(medium);
        medium->lie = lie;
        return medium;
}

struct medium *medium_free(struct medium *medium)
{
        for (int i = 0; medium && i < medium->files; i++) {
                free(medium->file[i].at);
                free(medium->file[i].change);
        }
        if (medium)
                free(medium->name);
        free(medium);
        return NULL;
}

/* -- playing -- */

static void *grown(void *at, size_t n, size_t *room, size_t size)
{
        if (n < *room)
                return at;
        *room = *room ? 2 * *room : 16;
        at = realloc(at, *room * size);
        assert_non_null(at);
        return at;
}

/* The newest file with this inode: a number is used again when its file is gone. */
static struct file *file_of(struct medium *medium, uint64_t inode)
{
        for (int i = medium->files; i-- > 0;)
                if (medium->file[i].inode == inode)
                        return &medium->file[i];
        fail_msg("the tape writes to a file that it did not see made");
        return NULL;
}

static void put_bytes(struct file *file, uint64_t offset, const uint8_t *data, size_t len)
{
        const size_t end = (size_t)offset + len;

        if (end > file->size) {
                file->at = realloc(file->at, end);
                assert_non_null(file->at);
                memset(file->at + file->size, 0, end - file->size);
                file->size = end;
        }
        memcpy(file->at + offset, data, len);
}

static void cut_bytes(struct file *file, uint64_t size)
{
        if (size > file->size)
                put_bytes(file, size - 1, (const uint8_t *)"", 1);
        file->size = (size_t)size;
}

static void make_change(struct file *file, const struct change *change)
{
        if (change->data)
                put_bytes(file, change->offset, change->data, change->len);
        else
                cut_bytes(file, change->offset);
}

/* What is safe and has nothing unsafe before it is no change any more. */
static void settle(struct file *file)
{
        size_t done = 0;

        while (done < file->changes && file->change[done].fate == SAFE)
                make_change(file, &file->change[done++]);
        if (done == 0)
                return;
        file->changes -= done;
        memmove(file->change, file->change + done, file->changes * sizeof *file->change);
}

static void add_change(struct file *file, struct change change)
{
        file->change = grown(file->change, file->changes, &file->room, sizeof change);
        file->change[file->changes++] = change;
}

static void sync_all(struct file *file, enum fate fate)
{
        for (size_t i = 0; i < file->changes; i++)
                if (file->change[i].fate == WAITING)
                        file->change[i].fate = fate;
        settle(file);
}

static void sync_last(struct file *file)
{
        file->change[file->changes - 1].fate = SAFE;
        settle(file);
}

static void copy_name(char to[NAME_SIZE], const char *name)
{
        assert_true(strlen(name) < NAME_SIZE);
        memcpy(to, name, strlen(name) + 1);
}

static int file_named(const struct medium *medium, const char *name)
{
        for (size_t i = medium->names; i-- > 0;)
                if (strcmp(medium->name[i].come, name) == 0)
                        return medium->name[i].file;
        fail_msg("the tape renames %s, which it did not see made", name);
        return -1;
}

static void add_name(struct medium *medium, const char *gone, const char *come, int file)
{
        medium->name = grown(medium->name, medium->names, &medium->room, sizeof *medium->name);
        medium->name[medium->names] = (struct name_change){.file = file};
        copy_name(medium->name[medium->names].gone, gone);
        copy_name(medium->name[medium->names++].come, come);
}

static void add_file(struct medium *medium, const char *name, uint64_t inode)
{
        assert_true(medium->files < FILES_MAX);
        medium->file[medium->files] = (struct file){.inode = inode};
        add_name(medium, "", name, medium->files++);
}

static bool stands_in(const char *name, const char *directory)
{
        const size_t len = strlen(directory);
        const char *rest = name + len + (len > 0);

        return *name && strncmp(name, directory, len) == 0 && (len == 0 || name[len] == '/') && !strchr(rest, '/');
}

static void sync_names(struct medium *medium, const char *directory)
{
        for (size_t i = 0; i < medium->names; i++)
                if (stands_in(medium->name[i].come, directory) || stands_in(medium->name[i].gone, directory))
                        medium->name[i].safe = true;
}

static void play_file(struct medium *medium, const struct tape_entry *entry)
{
        struct file *file = file_of(medium, entry->inode);

        switch (entry->kind) {
        case TAPE_WRITE:
                add_change(file, (struct change){entry->offset, entry->data, entry->len, WAITING});
                break;
        case TAPE_WRITE_FAILED:
                add_change(file, (struct change){entry->offset, entry->data, entry->len, DOOMED});
                break;
        case TAPE_CUT:
                add_change(file, (struct change){entry->offset, NULL, 0, WAITING});
                break;
        case TAPE_SYNC:
                if (medium->lie != MEDIUM_NO_SYNC)
                        sync_all(file, SAFE);
                break;
        case TAPE_SYNC_LAST:
                if (medium->lie != MEDIUM_NO_DSYNC)
                        sync_last(file);
                break;
        case TAPE_SYNC_FAILED:
                sync_all(file, DOOMED);
                break;
        default:
                file->mapped = true;
        }
}

void medium_play(struct medium *medium, const struct tape_entry *entry)
{
        switch (entry->kind) {
        case TAPE_MAKE_DIRECTORY:
                add_name(medium, "", entry->name, -1);
                break;
        case TAPE_CREATE:
                add_file(medium, entry->name, entry->inode);
                break;
        case TAPE_RENAME:
                add_name(medium, entry->name, (const char *)entry->data, file_named(medium, entry->name));
                break;
        case TAPE_UNLINK:
                add_name(medium, entry->name, "", -1);
                break;
        case TAPE_SYNC_NAMES:
                if (medium->lie != MEDIUM_NO_NAMES)
                        sync_names(medium, entry->name);
                break;
        case TAPE_WRITE:
        case TAPE_WRITE_FAILED:
        case TAPE_CUT:
        case TAPE_SYNC:
        case TAPE_SYNC_LAST:
        case TAPE_SYNC_FAILED:
        case TAPE_MAPPED:
                play_file(medium, entry);
                break;
        case TAPE_NONE:
        case TAPE_SAY:
        case TAPE_FAULTED:
                break;
        }
}

static size_t count_waiting(const struct medium *medium)
{
        size_t n = 0;

        for (size_t i = 0; i < medium->names; i++)
                n += !medium->name[i].safe;
        for (int i = 0; i < medium->files; i++)
                for (size_t k = 0; k < medium->file[i].changes; k++)
                        n += medium->file[i].change[k].fate != SAFE;
        return n;
}

bool medium_waits(const struct medium *medium)
{
        return count_waiting(medium) > 0;
}

/* -- images -- */

struct choice { /* which of the changes that wait are there */
        enum medium_rest rest;
        uint64_t seed;
        size_t index; /* of the next one */
        size_t all;
};

static size_t piece_of(enum medium_rest rest)
{
        switch (rest) {
        case MEDIUM_PAGES:
                return 4096;
        case MEDIUM_SECTORS:
                return 512;
        case MEDIUM_BYTES:
                return 8;
        default:
                return SIZE_MAX;
        }
}

static bool by_chance(struct choice *choice)
{
        return kit_below(&choice->seed, 2) == 0;
}

/* The next change, as a whole. */
static bool is_there(struct choice *choice)
{
        const size_t index = choice->index++;

        switch (choice->rest) {
        case MEDIUM_NONE:
                return false;
        case MEDIUM_ALL:
                return true;
        case MEDIUM_FIRST:
                return index == 0;
        case MEDIUM_LAST:
                return index + 1 == choice->all;
        default:
                return by_chance(choice);
        }
}

/* Some pieces of a write, cut where the disk has its borders. The size may be there without them. */
static void put_pieces(struct file *image, const struct change *change, struct choice *choice)
{
        const uint64_t end = change->offset + change->len;
        const size_t piece = piece_of(choice->rest);

        for (uint64_t at = change->offset, next; at < end; at = next) {
                next = (at / piece + 1) * piece;
                next = next < end ? next : end;
                if (by_chance(choice))
                        put_bytes(image, at, change->data + (at - change->offset), (size_t)(next - at));
        }
        if (end > image->size && by_chance(choice))
                cut_bytes(image, end);
}

/* Each write by chance is missing, whole or in pieces. */
static void put_some(struct file *image, const struct change *change, struct choice *choice)
{
        const bool torn = choice->rest >= MEDIUM_PAGES && change->data && by_chance(choice);

        if (torn)
                put_pieces(image, change, choice);
        else if (is_there(choice))
                make_change(image, change);
}

static struct file image_of(const struct file *file, struct choice *choice)
{
        struct file image = {.at = malloc(file->size + 1), .size = file->size};

        assert_non_null(image.at);
        if (file->size > 0)
                memcpy(image.at, file->at, file->size);
        for (size_t i = 0; i < file->changes; i++)
                if (file->change[i].fate == SAFE)
                        make_change(&image, &file->change[i]);
                else
                        put_some(&image, &file->change[i], choice);
        return image;
}

/* A file written through a map has anything in it. */
static void write_noise(int fd, struct choice *choice)
{
        uint8_t noise[8192];

        for (size_t i = 0; i < sizeof noise; i += sizeof choice->seed) {
                const uint64_t random = kit_random(&choice->seed);

                memcpy(noise + i, &random, sizeof random);
        }
        if (by_chance(choice))
                assert_int_equal(write(fd, noise, sizeof noise), sizeof noise);
}

static void write_file(const struct file *file, struct choice *choice, const char *path)
{
        const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        struct file image;

        assert_true(fd >= 0);
        if (file->mapped) {
                write_noise(fd, choice);
        } else {
                image = image_of(file, choice);
                assert_int_equal(write(fd, image.at, image.size), image.size);
                free(image.at);
        }
        close(fd);
}

/* The newest change of the name that is there; -2 = none. */
static int file_behind(const struct name_change *change, const bool *there, size_t n, const char *name)
{
        for (size_t i = n; i-- > 0;) {
                if (there[i] && strcmp(change[i].come, name) == 0)
                        return change[i].file;
                if (there[i] && strcmp(change[i].gone, name) == 0)
                        break;
        }
        return -2;
}

static void make_directories(const struct medium *medium, const bool *there, const char *directory)
{
        char path[PATH_MAX];

        for (size_t i = 0; i < medium->names; i++) {
                const struct name_change *change = &medium->name[i];

                if (!*change->come || change->file != -1 ||
                    file_behind(medium->name, there, medium->names, change->come) != -1)
                        continue;
                snprintf(path, sizeof path, "%s/%s", directory, change->come);
                if (mkdir(path, 0700) != 0)
                        assert_true(errno == EEXIST || errno == ENOENT);
        }
}

static void make_files(const struct medium *medium, const bool *there, struct choice *choice, const char *directory)
{
        char path[PATH_MAX];
        char *slash;

        for (size_t i = 0; i < medium->names; i++) {
                const struct name_change *change = &medium->name[i];

                if (!there[i] || change->file < 0 ||
                    file_behind(medium->name, there, medium->names, change->come) != change->file)
                        continue;
                snprintf(path, sizeof path, "%s/%s", directory, change->come);
                slash = strrchr(path, '/');
                *slash = 0;
                if (access(path, F_OK) != 0)
                        continue; /* gone with its directory */
                *slash = '/';
                write_file(&medium->file[change->file], choice, path);
        }
}

void medium_image(const struct medium *medium, enum medium_rest rest, uint64_t seed, const char *directory)
{
        struct choice choice = {.rest = rest, .seed = seed, .all = count_waiting(medium)};
        bool *there = calloc(medium->names + 1, sizeof *there);

        assert_non_null(there);
        for (size_t i = 0; i < medium->names; i++)
                there[i] = medium->name[i].safe || is_there(&choice);
        make_directories(medium, there, directory);
        make_files(medium, there, &choice, directory);
        free(there);
}
