/* year.c - day by day, round by round: write, deliver, judge, check; and now and then something breaks. */
#include "tests/sim/year.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/audit.h"
#include "tests/sim/fail.h"
#include "tests/sim/folder.h"
#include "tests/sim/inner_wire.h"
#include "tests/sim/virtual_clock.h"

enum {
        WHO_MISHAP = 800000,
        WHO_PACE = 810000,
        WHO_WATCHER = 820000,
        DAY_MINUTES = 24 * 60,
        FIRST_ROUND_MINUTE = 8 * 60,
        ROUND_MINUTES = 120,
};

enum mishap {
        MISHAP_NONE,
        MISHAP_RESTART, /* between two rounds */
        MISHAP_BEFORE_COMMIT, /* requests were taken, nothing was answered */
        MISHAP_BEFORE_REPLY, /* durable, but nobody was told */
        MISHAP_IN_CAUSE, /* half of what follows from a cause is handed over */
        MISHAP_CLOCK, /* the host's clock is wrong for two hours */
        MISHAP_COUNT,
};

/* -- ears -- */

static void hear_reply(void *context, uint32_t peer, struct bytes body)
{
        struct year *year = context;

        postroom_hear(&year->postroom, peer, body);
}

static void hear_bell(void *context, struct bytes frame)
{
        struct year *year = context;
        ARENA struct arena *arena = arena_new(0);
        struct bell bell;
        struct flaw flaw;

        EXPECT(codec_bell(frame, arena, &bell, &flaw) == 0, "a bell is not readable: %s", flaw.field);
        for (int i = 0; i < YEAR_WATCHERS; i++)
                watcher_hear(&year->watcher[i], &year->office, &bell);
}

/* The broker is told exactly the keys that may come in. */
static void hear_keys(void *context, struct bytes table)
{
        enum { ROW = KEY_SIZE + 8 + 1 + 4 + 4 };
        struct year *year = context;
        size_t usable = 0;

        for (uint32_t i = 0; i < YEAR_SENDERS; i++)
                for (uint32_t k = 0; k < year->sender[i].keys; k++)
                        usable += year->sender[i].key[k].in_roster && !year->sender[i].key[k].revoked;
        EXPECT(table.len == usable * ROW, "%zu keys may come in, should be %zu", table.len / ROW, usable);
}

/* -- the service -- */

static void set_clock(struct year *year, int minute)
{
        virtual_clock_skew(0);
        year->law.civil_day = year_today(year);
        virtual_clock_set(year_today(year), minute);
}

static void follow(struct year *year)
{
        ledger_follow(&year->ledger, year->office.reader);
}

static void start(struct year *year)
{
        const uint64_t restarts = year->ledger.count.restarts;
        const bool first = year->ledger.head == 0;

        office_start(&year->office);
        follow(year);
        EXPECT(year->ledger.count.restarts == restarts + !first, "a start that is not in the journal once");
        postroom_follow(&year->postroom);
        office_apply(&year->office, 0); /* the roster stands there, by which questions are answered */
        for (int i = 0; i < YEAR_WATCHERS; i++)
                if (!year->watcher[i].away)
                        watcher_catch_up(&year->watcher[i], &year->office);
}

/* Answers and bells of this turn are heard; everything is as it should be. */
static void turn(struct year *year)
{
        office_turn(&year->office);
        follow(year);
        postroom_check(&year->postroom);
}

static void judge_some(struct year *year, struct dice *dice)
{
        if (!year_is_calm(year) && dice_chance(dice, 30))
                inner_wire_lose_answer();
        if (dice_chance(dice, 800))
                office_judge(&year->office, dice_between(dice, 1, 4));
        if (dice_chance(dice, 600))
                office_apply(&year->office, dice_chance(dice, 500) ? 0 : dice_between(dice, 1, 50));
        if (year->day > 1 && year->city.now &&
            dice_chance(dice, 12)) /* wherever the state has come to, judged or not */
                past_take(&year->past, &year->office, year->watcher[0].key_id);
        follow(year);
}

/* -- mishaps -- */

