/* collector_clock.c - time is an event: days are opened in the journal, and our own outages are told.
 *
 * A running clock that jumps more than ten minutes against the monotonic one, or a start more than seven days
 * after the last record, holds the days until an operator confirms. */
#include <fcntl.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "workers/collector/collector_internal.h"

enum { MINUTE_MS = 60000, JUMP_MS = 10 * MINUTE_MS, LONG_PAUSE_MS = 7 * 24 * 60 * MINUTE_MS };

static struct instant now(const struct collector *c)
{
        return c->clock.now(c->clock.context);
}

static struct day civil_day(const struct collector *c, struct instant at)
{
        return day_of_instant(at.ms, c->book->utc_offset_minutes);
}

/* All of them or, on a full disk, none. What there is to tell of links stands behind the first. */
static int open_days(struct collector *c, struct day to)
{
        struct day day = c->book->today;
        int r = 0;

        if (!day_before(day, to))
                return 0;
        while (day_before(day, to) && r == 0) {
                struct event event = {.kind = EVENT_TICK};
                struct record record;

                day = day_plus(day, 1);
                event.tick.day = day;
                r = collector_append_own(c, &event, &record);
                if (r == 0 && day.n == c->book->today.n + 1)
                        r = collector_link_tell(c, day);
        }
        if (r == 0)
                r = collector_commit(c);
        if (r)
                return r;
        collector_link_opened(c, day);
        book_open_day(c->book, day);
        return 0;
}

int collector_advance(struct collector *c, struct day to)
{
        return open_days(c, to);
}

/* -- holding -- */

/* The alert is the hold: it is in the journal, so the next start holds too. */
static int clock_alert(struct collector *c, enum alert_change change, uint64_t cause)
{
        struct event event = {.kind = EVENT_ALERT};
        struct journal_head head;
        int r = journal_head(c->journal, &head);

        if (r)
                return err_trace(r);
        event.alert = (struct alert){
                .alert = {.cause = cause ? cause : head.seq, .kind = ALERT_CLOCK},
                .change = change,
                .severity = SEVERITY_RED,
                .cause = head.seq,
                .day = c->book->today,
        };
        return collector_say(c, &event);
}

static int hold(struct collector *c, const char *why)
{
        if (c->book->clock_alert)
                return 0;
        log_warning("clock", "held=yes why=\"%s\" next=\"duban clock confirm\"", why);
        return clock_alert(c, ALERT_RAISED, 0);
}

int collector_confirm_clock(struct collector *c)
{
        int r = 0;

        if (c->book->clock_alert)
                r = clock_alert(c, ALERT_CLEARED, c->book->clock_alert);
        c->last_look = now(c);
        c->last_mono = c->clock.mono(c->clock.context);
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

static void note_alive(struct collector *c, struct instant at)
{
        uint8_t stamp[8];
        const int fd = open(c->alive_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

        c->last_alive = at;
        be64_put(stamp, (uint64_t)at.ms);
        if (fd < 0 || pwrite(fd, stamp, sizeof stamp, 0) != (ssize_t)sizeof stamp)
                log_warning("alive", "path=%s written=no", c->alive_path);
        if (fd >= 0)
                close(fd);
}

/* -- start and every second -- */

static int say_resumed(struct collector *c, struct instant to)
{
        const struct instant from = c->down_from.ms < to.ms ? c->down_from : to;
        struct event event = {.kind = EVENT_RESUMED};

        event.resumed = (struct resumed){
                .down_from = (uint64_t)from.ms,
                .down_to = (uint64_t)to.ms,
                .down_from_day = c->book->virtual_clock ? c->book->today : civil_day(c, from),
                .down_to_day = c->book->virtual_clock ? c->book->today : civil_day(c, to),
        };
        return collector_say(c, &event);
}

/* Goes on where a full disk broke it off. → COLLECTOR_FULL */
static int come_up(struct collector *c)
{
        const struct instant at = now(c);
        const int64_t pause = at.ms - c->last_record.ms;
        int r = c->has_stopped ? say_resumed(c, at) : 0;

        if (r == 0)
                c->has_stopped = false;
        if (r == 0 && !c->book->virtual_clock && (pause > LONG_PAUSE_MS || pause < -JUMP_MS))
                r = hold(c, "the last record is more than seven days old, or younger than now");
        collector_link_all_heard(c);
        if (r == 0 && !c->book->virtual_clock && !c->book->clock_alert)
                r = open_days(c, civil_day(c, at));
        if (r)
                return r;
        collector_link_all_heard(c);
        c->is_down = false;
        return 0;
}

int collector_resume(struct collector *c)
{
        const struct instant alive = last_alive(c);
        struct journal_head head;
        int r = journal_head(c->journal, &head);

        if (r)
                return err_trace(r);
        c->last_look = now(c);
        c->last_mono = c->clock.mono(c->clock.context);
        c->last_tally = c->last_look;
        c->told_head = head.seq;
        c->last_record = head.at;
        c->down_from = alive.ms > head.at.ms ? alive : head.at;
        c->has_stopped = head.seq > 1;
        c->is_down = true;
        r = come_up(c);
        note_alive(c, c->last_look);
        if (r == COLLECTOR_FULL) {
                log_warning("resume", "waiting=\"the disk is full\"");
                r = 0;
        }
        if (r == 0)
                r = journal_head(c->journal, &head);
        if (r == 0)
                marks_set(c->marks, MARK_HEAD, head.seq);
        return r ? err_trace(r) : 0;
}

/* All of it or, on a full disk, none: then it is counted on. */
static int write_tally(struct collector *c)
{
        int r = 0;

        for (size_t i = 0; i < c->tally.n && r == 0; i++) {
                struct event event = {.kind = EVENT_REFUSED_SUM};
                struct record record;

                event.refused_sum = c->tally.at[i];
                r = collector_append_own(c, &event, &record);
        }
        if (r == 0)
                r = collector_commit(c);
        if (r == 0)
                c->tally.n = 0;
        return r;
}

static bool clock_jumped(const struct collector *c, struct instant at, struct mono mono)
{
        const int64_t drift = (at.ms - c->last_look.ms) - (mono.us - c->last_mono.us) / 1000;

        return !c->book->virtual_clock && (drift > JUMP_MS || drift < -JUMP_MS);
}

static int keep_time(struct collector *c, struct instant at)
{
        int r = 0;

        if (c->is_down)
                return come_up(c);
        if (!c->book->virtual_clock && !c->book->clock_alert)
                r = open_days(c, civil_day(c, at));
        if (r == 0 && at.ms - c->last_tally.ms >= MINUTE_MS) {
                c->last_tally = at;
                r = write_tally(c);
        }
        return r;
}

int collector_mind_clock(struct collector *c)
{
        const struct instant at = now(c);
        const struct mono mono = c->clock.mono(c->clock.context);
        int r = clock_jumped(c, at, mono) ? hold(c, "the clock jumped by more than ten minutes") : 0;

        if (r == 0) { /* a jump that could not be recorded is seen again at the next look */
                c->last_look = at;
                c->last_mono = mono;
                r = keep_time(c, at);
        }
        if (at.ms - c->last_alive.ms >= MINUTE_MS || at.ms < c->last_alive.ms)
                note_alive(c, at);
        return r == COLLECTOR_FULL ? 0 : r; /* a full disk: the day is opened when there is room again */
}
