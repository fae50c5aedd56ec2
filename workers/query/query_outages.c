/* query_outages.c - our own outages. */
#include "workers/query/query_outages.h"

#include <stdlib.h>

#include "lib/model/cycle.h"
#include "proto/limits.h"

struct query_outages { /* two arrays with an item for each outage, oldest first */
        struct outage *at;
        uint64_t *seq; /* the record that told it */
        size_t n;
        size_t room;
        uint64_t through; /* read so far */
        struct arena *scratch;
};

int query_outages_new(struct query_outages **ret_outages)
{
        struct query_outages *outages = calloc(1, sizeof *outages);

        if (!outages)
                return err_fail("out of memory");
        outages->scratch = arena_new(LIMIT_ARENA_BYTES);
        if (!outages->scratch) {
                query_outages_free(outages);
                return err_fail("out of memory");
        }
        *ret_outages = outages;
        return 0;
}

struct query_outages *query_outages_free(struct query_outages *outages)
{
        if (outages) {
                arena_free(outages->scratch);
                free(outages->seq);
                free(outages->at);
                free(outages);
        }
        return NULL;
}

static int make_room(struct query_outages *outages)
{
        const size_t room = outages->room ? outages->room * 2 : 64;
        struct outage *at = reallocarray(outages->at, room, sizeof *at);
        uint64_t *seq = at ? reallocarray(outages->seq, room, sizeof *seq) : NULL;

        if (at)
                outages->at = at;
        if (!seq)
                return err_fail("out of memory: %zu outages", room);
        outages->seq = seq;
        outages->room = room;
        return 0;
}

static int add_outage(struct query_archive *archive, uint64_t seq)
{
        struct query_outages *outages = archive->outages;
        struct event event;
        int r;

        arena_reset(outages->scratch);
        r = query_archive_told(archive, seq, EVENT_RESUMED, outages->scratch, &event);
        if (r)
                return query_pass(r);
        if (!cycle_is_outage(event.resumed.down_from, event.resumed.down_to))
                return 0;
        if (outages->n == outages->room)
                r = make_room(outages);
        if (r)
                return err_trace(r);
        outages->seq[outages->n] = seq;
        outages->at[outages->n++] = (struct outage){event.resumed.down_from_day, event.resumed.down_to_day};
        return 0;
}

static void turn_around(struct query_outages *outages, size_t from)
{
        for (size_t a = from, b = outages->n; a + 1 < b; a++, b--) {
                const struct outage outage = outages->at[a];
                const uint64_t seq = outages->seq[a];

                outages->at[a] = outages->at[b - 1];
                outages->seq[a] = outages->seq[b - 1];
                outages->at[b - 1] = outage;
                outages->seq[b - 1] = seq;
        }
}

/* From the newest back to those that are known. */
static int read_on(struct query_archive *archive)
{
        struct query_outages *outages = archive->outages;
        const size_t known = outages->n;
        uint64_t seq = archive->now.applied + 1;
        uint32_t none;
        int r;

        do {
                r = state_timeline(archive->pointers, EVENT_RESUMED, seq - 1, &seq, &none);
                if (r == 0 && seq > outages->through)
                        r = add_outage(archive, seq);
        } while (r == 0 && seq > outages->through);
        if (r && r != STATE_MISSING) {
                outages->n = known;
                return query_pass(r);
        }
        turn_around(outages, known);
        outages->through = archive->now.applied;
        return 0;
}

int query_outages_known(struct query_archive *archive, struct outages *ret_outages)
{
        const struct query_outages *outages = archive->outages;
        const int r = outages->through == archive->now.applied ? 0 : read_on(archive);
        size_t n = outages->n;

        if (r)
                return query_pass(r);
        while (n && outages->seq[n - 1] > archive->meta.applied)
                n--;
        ret_outages->outage.at = outages->at;
        ret_outages->outage.n = n;
        return 0;
}
