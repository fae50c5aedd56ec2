/* ask.c - encode, ask, decode, and join the pages. */
#include "client/cli/ask.h"

#include <inttypes.h>
#include <stdlib.h>

#include "client/cli/grow.h"
#include "proto/codec.h"

/* How long the service is to wait for `at_least`, and how often it is asked to: less than libduban waits for an answer,
 * or it would give up just before the service says that the time is over. */
enum { WAIT_MS = 4000, WAITS = 2 };

/* What it is that is not there; the service's sentence says of all the same. */
static struct bytes sentence_of(const struct session *session, const struct refusal *refusal)
{
        static const struct {
                const char *field;
                const char *zh;
                const char *en;
        } MISSING[] = {
                {"as_of", "日志还没有到这个序号", "The journal does not go that far"},
                {"task.no", "计划中没有该任务", "No such task in the plan"},
                {"plan", "还没有计划", "No plan is in force yet"},
                {"task.plan", "生效的计划不是这一个", "That is not the plan in force"},
        };

        for (size_t i = 0; refusal->code == CODE_NOT_FOUND && i < COUNT_OF(MISSING); i++)
                if (bytes_is(refusal->field, MISSING[i].field))
                        return bytes_str(session_say(session, MISSING[i].zh, MISSING[i].en));
        return session->language == LANGUAGE_ZH ? refusal->sentence_zh : refusal->sentence_en;
}

int ask_refused(const struct session *session, const struct refusal *refusal)
{
        const struct bytes sentence = sentence_of(session, refusal);
        const int outcome = refusal->retry || refusal->code == CODE_TIMED_OUT ? CLI_NO_ANSWER : CLI_REFUSED;

        if (refusal->code == CODE_TIMED_OUT)
                return session_complain(
                        session, outcome, "日志序号 %" PRIu64 " 尚未判定;请稍后再试,或给出较小的 --at-least",
                        "sequence %" PRIu64 " is not judged yet; try again later, or give a lower --at-least",
                        session->at_least > session->as_of ? session->at_least : session->as_of);
        return session_complain(session, outcome, "服务拒绝:%.*s(%.*s%s%.*s)", "refused: %.*s (%.*s%s%.*s)",
                                BYTES_ARG(sentence), BYTES_ARG(refusal->name), refusal->field.len ? " " : "",
                                BYTES_ARG(refusal->field));
}

int ask_no_progress(const struct session *session)
{
        return session_complain(session, CLI_NO_ANSWER, "服务的分页应答没有进展",
                                "the service pages without getting on");
}

/* Bytes out, bytes in; the answer's bytes belong to the client until its next call. */
static int exchange(struct session *session, const struct query *query, struct bytes *ret_bytes)
{
        struct duban_client *client;
        struct bytes encoded;
        const void *at;
        size_t len;
        int r;

        r = session_client(session, &client);
        if (r)
                return r;
        r = codec_put_query(query, session->arena, &encoded);
        if (r)
                return err_trace(r);
        r = duban_ask(client, encoded.at, encoded.len, &at, &len);
        if (r < 0)
                return err_trace(r);
        if (r == DUBAN_ENOHOME)
                return CLI_USAGE; /* libduban has said what and where, here and below */
        if (r == DUBAN_EBAD)
                return CLI_NO_ANSWER;
        if (r)
                return session_complain(session, CLI_NO_ANSWER, "服务没有应答;请检查网络、service 文件及密钥是否已登记",
                                        "no answer; check the network, the file `service`, and that your key is in "
                                        "the roster");
        *ret_bytes = bytes_of(at, len);
        return 0;
}

static int ask_decoded(struct session *session, const struct query *asked, struct answer *ret_answer)
{
        struct bytes bytes;
        struct flaw flaw;
        int r = exchange(session, asked, &bytes);

        if (r)
                return r;
        r = codec_answer(bytes, session->arena, ret_answer, &flaw);
        if (r < 0)
                return err_trace(r);
        if (r)
                return session_complain(session, CLI_NO_ANSWER, "应答无法识别(%s);客户端与服务版本可能不符",
                                        "the answer makes no sense (%s); client and service may differ in version",
                                        flaw.field);
        return 0;
}

static bool is_timed_out(const struct answer *answer)
{
        return answer->refusal && answer->refusal->code == CODE_TIMED_OUT;
}