static void go_down(struct year *year, int minute, struct dice *dice)
{
        const uint32_t kind = dice_below(dice, 10);
        const uint32_t minutes = kind < 5 ? 0 : kind < 9 ? dice_between(dice, 60, 400) : dice_between(dice, 400, 3000);

        if (year->office.up)
                office_stop(&year->office);
        year->down_until = year->day * DAY_MINUTES + minute + (int)minutes;
}

/* What died before it answered is found in the journal after the start, or never happened. */
static void come_up(struct year *year)
{
        start(year);
        postroom_forget(&year->postroom, year->sender, YEAR_SENDERS);
}

static enum mishap mishap_of(const struct year *year, int round, struct dice *ret_dice)
{
        *ret_dice = dice_of(year->weather.seed, WHO_MISHAP, (uint64_t)year->day);
        if (year_is_calm(year) || year->day < 2 || !dice_chance(ret_dice, 80) ||
            dice_below(ret_dice, YEAR_ROUNDS) != (uint32_t)round)
                return MISHAP_NONE;
        return (enum mishap)dice_between(ret_dice, 1, year->weather.comparable ? MISHAP_CLOCK - 1 : MISHAP_COUNT - 1);
}

static void deliver_into_the_void(struct year *year, int round, enum mishap mishap)
{
        delivery_round(year, round, mishap == MISHAP_BEFORE_REPLY);
        if (mishap == MISHAP_BEFORE_REPLY) {
                office_turn(&year->office);
                follow(year);
        }
}

static void go_wrong(struct year *year, int round, int minute, enum mishap mishap, struct dice *dice)
{
        switch (mishap) {
        case MISHAP_BEFORE_COMMIT:
        case MISHAP_BEFORE_REPLY:
                deliver_into_the_void(year, round, mishap);
                break;
        case MISHAP_IN_CAUSE:
                office_cut_notifier(&year->office, dice_below(dice, 1000));
                break;
        default:
                break;
        }
        go_down(year, minute, dice);
}

/* -- a day -- */

static void watchers_come_and_go(struct year *year)
{
        struct dice dice = dice_of(year->weather.seed, WHO_WATCHER, (uint64_t)year->day);

        if (year->day == 1 && year->office.up)
                office_apply(&year->office, 0);
        for (int i = 0; i < YEAR_WATCHERS; i++) {
                struct watcher *watcher = &year->watcher[i];
                const bool moves = i > 0 && dice_chance(&dice, watcher->away ? 200 : 50);

                if (year->day == 0 || (year->day > 1 && !moves))
                        continue;
                watcher->away = !watcher->away;
                if (!watcher->away && year->office.up)
                        watcher_catch_up(watcher, &year->office);
        }
}

static bool is_outage(const struct year *year, int minute)
{
        const int from = year->weather.outage_from * DAY_MINUTES + 10 * 60;
        const int now = year->day * DAY_MINUTES + minute;

        return year->weather.outage_from && now >= from && now < from + year->weather.outage_hours * 60;
}

/* Is there a cause in the journal that touches many tasks, and not judged yet? A new plan or policy. */
static bool is_everything_judged_anew(struct year *year)
{
        const uint32_t laws = year->law.policy_version + (uint32_t)(year->city.now - year->city.plan) * 16;
        const bool anew = year->city.now && laws != year->laws;

        if (year->city.now)
                year->laws = laws;
        return anew;
}

static void live_round(struct year *year, int round)
{
        const int minute = FIRST_ROUND_MINUTE + round * ROUND_MINUTES;
        struct dice pace = dice_of(year->weather.seed, WHO_PACE, (uint64_t)(year->day * YEAR_ROUNDS + round));
        struct dice dice;
        const enum mishap mishap = mishap_of(year, round, &dice);

        set_clock(year, minute);
        if (is_outage(year, minute)) {
                if (year->office.up)
                        office_stop(&year->office);
                return;
        }
        if (!year->office.up) {
                if (year->day * DAY_MINUTES + minute < year->down_until)
                        return;
                come_up(year);
        }
        if (mishap == MISHAP_CLOCK)
                virtual_clock_skew(dice_chance(&dice, 500) ? 15 : -15);
        else if (mishap != MISHAP_NONE) {
                go_wrong(year, round, minute, mishap, &dice);
                return;
        }
        delivery_round(year, round, true);
        turn(year);
        if (is_everything_judged_anew(year) && !year_is_calm(year) && dice_chance(&pace, 700))
                go_wrong(year, round, minute, MISHAP_IN_CAUSE, &dice);
        else
                judge_some(year, &pace);
}

