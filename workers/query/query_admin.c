/* query_admin.c - questions about the service itself: whoami, policy, health, clock, cursor. */
#include "workers/query/query_asks.h"

/* -- whoami -- */

struct marks_list {
        struct inquiry *inquiry;
        struct whoami *whoami;
        uint32_t rows;
};

static int add_mark(struct marks_list *list, const struct stream_state *stream)
{
        struct inquiry *inquiry = list->inquiry;
        struct receipt *mark = &list->whoami->mark.at[list->whoami->mark.n];
        struct record record;
        int r;

        *mark = (struct receipt){
                .stream = arena_copy(inquiry->arena, bytes_of(stream->stream, STREAM_SIZE)),
                .number = stream->number,
                .epoch = inquiry->archive->meta.epoch,
        };
        if (stream->head) {
                r = query_archive_record(inquiry->archive, stream->head, &record);
                if (r)
                        return query_pass(r);
                mark->epoch = record.epoch;
                mark->seq = stream->head;
                mark->chain = arena_copy(inquiry->arena, bytes_of(record.hash, HASH_SIZE));
        }
        list->whoami->mark.n++;
        return 0;
}

static int each_mark(void *context, const struct stream_state *stream)
{
        struct marks_list *list = context;

        return list->whoami->mark.n == list->rows ? QUERY_PAGE_FULL : add_mark(list, stream);
}

/* The mark of the stream asked for, 0 when it is new here. */
static int one_mark(struct marks_list *list)
{
        struct inquiry *inquiry = list->inquiry;
        struct stream_state stream = {0};
        int r;

        memcpy(stream.stream, inquiry->query.stream.at, STREAM_SIZE);
        r = state_stream(inquiry->archive->pointers, inquiry->asker->id, inquiry->query.stream.at, &stream);
        return r < 0 ? err_trace(r) : add_mark(list, &stream);
}

static int add_marks(struct inquiry *inquiry, struct whoami *whoami)
{
        struct marks_list list = {inquiry, whoami, query_inquiry_rows(inquiry, QUERY_ROWS_MAX)};
        int r = query_inquiry_take(inquiry, list.rows, sizeof *whoami->mark.at, &whoami->mark.at);

        if (r)
                return err_trace(r);
        if (inquiry->query.stream.len == STREAM_SIZE) /* the codec takes no other but none */
                return one_mark(&list);
        r = state_streams(inquiry->archive->pointers, inquiry->asker->id, each_mark, &list);
        return r == QUERY_PAGE_FULL ? 0 : query_pass(r);
}

static int add_may(struct inquiry *inquiry, struct whoami *whoami)
{
        unsigned role = 1u << inquiry->asker->member.role;
        int r = query_inquiry_take(inquiry, EVENT_KIND_END, sizeof *whoami->may.at, &whoami->may.at);

        if (r)
                return err_trace(r);
        for (int kind = 0; kind < EVENT_KIND_END; kind++) {
                const struct event_row *row = event_row((enum event_kind)kind);

                if (row && row->roles & role)
                        whoami->may.at[whoami->may.n++] = bytes_str(row->name);
        }
        return 0;
}

int query_admin_whoami(struct inquiry *inquiry)
{
        const struct member *member = &inquiry->asker->member;
        struct whoami *whoami;
        int r = query_inquiry_take(inquiry, 1, sizeof *whoami, &whoami);

        if (r)
                return err_trace(r);
        whoami->member = member->name;
        whoami->department = member->department;
        whoami->role = member->role;
        whoami->key_id = inquiry->key_id;
        inquiry->answer.whoami = whoami;
        r = add_marks(inquiry, whoami);
        return r ? query_pass(r) : add_may(inquiry, whoami);
}

/* -- the rest -- */

int query_admin_policy(struct inquiry *inquiry)
{
        return query_archive_policy(inquiry->archive, &inquiry->answer.policy);
}

int query_admin_cursor(struct inquiry *inquiry)
{
        struct cursor *cursor;
        int r = query_inquiry_take(inquiry, 1, sizeof *cursor, &cursor);

        if (r)
                return err_trace(r);
        if (!inquiry->query.name.len)
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "name");
        r = state_cursor(inquiry->archive->pointers, inquiry->asker->id, inquiry->query.name, cursor);
        if (r == STATE_MISSING)
                return 0; /* not yet: the answer has no cursor, its owner begins where it likes */
        if (r)
                return err_trace(r);
        inquiry->answer.cursor = cursor;
        return 0;
}

