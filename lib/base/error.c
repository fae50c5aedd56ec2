/* error.c - failures are told once, with their place. */
#include "lib/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/log.h"

int err_fail_at(const char *file, int line, const char *format, ...)
{
        char text[512];
        va_list args;

        va_start(args, format);
        vsnprintf(text, sizeof text, format, args);
        va_end(args);
        log_error("failed", "at=%s:%d what=\"%s\"", file, line, text);
        return -1;
}

int err_trace_at(const char *file, int line, int code)
{
        log_debug("trace", "at=%s:%d code=%d", file, line, code);
        return code;
}

void err_broken(const char *file, int line, const char *what)
{
        log_error("broken", "at=%s:%d invariant=\"%s\"", file, line, what);
        abort();
}