static void keep_open_alerts(struct year *year, struct year_alerts *day)
{
        const size_t size = year->ledger.open.n * sizeof *day->open.at;

        day->known = true;
        day->open.n = year->ledger.open.n;
        day->open.at = malloc(size + 1);
        EXPECT(day->open.at, "out of memory");
        if (size)
                memcpy(day->open.at, year->ledger.open.at, size);
}

/* Most evenings everything is judged; then the answers can be compared with the picture. */
static void end_day(struct year *year, struct year_alerts *ret_alerts)
{
        struct dice dice = dice_of(year->weather.seed, WHO_PACE, (uint64_t)year->day + 100000);

        if (!year->office.up || dice_chance(&dice, 50))
                return;
        set_clock(year, 20 * 60);
        office_settle(&year->office);
        follow(year);
        ledger_settled(&year->ledger, year->office.reader);
        postroom_follow(&year->postroom);
        for (int i = 0; i < YEAR_WATCHERS; i++)
                watcher_compare(&year->watcher[i], &year->ledger);
        keep_open_alerts(year, ret_alerts);
        if (year->past.n && dice_chance(&dice, 60))
                past_compare(&year->past, dice_below(&dice, (uint32_t)year->past.n), &year->office,
                             year->watcher[0].key_id);
        if (dice_chance(&dice, 60))
                audit_status(&year->office, &year->ledger, year->watcher[0].key_id);
}

static void live_day(struct year *year, struct year_alerts *ret_alerts)
{
        fail_day(year_today(year));
        set_clock(year, 5);
        if (year->office.up && !is_outage(year, 5))
                turn(year); /* midnight has passed: the day is opened */
        letters_of_day(year);
        watchers_come_and_go(year);
        for (int round = 0; round < YEAR_ROUNDS; round++)
                live_round(year, round);
        end_day(year, ret_alerts);
}

/* -- a year -- */

static void make_sender(struct year *year, uint32_t index)
{
        static const struct {
                const char *name;
                enum role role;
        } OFFICE[] = {{"督查员甲", ROLE_SUPERVISOR},
                      {"督查员乙", ROLE_SUPERVISOR},
                      {"督查员丙", ROLE_SUPERVISOR},
                      {"系统管理员", ROLE_OPERATOR}};
        struct sender *sender = &year->sender[index];
        struct dice dice = dice_of(year->weather.seed, index, 1);

        *sender = (struct sender){.index = index, .department = CITY_NOBODY, .department_name = "督查室"};
        if (index < CITY_DEPARTMENTS) {
                sender->department = index;
                sender->department_name = year->city.department[index];
                sender->role = ROLE_AGENT;
                snprintf(sender->name, sizeof sender->name, "%s", sender->department_name);
        } else {
                sender->role = OFFICE[index - CITY_DEPARTMENTS].role;
                snprintf(sender->name, sizeof sender->name, "%s", OFFICE[index - CITY_DEPARTMENTS].name);
        }
        sender->keeps_link = index % 3 == 0; /* one supervisor too: it keeps none thereby */
        sender->agent = ids_of_name(bytes_str(sender->name));
        be64_put(sender->stream, dice_next(&dice));
        be64_put(sender->stream + 8, dice_next(&dice));
        sender_key_new(sender, year->weather.seed);
}

static void make_office(struct year *year)
{
        struct sender *operator= & year->sender[YEAR_OPERATOR];
        const struct member member = {.name = bytes_str(operator->name),
                                      .department = bytes_str(operator->department_name),
                                      .role = ROLE_OPERATOR};
        const struct key key = {.public_key = bytes_of(operator->key[0].public_key, KEY_SIZE), .member = member.name};

        operator->key[0].in_roster = true;
        year->office.ears = (struct office_ears){year, hear_reply, hear_bell, hear_keys};
        virtual_clock_reset();
        virtual_clock_set(year->city.first_day, 0);
        office_make(&year->office, year->weather.dir, year->city.first_day, year->weather.virtual_clock, &member, &key);
}