/* The answer as it came, also when it is a refusal. */
static int ask_any(struct session *session, const struct query *query, struct answer *ret_answer)
{
        struct query asked = *query;
        int r = 0;

        asked.at_least = session->at_least;
        asked.as_of = session->as_of;
        asked.for_date = session->for_date;
        asked.timeout_ms = WAIT_MS;
        if (asked.task.plan.len == 0)
                asked.task.plan = session->plan;
        for (int i = 0; i < WAITS; i++) {
                r = ask_decoded(session, &asked, ret_answer);
                if (r || !is_timed_out(ret_answer))
                        break;
        }
        return r;
}

int ask_once(struct session *session, const struct query *query, struct answer *ret_answer)
{
        struct answer answer;
        int r = ask_any(session, query, &answer);

        if (r)
                return r;
        if (answer.refusal)
                return ask_refused(session, answer.refusal);
        *ret_answer = answer;
        return 0;
}

int ask_in_force(struct session *session, struct bytes plan, bool *ret_in_force)
{
        const struct query query = {.ask = ASK_PLAN, .task = {.plan = plan}, .limit = 1};
        struct answer answer;
        int r = ask_any(session, &query, &answer);

        if (r)
                return r;
        if (answer.refusal && answer.refusal->code != CODE_NOT_FOUND)
                return ask_refused(session, answer.refusal);
        *ret_in_force = !answer.refusal;
        return 0;
}

int ask_now(struct session *session, const struct query *query, struct answer *ret_answer)
{
        const uint64_t as_of = session->as_of;
        const struct day for_date = session->for_date;
        int r;

        session->as_of = 0;
        session->for_date = (struct day){0};
        r = ask_once(session, query, ret_answer);
        session->as_of = as_of;
        session->for_date = for_date;
        return r;
}

/* Appends items to a list of any type. */
static int append(struct arena *arena, void *list_at, size_t *n, size_t *room, const void *more, size_t n_more,
                  size_t size)
{
        void *at;

        if (n_more == 0)
                return 0;
        memcpy(&at, list_at, sizeof at);
        at = grow(arena, at, *n, n_more, room, size);
        if (!at)
                return err_fail("out of memory");
        memcpy(list_at, &at, sizeof at);
        memcpy((char *)at + *n * size, more, n_more * size);
        *n += n_more;
        return 0;
}

struct rooms { /* how much each joined list can hold */
        size_t task;
        size_t record;
        size_t alert;
        size_t plan_task;
        size_t member;
        size_t key;
};

#define JOIN(list, more, room)                                                                                         \
        append(session->arena, &(list)->at, &(list)->n, &(room), (more)->at, (more)->n, sizeof *(list)->at)

static int join_plan(struct session *session, struct answer *all, const struct answer *page, struct rooms *rooms)
{
        struct plan_view *plan;
        int r;

        if (!page->plan)
                return 0;
        plan = arena_take(session->arena, sizeof *plan);
        if (!plan)
                return err_fail("out of memory");
        *plan = all->plan ? *all->plan : (struct plan_view){.header = page->plan->header, .seq = page->plan->seq};
        r = JOIN(&plan->task, &page->plan->task, rooms->plan_task);
        if (r)
                return err_trace(r);
        all->plan = plan;
        return 0;
}

static int join_roster(struct session *session, struct answer *all, const struct answer *page, struct rooms *rooms)
{
        struct roster_view *roster;
        int r;

        if (!page->roster)
                return 0;
        roster = arena_take(session->arena, sizeof *roster);
        if (!roster)
                return err_fail("out of memory");
        *roster = all->roster ? *all->roster : (struct roster_view){.member.n = 0};
        r = JOIN(&roster->member, &page->roster->member, rooms->member);
        if (r == 0)
                r = JOIN(&roster->key, &page->roster->key, rooms->key);
        if (r)
                return err_trace(r);
        all->roster = roster;
        return 0;
}

static int join(struct session *session, struct answer *all, const struct answer *page, struct rooms *rooms)
{
        int r;

        r = JOIN(&all->task, &page->task, rooms->task);
        if (r == 0)
                r = JOIN(&all->record, &page->record, rooms->record);
        if (r == 0)
                r = JOIN(&all->alert, &page->alert, rooms->alert);
        if (r == 0)
                r = join_plan(session, all, page, rooms);
        if (r == 0)
                r = join_roster(session, all, page, rooms);
        if (r)
                return err_trace(r);
        if (page->through_seq < all->through_seq)
                all->through_seq = page->through_seq;
        if (page->judged_through < all->judged_through)
                all->judged_through = page->judged_through;
        return 0;
}

