/* collector_link.c - links are facts: who is heard again, and who was not heard since the day before was opened.
 *
 * When a link-keeping message came is known in memory only. After a start whoever was up counts as heard, and a time in
 * which we opened no day counts as one day, however long: our outage is never theirs. */
#include "workers/collector/collector_internal.h"

static struct event event_of(struct bytes member, struct bytes department, enum link_state state, struct day since)
{
        struct event event = {.kind = EVENT_LINK};

        event.link = (struct link){.member = member, .department = department, .state = state, .since = since};
        return event;
}

static int say_up(struct collector *c, const struct book_member *member)
{
        const struct event event = event_of(member->name, member->department_name, LINK_UP, c->book->today);

        return collector_say(c, &event);
}

int collector_link_heard(struct collector *c, uint64_t member_id)
{
        struct book_member *member = book_member_at(c->book, member_id);
        const bool is_news =
                member->link.state != LINK_UP || !bytes_equal(member->link.department, member->department_name);
        int r = 0;

        if (member->role != ROLE_AGENT || c->is_down || c->is_full)
                return 0;
        member->link.heard = c->book->today;
        if (is_news)
                r = say_up(c, member);
        return r == COLLECTOR_FULL ? 0 : r; /* its next message is as good */
}

void collector_link_all_heard(struct collector *c)
{
        for (size_t i = 0; i < c->book->members.n; i++)
                c->book->members.at[i].link.heard = c->book->today;
}

/* -- a day is opened -- */

static bool has_key(const struct book *book, uint64_t member)
{
        for (size_t i = 0; i < book->keys.n; i++)
                if (book->keys.at[i].member == member && book_key(book, book->keys.at[i].id))
                        return true;
        return false;
}

static enum link_state state_of(const struct book *book, const struct book_member *member)
{
        const struct book_link *link = &member->link;

        if (link->state != LINK_UP && link->state != LINK_DOWN)
                return link->state;
        if (!bytes_equal(link->department, member->department_name) || member->role != ROLE_AGENT ||
            !has_key(book, member->id))
                return LINK_GONE;
        return link->state == LINK_UP && day_before(link->heard, book->today) ? LINK_DOWN : link->state;
}

int collector_link_tell(struct collector *c, struct day opened)
{
        const struct book *book = c->book;
        int r = 0;

        for (size_t i = 0; i < book->members.n && r == 0; i++) {
                const struct book_member *member = &book->members.at[i];
                const enum link_state state = state_of(book, member);
                const struct event event = event_of(member->name, member->link.department, state,
                                                    state == LINK_DOWN ? member->link.heard : opened);
                struct record record;

                if (state != member->link.state)
                        r = collector_append_own(c, &event, &record);
        }
        return r < 0 ? err_trace(r) : r;
}

void collector_link_opened(struct collector *c, struct day to)
{
        struct book *book = c->book;

        for (size_t i = 0; i < book->members.n; i++) {
                struct book_member *member = &book->members.at[i];

                member->link.state = state_of(book, member);
                if (member->link.heard.n == book->today.n)
                        member->link.heard = day_plus(to, -1);
        }
}
