/* handover.c - a program run with an alert, without a shell in between. */
#include "client/cli/handover.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/signals.h"

#define PREFIX "DUBAN_ALERT_"

enum { FINISH_MS = 5000 }; /* what a program gets to finish, and again to end when asked */

/* -- which program -- */

static bool can_run(const char *path)
{
        struct stat file;

        return stat(path, &file) == 0 && S_ISREG(file.st_mode) && access(path, X_OK) == 0;
}

/* The first of that name in the PATH, or NULL. */
static char *search(struct arena *arena, const char *name)
{
        const char *at = getenv("PATH");

        while (at && *at) {
                const size_t len = strcspn(at, ":");
                char *path = arena_print(arena, "%.*s/%s", (int)len, at, name);

                if (!path || (len && can_run(path)))
                        return path;
                at += len + (at[len] == ':');
        }
        return NULL;
}

int handover_open(const struct session *session, const char *program, const struct args *args, struct arena *arena,
                  struct handover *ret_handover)
{
        char *path = strchr(program, '/') ? arena_string(arena, bytes_str(program)) : search(arena, program);
        char **argv = arena_array(arena, args->words + 2, sizeof *argv);

        if (!argv)
                return err_fail("out of memory");
        if (!path || !can_run(path))
                return session_complain(session, CLI_USAGE, "没有可执行的程序 %s", "there is no program %s to run",
                                        program);
        argv[0] = path;
        for (size_t i = 0; i < args->words; i++) {
                argv[i + 1] = arena_string(arena, bytes_str(args->word[i]));
                if (!argv[i + 1])
                        return err_fail("out of memory");
        }
        ret_handover->argv = argv;
        return 0;
}

/* -- what it is given -- */

/* A file in memory and not a pipe: a program that does not read its input must not block us. */
static int open_input(const json_t *alert, int *ret_fd)
{
        char *text = json_dumps(alert, JSON_COMPACT | JSON_REAL_PRECISION(15));
        FILE *file = NULL;
        int fd = text ? memfd_create("alert", MFD_CLOEXEC) : -1;
        int copy = fd >= 0 ? dup(fd) : -1;
        bool written = false;

        if (copy >= 0)
                file = fdopen(copy, "w");
        if (file) {
                written = fprintf(file, "%s\n", text) > 0;
                written = fclose(file) == 0 && written && lseek(fd, 0, SEEK_SET) == 0;
        } else if (copy >= 0) {
                close(copy);
        }
        free(text);
        if (!written) {
                if (fd >= 0)
                        close(fd);
                return err_fail("cannot make the input of a program: %s", strerror(errno));
        }
        *ret_fd = fd;
        return 0;
}

/* The text of a value, or NULL for what is not known and for what is not a single value. */
static char *value_text(struct arena *arena, const json_t *value)
{
        switch (json_typeof(value)) {
        case JSON_STRING:
                return arena_print(arena, "%s", json_string_value(value));
        case JSON_INTEGER:
                return arena_print(arena, "%" PRId64, (int64_t)json_integer_value(value));
        case JSON_REAL:
                return arena_print(arena, "%.15g", json_real_value(value));
        case JSON_TRUE:
        case JSON_FALSE:
                return arena_print(arena, "%d", json_is_true(value));
        default:
                return NULL;
        }
}

/* "DUBAN_ALERT_RAISED_SEQ=431" */
static char *variable(struct arena *arena, const char *key, const char *text)
{
        char *entry = arena_print(arena, PREFIX "%s=%s", key, text);

        for (char *at = entry; at && *at != '='; at++)
                *at = (char)toupper((unsigned char)*at);
        return entry;
}

static size_t count_inherited(void)
{
        size_t n = 0;

        while (environ[n])
                n++;
        return n;
}

/* Ours without what is called like the alert's, then the alert's. NULL when out of memory. */
static char **make_environment(struct arena *arena, json_t *alert, const char *line)
{
        char **made = arena_array(arena, count_inherited() + json_object_size(alert) + 2, sizeof *made);
        size_t n = 0;
        const char *key;
        json_t *value;

        for (size_t i = 0; made && environ[i]; i++) {
                if (strncmp(environ[i], PREFIX, sizeof PREFIX - 1) != 0)
                        made[n++] = environ[i];
        }
        json_object_foreach(alert, key, value)
        {
                const char *text = made ? value_text(arena, value) : NULL;

                if (text)
                        made[n++] = variable(arena, key, text);
        }
        if (made)
                made[n++] = variable(arena, "text", line);
        for (size_t i = 0; i < n; i++) {
                if (!made[i])
                        return NULL;
        }
        return made;
}

