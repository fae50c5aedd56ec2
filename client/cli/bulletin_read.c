/* bulletin_read.c - three answers about the same sequence, the journal before it, and a hash. */
#include "client/cli/bulletin_read.h"

#include <inttypes.h>
#include <stdlib.h>

#include "proto/ids.h"

enum { READ_AGAIN_MAX = 5 };

/* -- reading one state -- */

struct reading {
        struct answer clock;
        struct answer status;
        struct answer plan;
};

static int read_once(struct session *session, struct reading *reading)
{
        const struct query status = {.ask = ASK_STATUS, .with_texts = true};
        int r = ask_clock(session, &reading->clock);

        return r ? r : ask_with_plan(session, &status, &reading->status, &reading->plan);
}

/* All three answers speak of the same sequence. */
static bool is_one_state(const struct reading *reading)
{
        return reading->clock.through_seq == reading->status.through_seq &&
               reading->status.through_seq == reading->plan.through_seq;
}

static int read_state(struct session *session, struct reading *reading)
{
        for (int i = 0; i < READ_AGAIN_MAX; i++) {
                int r = read_once(session, reading);

                if (r || is_one_state(reading))
                        return r;
        }
        return session_complain(session, CLI_NO_ANSWER, "读取期间日志一直在增长;请稍后再试",
                                "records kept coming in while it was read; try again later");
}

/* The chain's hash at the sequence that the bulletin speaks of. */
static int read_hash(struct session *session, struct bulletin *bulletin)
{
        const struct query query = {.ask = ASK_RECORDS, .from_seq = bulletin->through_seq, .limit = 1};
        struct answer answer;
        int r = ask_now(session, &query, &answer);

        if (r)
                return r;
        if (answer.record.n == 0 || answer.record.at[0].seq != bulletin->through_seq)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有日志 %" PRIu64,
                                        "the answer lacks record %" PRIu64, bulletin->through_seq);
        bulletin->hash = answer.record.at[0].hash;
        return 0;
}

/* A key that may not read every department's texts would print a bulletin with holes. */
static int check_reader(struct session *session)
{
        const struct query query = {.ask = ASK_WHOAMI};
        struct answer answer;
        int r = ask_now(session, &query, &answer);

        if (r)
                return r;
        if (!answer.whoami || !roster_reads_texts(answer.whoami->role))
                return session_complain(session, CLI_REFUSED, "此密钥不能查看各单位的填报文字,印不出完整的通报",
                                        "this key may not read what all departments wrote: the bulletin would have "
                                        "holes");
        return 0;
}

static int take(void *context, const struct record_view *record, const struct event *event, struct bytes plan)
{
        return event ? bulletin_journal_add(context, record, event, plan) : 0;
}

/* What the internal edition has besides. */
static int read_inside(struct session *session, struct bulletin *bulletin)
{
        int r = read_hash(session, bulletin);

        if (r)
                return r;
        bulletin_journal_open(&bulletin->journal, session->arena, bulletin->plan->header->id);
        return records_walk(session, BULLETIN_KINDS, bulletin->through_seq, take, &bulletin->journal);
}

int bulletin_read(struct session *session, struct bulletin *bulletin)
{
        struct reading reading;
        int r = check_reader(session);

        if (r == 0)
                r = read_state(session, &reading);
        if (r)
                return r;
        if (!day_is_set(bulletin->issued))
                bulletin->issued = reading.clock.health->today;
        bulletin->plan = reading.plan.plan;
        bulletin->task = reading.status.task.at;
        bulletin->n_tasks = reading.status.task.n;
        bulletin->through_seq = reading.status.through_seq;
        bulletin->judged_through = reading.status.judged_through;
        if (bulletin->internal)
                r = read_inside(session, bulletin);
        return r ? r : bulletin_count(bulletin, session->arena);
}

int bulletin_read_seal(struct session *session, const struct bulletin *bulletin, uint8_t *ret_hash)
{
        struct bulletin public = *bulletin;
        struct page page;
        char *text = NULL;
        size_t len = 0;
        FILE *file = open_memstream(&text, &len);
        int r;

        if (!file)
                return err_fail("out of memory");
        public.internal = false;
        page_open(&page, session->arena, LANGUAGE_ZH);
        bulletin_page(&page, &public);
        r = output_page(&output_text, file, &page);
        page_close(&page);
        if (fclose(file) != 0 && r == 0)
                r = err_fail("out of memory");
        if (r == 0)
                ids_hash(bytes_of(text, len), ret_hash);
        free(text);
        return r;
}

int bulletin_read_printed(struct session *session, const struct args *args, struct bulletin *bulletin)
{
        bulletin->index_no = bytes_str(args_get(args, "index"));
        bulletin->number = bytes_str(args_get(args, "number"));
        bulletin->title = bytes_str(args_get(args, "title"));
        return session_day(session, "--issued", args_get(args, "issued"), &bulletin->issued);
}
