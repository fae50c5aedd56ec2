/* admin_rejudge.c - `duband rejudge`: the journal judged again, as a proof; or under another policy, as a rehearsal.
 * Only reads; also beside a running service. */
#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "broker/admin.h"
#include "broker/options.h"
#include "broker/progress.h"
#include "broker/rejudge_report.h"
#include "lib/base/file.h"
#include "lib/base/signals.h"
#include "proto/ids.h"
#include "proto/policy_json.h"
#include "workers/notifier/replay.h"

struct rejudge {
        struct journal *journal;
        struct progress progress;
        int signals;
        uint64_t seq; /* how far it is */
        struct policy policy;
        const struct rejudge_form *form;
        struct rejudge_report report;
};

static bool go_on(void *context, uint64_t seq, uint64_t head)
{
        struct rejudge *rejudge = context;
        enum signals_wish wish;

        rejudge->seq = seq;
        progress_show(&rejudge->progress, seq, head);
        return !ferror(stdout) && (signals_next(rejudge->signals, &wish) != 0 || wish != SIGNALS_STOP);
}

static struct replay_options options_of(struct rejudge *rejudge)
{
        return (struct replay_options){.journal = rejudge->journal, .context = rejudge, .go_on = go_on};
}

static int status_of(struct rejudge *rejudge, int r)
{
        progress_clear(&rejudge->progress);
        if (r == REPLAY_STOPPED)
                fprintf(stderr, "duband rejudge: stopped at record %" PRIu64 "\n", rejudge->seq);
        if (fflush(stdout) != 0 || ferror(stdout))
                return EX_IOERR;
        return r == REPLAY_STOPPED ? EX_TEMPFAIL : r < 0 ? EX_IOERR : r;
}

/* -- the proof -- */

static const char *id_of(const struct word_list *words, int value)
{
        return word_of(words, value)->id;
}

static void print_words(const char *side, const struct replay_words *words)
{
        const struct event_row *row = event_row(words->kind);

        printf("  %s ", side);
        if (!words->there) {
                puts("nothing");
                return;
        }
        printf("%s of record %" PRIu64 " (ordinal %" PRIu32 ", judge %" PRIu32 ", policy %" PRIu32 "):",
               row ? row->name : "no event", words->cause, words->ordinal, words->judge_version, words->policy_version);
        if (words->kind == EVENT_VERDICT)
                printf(" %s, raw %s, part %" PRIu32 "%s%s\n", id_of(&WORDS_VERDICT, (int)words->verdict),
                       id_of(&WORDS_VERDICT, (int)words->raw_verdict), words->governing, words->why ? ", " : "",
                       id_of(&WORDS_WHY, (int)words->why));
        else if (words->kind == EVENT_ALERT)
                printf(" %s %s %s, part %" PRIu32 "\n", id_of(&WORDS_ALERT_CHANGE, (int)words->change),
                       id_of(&WORDS_SEVERITY, (int)words->severity), id_of(&WORDS_ALERT_KIND, (int)words->alert),
                       words->part);
        else
                printf(" findings: %zu\n", words->findings);
}

static bool same_words(const struct replay_words *a, const struct replay_words *b)
{
        return a->there && b->there && a->kind == b->kind && a->task == b->task && a->verdict == b->verdict &&
               a->raw_verdict == b->raw_verdict && a->why == b->why && a->governing == b->governing &&
               a->part == b->part && a->alert == b->alert && a->change == b->change && a->severity == b->severity &&
               a->findings == b->findings;
}

static void print_difference(const struct replay_difference *difference)
{
        const struct replay_words *either = difference->recorded.there ? &difference->recorded : &difference->judged;

        printf("DIFFERENT at record %" PRIu64 ", task %" PRIu32 "%s\n", difference->seq, ids_task_no(either->task),
               same_words(&difference->recorded, &difference->judged) ? ": the same words, other figures" : "");
        print_words("recorded:", &difference->recorded);
        print_words("judged:  ", &difference->judged);
}

static void print_same(const struct replay_result *result)
{
        const uint64_t derived = result->verdicts + result->alerts + result->intakes;
        char hash[2 * HASH_SIZE + 1];

        hex_put(hash, result->hash, HASH_SIZE);
        printf("%" PRIu64 " records, %" PRIu64 " derived events, %" PRIu64 " verdicts, %" PRIu64
               " alerts, all the same\nhash %s\n",
               result->head, derived, result->verdicts, result->alerts, hash);
        if (result->pending)
                printf("not in the journal yet: derived events of record %" PRIu64 " and later, %" PRIu64 "\n",
                       result->pending_cause, result->pending);
}

static int prove(struct rejudge *rejudge)
{
        const struct replay_options options = options_of(rejudge);
        struct replay_result result;
        const int r = replay_run(&options, &result);

        progress_clear(&rejudge->progress);
        if (r == 0)
                print_same(&result);
        else if (r == REPLAY_DIFFERS)
                print_difference(&result.difference);
        return status_of(rejudge, r); /* REPLAY_DIFFERS is 1: found something wrong */
}

