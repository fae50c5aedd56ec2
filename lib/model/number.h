/* number.h - figures and fractions, exact. No floating point under lib/model.
 *
 * A number is unscaled / 10^scale, as a department writes it. A ratio is a fraction in lowest terms
 * with den > 0. Arithmetic goes through 128 bits and is exact as long as lowest terms fit in 64; beyond
 * that (more than 18 digits) the fraction is cut to the nearest one below that fits, or to the largest.
 * So it is total: whatever a hostile report says, there is an answer and no overflow. Pure; any thread. */
#ifndef DUBAN_MODEL_NUMBER_H
#define DUBAN_MODEL_NUMBER_H

#include "lib/base/arena.h"
#include "lib/base/bytes.h"
#include "lib/base/error.h"

struct number {
        int64_t unscaled;
        uint32_t scale; /* 0..NUMBER_SCALE_MAX */
        bool known; /* false = no figure */
};

struct ratio {
        int64_t num;
        int64_t den; /* > 0; 0 = no ratio */
};

enum { NUMBER_SCALE_MAX = 9, NUMBER_BAD = 1, NUMBER_OVERFLOW = 2 };

/* "34.7", "-5", "1000". → NUMBER_BAD, NUMBER_OVERFLOW. Empty text gives an unknown number. */
int number_from_text(struct bytes text, struct number *ret_number) CHECKED;
/* As written, terminated; "" when unknown. Returns `out`. */
enum { NUMBER_TEXT_SIZE = 48 };
const char *number_text(struct number, char *out);
/* -1, 0, 1. Both known. Never overflows. */
int number_compare(struct number a, struct number b);
/* The value times 10^scale, a whole number; scale is at least the number's own. */
__int128 number_scaled(struct number, uint32_t scale);

static inline bool ratio_is_set(struct ratio r)
{
        return r.den > 0;
}

/* num/den in lowest terms; not set when den is 0. */
struct ratio ratio_make(__int128 num, __int128 den);
/* a / b of two known numbers; not set when b is 0. */
struct ratio ratio_of_numbers(struct number a, struct number b);
/* (a - from) / (b - from): stock and stage. Not set when b is `from`. */
struct ratio ratio_of_span(struct number a, struct number from, struct number b);
struct ratio ratio_plus(struct ratio a, struct ratio b); /* both set */
struct ratio ratio_minus(struct ratio a, struct ratio b); /* both set */
int ratio_compare(struct ratio a, struct ratio b); /* -1, 0, 1; both set; exact */

/* In tenths of a percent or point, rounded half up (away from zero): 1/3 → 333. Saturates at ±INT32_MAX. */
int32_t ratio_tenths_of_percent(struct ratio);
/* "33.3"; sign "-" only; "" when not set. Returns `out` (NUMBER_TEXT_SIZE). */
const char *ratio_percent_text(struct ratio, char *out);

#endif
