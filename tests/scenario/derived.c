/* derived.c - verdicts, alerts and findings in a few words; what is usual is left out. */
#include "tests/scenario/derived.h"

#include <stdarg.h>
#include <stdio.h>

#include "lib/model/ladder.h"
#include "lib/model/words.h"

struct text {
        char *at;
        size_t size;
        size_t len;
};

static void PRINTF(2, 3) put(struct text *text, const char *format, ...)
{
        va_list list;
        int n;

        va_start(list, format);
        n = vsnprintf(text->at + text->len, text->size - text->len, format, list);
        va_end(list);
        if (n > 0)
                text->len = text->len + (size_t)n < text->size ? text->len + (size_t)n : text->size - 1;
}

static const char *id_of(const struct word_list *list, int value)
{
        return word_of(list, value)->id;
}

static void put_part(struct text *text, const struct part_verdict *part)
{
        char day[DAY_TEXT_SIZE];

        if (part->excuse)
                put(text, " excuse %u %s", part->part, id_of(&WORDS_EXCUSE, (int)part->excuse));
        if (day_is_set(part->accepted_until))
                put(text, " until %s", day_text(part->accepted_until, day));
        if (part->broken)
                put(text, " broken %u %u", part->part, part->broken);
}

static void put_verdict(struct text *text, const struct verdict *verdict)
{
        put(text, "> verdict %u %s", verdict->task.no, id_of(&WORDS_VERDICT, (int)verdict->verdict));
        if (verdict->why)
                put(text, " %s", id_of(&WORDS_WHY, (int)verdict->why));
        if (verdict->raw_verdict != verdict->verdict)
                put(text, " raw %s", id_of(&WORDS_VERDICT, (int)verdict->raw_verdict));
        if (verdict->governing)
                put(text, " by %u", verdict->governing);
        for (size_t i = 0; i < verdict->part.n; i++)
                put_part(text, &verdict->part.at[i]);
        if (verdict->late)
                put(text, " late %u", verdict->late);
        if (verdict->missing)
                put(text, " missing %u", verdict->missing);
}

static void put_alert(struct text *text, const struct alert *alert)
{
        char gap[NUMBER_TEXT_SIZE];

        put(text, "> alert %s %s %s", id_of(&WORDS_ALERT_CHANGE, (int)alert->change),
            id_of(&WORDS_SEVERITY, (int)alert->severity), id_of(&WORDS_ALERT_KIND, (int)alert->alert.kind));
        if (alert->alert.department.len)
                put(text, " %.*s", BYTES_ARG(alert->alert.department));
        else
                put(text, " %u.%u", alert->alert.task.no, alert->alert.part);
        if (alert->arithmetic && ratio_is_set(alert->arithmetic->gap))
                put(text, " gap %s", ratio_percent_text(alert->arithmetic->gap, gap));
        if (alert->cycles > 1)
                put(text, " cycles %u", alert->cycles);
        if (alert->rung > RUNG_REMINDER && (alert->change == ALERT_ESCALATED || alert->change == ALERT_LAPSED))
                put(text, " rung %s", id_of(&WORDS_RUNG, (int)alert->rung));
        if (alert->unfounded)
                put(text, " unfounded");
}

static void put_intake(struct text *text, const struct intake *intake)
{
        char reported[NUMBER_TEXT_SIZE];
        char other[NUMBER_TEXT_SIZE];

        put(text, "> intake %u", intake->task.no);
        for (size_t i = 0; i < intake->finding.n; i++) {
                const struct intake_finding *found = &intake->finding.at[i];

                put(text, " %s %u %s %s", id_of(&WORDS_INTAKE, (int)found->flag), found->part,
                    number_text(found->reported, reported), number_text(found->other, other));
                if (found->twin_task)
                        put(text, " at %u.%u", found->twin_task, found->twin_part);
        }
}

void derived_line(const struct event *event, char *line, size_t size)
{
        struct text text = {line, size, 0};

        switch (event->kind) {
        case EVENT_VERDICT:
                put_verdict(&text, &event->verdict);
                break;
        case EVENT_ALERT:
                put_alert(&text, &event->alert);
                break;
        default:
                put_intake(&text, &event->intake);
        }
}
