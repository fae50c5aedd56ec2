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

/* False when the bytes are not GB18030 either. */
static bool from_gb18030(struct session *session, struct bytes from, struct bytes *ret_text)
{
        const size_t room = 2 * from.len + 4; /* two bytes become three, four stay four */
        char *out = arena_take(session->arena, room);
        char *in = arena_string(session->arena, from);
        char *out_at = out;
        size_t in_left = from.len;
        size_t out_left = room;
        iconv_t converter;
        size_t r;

        if (!out || !in)
                return false;
        converter = iconv_open("UTF-8", "GB18030");
        if (converter == (iconv_t)-1)
                return false;
        r = iconv(converter, &in, &in_left, &out_at, &out_left);
        iconv_close(converter);
        *ret_text = bytes_of(out, room - out_left);
        return r != (size_t)-1 && in_left == 0;
}

/* A workbook: .xlsx and .ods are zip archives, an old .xls is a compound file. */
static bool is_workbook(struct bytes bytes)
{
        static const char *const BEGINNINGS[] = {"PK\003\004", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"};

        for (size_t i = 0; i < COUNT_OF(BEGINNINGS); i++) {
                const size_t len = strlen(BEGINNINGS[i]);

                if (bytes.len >= len && memcmp(bytes.at, BEGINNINGS[i], len) == 0)
                        return true;
        }
        return false;
}

static int to_utf8(struct session *session, const char *path, struct bytes bytes, struct bytes *ret_text)
{
        if (is_workbook(bytes))
                return session_complain(session, CLI_USAGE, "%s 是工作簿文件;请在表格软件中另存为“CSV UTF-8”再导入",
                                        "%s is a workbook; save it as \"CSV UTF-8\" in the spreadsheet program", path);
        bytes = text_without_mark(bytes);
        if (!text_valid_utf8(bytes) && !from_gb18030(session, bytes, &bytes))
                return session_complain(session, CLI_USAGE, "%s 的编码既不是 UTF-8 也不是 GB18030;请另存为 UTF-8",
                                        "%s is neither UTF-8 nor GB18030; save it as UTF-8", path);
        *ret_text = bytes;
        return 0;
}

int source_read_text(struct session *session, const char *path, size_t most, struct bytes *ret_text)
{
        const bool standard = strcmp(path, "-") == 0;
        FILE *file = standard ? stdin : fopen(path, "rbe");
        struct bytes bytes = {NULL, 0};
        bool too_long = false;
        bool broken;
        int r;

        if (!file)
                return session_complain(session, CLI_USAGE, "无法打开 %s:%s", "cannot open %s: %s", path,
                                        strerror(errno));
        r = read_file(session, file, most, &bytes, &too_long);
        broken = ferror(file);
        if (!standard)
                fclose(file);
        if (r)
                return err_trace(r);
        if (broken)
                return session_complain(session, CLI_USAGE, "读取 %s 出错", "cannot read %s", path);
        if (too_long)
                return session_complain(session, CLI_USAGE, "%s 超过 %zu 字节", "%s is longer than %zu bytes", path,
                                        most);
        return to_utf8(session, path, bytes, ret_text);
}
