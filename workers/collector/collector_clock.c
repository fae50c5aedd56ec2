/* collector_clock.c - time is an event: days are opened in the journal, and our own outages are told.
 *
 * A running clock that jumps more than ten minutes against the monotonic one, or a start more than seven days
 * after the last record, holds the days until an operator confirms. */
#include <fcntl.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "workers/collector/collector_internal.h"

enum { MINUTE_MS = 60000, JUMP_MS = 10 * MINUTE_MS, LONG_PAUSE_MS = 7 * 24 * 60 * MINUTE_MS };

static struct day civil_day(const struct collector *c, struct instant at)
{
        return day_of_instant(at.ms, c->book->utc_offset_minutes);
}

static int open_days(struct collector *c, struct day to)
{
        int r = 0;

        while (day_before(c->book->today, to) && r == 0) {
                struct event event = {.kind = EVENT_TICK};

                event.tick.day = day_plus(c->book->today, 1);
                r = collector_append_own(c, &event);
        }
        return r;
}

int collector_advance(struct collector *c, struct day to)
{
        return open_days(c, to);
}

/* -- holding -- */

static int clock_alert(struct collector *c, enum alert_change change)
{
        struct event event = {.kind = EVENT_ALERT};
        struct journal_head head;
        int r = journal_head(c->journal, &head);

        if (r)
                return err_trace(r);
        event.alert = (struct alert){
                .alert = {.cause = 1, .kind = ALERT_CLOCK},
                .change = change,
                .severity = SEVERITY_RED,
                .cause = head.seq,
                .day = c->book->today,
        };
        return collector_append_own(c, &event);
}

static int hold(struct collector *c, const char *why)
{
        if (c->clock_held)
                return 0;
        c->clock_held = true;
        log_warning("clock", "held=yes why=\"%s\" next=\"duban clock confirm\"", why);
        return clock_alert(c, ALERT_RAISED);
}

int collector_confirm_clock(struct collector *c)
{
        int r = 0;

        if (c->clock_held) {
                c->clock_held = false;
                r = clock_alert(c, ALERT_CLEARED);
        }
        c->last_look = clock_now();
        c->last_mono = clock_mono();
        if (r == 0 && !c->book->virtual_clock)
                r = open_days(c, civil_day(c, c->last_look));
        return r;
}

/* -- being alive -- */

static struct instant last_alive(const struct collector *c)
{
        uint8_t stamp[8];
        struct instant at = {0};
        const int fd = open(c->alive_path, O_RDONLY | O_CLOEXEC);

        if (fd < 0)
                return at;
        if (pread(fd, stamp, sizeof stamp, 0) == (ssize_t)sizeof stamp)
                at.ms = (int64_t)be64_get(stamp);
        close(fd);
        return at;
}

static void note_alive(struct collector *c, struct instant now)
{
        uint8_t stamp[8];
        const int fd = open(c->alive_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

        c->last_alive = now;
        be64_put(stamp, (uint64_t)now.ms);
        if (fd < 0 || pwrite(fd, stamp, sizeof stamp, 0) != (ssize_t)sizeof stamp)
                log_warning("alive", "path=%s written=no", c->alive_path);
        if (fd >= 0)
                close(fd);
}

/* -- start and every second -- */

static int append_resumed(struct collector *c, struct instant from, struct instant to)
{
        struct event event = {.kind = EVENT_RESUMED};

        event.resumed = (struct resumed){
                .down_from = (uint64_t)from.ms,
                .down_to = (uint64_t)to.ms,
                .down_from_day = c->book->virtual_clock ? c->book->today : civil_day(c, from),
                .down_to_day = c->book->virtual_clock ? c->book->today : civil_day(c, to),
        };
        return collector_append_own(c, &event);
}

int collector_resume(struct collector *c)
{
        const struct instant now = clock_now();
        const struct instant alive = last_alive(c);
        struct journal_head head;
        int r = journal_head(c->journal, &head);

        if (r)
                return err_trace(r);
        c->last_look = now;
        c->last_mono = clock_mono();
        c->last_tally = now;
        c->told_head = head.seq;
        if (head.seq > 1)
                r = append_resumed(c, alive.ms > head.at.ms ? alive : head.at, now);
        if (r == 0 && !c->book->virtual_clock) {
                const int64_t pause = now.ms - head.at.ms;

                if (pause > LONG_PAUSE_MS || pause < -JUMP_MS)
                        r = hold(c, "the last record is more than seven days old, or younger than now");
                else
                        r = open_days(c, civil_day(c, now));
        }
        note_alive(c, now);
        if (r == COLLECTOR_FULL)
                return err_fail("the disk is full: free space, then start again");
        if (r == 0)
                r = journal_head(c->journal, &head);
        if (r == 0)
                marks_set(c->marks, MARK_HEAD, head.seq);
        return r;
}

static int write_tally(struct collector *c)
{
        int r = 0;

        for (size_t i = 0; i < c->tally.n && r == 0; i++) {
                struct event event = {.kind = EVENT_REFUSED_SUM};

                event.refused_sum = c->tally.at[i];
                r = collector_append_own(c, &event);
        }
        c->tally.n = 0;
        return r;
}

static bool clock_jumped(const struct collector *c, struct instant now, struct mono mono)
{
        const int64_t drift = (now.ms - c->last_look.ms) - (mono.us - c->last_mono.us) / 1000;

        return drift > JUMP_MS || drift < -JUMP_MS;
}

int collector_mind_clock(struct collector *c)
{
        const struct instant now = clock_now();
        const struct mono mono = clock_mono();
        int r = 0;

        if (!c->book->virtual_clock && clock_jumped(c, now, mono))
                r = hold(c, "the clock jumped by more than ten minutes");
        c->last_look = now;
        c->last_mono = mono;
        if (r == 0 && !c->book->virtual_clock && !c->clock_held && day_before(c->book->today, civil_day(c, now)))
                r = open_days(c, civil_day(c, now));
        if (r == 0 && now.ms - c->last_tally.ms >= MINUTE_MS) {
                c->last_tally = now;
                r = write_tally(c);
        }
        if (now.ms - c->last_alive.ms >= MINUTE_MS)
                note_alive(c, now);
        return r == COLLECTOR_FULL ? 0 : r; /* a full disk: the day is opened when there is room again */
}
