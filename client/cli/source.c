/* source.c - reading what people hand in. */
#include "client/cli/source.h"

#include <errno.h>
#include <iconv.h>

#include "lib/base/text.h"

enum { PIECE = 65536 };

static int read_file(struct session *session, FILE *file, size_t most, struct bytes *ret_bytes, bool *ret_too_long)
{
        size_t room = PIECE;
        uint8_t *at = arena_take(session->arena, room);
        size_t len = 0;
        size_t got = 1;

        while (at && got && len <= most) {
                if (len == room) {
                        uint8_t *moved = arena_take(session->arena, 2 * room);

                        if (moved)
                                memcpy(moved, at, len);
                        at = moved;
                        room *= 2;
                        continue;
                }
                got = fread(at + len, 1, room - len, file);
                len += got;
        }
        if (!at)
                return err_fail("out of memory");
        *ret_too_long = len > most;
        *ret_bytes = bytes_of(at, len);
        return 0;
}

/* Up to where the bytes are GB18030: all of them when that is their length. */
static bool from_gb18030(struct session *session, struct bytes from, struct bytes *ret_text, size_t *ret_good)
{
        const size_t room = 2 * from.len + 4; /* two bytes become three, four stay four */
        char *out = arena_take(session->arena, room);
        char *in = arena_string(session->arena, from);
        char *out_at = out;
        size_t in_left = from.len;
        size_t out_left = room;
        iconv_t converter;
        size_t r;

        *ret_good = 0;
        if (!out || !in)
                return false;
        converter = iconv_open("UTF-8", "GB18030");
        if (converter == (iconv_t)-1)
                return false;
        r = iconv(converter, &in, &in_left, &out_at, &out_left);
        iconv_close(converter);
        *ret_text = bytes_of(out, room - out_left);
        *ret_good = from.len - in_left;
        return r != (size_t)-1 && in_left == 0;
}

/* The line, from 1, in which the byte at that place stands. */
static unsigned line_of(struct bytes bytes, size_t place)
{
        unsigned line = 1;

        for (size_t i = 0; i < place && i < bytes.len; i++)
                line += bytes.at[i] == '\n';
        return line;
}

/* The first line that is not UTF-8. */
static unsigned bad_utf8_line(struct bytes bytes)
{
        size_t from = 0;

        while (from < bytes.len) {
                const uint8_t *feed = memchr(bytes.at + from, '\n', bytes.len - from);
                const size_t to = feed ? (size_t)(feed - bytes.at) + 1 : bytes.len;

                if (!text_valid_utf8(bytes_of(bytes.at + from, to - from)))
                        break;
                from = to;
        }
        return line_of(bytes, from);
}

static bool begins(struct bytes bytes, const char *magic, size_t len)
{
        return bytes.len >= len && memcmp(bytes.at, magic, len) == 0;
}

/* What an office is likely to hand in instead of a text. */
static int refuse_others(struct session *session, const char *path, struct bytes bytes)
{
        if (begins(bytes, "PK\003\004", 4) || begins(bytes, "\xd0\xcf\x11\xe0", 4))
                return session_complain(session, CLI_USAGE, "%s 是工作簿文件;请在表格软件中另存为“CSV UTF-8”再导入",
                                        "%s is a workbook; save it as \"CSV UTF-8\" in the spreadsheet program", path);
        if (begins(bytes, "\xff\xfe", 2) || begins(bytes, "\xfe\xff", 2))
                return session_complain(session, CLI_USAGE, "%s 的编码是 UTF-16;请另存为“CSV UTF-8”再导入",
                                        "%s is UTF-16; save it as \"CSV UTF-8\"", path);
        if (bytes.len && memchr(bytes.at, '\0', bytes.len))
                return session_complain(session, CLI_USAGE, "%s 不是文本文件", "%s is no text file", path);
        return 0;
}

/* The encoding that holds for longer is the one that was meant. A file that begins with the mark of UTF-8 is that. */
static int to_utf8(struct session *session, const char *path, struct bytes bytes, struct bytes *ret_text)
{
        const struct bytes plain = text_without_mark(bytes);
        unsigned line;
        size_t good;
        int r = refuse_others(session, path, bytes);

        *ret_text = plain;
        if (r || text_valid_utf8(plain))
                return r;
        line = bad_utf8_line(plain);
        if (plain.len < bytes.len)
                return session_complain(session, CLI_USAGE, "%s 标明为 UTF-8,但第 %u 行不是",
                                        "%s is marked as UTF-8, but line %u is not", path, line);
        if (from_gb18030(session, plain, ret_text, &good))
                return 0;
        if (line < line_of(plain, good))
                line = line_of(plain, good);
        return session_complain(session, CLI_USAGE, "%s 的第 %u 行既不是 UTF-8 也不是 GB18030 编码",
                                "%s: line %u is neither UTF-8 nor GB18030", path, line);
}

static int complain_file(const struct session *session, const char *path, int why)
{
        const char *reason = why == ENOENT ? session_say(session, "没有这个文件", "there is no such file")
                             : why == EACCES || why == EPERM
                                     ? session_say(session, "没有读取权限", "it may not be read")
                             : why == EISDIR ? session_say(session, "这是目录", "it is a directory")
                                             : strerror(why);

        return session_complain(session, CLI_USAGE, "无法读取 %s:%s", "cannot read %s: %s", path, reason);
}

int source_read_text(struct session *session, const char *path, size_t most, struct bytes *ret_text)
{
        const bool standard = strcmp(path, "-") == 0;
        FILE *file = standard ? stdin : fopen(path, "rbe");
        struct bytes bytes = {NULL, 0};
        bool too_long = false;
        int why;
        int r;

        if (!file)
                return complain_file(session, path, errno);
        r = read_file(session, file, most, &bytes, &too_long);
        why = ferror(file) ? errno : 0;
        if (!standard)
                fclose(file);
        if (r)
                return err_trace(r);
        if (why)
                return complain_file(session, path, why);
        if (too_long)
                return session_complain(session, CLI_USAGE, "%s 超过 %zu 字节", "%s is longer than %zu bytes", path,
                                        most);
        return to_utf8(session, path, bytes, ret_text);
}
