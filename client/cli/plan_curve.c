/* plan_curve.c - the pieces of a curve between bars, and back. */
#include "client/cli/plan_curve.h"

enum { POINTS_MAX = 366, WHOLE_BP = 10000 };

static const char *const KINDS[] = {
        [CURVE_UNSPECIFIED] = "linear", [CURVE_LINEAR] = "linear",     [CURVE_TABLE] = "table",
        [CURVE_STEP] = "step",          [CURVE_SEASONAL] = "seasonal",
};

const char *plan_curve_kind(enum curve_kind kind)
{
        return KINDS[(unsigned)kind < COUNT_OF(KINDS) ? kind : CURVE_UNSPECIFIED];
}

/* The text up to the next bar; what is left stands behind it. */
static struct bytes next_piece(struct bytes *text)
{
        const uint8_t *bar = text->len ? memchr(text->at, '|', text->len) : NULL;
        const size_t len = bar ? (size_t)(bar - text->at) : text->len;
        const struct bytes piece = bytes_of(text->at, len);

        *text = bytes_of(text->at + len + (bar != NULL), text->len - len - (bar != NULL));
        return piece;
}

static bool read_kind(struct bytes text, enum curve_kind *ret_kind)
{
        for (enum curve_kind kind = CURVE_TABLE; kind <= CURVE_SEASONAL; kind++) {
                if (bytes_is(text, KINDS[kind])) {
                        *ret_kind = kind;
                        return true;
                }
        }
        return false;
}

/* "2023-06-30=12.5" */
static bool read_point(struct bytes text, struct curve_point *ret_point)
{
        const uint8_t *equals = text.len ? memchr(text.at, '=', text.len) : NULL;
        const size_t len = equals ? (size_t)(equals - text.at) : 0;
        const struct number whole = {WHOLE_BP, 2, true};
        const struct number zero = {.known = true};
        struct number share;

        if (!equals || day_from_text(bytes_of(text.at, len), &ret_point->day) != 0 ||
            number_from_text(bytes_of(equals + 1, text.len - len - 1), &share) != 0)
                return false;
        if (share.scale > 2 || number_compare(share, zero) < 0 || number_compare(share, whole) > 0)
                return false;
        ret_point->share_bp = (uint32_t)number_scaled(share, 2);
        return true;
}

static bool rises(const struct curve *curve, struct curve_point point)
{
        const struct curve_point *last = curve->point.n ? &curve->point.at[curve->point.n - 1] : NULL;

        return !last || (day_before(last->day, point.day) && last->share_bp <= point.share_bp);
}

int plan_curve_read(struct arena *arena, struct bytes text, const struct curve **ret_curve)
{
        struct curve *curve = arena_take(arena, sizeof *curve);
        struct curve_point *points = arena_array(arena, POINTS_MAX, sizeof *points);

        if (!curve || !points)
                return err_fail("out of memory");
        *curve = (struct curve){.point = {.at = points}};
        if (!read_kind(next_piece(&text), &curve->kind) || text.len == 0)
                return 1;
        while (text.len) {
                struct curve_point point;

                if (curve->point.n == POINTS_MAX || !read_point(next_piece(&text), &point) || !rises(curve, point))
                        return 1;
                points[curve->point.n++] = point;
        }
        *ret_curve = curve;
        return 0;
}

struct cell plan_curve_cell(struct page *page, const struct curve *curve)
{
        const char *text;

        if (!curve)
                return cell_none();
        text = plan_curve_kind(curve->kind);
        for (size_t i = 0; i < curve->point.n; i++) {
                const struct curve_point point = curve->point.at[i];
                char day[DAY_TEXT_SIZE];
                char share[NUMBER_TEXT_SIZE];

                text = page_text(page, "%s|%s=%s", text, day_text(point.day, day),
                                 number_text((struct number){point.share_bp, 2, true}, share));
        }
        return cell_string(page, text);
}

bool plan_curve_same(const struct curve *one, const struct curve *other)
{
        bool same;

        if (!one || !other)
                return one == other;
        same = one->kind == other->kind && one->point.n == other->point.n;
        for (size_t i = 0; same && i < one->point.n; i++)
                same = one->point.at[i].day.n == other->point.at[i].day.n &&
                       one->point.at[i].share_bp == other->point.at[i].share_bp;
        return same;
}