static struct year *make_year(const struct weather *weather)
{
        struct year *year = calloc(1, sizeof *year);

        EXPECT(year, "out of memory");
        fail_year(weather->seed);
        year->weather = *weather;
        year->arena = arena_new(0);
        city_make(&year->city, weather->seed, weather->mood, weather->tasks);
        year->city.plan[0].plan.backfill = weather->backfill;
        for (uint32_t i = 0; i < YEAR_SENDERS; i++)
                make_sender(year, i);
        year->law = (struct law){.city = &year->city,
                                 .senders = year->sender,
                                 .policy_version = 1,
                                 .real_clock = !weather->virtual_clock};
        ledger_begin(&year->ledger, &year->city, year->sender, YEAR_SENDERS);
        law_follow(&year->law, &year->ledger.docket);
        postroom_make(&year->postroom, &year->office, &year->law, &year->ledger);
        for (int i = 0; i < YEAR_WATCHERS; i++) /* away at first: their keys come with the roster */
                year->watcher[i] =
                        (struct watcher){.key_id = year->sender[YEAR_SUPERVISOR + i % 2].key[0].id, .away = true};
        make_office(year);
        return year;
}

static void free_year(struct year *year)
{
        folder_remove(year->office.dir);
        for (uint32_t i = 0; i < YEAR_SENDERS; i++)
                sender_done(&year->sender[i]);
        postroom_done(&year->postroom);
        ledger_done(&year->ledger);
        law_done(&year->law);
        arena_free(year->arena);
        free(year);
}

/* A whole year in which some kind of letter was never taken would test nothing of it. */
static void audit_kinds(const struct year *year)
{
        if (year_is_calm(year) || year->weather.backfill || year->weather.days < YEAR_DAYS ||
            year->weather.tasks < CITY_TASKS)
                return;
        for (int kind = 1; kind < EVENT_KIND_END; kind++) {
                const struct event_row *row = event_row((enum event_kind)kind);
                const bool by_chance = kind == EVENT_CLOCK_ADVANCE || kind == EVENT_CLOCK_CONFIRM;

                if (row && (row->roles || row->class == EVENT_DERIVED || kind == EVENT_AMENDMENT) && !by_chance)
                        EXPECT(year->ledger.count.sent[kind] > 0, "nobody sent a %s this year", row->name);
        }
        EXPECT(year->ledger.count.told[ALERT_LINK_DOWN][ALERT_RAISED] > 0, "every link held this year");
}

static void audit(struct year *year)
{
        struct office *office = &year->office;

        if (!office->up)
                come_up(year);
        office_settle(office);
        follow(year);
        ledger_settled(&year->ledger, office->reader);
        audit_kinds(year);
        audit_journal(office, &year->ledger);
        postroom_check_receipts(&year->postroom, office->reader);
        audit_state(office);
        audit_replay(office);
        audit_status(office, &year->ledger, year->watcher[0].key_id);
        for (size_t i = 0; i < year->past.n; i++)
                past_compare(&year->past, i, office, year->watcher[0].key_id);
        for (int i = 0; i < YEAR_WATCHERS; i++) {
                watcher_catch_up(&year->watcher[i], office);
                watcher_compare(&year->watcher[i], &year->ledger);
                EXPECT(year->watcher[i].heard == year->ledger.alerts.n, "watcher %d has not heard every alert", i);
        }
}

void year_run(const struct weather *weather, struct year_outcome *ret_outcome)
{
        struct year *year = make_year(weather);
        struct journal_head head;

        start(year);
        for (year->day = 0; year->day < weather->days; year->day++)
                live_day(year, &ret_outcome->day[year->day]);
        year->day--;
        set_clock(year, 23 * 60);
        audit(year);
        MUST(journal_head(year->office.journal, &head));
        ret_outcome->records = head.seq;
        memcpy(ret_outcome->trace, head.hash, HASH_SIZE);
        ret_outcome->count = year->ledger.count;
        ret_outcome->cycles = year->ledger.clerk.cycles;
        office_stop(&year->office);
        free_year(year);
}

void year_outcome_done(struct year_outcome *outcome)
{
        for (size_t i = 0; i < YEAR_DAYS; i++)
                free(outcome->day[i].open.at);
}
