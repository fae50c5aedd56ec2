/* collector_tell.c - after a commit: the bell, the mark of the head, the key table. */
#include "proto/limits.h"
#include "workers/collector/collector_internal.h"

int collector_note_alert(struct collector *c, uint64_t seq, struct bytes event)
{
        struct bell_item *item;
        struct bytes copy;

        c->bell_bytes += event.len;
        if (c->bell_bytes > LIMIT_BELL_BYTES)
                return 0;
        item = arena_take(c->bell_arena, sizeof *item);
        copy = arena_copy(c->bell_arena, event);
        if (!item || !copy.at)
                return err_fail("out of memory");
        item->record = (struct bell_record){seq, copy};
        *c->bell_end = item;
        c->bell_end = &item->next;
        return 0;
}

/* The alerts go along if they are few; else the bell says only how far the journal has come. */
static int fill_bell(struct collector *c, struct bell *bell)
{
        size_t n = 0;

        bell->complete = c->bell_bytes <= LIMIT_BELL_BYTES;
        if (!bell->complete)
                return 0;
        for (const struct bell_item *i = c->bell_first; i; i = i->next)
                n++;
        bell->record.at = arena_array(c->bell_arena, n, sizeof *bell->record.at);
        if (!bell->record.at)
                return err_fail("out of memory");
        for (const struct bell_item *i = c->bell_first; i; i = i->next)
                bell->record.at[bell->record.n++] = i->record;
        return 0;
}

static int ring(struct collector *c, uint64_t head, const struct link_sink *sink)
{
        struct bell bell = {.epoch = c->book->epoch, .head = head, .previous_head = c->told_head};
        struct bytes frame;
        int r = fill_bell(c, &bell);

        if (r == 0)
                r = codec_put_bell(&bell, c->bell_arena, &frame);
        if (r == 0)
                r = sink->publish(sink->context, frame);
        c->told_head = head;
        c->bell_first = NULL;
        c->bell_end = c->bell_durable = &c->bell_first;
        c->bell_bytes = c->bell_bytes_durable = 0;
        arena_reset(c->bell_arena);
        return r ? err_trace(r) : 0;
}

/* Key table: per usable key 32 bytes of key, 8 of id, 1 of role, 4 + 4 of quota. */
static int admit(struct collector *c, const struct link_sink *sink)
{
        enum { ROW = KEY_SIZE + 8 + 1 + 4 + 4 };
        const struct book *book = c->book;
        ARENA struct arena *arena = arena_new(0);
        uint8_t *table = arena ? arena_array(arena, book->keys.n, ROW) : NULL;
        size_t used = 0;

        if (!table)
                return err_fail("out of memory");
        for (size_t i = 0; i < book->keys.n; i++) {
                const struct book_key *key = book_key(book, book->keys.at[i].id);
                const struct book_member *member = key ? book_member(book, key->member) : NULL;

                if (!member)
                        continue;
                memcpy(table + used, key->public_key, KEY_SIZE);
                be64_put(table + used + KEY_SIZE, key->id);
                table[used + KEY_SIZE + 8] = (uint8_t)member->role;
                be32_put(table + used + KEY_SIZE + 9, member->quota.reports_per_second);
                be32_put(table + used + KEY_SIZE + 13, member->quota.burst);
                used += ROW;
        }
        return sink->admit(sink->context, bytes_of(table, used));
}

int collector_tell(struct collector *c, const struct link_sink *sink)
{
        struct journal_head head;
        int r;

        if (c->book->roster_changed) {
                c->book->roster_changed = false;
                r = admit(c, sink);
                if (r)
                        return err_trace(r);
        }
        r = journal_head(c->journal, &head);
        if (r)
                return err_trace(r);
        if (head.seq == c->told_head)
                return 0;
        marks_set(c->marks, MARK_HEAD, head.seq);
        return ring(c, head.seq, sink);
}