/* -- the rehearsal -- */

static void on_verdict(void *context, const struct rehearse_verdict *verdict)
{
        struct rejudge *rejudge = context;

        progress_clear(&rejudge->progress);
        rejudge->form->verdict(&rejudge->report, verdict);
}

static void on_alert(void *context, const struct rehearse_alert *alert)
{
        struct rejudge *rejudge = context;

        progress_clear(&rejudge->progress);
        rejudge->form->alert(&rejudge->report, alert);
}

static int rehearse(struct rejudge *rejudge)
{
        const struct rehearse_options options = {.replay = options_of(rejudge),
                                                 .policy = &rejudge->policy,
                                                 .from = rejudge->report.from,
                                                 .verdict = on_verdict,
                                                 .alert = on_alert};
        struct rehearse_totals totals;
        int r;

        rejudge->form->begin(&rejudge->report);
        r = rehearse_run(&options, &totals);
        progress_clear(&rejudge->progress);
        if (r == 0)
                rejudge->form->end(&rejudge->report, &totals);
        return status_of(rejudge, r);
}

/* 0, or the exit status with every flaw told. */
static int read_policy(struct rejudge *rejudge, const char *path, struct arena *arena)
{
        struct policy_json_flaws flaws;
        struct bytes text;
        int r = file_read(path, POLICY_JSON_BYTES_MAX, arena, &text);

        if (r) {
                fprintf(stderr, "duband rejudge: %s: %s\n", path, r > 0 ? file_reason(r) : "it cannot be read");
                return EX_NOINPUT;
        }
        r = policy_json_read(text, arena, &rejudge->policy, &flaws);
        for (size_t i = 0; r == POLICY_JSON_BAD && i < flaws.flaw.n; i++)
                fprintf(stderr, "%s: %s: %s\n", path, flaws.flaw.at[i].path,
                        rejudge->report.language == LANGUAGE_ZH ? flaws.flaw.at[i].zh : flaws.flaw.at[i].en);
        return r == 0 ? 0 : r < 0 ? EX_OSERR : 2;
}

/* -- the verb -- */

struct wishes { /* as given */
        const char *dir;
        const char *policy;
        const char *from;
        const char *format;
        const char *lang;
};

static int complain(const char *option, const char *should)
{
        fprintf(stderr, "duband rejudge: %s %s\n", option, should);
        return 2;
}

static const struct rejudge_form *find_form(const char *name)
{
        static const struct rejudge_form *const FORMS[] = {&rejudge_text, &rejudge_json};

        for (size_t i = 0; i < COUNT_OF(FORMS); i++)
                if (strcmp(name, FORMS[i]->name) == 0)
                        return FORMS[i];
        return NULL;
}

static int understand(const struct wishes *wishes, struct rejudge *rejudge)
{
        rejudge->report = (struct rejudge_report){.out = stdout, .language = LANGUAGE_ZH, .policy = &rejudge->policy};
        rejudge->form = find_form(wishes->format ? wishes->format : "text");
        if (!wishes->policy && (wishes->from || wishes->format || wishes->lang))
                return complain("--from, --format and --lang", "go with --policy");
        if (wishes->from && day_from_text(bytes_str(wishes->from), &rejudge->report.from))
                return complain("--from", "takes a date as 2023-06-30");
        if (!rejudge->form)
                return complain("--format", "is text or json");
        if (wishes->lang && strcmp(wishes->lang, "zh") != 0 && strcmp(wishes->lang, "en") != 0)
                return complain("--lang", "is zh or en");
        if (wishes->lang && strcmp(wishes->lang, "en") == 0)
                rejudge->report.language = LANGUAGE_EN;
        return 0;
}

static int run(const struct wishes *wishes, struct rejudge *rejudge)
{
        ARENA struct arena *arena = arena_new(0); /* the policy */
        int status = arena ? understand(wishes, rejudge) : EX_OSERR;

        if (status == 0 && (ids_start() || signals_open(&rejudge->signals)))
                return EX_OSERR;
        if (status == 0 && wishes->policy)
                status = read_policy(rejudge, wishes->policy, arena);
        if (status == 0)
                status = admin_open_journal(wishes->dir, &rejudge->journal);
        rejudge->progress = progress_start("rejudge");
        if (status == 0)
                status = wishes->policy ? rehearse(rejudge) : prove(rejudge);
        journal_close(rejudge->journal);
        if (rejudge->signals >= 0)
                close(rejudge->signals);
        return status;
}

int admin_rejudge(const struct admin_verb *verb, int argc, char **argv)
{
        struct wishes wishes = {0};
        struct rejudge rejudge = {.signals = -1};
        const struct option_row rows[] = {
                {"--dir", &wishes.dir, NULL},       {"--policy", &wishes.policy, NULL}, {"--from", &wishes.from, NULL},
                {"--format", &wishes.format, NULL}, {"--lang", &wishes.lang, NULL},
        };
        const int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !wishes.dir)
                return admin_usage(verb, 2);
        return run(&wishes, &rejudge);
}
