/* text.h - UTF-8: is it valid, walk it, how wide is it on a terminal, make it safe to print.
 *
 * Pure but for the arena that new text is made in; any thread. Width counts columns of a monospaced terminal:
 * Chinese characters and full-width forms 2, combining marks and invisible format characters 0, the rest 1
 * (Unicode 14; the "ambiguous" ones, such as “ ” and ①, count 1). */
#ifndef DUBAN_BASE_TEXT_H
#define DUBAN_BASE_TEXT_H

#include "lib/base/arena.h"
#include "lib/base/bytes.h"

enum { TEXT_REPLACEMENT = 0xfffd };

/* Strict: no overlong forms, no surrogates, nothing above U+10FFFF. NUL is a valid character here. */
bool text_valid_utf8(struct bytes);
/* A NUL or another control character (C0 except line feed, DEL, C1) stands in this valid UTF-8. */
bool text_has_control(struct bytes);

/* Valid UTF-8 without control characters: what people may send each other. TEXT_LINES also takes line feed and
 * tab. C1 is refused because U+009B starts an escape sequence on some terminals. */
enum text_kind { TEXT_LINE, TEXT_LINES };
bool text_is_plain(struct bytes, enum text_kind);

/* Takes the next code point off *rest; false at the end. A byte that is not UTF-8 comes as TEXT_REPLACEMENT. */
bool text_next(struct bytes *rest, uint32_t *ret_point);

/* Takes the next line off *rest, without its line feed or CR LF; false at the end. */
bool text_next_line(struct bytes *rest, struct bytes *ret_line);
/* Without the byte order mark that some editors put in front. */
struct bytes text_without_mark(struct bytes);

/* Columns. A control character counts 1. */
size_t text_width(struct bytes);
/* The longest beginning that is at most `width` columns wide; never cuts a combining mark off its base. */
struct bytes text_cut(struct bytes, size_t width);

enum text_side { TEXT_LEFT, TEXT_RIGHT }; /* where the text stands; spaces fill the other side */

/* Exactly `width` columns: padded with spaces, or cut and ended by "…". {NULL, 0} past the arena's budget. */
struct bytes text_fit(struct arena *, struct bytes, size_t width, enum text_side) CHECKED;
/* Safe for a terminal: control characters (line feed too) become \n, \t or \x1b, characters that reverse the
 * direction of reading become \u202e, bytes that are not UTF-8 become \xff. Returns the input itself when there
 * is nothing to do; {NULL, 0} past the arena's budget. */
struct bytes text_escape(struct arena *, struct bytes) CHECKED;

#endif
