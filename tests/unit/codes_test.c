/* codes_test.c - the table of refusals is complete, and its numbers stand still. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/bytes.h"
#include "proto/codes.h"

/* A number that was once released keeps its meaning for ever. */
static const struct released {
        unsigned code;
        const char *name;
        enum code_cost cost;
} RELEASED[] = {
        {1, "MALFORMED", CODE_CONSUMES},
        {2, "TOO_LARGE", CODE_CONSUMES},
        {3, "BAD_TEXT", CODE_CONSUMES},
        {4, "BAD_VALUE", CODE_CONSUMES},
        {5, "BAD_DATE", CODE_CONSUMES},
        {6, "MISSING_FIELD", CODE_CONSUMES},
        {7, "NOT_ALLOWED", CODE_CONSUMES},
        {8, "FOREIGN_TASK", CODE_CONSUMES},
        {9, "UNKNOWN_TASK", CODE_CONSUMES},
        {10, "UNKNOWN_PART", CODE_CONSUMES},
        {11, "FUTURE_DATE", CODE_CONSUMES},
        {12, "WRONG_SHAPE", CODE_CONSUMES},
        {13, "WRONG_UNIT", CODE_CONSUMES},
        {14, "UNKNOWN_REFERENCE", CODE_CONSUMES},
        {15, "UNKNOWN_MEMBER", CODE_CONSUMES},
        {16, "COLLISION", CODE_CONSUMES},
        {17, "INCOMPLETE_IMPORT", CODE_CONSUMES},
        {18, "REAL_CLOCK", CODE_CONSUMES},
        {19, "NOT_LATER", CODE_CONSUMES},
        {20, "LAST_OPERATOR", CODE_CONSUMES},
        {21, "NOT_SUPPORTED", CODE_CONSUMES},
        {22, "NEEDS_APPROVAL", CODE_CONSUMES},
        {23, "ALREADY_DONE", CODE_CONSUMES},
        {24, "TOO_LATE", CODE_CONSUMES},
        {40, "GAP", CODE_NOTHING},
        {41, "CONFLICT", CODE_NOTHING},
        {42, "BAD_STREAM", CODE_NOTHING},
        {43, "BAD_BATCH", CODE_NOTHING},
        {44, "BAD_QUERY", CODE_NOTHING},
        {45, "UNKNOWN_KEY", CODE_NOTHING},
        {46, "HIDDEN", CODE_NOTHING},
        {47, "NOT_FOUND", CODE_NOTHING},
        {48, "TIMED_OUT", CODE_NOTHING},
        {60, "BUSY", CODE_RETRY},
        {61, "TOO_FAST", CODE_RETRY},
        {62, "DISK_FULL", CODE_RETRY},
        {63, "STOPPED_RUN", CODE_RETRY},
        {64, "CLOCK_HELD", CODE_RETRY},
};

static void released_codes_stand_still(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(RELEASED); i++) {
                const struct code_row *row = code_row(RELEASED[i].code);

                assert_non_null(row);
                assert_string_equal(row->name, RELEASED[i].name);
                assert_int_equal(row->cost, RELEASED[i].cost);
        }
}

static void every_row_speaks_both_languages(void **state)
{
        unsigned before = 0;

        (void)state;
        for (unsigned i = 0; code_at(i); i++) {
                const struct code_row *row = code_at(i);

                assert_true((unsigned)row->code > before);
                before = (unsigned)row->code;
                assert_ptr_equal(code_row(before), row);
                assert_true(row->name[0] && row->zh[0] && row->en[0]);
                assert_true(strlen(row->zh) < 256 && strlen(row->en) < 256); /* fits client/lib/duban.h */
        }
        assert_int_equal(code_at(0)->code, CODE_MALFORMED);
}

static void other_numbers_are_no_codes(void **state)
{
        (void)state;
        assert_null(code_row(CODE_NONE));
        assert_null(code_row(39));
        assert_null(code_row(100000));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(released_codes_stand_still),
                cmocka_unit_test(every_row_speaks_both_languages),
                cmocka_unit_test(other_numbers_are_no_codes),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
