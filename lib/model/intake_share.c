/* intake_share.c - reading "X 占 … Y … 的 Z%": the figure before 占, the last figure before the percentage, and it.
 *
 * X and Y count only when the same character follows both: 1.2亿元 is no share of 9000万元 as the digits stand. All
 * three stand in one sentence. A share in other words is not recognised; nothing is guessed. */
#include "lib/model/intake_share.h"

#include <string.h>

enum { CHARACTER_SIZE = 3 }; /* of a Chinese character in UTF-8 */

struct token { /* a number in the text */
        struct number number;
        size_t end;
        bool percent;
};

static bool is_at(struct bytes text, size_t at, const char *word)
{
        const size_t len = strlen(word);

        return at <= text.len && text.len - at >= len && memcmp(text.at + at, word, len) == 0;
}

static bool is_digit(struct bytes text, size_t at)
{
        return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

static size_t number_end(struct bytes text, size_t at)
{
        while (is_digit(text, at))
                at++;
        if (at < text.len && text.at[at] == '.' && is_digit(text, at + 1)) {
                at++;
                while (is_digit(text, at))
                        at++;
        }
        return at;
}

static bool ends_sentence(struct bytes text, size_t at)
{
        return text.at[at] == ';' || text.at[at] == '\n' || is_at(text, at, "。") || is_at(text, at, "；");
}

static struct token read_token(struct bytes text, size_t at)
{
        struct token token = {.end = number_end(text, at)};

        if (number_from_text(bytes_of(text.at + at, token.end - at), &token.number) != 0)
                token.number = (struct number){0};
        token.percent = is_at(text, token.end, "%") || is_at(text, token.end, "％");
        return token;
}

static bool same_unit(struct bytes text, const struct token *a, const struct token *b)
{
        return text.len - a->end >= CHARACTER_SIZE && text.len - b->end >= CHARACTER_SIZE &&
               memcmp(text.at + a->end, text.at + b->end, CHARACTER_SIZE) == 0;
}

/* Most texts have none, and are not walked. */
static bool has_percentage(struct bytes text, size_t from)
{
        const uint8_t *at = text.at + from;
        const size_t len = text.len - from;

        return memchr(at, '%', len) || memmem(at, len, "％", CHARACTER_SIZE);
}

bool intake_share_next(struct bytes text, size_t *at, struct intake_share *ret_share)
{
        struct token last = {0}; /* last number, no percentage, of this sentence */
        struct token figure = {0}; /* the one that stood before 占 */

        if (*at < text.len && !has_percentage(text, *at))
                *at = text.len;
        while (*at < text.len) {
                const size_t here = *at;

                if (is_digit(text, here)) {
                        const struct token token = read_token(text, here);

                        *at = token.end;
                        if (token.percent && token.number.known && figure.number.known && last.number.known &&
                            last.end > figure.end && same_unit(text, &figure, &last)) {
                                *ret_share = (struct intake_share){figure.number, last.number, token.number};
                                return true;
                        }
                        if (token.percent)
                                figure = (struct token){0};
                        else
                                last = token;
                        continue;
                }
                if (is_at(text, here, "占") && !(figure.number.known && is_at(text, here, "占比")))
                        figure = last; /* "X,占 Y,占比 Z%" has one share */
                if (ends_sentence(text, here))
                        last = figure = (struct token){0};
                *at = here + 1;
        }
        return false;
}

bool intake_share_is_wrong(const struct intake_share *share)
{
        const struct ratio allowed = {5, 10000}; /* 0.05 points */
        const struct number hundred = {100, 0, true};
        const struct ratio printed = ratio_of_numbers(share->percent, hundred);
        const struct ratio computed = ratio_of_numbers(share->figure, share->whole);
        struct ratio off;

        if (!ratio_is_set(computed))
                return false;
        off = ratio_minus(printed, computed);
        if (off.num < 0)
                off.num = -off.num;
        return ratio_compare(off, allowed) > 0;
}

struct number intake_share_computed(const struct intake_share *share)
{
        const struct ratio computed = ratio_of_numbers(share->figure, share->whole);

        if (!ratio_is_set(computed))
                return (struct number){.known = false};
        return (struct number){ratio_tenths_of_percent(ratio_make((__int128)computed.num * 10, computed.den)), 2, true};
}
