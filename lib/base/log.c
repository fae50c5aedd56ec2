/* log.c - logfmt lines on standard error. */
#include "lib/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static enum log_level threshold = LOG_INFO;
static const char *const LEVEL_WORDS[] = {"error", "warning", "info", "debug"};

void log_set_level(enum log_level level)
{
        threshold = level;
}

static size_t stamp(char *buffer, size_t size)
{
        struct timespec now;
        struct tm civil;

        clock_gettime(CLOCK_REALTIME, &now);
        gmtime_r(&now.tv_sec, &civil);
        return (size_t)snprintf(buffer, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", civil.tm_year + 1900,
                                civil.tm_mon + 1, civil.tm_mday, civil.tm_hour, civil.tm_min, civil.tm_sec,
                                (int)(now.tv_nsec / 1000000));
}

void log_line(enum log_level level, const char *event, const char *format, ...)
{
        char line[1024];
        const size_t room = sizeof line - 1;
        size_t used;
        va_list args;

        if (level > threshold)
                return;
        used = stamp(line, room);
        used += (size_t)snprintf(line + used, room - used, " %s %s ", LEVEL_WORDS[level], event);
        va_start(args, format);
        used += (size_t)vsnprintf(line + used, room - used, format, args);
        va_end(args);
        if (used > room)
                used = room;
        for (size_t i = 0; i < used; i++)
                if ((unsigned char)line[i] < ' ')
                        line[i] = '?';
        line[used++] = '\n';
        if (write(STDERR_FILENO, line, used) < 0)
                return; /* nowhere left to complain to */
}
