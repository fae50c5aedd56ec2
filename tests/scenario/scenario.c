/* scenario.c - tells the notifier a story, line by line, and compares what it derives with the story's own
 * lines that start with '>'. The language is for a clerk to read; tests/scenario/README.md lists it.
 *
 * usage: scenario FILE...      every file is a test; the first difference is printed with its line
 *        scenario --print FILE prints the story with what is derived now, to start a new one */
#include <stdio.h>
#include <stdlib.h>

#include "proto/ids.h"
#include "tests/scenario/lines.h"

/* After an input line, the next '>' lines must be what was derived from it, in order. */
static int expect(struct story *story, size_t *next, const char *text, const char *file, int line)
{
        char wanted[LINE_MAX_BYTES];

        snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(text, "\n"), text);
        if (*next < story->n_derived && strcmp(story->derived[*next], wanted) == 0) {
                (*next)++;
                return 0;
        }
        fprintf(stderr, "%s:%d\n  wanted  %s\n  derived %s\n", file, line, wanted,
                *next < story->n_derived ? story->derived[*next] : "nothing");
        return 1;
}

static int nothing_left(const struct story *story, size_t next, const char *file, int line)
{
        if (next >= story->n_derived)
                return 0;
        fprintf(stderr, "%s:%d\n  derived %s\n  but the story does not say so\n", file, line, story->derived[next]);
        return 1;
}

static int run_file(const char *file, bool print)
{
        struct story *story = calloc(1, sizeof *story);
        FILE *in = fopen(file, "r");
        char text[LINE_MAX_BYTES];
        size_t next = 0;
        int line = 0;
        int wrong = 0;

        if (!in || !story)
                story_die((struct place){file, 0}, "cannot be read");
        story_open(story);
        while (fgets(text, sizeof text, in) && !wrong) {
                line++;
                if (text[0] == '>') {
                        wrong = print ? 0 : expect(story, &next, text, file, line);
                        continue;
                }
                wrong = print ? 0 : nothing_left(story, next, file, line);
                story->n_derived = 0;
                next = 0;
                lines_run(story, text, (struct place){file, line});
                if (print)
                        fputs(text, stdout);
                for (size_t i = 0; print && i < story->n_derived; i++)
                        puts(story->derived[i]);
        }
        if (!wrong && !print)
                wrong = nothing_left(story, next, file, line);
        fclose(in);
        story_close(story);
        free(story);
        return wrong;
}

int main(int argc, char **argv)
{
        const bool print = argc > 1 && strcmp(argv[1], "--print") == 0;
        int wrong = 0;

        if (ids_start())
                return 2;
        for (int i = print ? 2 : 1; i < argc; i++)
                wrong += run_file(argv[i], print);
        if (!print)
                printf("%d stories, %d wrong\n", argc - 1, wrong);
        return wrong != 0 || argc < 2;
}
