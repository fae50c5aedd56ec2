/* cli_fixture.c - streams that write into memory. */
#include "tests/unit/cli_fixture.h"

#include <stdlib.h>

int fixture_start(void **state)
{
        struct fixture *fixture = calloc(1, sizeof *fixture);

        assert_non_null(fixture);
        fixture->session = (struct session){
                .arena = arena_new(0),
                .language = LANGUAGE_EN,
                .output = &output_text,
                .out = open_memstream(&fixture->text, &fixture->len),
        };
        fixture->standard_error = stderr;
        stderr = open_memstream(&fixture->said, &fixture->said_len);
        assert_non_null(fixture->session.arena);
        assert_non_null(fixture->session.out);
        assert_non_null(stderr);
        *state = fixture;
        return 0;
}

int fixture_end(void **state)
{
        struct fixture *fixture = *state;

        fclose(fixture->session.out);
        fclose(stderr);
        stderr = fixture->standard_error;
        free(fixture->text);
        free(fixture->said);
        session_end(&fixture->session);
        free(fixture);
        return 0;
}

const char *fixture_printed(struct fixture *fixture)
{
        fflush(fixture->session.out);
        return fixture->text;
}

const char *fixture_said(struct fixture *fixture)
{
        fflush(stderr);
        return fixture->said;
}

void fixture_page(struct fixture *fixture, struct page *page)
{
        page_open(page, fixture->session.arena, fixture->session.language);
}