static size_t rows_of(const struct answer *answer)
{
        return answer->task.n + answer->record.n + answer->alert.n + (answer->plan ? answer->plan->task.n : 0);
}

int ask_all(struct session *session, const struct query *query, struct answer *ret_answer)
{
        struct query asked = *query;
        struct answer all = {.id = 0};
        struct rooms rooms = {0};

        for (bool first = true;; first = false) {
                struct answer page;
                int r = ask_once(session, &asked, &page);

                if (r)
                        return r;
                if (first) {
                        all = page;
                        all.task.n = all.record.n = all.alert.n = 0;
                        all.plan = NULL;
                        all.roster = NULL;
                }
                r = join(session, &all, &page, &rooms);
                if (r)
                        return err_trace(r);
                if ((page.next_no == 0 && page.next_seq == 0) || (query->limit && rows_of(&all) >= query->limit))
                        break;
                if (page.next_no == asked.from_no && page.next_seq == asked.from_seq)
                        return ask_no_progress(session);
                asked.from_no = page.next_no;
                asked.from_seq = page.next_seq;
                session_progress(session, "已读取", "read", rows_of(&all), 0);
        }
        session_progress(session, "已读取", "read", rows_of(&all), rows_of(&all));
        *ret_answer = all;
        return 0;
}

static int by_number(const void *a, const void *b)
{
        const struct task *left = a;
        const struct task *right = b;

        return (left->no > right->no) - (left->no < right->no);
}

int ask_plan(struct session *session, struct answer *ret_answer)
{
        const struct query query = {.ask = ASK_PLAN};
        struct answer answer;
        int r = ask_all(session, &query, &answer);

        if (r)
                return r;
        if (!answer.plan || !answer.plan->header)
                return session_complain(session, CLI_REFUSED, "还没有生效的计划;管理员可用 duban plan import 导入",
                                        "no plan is in force; an operator brings one in with `duban plan import`");
        if (answer.plan->task.n)
                qsort(answer.plan->task.at, answer.plan->task.n, sizeof *answer.plan->task.at, by_number);
        *ret_answer = answer;
        return 0;
}

int ask_known(const struct session *session, const struct plan_view *plan, struct bytes department)
{
        for (size_t i = 0; i < plan->task.n; i++)
                if (plan_has_duty(&plan->task.at[i], department))
                        return 0;
        if (department.len == 0)
                return 0;
        return session_complain(session, CLI_USAGE, "计划中没有由 %.*s 牵头或负责的任务;请核对单位名称",
                                "no task of the plan is led by or names %.*s; is it spelled so?",
                                BYTES_ARG(department));
}

int ask_with_plan(struct session *session, const struct query *query, struct answer *ret_answer,
                  struct answer *ret_plan)
{
        int r = ask_all(session, query, ret_answer);

        return r ? r : ask_plan(session, ret_plan);
}

int ask_clock(struct session *session, struct answer *ret_answer)
{
        const struct query query = {.ask = ASK_CLOCK};
        int r = ask_once(session, &query, ret_answer);

        if (r == 0 && !ret_answer->health)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有当前日期", "the answer holds no day");
        return r;
}

int ask_policy(struct session *session, struct answer *ret_answer)
{
        const struct query query = {.ask = ASK_POLICY};
        int r = ask_once(session, &query, ret_answer);

        if (r == 0 && !ret_answer->policy)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有规则", "the answer holds no policy");
        return r;
}

int ask_task(struct session *session, struct task_ref task, struct answer *ret_answer,
             const struct task_view **ret_view)
{
        const struct query query = {.ask = ASK_TASK, .task = task, .with_texts = true};
        int r = ask_once(session, &query, ret_answer);

        if (r)
                return r;
        if (ret_answer->task.n == 0)
                return session_complain(session, CLI_REFUSED, "计划中没有任务 %u", "there is no task %u in the plan",
                                        task.no);
        *ret_view = &ret_answer->task.at[0];
        return 0;
}

const struct task *ask_find_task(const struct plan_view *plan, uint32_t no)
{
        const struct task wanted = {.no = no};

        return plan->task.n ? bsearch(&wanted, plan->task.at, plan->task.n, sizeof wanted, by_number) : NULL;
}
