/* ratio.c - fractions in lowest terms, through 128 bits.
 *
 * A number scaled up to nine decimal places has at most 94 bits with its sign, a difference of two 95; a
 * product of two halves of a ratio has 126, a sum of two such products 127. So nothing here overflows. */
#include <stdio.h>

#include "lib/model/number.h"

typedef unsigned __int128 u128;

static u128 magnitude(__int128 value)
{
        return value < 0 ? -(u128)value : (u128)value;
}

static u128 common_divisor(u128 a, u128 b)
{
        while (b != 0) {
                const u128 rest = a % b;

                a = b;
                b = rest;
        }
        return a;
}

struct ratio ratio_make(__int128 num, __int128 den)
{
        const bool minus = (num < 0) != (den < 0);
        u128 above = magnitude(num);
        u128 below = magnitude(den);
        u128 divisor;

        if (den == 0)
                return (struct ratio){0};
        divisor = common_divisor(above, below);
        above /= divisor;
        below /= divisor;
        while (above > INT64_MAX || below > INT64_MAX) {
                if (below == 1) {
                        above = INT64_MAX;
                        break;
                }
                above >>= 1;
                below >>= 1;
        }
        return above == 0 ? (struct ratio){0, 1}
                          : (struct ratio){minus ? -(int64_t)above : (int64_t)above, (int64_t)below};
}

struct ratio ratio_of_numbers(struct number a, struct number b)
{
        return ratio_make(number_scaled(a, NUMBER_SCALE_MAX), number_scaled(b, NUMBER_SCALE_MAX));
}

struct ratio ratio_of_span(struct number a, struct number from, struct number b)
{
        const __int128 start = number_scaled(from, NUMBER_SCALE_MAX);

        return ratio_make(number_scaled(a, NUMBER_SCALE_MAX) - start, number_scaled(b, NUMBER_SCALE_MAX) - start);
}

struct ratio ratio_plus(struct ratio a, struct ratio b)
{
        return ratio_make((__int128)a.num * b.den + (__int128)b.num * a.den, (__int128)a.den * b.den);
}

struct ratio ratio_minus(struct ratio a, struct ratio b)
{
        return ratio_make((__int128)a.num * b.den - (__int128)b.num * a.den, (__int128)a.den * b.den);
}

int ratio_compare(struct ratio a, struct ratio b)
{
        const __int128 left = (__int128)a.num * b.den;
        const __int128 right = (__int128)b.num * a.den;

        invariant(ratio_is_set(a) && ratio_is_set(b));
        return (left > right) - (left < right);
}

int32_t ratio_tenths_of_percent(struct ratio ratio)
{
        const u128 den = magnitude(ratio.den);
        u128 rounded;

        if (!ratio_is_set(ratio))
                return 0;
        rounded = (2000 * magnitude(ratio.num) + den) / (2 * den);
        if (rounded > INT32_MAX)
                rounded = INT32_MAX;
        return ratio.num < 0 ? -(int32_t)rounded : (int32_t)rounded;
}

const char *ratio_percent_text(struct ratio ratio, char *out)
{
        const int32_t tenths = ratio_tenths_of_percent(ratio);
        const int32_t size = tenths < 0 ? -tenths : tenths;

        if (ratio_is_set(ratio))
                snprintf(out, NUMBER_TEXT_SIZE, "%s%d.%d", tenths < 0 ? "-" : "", size / 10, size % 10);
        else
                out[0] = '\0';
        return out;
}
