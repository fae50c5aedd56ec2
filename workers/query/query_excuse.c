/* query_excuse.c - what a department puts forward for a part that is behind. */
#include "workers/query/query_excuse.h"

#include "lib/model/words.h"

enum { EXCUSE_WORDS = 1024 }; /* bytes of a promise that a row shows */

/* The part whose excuse is shown: the governing one, else the first hard one that has one. */
static const struct part_verdict *excused_part(const struct verdict *verdict)
{
        const struct part_verdict *first = NULL;

        for (size_t i = 0; i < verdict->part.n; i++) {
                const struct part_verdict *part = &verdict->part.at[i];

                if (part->excuse == EXCUSE_UNSPECIFIED || part->soft)
                        continue;
                if (part->part == verdict->governing)
                        return part;
                if (!first)
                        first = part;
        }
        return first;
}

/* "在建 3、已申报 2": how many units stand at each stage, however many lines say so. */
static const char *pipeline_text(const struct line *line, struct arena *arena)
{
        uint64_t units[STAGE_CERTIFIED + 1] = {0};
        const char *text = "";

        for (size_t i = 0; i < line->pipeline.n; i++)
                if ((unsigned)line->pipeline.at[i].stage <= STAGE_CERTIFIED)
                        units[line->pipeline.at[i].stage] += line->pipeline.at[i].count;
        for (int stage = STAGE_CERTIFIED; text && stage > STAGE_UNSPECIFIED; stage--)
                if (units[stage])
                        text = arena_print(arena, "%s%s%s %llu", text, *text ? "、" : "",
                                           word_of(&WORDS_STAGE, stage)->zh, (unsigned long long)units[stage]);
        return text;
}

/* "建成投产 (2023-10-31)"; long words are cut between characters, the report has them whole. */
static const char *promise_text(const struct promise *promise, struct arena *arena)
{
        struct bytes words = promise->what;
        char date[DAY_TEXT_SIZE];
        bool cut = words.len > EXCUSE_WORDS;

        if (cut)
                for (words.len = EXCUSE_WORDS; words.len && (words.at[words.len] & 0xc0) == 0x80;)
                        words.len--;
        return arena_print(arena, "%.*s%s (%s)", BYTES_ARG(words), cut ? "…" : "", day_text(promise->date, date));
}

/* What the department said, in its own words and figures. */
static int excuse_text(struct arena *arena, const struct part_verdict *part, const struct report *report,
                       struct bytes *ret_text)
{
        const struct line *line = report ? report_line(report, part->part) : NULL;
        const char *text = "";
        char figure[NUMBER_TEXT_SIZE];

        if (!line)
                return 0;
        if (part->excuse == EXCUSE_FORECAST)
                text = arena_print(arena, "%s%.*s", number_text(line->forecast, figure), BYTES_ARG(line->unit));
        else if (part->excuse == EXCUSE_PLAN && line->promise)
                text = promise_text(line->promise, arena);
        else if (part->excuse == EXCUSE_PIPELINE)
                text = pipeline_text(line, arena);
        if (!text)
                return err_fail("the memory of an answer is spent");
        *ret_text = bytes_str(text);
        return 0;
}

int query_excuse(struct inquiry *inquiry, const struct verdict *verdict, const struct report *report,
                 const struct excuse_view **ret_excuse)
{
        const struct part_verdict *part = excused_part(verdict);
        struct excuse_view *excuse;
        int r;

        if (!part)
                return 0;
        r = query_inquiry_take(inquiry, 1, sizeof *excuse, &excuse);
        if (r)
                return err_trace(r);
        excuse->kind = part->excuse;
        excuse->part = part->part;
        excuse->until = part->accepted_until;
        excuse->accepted = day_is_set(excuse->until) && !day_before(excuse->until, inquiry->archive->today);
        r = excuse_text(inquiry->arena, part, report, &excuse->text);
        if (r)
                return err_trace(r);
        *ret_excuse = excuse;
        return 0;
}
