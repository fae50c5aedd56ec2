/* bulletin_journal.c - what a bulletin takes from the records themselves. */
#include "client/cli/bulletin.h"
#include "client/cli/grow.h"

void bulletin_journal_open(struct bulletin_journal *journal, struct arena *arena, struct bytes plan)
{
        *journal = (struct bulletin_journal){.docket = {.arena = arena, .plan = plan}};
}

static int add_change(struct bulletin_journal *journal, const struct verdict *verdict)
{
        journal->change.at = grow(journal->docket.arena, journal->change.at, journal->change.n, 1,
                                  &journal->change_room, sizeof *journal->change.at);
        if (!journal->change.at)
                return err_fail("out of memory");
        journal->change.at[journal->change.n++] =
                (struct bulletin_change){verdict->cause, verdict->task.no, verdict->was};
        return 0;
}

static int add_note(struct bulletin_journal *journal, struct bulletin_note note)
{
        journal->note.at = grow(journal->docket.arena, journal->note.at, journal->note.n, 1, &journal->note_room,
                                sizeof *journal->note.at);
        if (!journal->note.at)
                return err_fail("out of memory");
        journal->note.at[journal->note.n++] = note;
        return 0;
}

/* What holds from its record on; a lifted suspension is no entry. */
static int add_entry(struct bulletin_journal *journal, uint64_t seq)
{
        const struct docket_entry *entry = docket_find(&journal->docket, seq);

        if (!entry)
                return 0;
        return add_note(journal, (struct bulletin_note){.seq = seq,
                                                        .kind = entry->kind,
                                                        .task = entry->task,
                                                        .part = entry->part,
                                                        .department = entry->department,
                                                        .reason = entry->reason,
                                                        .until = entry->until});
}

/* The service says what is in force; who asked for it and why stands in the request. */
static int add_amendment(struct bulletin_journal *journal, uint64_t seq, const struct amendment *amendment)
{
        const struct docket_entry *request = docket_find(&journal->docket, amendment->proposal_seq);
        int r = 0;

        for (size_t i = 0; i < amendment->change.n && r == 0; i++) {
                const struct part_change *change = &amendment->change.at[i];
                struct bulletin_note note = {.seq = seq,
                                             .kind = request ? request->kind : EVENT_PROPOSAL,
                                             .task = amendment->task.no,
                                             .part = change->part,
                                             .until = change->due,
                                             .target = change->target,
                                             .was_target = change->was_target,
                                             .was_due = change->was_due};

                if (change->proposal_seq != amendment->proposal_seq)
                        continue; /* one of before, told when it came into force */
                note.department = request ? request->department : note.department;
                note.reason = request ? request->reason : note.reason;
                r = add_note(journal, note);
        }
        return r;
}

static int add_closed(struct bulletin_journal *journal, const struct bulletin_closed *closed)
{
        if (!bytes_equal(closed->plan, journal->docket.plan))
                return 0;
        journal->last = (struct bulletin_closed){
                .plan = journal->docket.plan, .data_date = closed->data_date, .through_seq = closed->through_seq};
        return 0;
}

int bulletin_journal_add(struct bulletin_journal *journal, const struct record_view *record, const struct event *event,
                         struct bytes plan)
{
        int r;

        if (event->kind == EVENT_BULLETIN_CLOSED)
                return add_closed(journal, &event->bulletin_closed);
        if (!bytes_equal(plan, journal->docket.plan))
                return 0;
        r = docket_add(&journal->docket, record, event, plan);
        if (r)
                return err_trace(r);
        switch (event->kind) {
        case EVENT_VERDICT:
                return add_change(journal, &event->verdict);
        case EVENT_AMENDMENT:
                return add_amendment(journal, record->seq, &event->amendment);
        case EVENT_CORRECTION:
        case EVENT_ACCEPT:
        case EVENT_SUSPENSION:
                return add_entry(journal, record->seq);
        default:
                return 0;
        }
}

enum verdict_word bulletin_journal_was(const struct bulletin_journal *journal, uint32_t task)
{
        for (size_t i = 0; i < journal->change.n; i++) {
                const struct bulletin_change *change = &journal->change.at[i];

                if (change->task == task && change->cause > journal->last.through_seq)
                        return change->was;
        }
        return VERDICT_UNSPECIFIED;
}
