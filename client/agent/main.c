/* main.c - duban-agent: sends what the spool holds and keeps trying.
 *
 * One per home. Others put records beside it (`duban push`, libduban); inotify tells it, so nothing is
 * polled. It ends on SIGTERM and SIGINT and reads key and card again on SIGHUP; whatever it was at, the
 * spool goes on from there. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "client/lib/home.h"
#include "client/lib/sender.h"
#include "client/lib/spool.h"
#include "lib/base/log.h"
#include "lib/base/signals.h"
#include "proto/ids.h"

enum { EXIT_FINE = 0, EXIT_WRONG = 1, EXIT_USAGE = 2, EXIT_NO_ANSWER = 3 };
enum { ONCE_MS = 60000, TIDY_MS = 3600000, KNOCK_MS = 2000 };

struct options {
        const char *home;
        const char *service;
        bool once;
};

struct agent {
        const struct options *options;
        int signals; /* owned by main */
        int wake; /* epoll over signals and inotify; -1 = not open */
        int news; /* inotify on the spool; -1 = not open */
        char home[HOME_PATH];
        struct bus_keypair keys;
        struct home_card card;
        struct bus *bus;
        struct spool *spool;
        struct sender *sender;
        bool connected;
        bool refused; /* something was refused for good */
        unsigned losses; /* since the service answered last */
        bool knocked; /* the door was asked why, for these losses */
        struct mono tidy_at;
};

/* -- what happened, one line each -- */

static void log_refusal(const struct refusal *refusal)
{
        const struct code_row *row = code_row(refusal->code);
        const char *name = row ? row->name : "?";

        if (send_is_final(refusal))
                log_error("refused", "number=%" PRIu64 " seq=%" PRIu64 " code=%" PRIu32 " name=%s field=%.*s",
                          refusal->number, refusal->seq, refusal->code, name, BYTES_ARG(refusal->field));
        else
                log_warning("held", "number=%" PRIu64 " code=%" PRIu32 " name=%s retry_after_ms=%" PRIu32,
                            refusal->number, refusal->code, name, refusal->retry_after_ms);
}

static void on_lost(struct agent *agent)
{
        if (agent->losses++ == 0)
                log_warning("lost", "reports=%s why=\"no answer; will keep trying\"", agent->card.reports);
        agent->connected = false;
}

static void on_news(void *context, const struct sender_news *news)
{
        struct agent *agent = context;

        switch (news->what) {
        case SENDER_TRYING:
                log_debug("trying", "reports=%s", agent->card.reports);
                break;
        case SENDER_STANDS:
                if (!agent->connected)
                        log_info("connected", "reports=%s number=%" PRIu64, agent->card.reports, news->number);
                agent->connected = true;
                agent->losses = 0;
                agent->knocked = false;
                break;
        case SENDER_LOST:
                on_lost(agent);
                break;
        case SENDER_ANSWERED:
                log_info("answered", "number=%" PRIu64 " seq=%" PRIu64, news->number, news->seq);
                break;
        case SENDER_REFUSED:
                agent->refused |= send_is_final(news->refusal);
                log_refusal(news->refusal);
                break;
        case SENDER_REWOUND:
                log_warning("rewound", "number=%" PRIu64 " why=\"the service lost what came after; it is sent again\"",
                            news->number);
                break;
        case SENDER_HALTED:
                log_error("halted", "number=%" PRIu64 " do=\"%s\"", news->number, sender_advice(news->why, false));
                break;
        }
}

/* A refused key looks like a dead line from the socket: ask the door itself. */
static int find_out_why(struct agent *agent)
{
        char key[BUS_Z85_SIZE];
        int r;

        agent->knocked = true;
        r = bus_knock(agent->bus, agent->card.reports, &agent->keys, agent->card.server_key, KNOCK_MS);
        if (r < 0)
                return err_trace(r);
        bus_z85(agent->keys.public_key, key);
        if (r == BUS_REFUSED)
                log_error("unknown", "key=%s do=\"ask the operator to enter this key in the roster\"", key);
        else if (r == BUS_AGAIN)
                log_warning("silent", "reports=%s why=\"nobody is there, or server_key in the address card is old\"",
                            agent->card.reports);
        return 0;
}

/* -- start and stop -- */

