/* text.c - UTF-8, walked by hand: the tables are in text_width.c. */
#include "lib/base/text.h"

#include <stdio.h>

#include "lib/base/text_width.h"

/* What the lead byte says: how long the sequence is, its payload bits, and the least value that needs the length. */
struct form {
        uint8_t mask;
        uint8_t lead;
        uint8_t len;
        uint32_t least;
};

static const struct form FORMS[] = {
        {0x80, 0x00, 1, 0},
        {0xe0, 0xc0, 2, 0x80},
        {0xf0, 0xe0, 3, 0x800},
        {0xf8, 0xf0, 4, 0x10000},
};

static bool is_tail(uint8_t byte)
{
        return (byte & 0xc0) == 0x80;
}

static size_t decode_any(struct bytes text, uint32_t *ret_point)
{
        const uint8_t first = text.at[0];
        const struct form *form = FORMS;
        uint32_t point;

        while (form < FORMS + COUNT_OF(FORMS) && (first & form->mask) != form->lead)
                form++;
        if (form == FORMS + COUNT_OF(FORMS) || form->len > text.len)
                return 0;
        point = first & (uint8_t)~form->mask;
        for (size_t i = 1; i < form->len; i++) {
                if (!is_tail(text.at[i]))
                        return 0;
                point = point << 6 | (text.at[i] & 0x3f);
        }
        if (point < form->least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
                return 0;
        *ret_point = point;
        return form->len;
}

/* The length of the valid sequence at the front of `text` (not empty), or 0. Every text that is taken in goes through
 * here, so what texts consist of goes first: ASCII, and Chinese in three bytes. The lead bytes e0 and ed are left to
 * the rule, for not all that follows them is valid. */
static inline size_t decode(struct bytes text, uint32_t *ret_point)
{
        const uint8_t *at = text.at;

        if (at[0] < 0x80) {
                *ret_point = at[0];
                return 1;
        }
        if (text.len < 3 || at[0] <= 0xe0 || at[0] >= 0xf0 || at[0] == 0xed || !is_tail(at[1]) || !is_tail(at[2]))
                return decode_any(text, ret_point);
        *ret_point = (at[0] & 0x0fu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
        return 3;
}

static struct bytes without_first(struct bytes text, size_t n)
{
        return bytes_of(text.at + n, text.len - n);
}

bool text_valid_utf8(struct bytes text)
{
        uint32_t point;
        size_t n;

        for (; text.len > 0; text = without_first(text, n)) {
                n = decode(text, &point);
                if (n == 0)
                        return false;
        }
        return true;
}

bool text_next(struct bytes *rest, uint32_t *ret_point)
{
        size_t n;

        if (rest->len == 0)
                return false;
        n = decode(*rest, ret_point);
        if (n == 0) {
                *ret_point = TEXT_REPLACEMENT;
                n = 1;
        }
        *rest = without_first(*rest, n);
        return true;
}

bool text_next_line(struct bytes *rest, struct bytes *ret_line)
{
        const uint8_t *feed = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
        struct bytes line = bytes_of(rest->at, feed ? (size_t)(feed - rest->at) : rest->len);

        if (rest->len == 0)
                return false;
        *rest = without_first(*rest, line.len + (feed != NULL));
        if (line.len && line.at[line.len - 1] == '\r')
                line.len--;
        *ret_line = line;
        return true;
}

struct bytes text_without_mark(struct bytes text)
{
        static const char MARK[] = "\xef\xbb\xbf";
        const size_t len = sizeof MARK - 1;

        return text.len >= len && memcmp(text.at, MARK, len) == 0 ? without_first(text, len) : text;
}

static bool is_control(uint32_t point)
{
        return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

bool text_has_control(struct bytes text)
{
        uint32_t point;

        while (text_next(&text, &point))
                if (is_control(point) && point != '\n')
                        return true;
        return false;
}

bool text_is_plain(struct bytes text, enum text_kind kind)
{
        uint32_t point;
        size_t n;

        for (; text.len > 0; text = without_first(text, n)) {
                n = decode(text, &point);
                if (n == 0 || (is_control(point) && !(kind == TEXT_LINES && (point == '\n' || point == '\t'))))
                        return false;
        }
        return true;
}

size_t text_width(struct bytes text)
{
        size_t width = 0;
        uint32_t point;

        while (text_next(&text, &point))
                width += text_width_of(point);
        return width;
}

struct bytes text_cut(struct bytes text, size_t width)
{
        struct bytes rest = text;
        size_t kept = 0;
        size_t used = 0;
        uint32_t point;

        while (text_next(&rest, &point)) {
                used += text_width_of(point);
                if (used > width)
                        break;
                kept = text.len - rest.len;
        }
        return bytes_of(text.at, kept);
}

struct bytes text_fit(struct arena *arena, struct bytes text, size_t width, enum text_side side)
{
        static const char ELLIPSIS[] = "…";
        const bool cut = text_width(text) > width;
        const struct bytes mark = bytes_str(cut && width > 0 ? ELLIPSIS : "");
        const struct bytes kept = cut ? text_cut(text, width > 0 ? width - 1 : 0) : text;
        const size_t spaces = width - text_width(kept) - text_width(mark);
        const size_t before = side == TEXT_RIGHT ? spaces : 0;
        const size_t total = kept.len + mark.len + spaces;
        uint8_t *out = arena_take(arena, total);

        if (!out)
                return (struct bytes){NULL, 0};
        memset(out, ' ', total);
        if (kept.len > 0)
                memcpy(out + before, kept.at, kept.len);
        memcpy(out + before + kept.len, mark.at, mark.len);
        return bytes_of(out, total);
}

/* U+2028 and U+2029 end a line; the others turn the reading direction, so that what stands there reads as
 * something else. */
static bool is_deceptive(uint32_t point)
{
        return (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0x200e ||
               point == 0x200f || point == 0x061c;
}

enum { ESCAPE_MAX = 7 }; /* \u202e and its end */

/* How the first character of `text`, `len` bytes long, is written when it may not stand as it is; 0 when it may. */
static size_t escape_of(struct bytes text, size_t len, uint32_t point, char out[ESCAPE_MAX])
{
        if (len == 0)
                return (size_t)snprintf(out, ESCAPE_MAX, "\\x%02x", text.at[0]);
        if (point == '\n' || point == '\t')
                return (size_t)snprintf(out, ESCAPE_MAX, "\\%c", point == '\n' ? 'n' : 't');
        if (is_control(point))
                return (size_t)snprintf(out, ESCAPE_MAX, "\\x%02x", (unsigned)point);
        if (is_deceptive(point))
                return (size_t)snprintf(out, ESCAPE_MAX, "\\u%04x", (unsigned)point);
        return 0;
}

/* Writes the safe form to `out` unless it is NULL; its length. */
static size_t escape_all(struct bytes text, uint8_t *out)
{
        size_t total = 0;

        while (text.len > 0) {
                char escape[ESCAPE_MAX];
                uint32_t point = 0;
                const size_t len = decode(text, &point);
                const size_t taken = len > 0 ? len : 1;
                const size_t escaped = escape_of(text, len, point, escape);
                const size_t written = escaped > 0 ? escaped : taken;

                if (out)
                        memcpy(out + total, escaped > 0 ? (const void *)escape : text.at, written);
                total += written;
                text = without_first(text, taken);
        }
        return total;
}

struct bytes text_escape(struct arena *arena, struct bytes text)
{
        const size_t total = escape_all(text, NULL);
        uint8_t *out;

        if (total == text.len)
                return text;
        out = arena_take(arena, total);
        if (!out)
                return (struct bytes){NULL, 0};
        escape_all(text, out);
        return bytes_of(out, total);
}
