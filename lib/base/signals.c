/* signals.c - signalfd for the polite signals, a handler for the one that cannot wait. */
#include "lib/base/signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { EXIT_IO_ERROR = 74 }; /* EX_IOERR of sysexits.h */

/* The faulting instruction cannot be resumed, and whatever lock its thread holds stays held. */
static void on_bus_error(UNUSED int number)
{
        static const char LINE[] = "error bus what=\"a mapped file was cut off or its disk failed\"\n";

        if (write(STDERR_FILENO, LINE, sizeof LINE - 1) < 0)
                _exit(EXIT_IO_ERROR);
        _exit(EXIT_IO_ERROR);
}

static int set_handler(int number, void (*handler)(int))
{
        struct sigaction action = {.sa_handler = handler};

        sigemptyset(&action.sa_mask);
        return sigaction(number, &action, NULL);
}

int signals_open(int *ret_fd)
{
        sigset_t wanted;
        int fd;

        sigemptyset(&wanted);
        sigaddset(&wanted, SIGTERM);
        sigaddset(&wanted, SIGINT);
        sigaddset(&wanted, SIGHUP);
        if (set_handler(SIGPIPE, SIG_IGN) < 0 || set_handler(SIGXFSZ, SIG_IGN) < 0 ||
            set_handler(SIGBUS, on_bus_error) < 0)
                return err_fail("sigaction: %s", strerror(errno));
        errno = pthread_sigmask(SIG_BLOCK, &wanted, NULL);
        if (errno)
                return err_fail("sigmask: %s", strerror(errno));
        fd = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
        if (fd < 0)
                return err_fail("signalfd: %s", strerror(errno));
        *ret_fd = fd;
        return 0;
}

int signals_next(int fd, enum signals_wish *ret_wish)
{
        struct signalfd_siginfo info;
        ssize_t n;

        do
                n = read(fd, &info, sizeof info);
        while (n < 0 && errno == EINTR);
        if (n < 0 && errno == EAGAIN)
                return SIGNALS_AGAIN;
        if (n != sizeof info)
                return err_fail("signalfd: %s", strerror(errno));
        *ret_wish = info.ssi_signo == SIGHUP ? SIGNALS_RELOAD : SIGNALS_STOP;
        return 0;
}
