/* number.c - decimal figures as they are written. */
#include "lib/model/number.h"

#include <stdio.h>

static const int64_t POWER_OF_TEN[NUMBER_SCALE_MAX + 1] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
};

static bool is_digit(uint8_t c)
{
        return c >= '0' && c <= '9';
}

/* Appends a digit on the negative side, which reaches one farther than the positive one. */
static bool push_digit(int64_t *negative, uint8_t c)
{
        return !__builtin_mul_overflow(*negative, 10, negative) &&
               !__builtin_sub_overflow(*negative, c - '0', negative);
}

int number_from_text(struct bytes text, struct number *ret_number)
{
        size_t i = 0;
        size_t point = 0; /* where it stands; never at 0 */
        int64_t value = 0;

        if (text.len == 0) {
                *ret_number = (struct number){0};
                return 0;
        }
        const bool minus = text.at[0] == '-';

        for (i = minus; i < text.len; i++) {
                if (text.at[i] == '.' && point == 0 && i > minus)
                        point = i;
                else if (!is_digit(text.at[i]))
                        return NUMBER_BAD;
                else if (!push_digit(&value, text.at[i]))
                        return NUMBER_OVERFLOW;
        }
        if (!is_digit(text.at[text.len - 1]))
                return NUMBER_BAD;
        if (!minus && value == INT64_MIN)
                return NUMBER_OVERFLOW;

        const size_t scale = point ? text.len - point - 1 : 0;

        if (scale > NUMBER_SCALE_MAX)
                return NUMBER_OVERFLOW;
        *ret_number = (struct number){.unscaled = minus ? value : -value, .scale = (uint32_t)scale, .known = true};
        return 0;
}

const char *number_text(struct number number, char *out)
{
        const char *sign = number.unscaled < 0 ? "-" : "";
        const uint64_t magnitude = number.unscaled < 0 ? -(uint64_t)number.unscaled : (uint64_t)number.unscaled;

        invariant(number.scale <= NUMBER_SCALE_MAX);
        const uint64_t unit = (uint64_t)POWER_OF_TEN[number.scale];

        if (!number.known)
                out[0] = '\0';
        else if (number.scale == 0)
                snprintf(out, NUMBER_TEXT_SIZE, "%s%llu", sign, (unsigned long long)magnitude);
        else
                snprintf(out, NUMBER_TEXT_SIZE, "%s%llu.%0*llu", sign, (unsigned long long)(magnitude / unit),
                         (int)number.scale, (unsigned long long)(magnitude % unit));
        return out;
}

__int128 number_scaled(struct number number, uint32_t scale)
{
        invariant(number.scale <= scale && scale <= NUMBER_SCALE_MAX);
        return (__int128)number.unscaled * POWER_OF_TEN[scale - number.scale];
}

int number_compare(struct number a, struct number b)
{
        const __int128 left = number_scaled(a, NUMBER_SCALE_MAX);
        const __int128 right = number_scaled(b, NUMBER_SCALE_MAX);

        return (left > right) - (left < right);
}
