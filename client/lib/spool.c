/* spool.c - store and forward.
 *
 * The rule that makes numbers safe: a record is only sent once it is synced here. So a number the service
 * has seen can never be given to other bytes after a crash. */
/*~ Last stop, and the first in time: a report is here before it is anywhere else. spool_put() numbers and syncs it;
 * send.c decides what to say to the service, sender.c says it to broker/front_run.c, where the tour began. */
#include "client/lib/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/lib/disk.h"
#include "client/lib/segment.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "proto/ids.h"

const struct spool_limits SPOOL_LIMITS = {
        .segment_bytes = 1048576,
        .bound_bytes = 268435456,
        .keep_ms = 7 * INT64_C(86400000),
};

static const char STREAM_NAME[] = "stream";

enum { SEGMENTS_MAX = 4096 };

struct piece { /* a segment as the directory shows it */
        uint64_t first;
        uint64_t size;
};

struct spool {
        char directory[DISK_PATH];
        int write_lock;
        int send_lock;
        bool claimed;
        struct spool_limits limits;
        uint8_t stream[STREAM_SIZE];
        struct piece piece[SEGMENTS_MAX]; /* ascending */
        size_t pieces;
        struct segment tail; /* the last segment, walked to its end */
        uint64_t synced; /* in the tail, records before this number are on disk; 0 = nor is its name for sure */
        struct segment cursor; /* where spool_read is */
        uint8_t buffer[SEGMENT_RECORD_MAX];
};

/* -- locks -- */

static int lock_take(const struct spool *spool, int how)
{
        while (flock(spool->write_lock, how) < 0)
                if (errno != EINTR)
                        return err_fail("cannot lock the spool: %s", strerror(errno));
        return 0;
}

static void lock_release(const struct spool *spool)
{
        flock(spool->write_lock, LOCK_UN);
}

int spool_claim(struct spool *spool)
{
        int r;

        if (flock(spool->send_lock, LOCK_EX | LOCK_NB) < 0)
                return errno == EWOULDBLOCK ? SPOOL_BUSY : err_fail("cannot lock the spool: %s", strerror(errno));
        r = receipts_repair(spool->directory, spool->stream);
        if (r < 0) {
                flock(spool->send_lock, LOCK_UN);
                return err_trace(r);
        }
        spool->claimed = true;
        return 0;
}

void spool_release(struct spool *spool)
{
        if (spool->claimed)
                flock(spool->send_lock, LOCK_UN);
        spool->claimed = false;
}

/* -- what stands on disk -- */

static int damaged(uint64_t segment, uint64_t at, uint64_t number)
{
        char name[SEGMENT_NAME];

        segment_name(segment, name);
        return err_fail("spool: %s is damaged at byte %" PRIu64 ", record %" PRIu64
                        "; nothing is sent past it. Keep a copy of the spool, then see docs/SPOOL.md \"Damage\"",
                        name, at, number);
}

static int order(const void *a, const void *b)
{
        const struct piece *left = a, *right = b;

        return (left->first > right->first) - (left->first < right->first);
}

static int take_name(struct spool *spool, const char *name)
{
        const uint64_t first = segment_first(name);
        struct stat about;
        char path[DISK_PATH];
        int r;

        if (first == 0)
                return 0;
        if (spool->pieces == SEGMENTS_MAX)
                return err_fail("spool: more than %d segments", SEGMENTS_MAX);
        r = disk_path(spool->directory, name, path);
        if (r < 0)
                return err_trace(r);
        if (stat(path, &about) < 0)
                return err_fail("cannot stat %s: %s", path, strerror(errno));
        spool->piece[spool->pieces++] = (struct piece){first, (uint64_t)about.st_size};
        return 0;
}

static int list_segments(struct spool *spool)
{
        DIR *listing = opendir(spool->directory);
        const struct dirent *entry;
        int r = 0;

        if (!listing)
                return err_fail("cannot list %s: %s", spool->directory, strerror(errno));
        spool->pieces = 0;
        while (r == 0 && (entry = readdir(listing)))
                r = take_name(spool, entry->d_name);
        closedir(listing);
        qsort(spool->piece, spool->pieces, sizeof spool->piece[0], order);
        return r;
}

