/* verb_history.c - `duban history N`: what the journal holds about one task, newest first. */
#include "client/cli/ask.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"
#include "proto/codec.h"

static const struct args_option OPTIONS[] = {
        {"limit", "N", "最多列出多少条", "at most so many records", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct column HISTORY[] = {
        {"seq", "日志序号", "Sequence", COLUMN_RIGHT},
        {"at", "时间", "When", 0},
        {"kind", "种类", "Kind", 0},
        {"what", "内容", "What", COLUMN_WRAP},
        {"turn", "变更", "Turn", COLUMN_DATA},
        {"author", "经手人", "Author", 0},
        {"department", "单位", "Department", 0},
        {"epoch", "纪元", "Epoch", COLUMN_DATA},
        {"hash", "链值", "Chain hash", COLUMN_DATA},
};

static struct cell kind_of(struct page *page, uint32_t kind)
{
        const struct event_row *row = event_row((enum event_kind)kind);

        if (!row)
                return cell_count(page, kind);
        return cell_pair(page_say(page, row->zh, row->name), json_string(row->name));
}

/* What the kind alone does not tell: the same record says a thing or takes it back. */
struct turn {
        const char *id;
        const char *zh;
        const char *en;
};

static const struct turn *turn_of(const struct event *event)
{
        static const struct turn OBJECTION = {"objection", "申辩", "objection"}, LIFTED = {"lifted", "解除", "lifted"},
                                 REOPENED = {"reopened", "恢复", "reopened"}, REJECTED = {"rejected", "不同意", "no"};

        switch (event->kind) {
        case EVENT_ALERT_ANSWER:
                return event->alert_answer.objection ? &OBJECTION : NULL;
        case EVENT_SUSPENSION:
                return event->suspension.lifted ? &LIFTED : NULL;
        case EVENT_CLOSE:
                return event->close.reopened ? &REOPENED : NULL;
        case EVENT_APPROVAL:
                return event->approval.approved ? NULL : &REJECTED;
        default:
                return NULL;
        }
}

/* "异议: …", "同意". */
static struct cell countersign_of(struct page *page, const struct countersign *countersign)
{
        const char *word =
                countersign->objection ? page_say(page, "异议", "objects") : page_say(page, "同意", "consents");

        return cell_string(page, page_text(page, "%s%s%.*s", word, countersign->text.len ? ": " : "",
                                           BYTES_ARG(countersign->text)));
}

/* In a few words; only of the kinds that have them. */
static struct cell words_of(struct page *page, const struct event *event)
{
        switch (event->kind) {
        case EVENT_REPORT:
                return cell_day(page, event->report.data_date);
        case EVENT_CORRECTION:
                return cell_bytes(page, event->correction.reason);
        case EVENT_RETURN:
                return cell_bytes(page, event->return_report.reason);
        case EVENT_REMARK:
                return cell_word(page, &WORDS_REMARK, (int)event->remark.word);
        case EVENT_ACCEPT:
                return cell_day(page, event->accept.until);
        case EVENT_EXTENSION:
                return cell_day(page, event->extension.new_due);
        case EVENT_SUSPENSION:
                return cell_bytes(page, event->suspension.reason);
        case EVENT_CLOSE:
                return cell_bytes(page, event->close.reason);
        case EVENT_APPROVAL:
                return cell_bytes(page, event->approval.reason);
        case EVENT_PROPOSAL:
                return cell_bytes(page, event->proposal.reason);
        case EVENT_LETTER_SIGNED:
                return cell_bytes(page, event->letter_signed.number);
        case EVENT_WITHDRAWAL:
                return cell_bytes(page, event->withdrawal.reason);
        case EVENT_COUNTERSIGN:
                return countersign_of(page, &event->countersign);
        case EVENT_ALERT_ANSWER:
                return cell_bytes(page, event->alert_answer.plan);
        case EVENT_VERDICT:
                return cell_word(page, &WORDS_VERDICT, (int)event->verdict.verdict);
        case EVENT_ALERT:
                return cell_word(page, &WORDS_ALERT_CHANGE, (int)event->alert.change);
        default:
                return cell_none();
        }
}

static struct cell what_of(struct page *page, const struct event *event)
{
        const struct turn *turn = turn_of(event);
        struct cell cell = words_of(page, event);

        if (turn)
                cell.text = page_text(page, page_say(page, "%s:%s", "%s: %s"), page_say(page, turn->zh, turn->en),
                                      cell.text ? cell.text : "");
        return cell;
}

static int add(struct page *page, const struct record_view *record)
{
        struct event event = {.kind = EVENT_NONE};
        struct flaw flaw;

        /* A record may be withheld or of a later version; its header still tells what it is. */
        if (record->event.len && codec_event(record->event, page->arena, &event, &flaw) < 0)
                return err_fail("out of memory");

        const struct turn *turn = turn_of(&event);
        const struct cell cells[] = {
                cell_count(page, record->seq),
                cell_instant(page, record->at),
                kind_of(page, record->kind),
                what_of(page, &event),
                turn ? cell_string(page, turn->id) : cell_none(),
                cell_bytes(page, record->author),
                cell_bytes(page, record->department),
                cell_count(page, record->epoch),
                cell_hex(page, record->hash),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(HISTORY), "a cell for each column");
        page_row(page, cells);
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        struct query query = {.ask = ASK_HISTORY};
        struct answer answer;
        struct page page;
        uint64_t limit = 0;
        int r;

        r = session_task(session, args->word[0], &query.task);
        if (r == 0)
                r = session_count(session, "--limit", args_get(args, "limit"), UINT32_MAX, &limit);
        query.limit = (uint32_t)limit;
        if (r == 0)
                r = ask_all(session, &query, &answer);
        if (r)
                return r;
        if (limit && answer.record.n > limit)
                answer.record.n = limit;
        page_open(&page, session->arena, session->language);
        page_table(&page, "records", HISTORY, COUNT_OF(HISTORY));
        for (size_t i = 0; i < answer.record.n && r == 0; i++)
                r = add(&page, &answer.record.at[i]);
        if (r) {
                page_close(&page);
                return err_trace(r);
        }
        task_rows_through(&page, &answer);
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_history = {
        .name = "history",
        .group = GROUP_EVERYONE,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_AS_OF,
        .zh = "一项任务在日志中的全部记录,新的在前",
        .en = "all records about one task, newest first",
        .example = "duban history 72 --limit 20",
        .options = OPTIONS,
        .run = run,
};
