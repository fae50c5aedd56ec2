/* ladder.c - rungs by bad cycles or by working days without an answer, whichever comes first. */
#include "lib/model/ladder.h"

/* Policy names two rungs; those above follow at the same distance. */
static uint32_t threshold(uint32_t letter, uint32_t supervision, enum rung rung)
{
        const uint32_t stride = supervision > letter ? supervision - letter : 1;

        switch (rung) {
        case RUNG_LETTER:
                return letter;
        case RUNG_SUPERVISION:
                return letter + stride;
        case RUNG_NOTICE:
                return letter + 2 * stride;
        case RUNG_TALK:
                return letter + 3 * stride;
        default:
                return 0;
        }
}

/* Bounded, so that the sums above stay small. */
static uint32_t days_for(const struct policy *policy, enum rung rung)
{
        return threshold((uint32_t)policy_working_days(policy->letter_days),
                         (uint32_t)policy_working_days(policy->supervision_days), rung);
}

static uint32_t cycles_for(const struct policy *policy, enum rung rung)
{
        return threshold((uint32_t)policy_working_days(policy->letter_cycles),
                         (uint32_t)policy_working_days(policy->supervision_cycles), rung);
}

static uint32_t days_waited(const struct ladder *ladder, const struct policy *policy, struct day today)
{
        return ladder->waited + (uint32_t)day_working_between(ladder->since, today, &policy->calendar);
}

struct ladder ladder_open(struct day raised, unsigned cycles)
{
        return (struct ladder){.since = raised, .spared = cycles > 1 ? (int32_t)cycles - 1 : 0, .rung = RUNG_REMINDER};
}

bool ladder_is_answered(const struct ladder *ladder, struct day today)
{
        return day_before(today, ladder->since);
}

void ladder_answer(struct ladder *ladder, const struct policy *policy, enum cadence cadence, struct day today,
                   struct day date)
{
        const struct day from = ladder_is_answered(ladder, today) ? ladder->since : today;
        const uint32_t waited = days_waited(ladder, policy, today);
        const struct day lapse = day_plus(date, 1); /* on its date it still holds */

        if (!day_before(today, lapse))
                return;
        ladder->waited = (uint16_t)(waited < UINT16_MAX ? waited : UINT16_MAX);
        ladder->spared += cycle_number(cadence, lapse) - cycle_number(cadence, from);
        ladder->since = lapse;
}

enum rung ladder_rung(const struct ladder *ladder, const struct policy *policy, unsigned cycles, struct day today)
{
        const int64_t counted = (int64_t)cycles - ladder->spared;
        enum rung rung = RUNG_REMINDER;

        if (ladder_is_answered(ladder, today))
                return ladder->rung;
        for (enum rung next = RUNG_LETTER; next < RUNG_COUNT; next++)
                if (days_waited(ladder, policy, today) >= days_for(policy, next) ||
                    counted >= (int64_t)cycles_for(policy, next))
                        rung = next;
        return rung > ladder->rung ? rung : ladder->rung;
}

struct day ladder_next_day(const struct ladder *ladder, const struct policy *policy, struct day today)
{
        uint32_t waited;

        if (ladder_is_answered(ladder, today))
                return ladder->since;
        waited = days_waited(ladder, policy, today);
        for (enum rung next = RUNG_LETTER; next < RUNG_COUNT; next++)
                if (next > ladder->rung && waited < days_for(policy, next))
                        return day_plus_working(today, (int)(days_for(policy, next) - waited), &policy->calendar);
        return (struct day){0};
}
