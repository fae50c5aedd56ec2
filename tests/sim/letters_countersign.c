/* letters_countersign.c - 会签: leads say yes or no to the reports of others, and some say what they may not. */
#include "tests/sim/year.h"

enum { WHO_COUNTERSIGN = 340000 };

enum way { /* of twenty */
           WAY_OWN, /* the department's own report */
           WAY_STRANGER, /* which has no part in the task */
           WAY_RESPONSIBLE, /* which is no lead */
           WAY_OTHER_REPORT,
           WAY_NO_REPORT,
           WAY_SILENT, /* an objection without a word */
           WAY_TWICE,
           WAY_CHANGED_MIND,
           WAY_SUPERVISOR,
           WAY_RIGHT,
           WAYS = 20
};

struct desk { /* of one task on one day */
        struct year *year;
        struct dice dice;
        const struct city_task *task;
        const struct docket_task *docket;
        uint32_t who;
        struct letter letter;
        struct event event;
};

/* The lead whose report it is not; of two such, the first. */
static uint32_t lead_to_sign(const struct desk *desk)
{
        const uint32_t first = desk->task->lead_department;

        return desk->docket->reporter == first ? desk->task->co_department : first;
}

static void set_way(struct desk *desk, enum way way)
{
        struct countersign *countersign = &desk->event.countersign;

        if (way == WAY_OWN && desk->docket->reporter != CITY_NOBODY)
                desk->who = desk->docket->reporter;
        if (way == WAY_STRANGER)
                desk->who = dice_below(&desk->dice, CITY_DEPARTMENTS);
        if (way == WAY_RESPONSIBLE && desk->task->other_department != CITY_NOBODY)
                desk->who = desk->task->other_department;
        if (way == WAY_OTHER_REPORT)
                countersign->report_seq = desk->year->ledger.docket.task[desk->task->task.no % CITY_NUMBERS + 1].report;
        if (way == WAY_NO_REPORT)
                countersign->report_seq = 1;
        if (way == WAY_SILENT) {
                countersign->objection = true;
                countersign->text = bytes_str("");
                desk->letter.planted = CODE_MISSING_FIELD;
                desk->letter.planted_early = true;
        }
        if (way == WAY_SUPERVISOR) {
                desk->who = YEAR_SUPERVISOR + dice_below(&desk->dice, YEAR_SUPERVISORS);
                desk->letter.planted = CODE_NOT_ALLOWED;
                desk->letter.planted_early = true;
        }
}

static void countersign(struct desk *desk)
{
        const enum way way = (enum way)dice_below(&desk->dice, WAYS);
        const bool objects = dice_chance(&desk->dice, 250);
        struct countersign *countersign = &desk->event.countersign;

        *countersign = (struct countersign){.task = {desk->year->city.plan[0].plan.id, desk->task->task.no},
                                            .report_seq = desk->docket->report,
                                            .objection = objects,
                                            .text = bytes_str(objects ? "未含本单位数据" : "")};
        set_way(desk, way);
        if (desk->who == CITY_NOBODY || countersign->report_seq == 0)
                return;
        letters_say(desk->year, desk->who, desk->letter, &desk->event);
        if (way != WAY_TWICE && way != WAY_CHANGED_MIND)
                return;
        if (way == WAY_CHANGED_MIND) {
                countersign->objection = !objects;
                countersign->text = bytes_str("再议");
        }
        letters_say(desk->year, desk->who, desk->letter, &desk->event);
}

void letters_countersign(struct year *year)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++) {
                struct desk desk = {
                        .year = year,
                        .dice = dice_of(year->weather.seed, WHO_COUNTERSIGN + no, (uint64_t)year->day),
                        .task = city_task(&year->city, no),
                        .docket = &year->ledger.docket.task[no],
                        .letter = {.task = no},
                        .event = {.kind = EVENT_COUNTERSIGN},
                };

                if (!desk.task || !desk.docket->report || !dice_chance(&desk.dice, 40))
                        continue;
                desk.who = lead_to_sign(&desk);
                countersign(&desk);
        }
}
