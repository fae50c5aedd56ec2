/* query_answer.c - one question in, one answer out: the table of questions, and who may ask them. */
/*~ Sixth stop: the way back to people. One table of questions, one snapshot for each answer, and every answer says
 * how far it sees. Last: client/lib/spool.c, where a report waits until all this has happened. */
#include "workers/query/query_answer.h"

#include "proto/codec.h"
#include "proto/limits.h"
#include "workers/query/query_asks.h"

#define BIT(role) (1u << (role))
#define STAFF (BIT(ROLE_SUPERVISOR) | BIT(ROLE_OPERATOR) | BIT(ROLE_SECURITY) | BIT(ROLE_AUDITOR) | BIT(ROLE_OBSERVER))
#define EVERYONE (STAFF | BIT(ROLE_AGENT))

enum axes { AS_OF = 1, FOR_DATE = 2, BOTH = AS_OF | FOR_DATE }; /* of time, along which a question can go back */

struct ask_row {
        int (*answer)(struct inquiry *);
        unsigned roles;
        unsigned axes;
};

static const struct ask_row ASKS[ASK_COUNT] = {
        [ASK_WHOAMI] = {query_admin_whoami, EVERYONE, 0},
        [ASK_STATUS] = {query_tasks_status, EVERYONE, BOTH},
        [ASK_TASK] = {query_tasks_task, EVERYONE, BOTH},
        [ASK_HISTORY] = {query_records_history, EVERYONE, AS_OF},
        [ASK_ALERTS] = {query_alerts, EVERYONE, AS_OF},
        [ASK_RECORDS] = {query_records_onward, EVERYONE, AS_OF},
        [ASK_PLAN] = {query_tasks_plan, EVERYONE, BOTH},
        [ASK_ROSTER] = {query_members, EVERYONE, 0},
        [ASK_POLICY] = {query_admin_policy, EVERYONE, BOTH},
        [ASK_HEALTH] = {query_admin_health, STAFF, 0},
        [ASK_CLOCK] = {query_admin_clock, EVERYONE, BOTH},
        [ASK_CURSOR] = {query_admin_cursor, EVERYONE, 0},
        [ASK_DUE] = {query_tasks_due, EVERYONE, BOTH},
        [ASK_COUNTERSIGN] = {query_tasks_countersign, EVERYONE, BOTH},
};

/* Reads the question. What has no past here says so, rather than answering for now. */
static int read_question(struct inquiry *inquiry, struct bytes question)
{
        const struct query *query = &inquiry->query;
        struct flaw flaw;
        int r;

        if (question.len > QUERY_BYTES_MAX)
                return query_inquiry_refuse(inquiry, CODE_TOO_LARGE, "query");
        r = codec_query(question, inquiry->arena, &inquiry->query, &flaw);
        if (r == CODEC_BAD) {
                const char *field = arena_string(inquiry->arena, bytes_str(flaw.field));

                inquiry->query = (struct query){0};
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, field);
        }
        if (r)
                return err_trace(r);
        if ((unsigned)query->ask >= ASK_COUNT || !ASKS[query->ask].answer)
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "ask");
        if (query->as_of && !(ASKS[query->ask].axes & AS_OF))
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "as_of");
        if (day_is_set(query->for_date) && !(ASKS[query->ask].axes & FOR_DATE))
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "for_date");
        return 0;
}

/* How far this answer sees. */
static void tell_reach(struct inquiry *inquiry)
{
        const struct query_archive *archive = inquiry->archive;

        inquiry->answer.through_seq = archive->meta.applied;
        inquiry->answer.judged_through = query_archive_judged(archive);
        inquiry->answer.epoch = archive->meta.epoch;
}

/* Too early: wait, or say what was waited for. */
static int too_early(struct inquiry *inquiry, enum code if_early, const char *field)
{
        return if_early == CODE_NONE ? QUERY_WAIT : query_inquiry_refuse(inquiry, if_early, field);
}

static int answer_open(struct inquiry *inquiry, uint64_t key_id, enum code if_early)
{
        struct query_archive *archive = inquiry->archive;
        const struct query *query = &inquiry->query;
        int r;

        inquiry->asker = query_roster_asker(archive->roster, key_id, archive->now.today);
        if (!inquiry->asker)
                return query_inquiry_refuse(inquiry, CODE_UNKNOWN_KEY, "key");
        inquiry->key_id = key_id;
        tell_reach(inquiry);
        if (!(ASKS[query->ask].roles & BIT(inquiry->asker->member.role)))
                return query_inquiry_refuse(inquiry, CODE_HIDDEN, "ask");
        if (query->as_of > archive->head)
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "as_of");
        if (inquiry->answer.judged_through < query->at_least) /* never more than what is applied */
                return too_early(inquiry, if_early, "at_least");
        if (archive->now.applied < query->as_of)
                return too_early(inquiry, if_early, "as_of");
        r = query_archive_look_back(archive, query->as_of, query->for_date);
        if (r)
                return query_pass(r);
        tell_reach(inquiry);
        return ASKS[query->ask].answer(inquiry);
}

/* Only the way to the answer stays when it is a refusal: no half-told rows beside it. */
static void only_refusal(struct inquiry *inquiry)
{
        const struct answer *told = &inquiry->answer;

        inquiry->answer = (struct answer){
                .through_seq = told->through_seq,
                .judged_through = told->judged_through,
                .epoch = told->epoch,
                .refusal = &inquiry->refusal,
        };
}

static int encode(struct inquiry *inquiry, int outcome, struct bytes *ret_body)
{
        if (outcome == QUERY_DAMAGED) {
                const char *field =
                        arena_print(inquiry->arena, "record %llu", (unsigned long long)inquiry->archive->damaged);

                outcome = query_inquiry_refuse(inquiry, CODE_DAMAGED, field);
        }
        if (outcome == QUERY_REFUSED)
                only_refusal(inquiry);
        inquiry->answer.id = inquiry->query.id;
        return codec_put_answer(&inquiry->answer, inquiry->arena, ret_body);
}

/* The snapshot stays open until the answer is encoded: rows point into it. */
static int answer_whole(struct inquiry *inquiry, uint64_t key_id, enum code if_early, struct bytes *ret_body)
{
        int outcome = query_archive_begin(inquiry->archive);
        int r;

        if (outcome)
                return err_trace(outcome);
        outcome = answer_open(inquiry, key_id, if_early);
        r = outcome < 0 || outcome == QUERY_WAIT ? outcome : encode(inquiry, outcome, ret_body);
        query_archive_end(inquiry->archive);
        return query_pass(r);
}

int query_answer(struct inquiry *inquiry, uint64_t key_id, struct bytes question, enum code if_early,
                 struct bytes *ret_body)
{
        int r;

        arena_reset(inquiry->arena);
        inquiry->query = (struct query){0};
        inquiry->answer = (struct answer){0};
        inquiry->told = 0;
        inquiry->archive->damaged = 0;
        r = read_question(inquiry, question);
        r = r ? r : answer_whole(inquiry, key_id, if_early, ret_body);
        if (!r && ret_body->len > LIMIT_FRAME_BYTES)
                r = query_inquiry_refuse(inquiry, CODE_TOO_LARGE, "answer");
        if (r == QUERY_REFUSED)
                r = encode(inquiry, QUERY_REFUSED, ret_body);
        return query_pass(r);
}