static int open_segment(const struct spool *spool, uint64_t first, struct segment *segment)
{
        int r;

        segment_close(segment);
        r = segment_open(spool->directory, spool->stream, first, segment);
        if (r == SEGMENT_DAMAGED)
                return damaged(first, 0, first);
        return r < 0 ? err_trace(r) : r;
}

/* Under the lock: walk to the end of the last segment. `ret_torn`: an unfinished append follows. */
static int refresh(struct spool *spool, bool *ret_torn)
{
        struct bytes record;
        uint64_t last;
        int r;

        r = list_segments(spool);
        if (r < 0)
                return err_trace(r);
        *ret_torn = false;
        if (spool->pieces == 0)
                return 0;
        last = spool->piece[spool->pieces - 1].first;
        if (spool->tail.fd < 0 || spool->tail.first != last) {
                spool->synced = 0;
                r = open_segment(spool, last, &spool->tail);
                if (r)
                        return r < 0 ? err_trace(r) : damaged(last, 0, last);
        }
        do
                r = segment_next(&spool->tail, spool->buffer, &record);
        while (r == 0);
        if (r == SEGMENT_DAMAGED)
                return damaged(last, spool->tail.at, spool->tail.next);
        *ret_torn = r == SEGMENT_TORN;
        return r < 0 ? err_trace(r) : 0;
}

/* After refresh. */
static int find_marks(const struct spool *spool, bool torn, struct spool_marks *ret_marks)
{
        uint64_t put = spool->tail.fd < 0 ? 0 : spool->tail.next - 1;
        struct receipts_row last;
        uint64_t answered;
        int r;

        r = receipts_last(spool->directory, spool->stream, &last);
        if (r < 0)
                return err_trace(r);
        answered = last.mark;
        if (torn && spool->tail.next <= answered) /* it was sent, so it was whole and synced */
                return damaged(spool->tail.first, spool->tail.at, spool->tail.next);
        if (spool->pieces > 0 && answered < spool->piece[0].first - 1)
                answered = spool->piece[0].first - 1; /* only what was answered is ever dropped */
        if (put < answered)
                put = answered;
        *ret_marks = (struct spool_marks){
                .oldest = spool->pieces > 0 ? spool->piece[0].first : put + 1,
                .answered = answered,
                .put = put,
                .seq = last.seq,
        };
        return 0;
}

/* What another process left: it may have been killed before it synced the record, or the segment's name. */
static int sync_tail(struct spool *spool)
{
        int r;

        if (spool->tail.fd < 0 || spool->synced == spool->tail.next)
                return 0;
        r = segment_sync(&spool->tail);
        if (r == 0 && spool->synced == 0)
                r = disk_sync_names(spool->directory);
        if (r < 0)
                return err_trace(r);
        spool->synced = spool->tail.next;
        return 0;
}

int spool_look(struct spool *spool, struct spool_marks *ret_marks)
{
        bool torn;
        int r;

        r = lock_take(spool, LOCK_SH);
        if (r < 0)
                return err_trace(r);
        r = refresh(spool, &torn);
        if (r == 0)
                r = find_marks(spool, torn, ret_marks);
        if (r == 0 && spool->claimed)
                r = sync_tail(spool);
        lock_release(spool);
        return r < 0 ? err_trace(r) : 0;
}

/* -- open and close -- */

static int make_stream(struct spool *spool, const char *path)
{
        char text[2 * STREAM_SIZE + 2];
        int r;

        r = list_segments(spool);
        if (r < 0)
                return err_trace(r);
        if (spool->pieces > 0)
                return err_fail("%s is missing beside segments that need it; see docs/SPOOL.md \"Damage\"", path);
        ids_random(spool->stream, STREAM_SIZE);
        hex_put(text, spool->stream, STREAM_SIZE);
        text[2 * STREAM_SIZE] = '\n';
        r = file_write(path, bytes_of(text, 2 * STREAM_SIZE + 1), 0600, FILE_KEEP);
        return r > 0 ? err_fail("cannot write %s: %s", path, file_reason(r)) : r;
}

