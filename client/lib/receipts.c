/* receipts.c - rows of one size, each with a check that also covers the stream they belong to. */
#include "client/lib/receipts.h"

#include <fcntl.h>
#include <inttypes.h>

#include "client/lib/disk.h"
#include "lib/base/file.h"
#include "proto/ids.h"

static const char RECEIPTS_NAME[] = "receipts";

enum { CONTENT_SIZE = 80, CHECK_SIZE = 16, ROWS_AT_ONCE = 256 };

static void check_of(const uint8_t *row, const uint8_t stream[STREAM_SIZE], uint8_t check[CHECK_SIZE])
{
        uint8_t covered[CONTENT_SIZE + STREAM_SIZE];
        uint8_t hash[HASH_SIZE];

        memcpy(covered, row, CONTENT_SIZE);
        memcpy(covered + CONTENT_SIZE, stream, STREAM_SIZE);
        ids_hash(bytes_of(covered, sizeof covered), hash);
        memcpy(check, hash, CHECK_SIZE);
}

static void row_put(const struct receipts_row *row, const uint8_t stream[STREAM_SIZE], uint8_t *out)
{
        be32_put(out, row->kind);
        be32_put(out + 4, row->code);
        be32_put(out + 8, row->epoch);
        be32_put(out + 12, 0);
        be64_put(out + 16, row->number);
        be64_put(out + 24, row->seq);
        be64_put(out + 32, row->mark);
        be64_put(out + 40, (uint64_t)row->at.ms);
        memcpy(out + 48, row->chain, HASH_SIZE);
        check_of(out, stream, out + CONTENT_SIZE);
}

static bool row_get(const uint8_t *in, const uint8_t stream[STREAM_SIZE], struct receipts_row *ret_row)
{
        uint8_t check[CHECK_SIZE];

        check_of(in, stream, check);
        if (memcmp(check, in + CONTENT_SIZE, CHECK_SIZE) != 0)
                return false;
        *ret_row = (struct receipts_row){
                .kind = (enum receipts_kind)be32_get(in),
                .code = be32_get(in + 4),
                .epoch = be32_get(in + 8),
                .number = be64_get(in + 16),
                .seq = be64_get(in + 24),
                .mark = be64_get(in + 32),
                .at = {(int64_t)be64_get(in + 40)},
        };
        memcpy(ret_row->chain, in + 48, HASH_SIZE);
        return true;
}

/* `ret_fd` is -1 when there is no file yet. */
static int open_rows(const char *directory, int flags, int *ret_fd, uint64_t *ret_rows)
{
        uint64_t size = 0;
        int fd = -1, r;

        r = disk_open(directory, RECEIPTS_NAME, flags, &fd);
        if (r == 0)
                r = disk_size(fd, &size);
        if (r < 0) {
                disk_close(fd);
                return err_trace(r);
        }
        *ret_fd = fd;
        *ret_rows = size / RECEIPTS_ROW;
        return 0;
}

static int damaged(uint64_t row)
{
        return err_fail("spool: file receipts is damaged at row %" PRIu64 " (byte %" PRIu64
                        "); keep the spool and ask the service's operator before sending again",
                        row, row * RECEIPTS_ROW);
}

/* How many rows stand once the rest of an unfinished append is left out, and the last of them. When the power goes
 * in the middle of an append, any of its rows may be missing, not only the last ones: the first that does not check
 * takes the rest with it. */
static int find_last(int fd, const uint8_t stream[STREAM_SIZE], uint64_t rows, uint64_t *ret_rows,
                     struct receipts_row *ret_last)
{
        const uint64_t first = rows > RECEIPTS_APPEND_MAX ? rows - RECEIPTS_APPEND_MAX - 1 : 0;
        uint8_t buffer[(RECEIPTS_APPEND_MAX + 1) * RECEIPTS_ROW];
        struct receipts_row last = {0};
        size_t whole = 0;
        size_t len = 0;
        int r = disk_read(fd, first * RECEIPTS_ROW, buffer, (size_t)(rows - first) * RECEIPTS_ROW, &len);

        if (r < 0)
                return err_trace(r);
        while (whole < len / RECEIPTS_ROW && row_get(buffer + whole * RECEIPTS_ROW, stream, &last))
                whole++;
        if (whole == 0 && rows > RECEIPTS_APPEND_MAX)
                return damaged(first);
        *ret_rows = first + whole;
        *ret_last = last;
        return 0;
}

int receipts_last(const char *directory, const uint8_t stream[STREAM_SIZE], struct receipts_row *ret_last)
{
        uint64_t rows, whole;
        int fd, r;

        r = open_rows(directory, O_RDONLY, &fd, &rows);
        if (r < 0)
                return err_trace(r);
        r = find_last(fd, stream, rows, &whole, ret_last);
        disk_close(fd);
        return r < 0 ? err_trace(r) : 0;
}

