/* records.c - from page to page, each in an arena of its own: there may be millions. */
#include "client/cli/records.h"

#include <inttypes.h>

#include "proto/codec.h"

struct walk {
        struct session *session;
        struct session paging; /* the same, with the arena of one page */
        uint64_t kinds; /* that the caller wants */
        uint64_t through_seq;
        struct bytes in_force; /* the plan, as of the record */
        records_each *each;
        void *context;
};

static int decode(struct session *session, const struct record_view *record, struct event *ret_event)
{
        struct flaw flaw;
        int r = codec_event(record->event, session->arena, ret_event, &flaw);

        if (r > 0)
                return session_complain(session, CLI_NO_ANSWER, "日志 %" PRIu64 " 无法识别(%s)",
                                        "record %" PRIu64 " makes no sense (%s)", record->seq, flaw.field);
        return r;
}

static int take(struct walk *walk, const struct record_view *record)
{
        const struct task_ref *task;
        struct event event;
        int r;

        if (record->event.len == 0)
                return walk->each(walk->context, record, NULL, walk->in_force);
        r = decode(&walk->paging, record, &event);
        if (r)
                return r;
        if (event.kind == EVENT_PLAN_IN_FORCE) {
                walk->in_force = arena_copy(walk->session->arena, event.plan_in_force.id);
                if (!walk->in_force.at)
                        return err_fail("out of memory");
        }
        if (!(walk->kinds & RECORDS_KIND(event.kind)))
                return 0;
        task = event_task(&event);
        return walk->each(walk->context, record, &event, task && task->plan.len ? task->plan : walk->in_force);
}

static int take_page(struct walk *walk, const struct answer *page)
{
        const uint64_t kinds = walk->kinds | RECORDS_KIND(EVENT_PLAN_IN_FORCE);
        int r = 0;

        for (size_t i = 0; i < page->record.n && r == 0; i++) {
                const struct record_view *record = &page->record.at[i];
                const bool wanted = record->kind < EVENT_KIND_END && kinds & RECORDS_KIND(record->kind);

                if (wanted && record->seq <= walk->through_seq)
                        r = take(walk, record);
        }
        return r;
}

int records_walk(struct session *session, uint64_t kinds, uint64_t through_seq, records_each *each, void *context)
{
        ARENA struct arena *arena = arena_new(0);
        struct walk walk = {.session = session,
                            .paging = *session,
                            .kinds = kinds,
                            .through_seq = through_seq,
                            .each = each,
                            .context = context};
        struct query query = {.ask = ASK_RECORDS, .from_seq = 1, .kinds = kinds | RECORDS_KIND(EVENT_PLAN_IN_FORCE)};
        int r = arena ? session_client(session, &walk.paging.client) : err_fail("out of memory");

        walk.paging.arena = arena;
        while (r == 0 && query.from_seq && query.from_seq <= through_seq) {
                struct answer page;
                uint64_t last;

                arena_reset(arena);
                r = ask_now(&walk.paging, &query, &page);
                if (r == 0)
                        r = take_page(&walk, &page);
                if (r)
                        break;
                if (page.next_seq && page.next_seq <= query.from_seq)
                        return ask_no_progress(session);
                query.from_seq = page.next_seq;
                last = through_seq < page.through_seq ? through_seq : page.through_seq;
                session_progress(session, "已读取", "read",
                                 page.next_seq && page.next_seq < last ? page.next_seq : last, last);
        }
        return r;
}

int records_try(struct session *session, uint64_t seq, struct record_view *ret_record, struct event *ret_event)
{
        const struct query query = {.ask = ASK_RECORDS, .from_seq = seq, .limit = 1};
        struct answer answer;
        int r = ask_now(session, &query, &answer);

        *ret_event = (struct event){.kind = EVENT_NONE};
        if (r || answer.record.n == 0 || answer.record.at[0].seq != seq || answer.record.at[0].event.len == 0)
                return r;
        *ret_record = answer.record.at[0];
        return decode(session, ret_record, ret_event);
}

int records_one(struct session *session, uint64_t seq, struct record_view *ret_record, struct event *ret_event)
{
        const int r = records_try(session, seq, ret_record, ret_event);

        if (r || ret_event->kind != EVENT_NONE)
                return r;
        return session_complain(session, CLI_REFUSED, "没有可查看的日志 %" PRIu64,
                                "there is no record %" PRIu64 " that you may read", seq);
}