static int load_home(struct agent *agent)
{
        struct home_flaw flaw;
        int r;

        r = home_path(agent->options->home, agent->home, &flaw);
        if (r == 0)
                r = home_check(agent->home, &flaw);
        if (r == 0)
                r = home_load_key(agent->home, &agent->keys, &flaw);
        if (r == 0)
                r = home_load_card(agent->home, agent->options->service, &agent->card, &flaw);
        if (r == HOME_BAD) {
                log_error("home", "%s", flaw.text);
                return EXIT_USAGE;
        }
        return r < 0 ? err_trace(r) : 0;
}

static int watch(struct agent *agent, int fd)
{
        struct epoll_event event = {.events = EPOLLIN};

        return epoll_ctl(agent->wake, EPOLL_CTL_ADD, fd, &event) < 0 ? err_fail("epoll: %s", strerror(errno)) : 0;
}

static int open_wake(struct agent *agent)
{
        int r;

        agent->wake = epoll_create1(EPOLL_CLOEXEC);
        agent->news = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (agent->wake < 0 || agent->news < 0)
                return err_fail("cannot watch the spool: %s", strerror(errno));
        if (inotify_add_watch(agent->news, spool_directory(agent->spool), IN_MODIFY | IN_MOVED_TO) < 0)
                return err_fail("cannot watch the spool: %s", strerror(errno));
        r = watch(agent, agent->signals);
        if (r == 0)
                r = watch(agent, agent->news);
        return r;
}

static int open_sender(struct agent *agent)
{
        const struct sender_options options = {.bus = agent->bus,
                                               .card = &agent->card,
                                               .keys = &agent->keys,
                                               .spool = agent->spool,
                                               .keeps_link = !agent->options->once,
                                               .tell = on_news,
                                               .context = agent};
        int r;

        r = sender_open(&options, &agent->sender);
        if (r == SENDER_BUSY) {
                log_error("busy", "home=%s why=\"another agent or push is sending from this spool\"", agent->home);
                return EXIT_WRONG;
        }
        return r < 0 ? err_trace(r) : 0;
}

static void stop(struct agent *agent)
{
        agent->sender = sender_close(agent->sender);
        agent->spool = spool_close(agent->spool);
        agent->bus = bus_free(agent->bus);
        if (agent->news >= 0)
                close(agent->news);
        if (agent->wake >= 0)
                close(agent->wake);
        agent->news = agent->wake = -1;
        explicit_bzero(&agent->keys, sizeof agent->keys);
}

/* 0, an exit code, or negative. */
static int start(struct agent *agent)
{
        int r;

        r = load_home(agent);
        if (r == 0)
                r = spool_open(agent->home, NULL, &agent->spool);
        if (r == 0)
                r = open_wake(agent);
        if (r == 0) {
                agent->bus = bus_new();
                r = agent->bus ? open_sender(agent) : err_fail("the message bus does not start");
        }
        if (r)
                return r < 0 ? err_trace(r) : r;
        agent->connected = agent->knocked = false;
        agent->losses = 0;
        agent->tidy_at = clock_mono();
        log_info("started", "home=%s reports=%s", agent->home, agent->card.reports);
        return 0;
}

/* -- running -- */

static void drain(int fd)
{
        char events[4096] __attribute__((aligned(8)));

        while (read(fd, events, sizeof events) > 0)
                continue;
}

static int tidy(struct agent *agent)
{
        const struct mono now = clock_mono();
        int r;

        if (now.us < agent->tidy_at.us)
                return 0;
        agent->tidy_at.us = now.us + (int64_t)TIDY_MS * 1000;
        r = spool_evict(agent->spool, clock_now());
        return r < 0 ? err_trace(r) : 0;
}

/* One round. 0, SENDER_*, or negative. */
static int turn(struct agent *agent, int patience_ms)
{
        int r;

        r = tidy(agent);
        if (r == 0) {
                drain(agent->news); /* before the spool is looked at, or a record could be missed */
                r = sender_turn(agent->sender, agent->wake, patience_ms);
        }
        return r < 0 ? err_trace(r) : r;
}

static int end_of(const struct agent *agent, int r)
{
        if (r == SENDER_BAD_ADDRESS) {
                log_error("home", "reports=%s why=\"no address\" do=\"get the address card again\"",
                          agent->card.reports);
                return EXIT_USAGE;
        }
        return EXIT_WRONG;
}

enum { GO_ON = -1, RELOAD = -2 };

