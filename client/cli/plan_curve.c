/* plan_curve.c - pieces between bars: the kind, then the points. */
#include "client/cli/plan_curve.h"

#include <inttypes.h>

#include "lib/model/words.h"

enum { BP_OF_PERCENT = 100, WHOLE_BP = 10000, BP_DECIMALS = 2 };

/* Cuts off what stands before the next bar. */
static struct bytes piece_of(struct bytes *rest)
{
        const uint8_t *bar = rest->len ? memchr(rest->at, '|', rest->len) : NULL;
        const size_t len = bar ? (size_t)(bar - rest->at) : rest->len;
        const struct bytes piece = bytes_of(rest->at, len);

        *rest = bar ? bytes_of(bar + 1, rest->len - len - 1) : bytes_of(rest->at + len, 0);
        return piece;
}

/* "62.5" is 6250 basis points. */
static bool read_share(struct bytes text, uint32_t *ret_bp)
{
        struct number number;
        int64_t bp;

        if (number_from_text(text, &number) != 0 || number.scale > BP_DECIMALS || number.unscaled < 0 ||
            number.unscaled > WHOLE_BP)
                return false;
        bp = number.unscaled;
        for (unsigned scale = (unsigned)number.scale; scale < BP_DECIMALS; scale++)
                bp *= 10;
        *ret_bp = (uint32_t)bp;
        return bp <= WHOLE_BP;
}

static bool read_point(struct bytes text, struct curve_point *ret_point)
{
        const uint8_t *equals = text.len ? memchr(text.at, '=', text.len) : NULL;
        const size_t len = equals ? (size_t)(equals - text.at) : 0;

        return equals && day_from_text(bytes_of(text.at, len), &ret_point->day) == 0 &&
               read_share(bytes_of(equals + 1, text.len - len - 1), &ret_point->share_bp);
}

static bool read_points(struct bytes rest, struct curve *curve)
{
        while (rest.len) {
                struct curve_point *point = &curve->point.at[curve->point.n];

                if (!read_point(piece_of(&rest), point))
                        return false;
                if (curve->point.n && (!day_before(point[-1].day, point->day) || point[-1].share_bp > point->share_bp))
                        return false;
                curve->point.n++;
        }
        return curve->point.n > 0;
}

int plan_curve_read(struct arena *arena, struct bytes text, const struct curve **ret_curve)
{
        struct bytes rest = text;
        const int kind = word_find(&WORDS_CURVE, piece_of(&rest));
        struct curve *curve = arena_take(arena, sizeof *curve);
        struct curve_point *points = arena_array(arena, text.len, sizeof *points); /* each has several letters */

        if (!curve || (!points && text.len))
                return err_fail("out of memory: a plan curve");
        *curve = (struct curve){.kind = (enum curve_kind)kind, .point = {.at = points}};
        if (kind <= 0 || (kind == CURVE_LINEAR ? rest.len > 0 : !read_points(rest, curve)))
                return PLAN_CURVE_WRONG;
        *ret_curve = kind == CURVE_LINEAR ? NULL : curve;
        return 0;
}

const char *plan_curve_text(struct page *page, const struct curve *curve)
{
        const char *text;

        if (!curve)
                return "";
        text = word_of(&WORDS_CURVE, (int)curve->kind)->id;
        for (size_t i = 0; i < curve->point.n; i++) {
                const struct curve_point *point = &curve->point.at[i];
                const uint32_t whole = point->share_bp / BP_OF_PERCENT;
                const uint32_t part = point->share_bp % BP_OF_PERCENT;
                char day[DAY_TEXT_SIZE];

                text = page_text(page, part ? "%s|%s=%" PRIu32 ".%02" PRIu32 : "%s|%s=%" PRIu32, text,
                                 day_text(point->day, day), whole, part);
        }
        return text;
}

static bool is_linear(const struct curve *curve)
{
        return !curve || curve->kind == CURVE_UNSPECIFIED || curve->kind == CURVE_LINEAR;
}

bool plan_curve_same(const struct curve *one, const struct curve *other)
{
        if (is_linear(one) || is_linear(other))
                return is_linear(one) && is_linear(other);
        if (one->kind != other->kind || one->point.n != other->point.n)
                return false;
        for (size_t i = 0; i < one->point.n; i++) {
                if (one->point.at[i].day.n != other->point.at[i].day.n ||
                    one->point.at[i].share_bp != other->point.at[i].share_bp)
                        return false;
        }
        return true;
}
