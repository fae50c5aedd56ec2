/* bulletin_journal.c - what a bulletin takes from the records themselves. */
#include "client/cli/bulletin.h"

/* Room for one more; it doubles, the old place stays in the arena. */
static void *grown(struct arena *arena, void *at, size_t n, size_t *room, size_t size)
{
        const size_t wanted = *room ? 2 * *room : 16;
        void *moved;

        if (n < *room)
                return at;
        moved = arena_array(arena, wanted, size);
        if (moved && n)
                memcpy(moved, at, n * size);
        if (moved)
                *room = wanted;
        return moved;
}

static int add_change(struct bulletin_journal *journal, struct arena *arena, const struct verdict *verdict)
{
        void *at =
                grown(arena, journal->change.at, journal->change.n, &journal->change_room, sizeof *journal->change.at);

        if (!at)
                return err_fail("out of memory");
        journal->change.at = at;
        journal->change.at[journal->change.n++] =
                (struct bulletin_change){verdict->cause, verdict->task.no, verdict->was};
        return 0;
}

/* The words of the note, as far as the event has them; false when the event is no note. */
static bool read_note(const struct event *event, struct bulletin_note *note)
{
        switch (event->kind) {
        case EVENT_CORRECTION:
                note->reason = event->correction.reason;
                return true;
        case EVENT_ACCEPT:
                note->part = event->accept.part;
                note->reason = event->accept.reason;
                note->until = event->accept.until;
                return true;
        case EVENT_EXTENSION:
                note->part = event->extension.part;
                note->reason = event->extension.reason;
                note->until = event->extension.new_due;
                return true;
        case EVENT_PROPOSAL:
                note->part = event->proposal.part;
                note->reason = event->proposal.reason;
                note->until = event->proposal.due;
                return true;
        case EVENT_SUSPENSION:
                note->reason = event->suspension.reason;
                note->until = event->suspension.until;
                return !event->suspension.lifted;
        default:
                return false;
        }
}

static int add_note(struct bulletin_journal *journal, struct arena *arena, struct bulletin_note note)
{
        void *at = grown(arena, journal->note.at, journal->note.n, &journal->note_room, sizeof *journal->note.at);

        note.author = arena_copy(arena, note.author);
        note.reason = arena_copy(arena, note.reason);
        if (!at || !note.author.at || !note.reason.at)
                return err_fail("out of memory");
        journal->note.at = at;
        journal->note.at[journal->note.n++] = note;
        return 0;
}

/* Says yes or no to a note that was taken in before. */
static void approve(struct bulletin_journal *journal, const struct approval *approval)
{
        for (size_t i = 0; i < journal->note.n; i++) {
                struct bulletin_note *note = &journal->note.at[i];

                if (note->seq != approval->proposal_seq)
                        continue;
                note->approvals += approval->approved;
                note->rejected = note->rejected || !approval->approved;
        }
}

bool bulletin_journal_holds(const struct bulletin_journal *journal, const struct bulletin_note *note)
{
        const bool asked = note->kind == EVENT_EXTENSION || note->kind == EVENT_PROPOSAL;
        const uint32_t needed = journal->approvals_needed ? journal->approvals_needed : 1;

        return !asked || (!note->rejected && note->approvals >= needed);
}

int bulletin_journal_add(struct bulletin_journal *journal, struct arena *arena, const struct record_view *record,
                         const struct event *event)
{
        const struct task_ref *task = event_task(event);
        struct bulletin_note note = {.seq = record->seq, .kind = event->kind, .author = record->department};

        if (event->kind == EVENT_BULLETIN_CLOSED && bytes_equal(event->bulletin_closed.plan, journal->plan)) {
                journal->last = event->bulletin_closed;
                journal->last.plan = journal->plan;
                journal->last.hash = arena_copy(arena, event->bulletin_closed.hash);
                return journal->last.hash.at ? 0 : err_fail("out of memory");
        }
        if (event->kind == EVENT_APPROVAL)
                approve(journal, &event->approval);
        if (!task || !bytes_equal(task->plan, journal->plan))
                return 0;
        if (event->kind == EVENT_VERDICT)
                return add_change(journal, arena, &event->verdict);
        note.task = task->no;
        return read_note(event, &note) ? add_note(journal, arena, note) : 0;
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
