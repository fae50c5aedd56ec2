/* text.c - UTF-8 as in table 3-7 of the Unicode standard. C1 controls are refused because U+009B starts an
 * escape sequence on some terminals, and what comes in here is printed by other people. */
#include "proto/text.h"

struct lead { /* what may follow a lead byte */
        uint8_t first; /* lead bytes first..last */
        uint8_t last;
        uint8_t length; /* of the whole sequence */
        uint8_t low; /* range of the second byte; the others are 80..BF */
        uint8_t high;
};

static const struct lead LEADS[] = {
        {0xc2, 0xc2, 2, 0xa0, 0xbf}, /* U+0080..U+009F are the C1 controls */
        {0xc3, 0xdf, 2, 0x80, 0xbf}, {0xe0, 0xe0, 3, 0xa0, 0xbf}, {0xe1, 0xec, 3, 0x80, 0xbf},
        {0xed, 0xed, 3, 0x80, 0x9f}, {0xee, 0xef, 3, 0x80, 0xbf}, {0xf0, 0xf0, 4, 0x90, 0xbf},
        {0xf1, 0xf3, 4, 0x80, 0xbf}, {0xf4, 0xf4, 4, 0x80, 0x8f},
};

static bool ascii_is_valid(uint8_t c, enum text_kind kind)
{
        return (c >= 0x20 && c != 0x7f) || (kind == TEXT_LINES && (c == '\n' || c == '\t'));
}

/* Length of the sequence at the start of `rest`, which starts with a byte >= 0x80; 0 = not well-formed. */
static size_t sequence_length(struct bytes rest)
{
        for (unsigned i = 0; i < COUNT_OF(LEADS); i++) {
                const struct lead *lead = &LEADS[i];

                if (rest.at[0] > lead->last)
                        continue;
                if (rest.at[0] < lead->first || rest.len < lead->length || rest.at[1] < lead->low ||
                    rest.at[1] > lead->high)
                        return 0;
                for (unsigned k = 2; k < lead->length; k++)
                        if ((rest.at[k] & 0xc0) != 0x80)
                                return 0;
                return lead->length;
        }
        return 0;
}

bool text_is_valid(struct bytes text, enum text_kind kind)
{
        size_t length;

        for (size_t i = 0; i < text.len; i += length) {
                length = 1;
                if (text.at[i] >= 0x80)
                        length = sequence_length(bytes_of(text.at + i, text.len - i));
                else if (!ascii_is_valid(text.at[i], kind))
                        length = 0;
                if (length == 0)
                        return false;
        }
        return true;
}
