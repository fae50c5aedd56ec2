/* segment.c - one file of the spool.
 *
 * The writer syncs every record before it appends the next, so after a crash at most the last one can be
 * unfinished. That is how a torn tail is told from damage: it is shorter than one record and nothing that
 * was ever whole comes after it. The head of a record has a check of its own, so that a damaged length can
 * not hide the records behind it. */
#include "client/lib/segment.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include "client/lib/disk.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "proto/ids.h"

static const char SEGMENT_MAGIC[8] = {'D', 'U', 'B', 'A', 'N', 'S', 'P', '1'};
static const char RECORD_MAGIC[4] = {'D', 'R', 'E', 'C'};

enum { CHECK_SIZE = 16, HEAD_CHECK_SIZE = 8 };
/* Where things stand in the head of a record. */
enum { OF_LENGTH = 4, OF_NUMBER = 8, OF_CONTENT_CHECK = 16, OF_HEAD_CHECK = 32 };

void segment_name(uint64_t first, char out[SEGMENT_NAME])
{
        snprintf(out, SEGMENT_NAME, "segment-%020" PRIu64, first);
}

uint64_t segment_first(const char *name)
{
        char again[SEGMENT_NAME];
        uint64_t first;

        if (sscanf(name, "segment-%20" SCNu64, &first) != 1)
                return 0;
        segment_name(first, again);
        return strcmp(name, again) == 0 ? first : 0;
}

static void check_of(const uint8_t *at, size_t len, uint8_t *out, size_t size)
{
        uint8_t hash[HASH_SIZE];

        ids_hash(bytes_of(at, len), hash);
        memcpy(out, hash, size);
}

static bool check_holds(const uint8_t *at, size_t len, const uint8_t *check, size_t size)
{
        uint8_t hash[HASH_SIZE];

        ids_hash(bytes_of(at, len), hash);
        return memcmp(hash, check, size) == 0;
}

static void head_make(const uint8_t stream[STREAM_SIZE], uint64_t first, uint8_t head[SEGMENT_HEAD])
{
        memcpy(head, SEGMENT_MAGIC, sizeof SEGMENT_MAGIC);
        memcpy(head + 8, stream, STREAM_SIZE);
        be64_put(head + 24, first);
        check_of(head, 32, head + 32, CHECK_SIZE);
}

/* Whole or absent: a segment never has a torn head. */
static int write_whole(const char *directory, const char *name, struct bytes content, enum file_if_there if_there)
{
        char path[DISK_PATH];
        int r;

        r = disk_path(directory, name, path);
        if (r == 0)
                r = file_write(path, content, 0600, if_there);
        if (r > 0)
                return err_fail("cannot write %s: %s", path, file_reason(r));
        return r < 0 ? err_trace(r) : 0;
}

int segment_create(const char *directory, const uint8_t stream[STREAM_SIZE], uint64_t first)
{
        uint8_t head[SEGMENT_HEAD];
        char name[SEGMENT_NAME];
        int r;

        head_make(stream, first, head);
        segment_name(first, name);
        r = write_whole(directory, name, bytes_of(head, sizeof head), FILE_KEEP);
        return r < 0 ? err_trace(r) : 0;
}

int segment_open(const char *directory, const uint8_t stream[STREAM_SIZE], uint64_t first, struct segment *ret_segment)
{
        uint8_t wanted[SEGMENT_HEAD], head[SEGMENT_HEAD];
        char name[SEGMENT_NAME];
        size_t len;
        int fd, r;

        segment_name(first, name);
        r = disk_open(directory, name, O_RDWR, &fd);
        if (r)
                return r < 0 ? err_trace(r) : SEGMENT_ABSENT;
        head_make(stream, first, wanted);
        r = disk_read(fd, 0, head, sizeof head, &len);
        if (r == 0 && (len < sizeof head || memcmp(head, wanted, sizeof head) != 0))
                r = SEGMENT_DAMAGED;
        if (r) {
                disk_close(fd);
                return r < 0 ? err_trace(r) : r;
        }
        *ret_segment = (struct segment){.fd = fd, .first = first, .next = first, .at = SEGMENT_HEAD};
        return 0;
}

void segment_close(struct segment *segment)
{
        segment->fd = disk_close(segment->fd);
}

static bool record_head_holds(const uint8_t *head)
{
        return memcmp(head, RECORD_MAGIC, sizeof RECORD_MAGIC) == 0 &&
               check_holds(head, OF_HEAD_CHECK, head + OF_HEAD_CHECK, HEAD_CHECK_SIZE);
}

/* No record begins at `buffer`: is it the rest of an unfinished append? */
static int judge_tail(const uint8_t *buffer, size_t len)
{
        for (size_t i = 1; i + SEGMENT_RECORD_HEAD <= len; i++)
                if (record_head_holds(buffer + i))
                        return SEGMENT_DAMAGED;
        return SEGMENT_TORN;
}

