/* law.c - fate and effect of a letter. */
#include "tests/sim/law.h"

#include "tests/sim/fail.h"

static bool is_report(const struct letter *letter)
{
        return letter->kind == EVENT_REPORT || letter->kind == EVENT_CORRECTION;
}

static enum code fate_about_task(const struct law *law, const struct sender *sender, const struct letter *letter)
{
        const struct city_task *task = city_task(law->city, letter->task);

        if (!task)
                return CODE_UNKNOWN_TASK;
        if (sender->role == ROLE_AGENT && !city_concerns(task, sender->department))
                return CODE_FOREIGN_TASK;
        if (is_report(letter) && day_before(law->today, letter->data_date))
                return law->clock_held ? CODE_CLOCK_HELD : CODE_FUTURE_DATE;
        if (is_report(letter) && letter->highest_part > task->task.part.n)
                return CODE_UNKNOWN_PART;
        return letter->planted;
}

enum code law_fate(const struct law *law, const struct sender *sender, const struct letter *letter)
{
        enum code code = letter->planted;

        if (letter->planted_early)
                return letter->planted;
        if (letter->task)
                code = fate_about_task(law, sender, letter);
        if (code == CODE_NONE && letter->corrects && sender_letter(sender, letter->corrects)->fate != CODE_NONE)
                return CODE_UNKNOWN_REFERENCE;
        if (letter->effect == EFFECT_POLICY && letter->subject <= law->policy_version)
                return CODE_BAD_VALUE;
        if (letter->effect == EFFECT_DAY && (int)letter->subject <= law->today.n)
                return CODE_NOT_LATER;
        return code;
}

void law_apply(struct law *law, const struct letter *letter)
{
        switch (letter->effect) {
        case EFFECT_PLAN:
                law->city->now = &law->city->plan[letter->subject];
                break;
        case EFFECT_POLICY:
                law->policy_version = letter->subject;
                break;
        case EFFECT_ROSTER:
                for (uint32_t i = 0; i < letter->subject; i++)
                        law->senders[i].key[0].in_roster = true;
                break;
        case EFFECT_KEY_NEW:
                law->senders[letter->subject >> 8].key[letter->subject & 255].in_roster = true;
                break;
        case EFFECT_KEY_REVOKED:
                law->senders[letter->subject >> 8].key[letter->subject & 255].revoked = true;
                break;
        case EFFECT_DAY:
                law->today = (struct day){(int)letter->subject};
                break;
        case EFFECT_CLOCK: /* the days that were held back are opened */
                law->clock_held = false;
                if (law->real_clock)
                        law->today = law->civil_day;
                break;
        case EFFECT_NONE:
                break;
        }
}