/* Under the lock. */
static int load_stream(struct spool *spool)
{
        ARENA struct arena *arena = arena_new(0);
        char path[DISK_PATH];
        struct bytes text;
        int r;

        r = arena ? disk_path(spool->directory, STREAM_NAME, path) : err_fail("out of memory");
        if (r < 0)
                return err_trace(r);
        r = file_read(path, 2 * STREAM_SIZE + 1, arena, &text);
        if (r == FILE_MISSING)
                return make_stream(spool, path);
        if (r < 0)
                return err_trace(r);
        if (r > 0 || text.len != 2 * STREAM_SIZE + 1 ||
            hex_get(bytes_of(text.at, 2 * STREAM_SIZE), spool->stream, STREAM_SIZE) != 0)
                return err_fail("%s is damaged; see docs/SPOOL.md \"Damage\"", path);
        return 0;
}

static int open_files(struct spool *spool, const char *home)
{
        int r;

        r = disk_path(home, "spool", spool->directory);
        if (r == 0)
                r = file_make_private_directory(spool->directory);
        if (r == 0)
                r = disk_sync_names(home); /* it may be there and not be safe */
        if (r == 0)
                r = disk_open(spool->directory, "write.lock", O_RDWR | O_CREAT, &spool->write_lock);
        if (r == 0)
                r = disk_open(spool->directory, "send.lock", O_RDWR | O_CREAT, &spool->send_lock);
        if (r > 0)
                return err_fail("cannot use %s: it is no private directory of this user", spool->directory);
        return r < 0 ? err_trace(r) : 0;
}

int spool_open(const char *home, const struct spool_limits *limits, struct spool **ret_spool)
{
        struct spool *spool = calloc(1, sizeof *spool);
        int r;

        if (!spool)
                return err_fail("out of memory");
        spool->write_lock = spool->send_lock = -1;
        spool->tail = spool->cursor = SEGMENT_NONE;
        spool->limits = limits ? *limits : SPOOL_LIMITS;
        r = open_files(spool, home);
        if (r == 0)
                r = lock_take(spool, LOCK_EX);
        if (r == 0) {
                r = load_stream(spool);
                lock_release(spool);
        }
        if (r < 0) {
                spool_close(spool);
                return err_trace(r);
        }
        *ret_spool = spool;
        return 0;
}

struct spool *spool_close(struct spool *spool)
{
        if (!spool)
                return NULL;
        segment_close(&spool->tail);
        segment_close(&spool->cursor);
        disk_close(spool->write_lock);
        disk_close(spool->send_lock);
        free(spool);
        return NULL;
}

const uint8_t *spool_stream(const struct spool *spool)
{
        return spool->stream;
}

const char *spool_directory(const struct spool *spool)
{
        return spool->directory;
}

/* -- putting -- */

static int drop_oldest(struct spool *spool)
{
        char name[SEGMENT_NAME], path[DISK_PATH];
        int r;

        segment_name(spool->piece[0].first, name);
        r = disk_path(spool->directory, name, path);
        if (r < 0)
                return err_trace(r);
        if (unlink(path) < 0)
                return err_fail("cannot drop %s: %s", path, strerror(errno));
        spool->pieces--;
        memmove(spool->piece, spool->piece + 1, spool->pieces * sizeof spool->piece[0]);
        return 0;
}

/* Is everything in the oldest segment at or below `mark`? The last segment is never dropped. */
static bool oldest_is_below(const struct spool *spool, uint64_t mark)
{
        return spool->pieces > 1 && spool->piece[1].first - 1 <= mark;
}

static uint64_t bytes_held(const struct spool *spool)
{
        uint64_t sum = 0;

        for (size_t i = 0; i < spool->pieces; i++)
                sum += spool->piece[i].size;
        return sum;
}

static int make_room(struct spool *spool, uint64_t answered, size_t len)
{
        int r;

        while (bytes_held(spool) + SEGMENT_RECORD_HEAD + len > spool->limits.bound_bytes) {
                if (!oldest_is_below(spool, answered))
                        return SPOOL_FULL;
                r = drop_oldest(spool);
                if (r < 0)
                        return err_trace(r);
        }
        return 0;
}

/* Make the tail a segment that takes `number` next. */
static int make_tail(struct spool *spool, uint64_t number)
{
        int r;

        if (spool->tail.fd >= 0 && spool->tail.next == number && spool->tail.at < spool->limits.segment_bytes)
                return 0;
        if (spool->pieces == SEGMENTS_MAX)
                return SPOOL_FULL;
        r = segment_create(spool->directory, spool->stream, number);
        if (r == 0)
                r = open_segment(spool, number, &spool->tail);
        if (r)
                return r < 0 ? err_trace(r) : err_fail("spool: a new segment has gone");
        spool->synced = number;
        spool->piece[spool->pieces++] = (struct piece){number, SEGMENT_HEAD};
        return 0;
}

