/* text.h - is it text? Strict UTF-8 without control characters. Inside proto only. Pure; any thread. */
#ifndef DUBAN_PROTO_TEXT_H
#define DUBAN_PROTO_TEXT_H

#include "lib/base/bytes.h"

/* Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF) without C0 and C1 controls and
 * U+007F. TEXT_LINES also takes line feed and tab. */
enum text_kind { TEXT_LINE, TEXT_LINES };
bool text_is_valid(struct bytes, enum text_kind);

#endif