static int write_file(const char *directory, struct bytes content)
{
        char path[DISK_PATH];
        int r;

        r = disk_path(directory, RECEIPTS_NAME, path);
        if (r == 0)
                r = file_write(path, content, 0600, FILE_REPLACE);
        if (r > 0)
                return err_fail("cannot write %s: %s", path, file_reason(r));
        return r < 0 ? err_trace(r) : 0;
}

/* The newer half in place of the whole; readers see the one or the other. */
static int forget_older_half(const char *directory, int fd, uint64_t rows)
{
        const uint64_t kept = rows / 2;
        const size_t size = (size_t)kept * RECEIPTS_ROW;
        uint8_t *buffer = malloc(size);
        size_t len;
        int r;

        if (!buffer)
                return err_fail("out of memory");
        r = disk_read(fd, (rows - kept) * RECEIPTS_ROW, buffer, size, &len);
        if (r == 0)
                r = write_file(directory, bytes_of(buffer, len));
        free(buffer);
        return r < 0 ? err_trace(r) : 0;
}

static int cut_rows(int fd, uint64_t rows)
{
        int r;

        r = disk_cut(fd, rows * RECEIPTS_ROW);
        if (r == 0)
                r = disk_sync(fd);
        return r < 0 ? err_trace(r) : 0;
}

int receipts_repair(const char *directory, const uint8_t stream[STREAM_SIZE])
{
        struct receipts_row last;
        uint64_t rows, whole;
        int fd, r;

        r = open_rows(directory, O_RDWR, &fd, &rows);
        if (r < 0)
                return err_trace(r);
        if (fd < 0)
                return write_file(directory, bytes_of(NULL, 0));
        r = find_last(fd, stream, rows, &whole, &last);
        if (r == 0)
                r = cut_rows(fd, whole);
        if (r == 0)
                r = disk_sync_names(directory); /* whoever made the file may have been killed before that */
        if (r == 0 && whole > RECEIPTS_ROWS_MAX)
                r = forget_older_half(directory, fd, whole);
        disk_close(fd);
        return r < 0 ? err_trace(r) : 0;
}

int receipts_append(const char *directory, const uint8_t stream[STREAM_SIZE], const struct receipts_row *row, size_t n)
{
        uint8_t buffer[RECEIPTS_APPEND_MAX * RECEIPTS_ROW];
        uint64_t rows;
        int fd, r;

        invariant(n <= RECEIPTS_APPEND_MAX);
        for (size_t i = 0; i < n; i++)
                row_put(row + i, stream, buffer + i * RECEIPTS_ROW);
        r = open_rows(directory, O_WRONLY, &fd, &rows);
        if (r < 0)
                return err_trace(r);
        if (fd < 0)
                return err_fail("the spool's receipts have gone");
        r = disk_write(fd, rows * RECEIPTS_ROW, bytes_of(buffer, n * RECEIPTS_ROW));
        if (r == 0)
                r = disk_sync(fd);
        if (r < 0 && disk_cut(fd, rows * RECEIPTS_ROW) < 0)
                r = err_fail("spool: a receipt that failed could not be taken back");
        disk_close(fd);
        return r < 0 ? err_trace(r) : 0;
}

static int see_rows(int fd, const uint8_t stream[STREAM_SIZE], uint64_t rows, receipts_see *see, void *context)
{
        uint8_t buffer[ROWS_AT_ONCE * RECEIPTS_ROW];
        struct receipts_row row;
        size_t len = 0;
        int r = 0;

        for (uint64_t i = 0; i < rows && r == 0; i++) {
                const size_t place = (size_t)(i % ROWS_AT_ONCE) * RECEIPTS_ROW;

                if (place == 0) {
                        r = disk_read(fd, i * RECEIPTS_ROW, buffer, sizeof buffer, &len);
                        if (r < 0)
                                return err_trace(r);
                }
                if (place + RECEIPTS_ROW > len || !row_get(buffer + place, stream, &row))
                        return damaged(i);
                r = see(context, &row);
        }
        return r;
}

int receipts_walk(const char *directory, const uint8_t stream[STREAM_SIZE], receipts_see *see, void *context)
{
        struct receipts_row last;
        uint64_t rows, whole;
        int fd, r;

        r = open_rows(directory, O_RDONLY, &fd, &rows);
        if (r < 0)
                return err_trace(r);
        r = find_last(fd, stream, rows, &whole, &last);
        if (r == 0)
                r = see_rows(fd, stream, whole, see, context);
        disk_close(fd);
        return r;
}