enum { CLOCK_HELD = 1 };

/* The hold is an alert of the service's own, about no task. */
static int find_hold(void *context UNUSED, const struct alert_state *state)
{
        return state->kind == ALERT_CLOCK ? CLOCK_HELD : 0;
}

/* How far everything has come, and which day it is; or how far it had come, and which day it was. */
static int make_clock(struct inquiry *inquiry, struct health **ret_health)
{
        const struct alert_range own = {.open_only = true, .of_task = true, .task = 0};
        struct query_archive *archive = inquiry->archive;
        struct health *health;
        struct record head;
        int r = query_inquiry_take(inquiry, 1, sizeof *health, &health);

        if (!r)
                r = query_archive_virtual_clock(archive, &health->virtual_clock);
        if (!r)
                r = query_archive_record(archive, archive->head, &head);
        if (!r)
                r = query_archive_alerts(archive, own, find_hold, NULL);
        if (r && r != CLOCK_HELD)
                return query_pass(r);
        health->clock_held = r == CLOCK_HELD;
        health->head_hash = arena_copy(inquiry->arena, bytes_of(head.hash, HASH_SIZE));
        health->head = archive->head;
        health->applied = archive->meta.applied;
        health->judged = query_archive_judged(archive);
        health->epoch = archive->meta.epoch;
        health->today = archive->meta.today;
        health->software = bytes_str("duban " DUBAN_VERSION);
        inquiry->answer.health = health;
        *ret_health = health;
        return 0;
}

int query_admin_clock(struct inquiry *inquiry)
{
        struct health *health;

        return make_clock(inquiry, &health);
}

static int add_sizes(struct inquiry *inquiry, struct health *health)
{
        struct query_archive *archive = inquiry->archive;
        struct journal_size size;
        int r = journal_size(archive->options.journal, &size);

        if (r)
                return query_pass(r);
        health->journal_bytes = size.used_bytes;
        health->map_bytes = size.map_bytes;
        health->disk_free_bytes = size.disk_free_bytes;
        health->state_bytes = state_used_bytes(archive->options.state);
        return 0;
}

struct seen_page {
        struct inquiry *inquiry;
        struct health *health;
        uint32_t rows;
        uint32_t no; /* place in the walk */
};

static int add_link(struct inquiry *inquiry, uint64_t seq, struct last_seen *seen)
{
        struct event event;
        int r;

        if (seq == 0)
                return 0;
        arena_reset(inquiry->scratch);
        r = query_archive_told(inquiry->archive, seq, EVENT_LINK, inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        seen->link = event.link.state;
        seen->link_since = event.link.since;
        return 0;
}

/* Paged by place: (from_no, next_no). */
static int list_seen(void *context, const struct agent_state *agent)
{
        struct seen_page *page = context;
        const struct roster_member *member = query_roster_member(page->inquiry->archive->roster, agent->agent);
        struct last_seen *seen;

        if (page->no++ < page->inquiry->query.from_no)
                return 0;
        if (page->health->last_seen.n == page->rows) {
                page->inquiry->answer.next_no = page->no - 1;
                return QUERY_PAGE_FULL;
        }
        seen = &page->health->last_seen.at[page->health->last_seen.n++];
        *seen = (struct last_seen){
                .member = member ? member->member.name : bytes_str(""),
                .at = (uint64_t)agent->at_ms,
                .seq = agent->seq,
        };
        return add_link(page->inquiry, agent->link, seen);
}

int query_admin_health(struct inquiry *inquiry)
{
        struct seen_page page = {.inquiry = inquiry, .rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX)};
        struct health *health = NULL;
        int r = make_clock(inquiry, &health);

        if (!r)
                r = add_sizes(inquiry, health);
        if (!r)
                r = query_inquiry_take(inquiry, page.rows, sizeof *health->last_seen.at, &health->last_seen.at);
        page.health = health;
        if (!r)
                r = state_agents(inquiry->archive->pointers, list_seen, &page);
        return r == QUERY_PAGE_FULL ? 0 : query_pass(r);
}