/* The head of the record at this place, or what stands there instead; `rest` bytes are left in the file. */
static int read_head(const struct segment *segment, uint64_t rest, uint8_t *buffer)
{
        size_t len;
        int r;

        r = disk_read(segment->fd, segment->at, buffer, SEGMENT_RECORD_HEAD, &len);
        if (r < 0)
                return err_trace(r);
        if (len == SEGMENT_RECORD_HEAD && rest >= SEGMENT_RECORD_HEAD && record_head_holds(buffer))
                return 0;
        if (rest > SEGMENT_RECORD_MAX)
                return SEGMENT_DAMAGED;
        r = disk_read(segment->fd, segment->at, buffer, (size_t)rest, &len);
        return r < 0 ? err_trace(r) : judge_tail(buffer, len);
}

static int read_content(const struct segment *segment, uint64_t rest, uint8_t *buffer, size_t *ret_length)
{
        const size_t length = be32_get(buffer + OF_LENGTH);
        size_t len;
        int r;

        if (be64_get(buffer + OF_NUMBER) != segment->next || length > LIMIT_RECORD_BYTES)
                return SEGMENT_DAMAGED;
        if (SEGMENT_RECORD_HEAD + length > rest)
                return SEGMENT_TORN;
        r = disk_read(segment->fd, segment->at + SEGMENT_RECORD_HEAD, buffer + SEGMENT_RECORD_HEAD, length, &len);
        if (r < 0)
                return err_trace(r);
        if (len < length || !check_holds(buffer + SEGMENT_RECORD_HEAD, length, buffer + OF_CONTENT_CHECK, CHECK_SIZE))
                return SEGMENT_RECORD_HEAD + length == rest ? SEGMENT_TORN : SEGMENT_DAMAGED;
        *ret_length = length;
        return 0;
}

int segment_next(struct segment *segment, uint8_t *buffer, struct bytes *ret_record)
{
        uint64_t size, rest;
        size_t length = 0;
        int r;

        r = disk_size(segment->fd, &size); /* what is appended from now on is for the next call */
        if (r < 0)
                return err_trace(r);
        if (size <= segment->at)
                return SEGMENT_END;
        rest = size - segment->at;
        r = read_head(segment, rest, buffer);
        if (r == 0)
                r = read_content(segment, rest, buffer, &length);
        if (r)
                return r;
        *ret_record = bytes_of(buffer + SEGMENT_RECORD_HEAD, length);
        segment->at += SEGMENT_RECORD_HEAD + length;
        segment->next++;
        return 0;
}

int segment_append(struct segment *segment, uint8_t *buffer, struct bytes record)
{
        const size_t len = SEGMENT_RECORD_HEAD + record.len;
        int r;

        invariant(record.len <= LIMIT_RECORD_BYTES);
        memcpy(buffer, RECORD_MAGIC, sizeof RECORD_MAGIC);
        be32_put(buffer + OF_LENGTH, (uint32_t)record.len);
        be64_put(buffer + OF_NUMBER, segment->next);
        check_of(record.at, record.len, buffer + OF_CONTENT_CHECK, CHECK_SIZE);
        check_of(buffer, OF_HEAD_CHECK, buffer + OF_HEAD_CHECK, HEAD_CHECK_SIZE);
        memcpy(buffer + SEGMENT_RECORD_HEAD, record.at, record.len);
        r = disk_write(segment->fd, segment->at, bytes_of(buffer, len));
        if (r == 0)
                r = disk_sync(segment->fd);
        if (r < 0) {
                if (disk_cut(segment->fd, segment->at) < 0)
                        return err_fail("spool: an append that failed could not be taken back");
                return err_trace(r);
        }
        segment->at += len;
        segment->next++;
        return 0;
}

/* A synced record that went bad as the very last one looks the same as an unfinished one; so its bytes are
 * kept. */
int segment_cut(struct segment *segment, const char *directory, uint8_t *buffer)
{
        char name[64];
        size_t len;
        int r;

        snprintf(name, sizeof name, "torn-%020" PRIu64 "-%" PRId64, segment->next, clock_now().ms);
        r = disk_read(segment->fd, segment->at, buffer, SEGMENT_RECORD_MAX, &len);
        if (r == 0)
                r = write_whole(directory, name, bytes_of(buffer, len), FILE_REPLACE);
        if (r == 0)
                r = disk_cut(segment->fd, segment->at);
        if (r == 0)
                r = disk_sync(segment->fd);
        return r < 0 ? err_trace(r) : 0;
}

int segment_sync(const struct segment *segment)
{
        const int r = disk_sync(segment->fd);

        return r < 0 ? err_trace(r) : 0;
}