/* -- running it -- */

/* Nothing of how we treat signals is handed on. */
static int set_attributes(posix_spawnattr_t *attributes)
{
        sigset_t none, ours;

        sigemptyset(&none);
        sigemptyset(&ours);
        sigaddset(&ours, SIGPIPE);
        sigaddset(&ours, SIGXFSZ);
        sigaddset(&ours, SIGBUS);
        errno = posix_spawnattr_setflags(attributes,
                                         POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        if (errno == 0)
                errno = posix_spawnattr_setsigmask(attributes, &none);
        if (errno == 0)
                errno = posix_spawnattr_setsigdefault(attributes, &ours);
        return errno;
}

static int start(char *const *argv, char *const *environment, int input, pid_t *ret_pid)
{
        posix_spawn_file_actions_t files;
        posix_spawnattr_t attributes;
        int r = posix_spawn_file_actions_init(&files);

        if (r)
                return r;
        r = posix_spawnattr_init(&attributes);
        if (r == 0) {
                r = set_attributes(&attributes);
                if (r == 0)
                        r = posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
                if (r == 0)
                        r = posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
                if (r == 0)
                        r = posix_spawn(ret_pid, argv[0], &files, &attributes, argv, environment);
                posix_spawnattr_destroy(&attributes);
        }
        posix_spawn_file_actions_destroy(&files);
        return r;
}

static bool is_stop(int signals)
{
        enum signals_wish wish;

        return signals_next(signals, &wish) == 0 && wish == SIGNALS_STOP;
}

/* Until it has ended. Once we are to stop, its time is limited. */
static int await(int process, pid_t pid, int signals, bool *ret_stopped)
{
        struct pollfd fds[] = {{.fd = process, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
        int last_word = SIGTERM;
        bool stopped = false;

        for (;;) {
                const int n = poll(fds, COUNT_OF(fds), stopped ? FINISH_MS : -1);

                if (n < 0 && errno != EINTR)
                        return err_fail("poll: %s", strerror(errno));
                if (n > 0 && fds[0].revents)
                        break;
                if (n > 0 && !is_stop(signals))
                        continue;
                if (n == 0 || (n > 0 && stopped)) {
                        kill(-pid, last_word);
                        last_word = SIGKILL;
                }
                stopped = stopped || n > 0;
        }
        *ret_stopped = stopped || is_stop(signals); /* both may have happened at once */
        return 0;
}

/* How the program ended, in words; NULL when all is well. */
static int reap(pid_t pid, struct arena *arena, const char **ret_why)
{
        int status;
        pid_t ended;

        do
                ended = waitpid(pid, &status, 0);
        while (ended < 0 && errno == EINTR);
        if (ended < 0)
                return err_fail("waitpid: %s", strerror(errno));
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
                return 0;
        *ret_why = WIFEXITED(status) ? arena_print(arena, "exit %d", WEXITSTATUS(status))
                                     : arena_print(arena, "%s", strsignal(WTERMSIG(status)));
        return *ret_why ? HANDOVER_FAILED : err_fail("out of memory");
}

static int finish(const struct handover *handover, pid_t pid, struct arena *arena, const char **ret_why,
                  bool *ret_stopped)
{
        const int process = pidfd_open(pid, 0);
        int r;

        if (process < 0)
                return err_fail("pidfd_open: %s", strerror(errno));
        r = await(process, pid, handover->signals, ret_stopped);
        close(process);
        return r ? err_trace(r) : reap(pid, arena, ret_why);
}

int handover_run(const struct handover *handover, struct arena *arena, json_t *alert, const char *line,
                 const char **ret_why, bool *ret_stopped)
{
        char **environment = make_environment(arena, alert, line);
        pid_t pid = 0;
        int input = -1;
        int r;

        if (!environment)
                return err_fail("out of memory");
        r = open_input(alert, &input);
        if (r)
                return err_trace(r);
        r = start(handover->argv, environment, input, &pid);
        close(input);
        if (r == 0)
                return finish(handover, pid, arena, ret_why, ret_stopped);
        *ret_why = arena_print(arena, "%s", strerror(r));
        return *ret_why ? HANDOVER_FAILED : err_fail("out of memory");
}