/* GO_ON, RELOAD or an exit code. */
static int obey(const struct agent *agent)
{
        enum signals_wish wish;
        int r;

        r = signals_next(agent->signals, &wish);
        if (r == SIGNALS_AGAIN)
                return GO_ON;
        if (r < 0)
                return EXIT_WRONG;
        if (wish == SIGNALS_RELOAD)
                return RELOAD;
        log_info("stopped", "why=signal");
        return EXIT_FINE;
}

static int round_of(struct agent *agent, int patience_ms)
{
        int r;

        r = turn(agent, patience_ms);
        if (r == 0 && agent->losses > 0 && !agent->knocked)
                r = find_out_why(agent);
        return r ? end_of(agent, r) : obey(agent);
}

static int run_for_ever(struct agent *agent)
{
        int code;

        do
                code = round_of(agent, TIDY_MS);
        while (code == GO_ON);
        return code;
}

static int run_once(struct agent *agent)
{
        const int64_t end = clock_mono().us + (int64_t)ONCE_MS * 1000;
        int code = GO_ON;

        while (code == GO_ON && !sender_is_done(agent->sender)) {
                const int64_t left = end - clock_mono().us;

                if (left <= 0)
                        return EXIT_NO_ANSWER;
                code = round_of(agent, (int)(left / 1000 + 1));
        }
        if (code != GO_ON)
                return code == EXIT_FINE ? EXIT_NO_ANSWER : code;
        return agent->refused ? EXIT_WRONG : EXIT_FINE;
}

static int run(const struct options *options, int signals)
{
        struct agent agent = {.options = options, .signals = signals, .wake = -1, .news = -1};
        int code;

        do {
                code = start(&agent);
                if (code == 0)
                        code = options->once ? run_once(&agent) : run_for_ever(&agent);
                else if (code < 0)
                        code = EXIT_WRONG;
                stop(&agent);
        } while (code == RELOAD);
        return code;
}

/* -- the command line -- */

static void help(FILE *out)
{
        fputs("usage: duban-agent [--home DIR] [--service CARD] [--once]\n"
              "\n"
              "Sends what the spool holds to the Duban service and keeps trying; logs on standard error. As long as it "
              "runs\n"
              "the service knows that the department can be reached; when it falls silent, the office is told after "
              "days.\n"
              "\n"
              "  --home DIR      key, address card and spool; default $DUBAN_HOME, else ~/.duban\n"
              "  --service CARD  address card; default $DUBAN_SERVICE, else DIR/service\n"
              "  --once          send what is there, wait at most 60 s for the answers, then end\n"
              "  --help, --version\n"
              "\n"
              "Example: duban-agent --home /var/lib/duban-agent\n"
              "\n"
              "SIGHUP reads key and card again; SIGTERM and SIGINT end it; the spool keeps what is unanswered.\n"
              "Exit status: 0 fine, 1 something was refused or failed, 2 usage or a bad home, 3 no answer (--once).\n",
              out);
}

/* GO_ON or an exit code. */
static int read_options(int argc, char **argv, struct options *options)
{
        static const struct option LONG[] = {
                {"home", required_argument, NULL, 'd'}, {"service", required_argument, NULL, 's'},
                {"once", no_argument, NULL, 'o'},       {"help", no_argument, NULL, 'h'},
                {"version", no_argument, NULL, 'v'},    {NULL, 0, NULL, 0},
        };
        int c;

        while ((c = getopt_long(argc, argv, "h", LONG, NULL)) != -1) {
                switch (c) {
                case 'd':
                        options->home = optarg;
                        break;
                case 's':
                        options->service = optarg;
                        break;
                case 'o':
                        options->once = true;
                        break;
                case 'h':
                        help(stdout);
                        return EXIT_FINE;
                case 'v':
                        puts("duban-agent " DUBAN_VERSION);
                        return EXIT_FINE;
                default:
                        help(stderr);
                        return EXIT_USAGE;
                }
        }
        if (optind == argc)
                return GO_ON;
        fprintf(stderr, "duban-agent: %s is no option\n", argv[optind]);
        help(stderr);
        return EXIT_USAGE;
}

int main(int argc, char **argv)
{
        struct options options = {0};
        int signals, code;

        code = read_options(argc, argv, &options);
        if (code != GO_ON)
                return code;
        if (ids_start() < 0 || signals_open(&signals) < 0)
                return EXIT_WRONG;
        code = run(&options, signals);
        close(signals);
        return code;
}
