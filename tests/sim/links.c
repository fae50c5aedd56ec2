/* links.c - one record at a time: up, down, and nobody forgotten. */
#include "tests/sim/links.h"

#include "tests/sim/fail.h"

#define SEQ(record) ((unsigned long long)(record)->seq)

/* Only a department's agent has a link to keep. */
void links_heard(struct links *links, const struct sender *sender, struct day today)
{
        struct links_member *member = &links->member[sender->index];

        if (sender->role != ROLE_AGENT)
                return;
        member->heard = today;
        member->has_called = true;
}

static void check_nobody_is_left(const struct links *links, const struct sender *senders, uint32_t n)
{
        for (uint32_t i = 0; i < n; i++)
                EXPECT(!links->member[i].must_fall, "%s was silent for a day, and nobody recorded it", senders[i].name);
}

/* -- days -- */

/* Is this day opened together with the one before? */
static bool goes_on(const struct links *links, const struct record *tick)
{
        return links->opening && tick->seq == links->opening + 1 && tick->at.ms == links->opened_at.ms;
}

static void read_tick(struct links *links, uint32_t n, const struct record *tick, struct day day)
{
        const bool begins = !goes_on(links, tick);
        const bool starts = links->is_starting && tick->at.ms == links->resumed_at.ms;

        for (uint32_t i = 0; i < n; i++) {
                struct links_member *member = &links->member[i];

                if (member->state != LINK_UP)
                        continue;
                if (begins && member->heard.n < links->today.n)
                        member->must_fall = true;
                else
                        member->heard = starts ? day : day_plus(day, -1);
        }
        links->today = day;
        links->opening = tick->seq;
        links->opened_at = tick->at;
}

static void read_resumed(struct links *links, uint32_t n, const struct record *record)
{
        for (uint32_t i = 0; i < n; i++)
                links->member[i].heard = links->today;
        links->resumed_at = record->at;
        links->is_starting = true;
}

/* -- words -- */

static const struct sender *sender_named(const struct sender *senders, uint32_t n, struct bytes name)
{
        for (uint32_t i = 0; i < n; i++)
                if (bytes_is(name, senders[i].name))
                        return &senders[i];
        fail("a link of somebody who does not exist");
}

static void read_down(struct links *links, const struct sender *sender, const struct record *record,
                      const struct link *link)
{
        struct links_member *member = &links->member[sender->index];

        EXPECT(links->opening && record->seq == links->opening + 1, "record %llu: %s is down, and no day was opened",
               SEQ(record), sender->name);
        EXPECT(member->must_fall, "record %llu: %s is down, and was heard", SEQ(record), sender->name);
        EXPECT(link->since.n == member->heard.n, "record %llu: %s was heard last %d days later", SEQ(record),
               sender->name, member->heard.n - link->since.n);
        member->must_fall = false;
        member->has_called = false; /* it has, and another day was opened since */
        links->opening = record->seq;
}

static void read_up(const struct links *links, const struct sender *sender, const struct record *record,
                    const struct link *link)
{
        const struct links_member *member = &links->member[sender->index];

        EXPECT(member->state != LINK_UP && member->has_called, "record %llu: %s is up already, or has not called",
               SEQ(record), sender->name);
        EXPECT(link->since.n == links->today.n && member->heard.n == links->today.n,
               "record %llu: %s is up since another day", SEQ(record), sender->name);
}

static void read_link(struct links *links, const struct sender *senders, uint32_t n, const struct record *record,
                      const struct link *link)
{
        const struct sender *sender = sender_named(senders, n, link->member);

        EXPECT(bytes_is(link->department, sender->department_name), "record %llu: %s is of another department",
               SEQ(record), sender->name);
        EXPECT(link->state == LINK_UP || link->state == LINK_DOWN, "record %llu: nobody has left", SEQ(record));
        if (link->state == LINK_DOWN)
                read_down(links, sender, record, link);
        else
                read_up(links, sender, record, link);
        links->member[sender->index].state = link->state;
}

void links_read(struct links *links, const struct sender *senders, uint32_t n, const struct record *record,
                const struct event *event)
{
        const bool falls = record->kind == EVENT_LINK && event->link.state == LINK_DOWN;

        if (!falls)
                check_nobody_is_left(links, senders, n);
        if (record->kind == EVENT_GENESIS)
                links->today = event->genesis.first_day;
        if (record->kind == EVENT_RESUMED)
                read_resumed(links, n, record);
        if (record->kind == EVENT_TICK)
                read_tick(links, n, record, event->tick.day);
        else if (!falls)
                links->opening = 0;
        if (record->kind == EVENT_CLOCK_ADVANCE ||
            record->kind == EVENT_CLOCK_CONFIRM) /* they open it, not the start */
                links->is_starting = false;
        if (record->kind == EVENT_LINK)
                read_link(links, senders, n, record, &event->link);
}

void links_check(struct links *links, const struct sender *senders, uint32_t n)
{
        check_nobody_is_left(links, senders, n);
        for (uint32_t i = 0; i < n; i++) {
                struct links_member *member = &links->member[i];

                EXPECT(!member->has_called || member->state == LINK_UP, "%s has called, and is not up",
                       senders[i].name);
                member->has_called = false;
        }
}

void links_forget(struct links *links)
{
        for (uint32_t i = 0; i < LINKS_MEMBERS; i++)
                links->member[i].has_called = false;
}