static int cut_tail(struct spool *spool)
{
        const int r = segment_cut(&spool->tail, spool->directory, spool->buffer);

        if (r < 0)
                return err_trace(r);
        log_warning("spool_cut",
                    "number=%" PRIu64 " why=\"an append did not finish; its bytes are kept in spool/torn-*\"",
                    spool->tail.next);
        return 0;
}

static int put_locked(struct spool *spool, struct bytes record, uint64_t *ret_number)
{
        struct spool_marks marks;
        bool torn;
        int r;

        r = refresh(spool, &torn);
        if (r == 0)
                r = find_marks(spool, torn, &marks);
        if (r == 0 && torn)
                r = cut_tail(spool);
        if (r == 0)
                r = sync_tail(spool); /* what a killed process left whole: one unsynced record at most */
        if (r == 0)
                r = make_tail(spool, marks.put + 1);
        if (r == 0)
                r = make_room(spool, marks.answered, record.len);
        if (r == 0)
                r = segment_append(&spool->tail, spool->buffer, record);
        if (r)
                return r < 0 ? err_trace(r) : r;
        spool->synced = spool->tail.next;
        *ret_number = marks.put + 1;
        return 0;
}

int spool_put(struct spool *spool, struct bytes record, uint64_t *ret_number)
{
        int r;

        invariant(record.len > 0 && record.len <= LIMIT_RECORD_BYTES);
        r = lock_take(spool, LOCK_EX);
        if (r < 0)
                return err_trace(r);
        r = put_locked(spool, record, ret_number);
        lock_release(spool);
        return r < 0 ? err_trace(r) : r;
}

/* -- dropping what is old -- */

struct aging {
        int64_t before;
        uint64_t mark;
};

/* A rewind takes back what was answered; it counts from its second answer on. */
static int age(void *context, const struct receipts_row *row)
{
        struct aging *aging = context;

        if (row->at.ms <= aging->before || row->mark < aging->mark)
                aging->mark = row->mark;
        return 0;
}

int spool_evict(struct spool *spool, struct instant now)
{
        struct aging aging = {.before = now.ms - spool->limits.keep_ms};
        bool torn;
        int r;

        r = lock_take(spool, LOCK_EX);
        if (r < 0)
                return err_trace(r);
        r = refresh(spool, &torn);
        if (r == 0 && spool->pieces > 1)
                r = receipts_walk(spool->directory, spool->stream, age, &aging);
        while (r == 0 && oldest_is_below(spool, aging.mark))
                r = drop_oldest(spool);
        lock_release(spool);
        return r < 0 ? err_trace(r) : 0;
}

/* -- sending -- */

static const struct piece *piece_of(const struct spool *spool, uint64_t number)
{
        const struct piece *found = NULL;

        for (size_t i = 0; i < spool->pieces && spool->piece[i].first <= number; i++)
                found = &spool->piece[i];
        return found;
}

int spool_read(struct spool *spool, uint64_t number, struct bytes *ret_record)
{
        const struct piece *piece = piece_of(spool, number);
        int r = 0;

        if (!piece)
                return SPOOL_ABSENT;
        if (spool->cursor.fd < 0 || spool->cursor.first != piece->first || spool->cursor.next > number)
                r = open_segment(spool, piece->first, &spool->cursor);
        if (r < 0)
                return err_trace(r);
        while (r == 0 && spool->cursor.next <= number)
                r = segment_next(&spool->cursor, spool->buffer, ret_record);
        if (r == SEGMENT_DAMAGED || r == SEGMENT_TORN) /* it was put, so it was whole */
                return damaged(spool->cursor.first, spool->cursor.at, spool->cursor.next);
        if (r > 0)
                return SPOOL_ABSENT;
        return r < 0 ? err_trace(r) : 0;
}

int spool_note(struct spool *spool, const struct receipts_row *row, size_t n)
{
        int r;

        invariant(spool->claimed);
        r = receipts_append(spool->directory, spool->stream, row, n);
        return r < 0 ? err_trace(r) : 0;
}
