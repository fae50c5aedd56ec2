/* error.h - how a function of this project fails.
 *
 * Every fallible function returns int:
 *   0         done;
 *   positive  an outcome that the module's own header lists; the direct caller handles it or
 *             turns it into a failure;
 *   negative  a failure nobody here can repair: pass it up untouched with err_trace().
 * Out-parameters come last, are called ret_x, and are untouched unless 0 is returned.
 * Bad input from outside is never negative.
 * Threads: any. The report goes to standard error (lib/base/log.h). */
#ifndef DUBAN_BASE_ERROR_H
#define DUBAN_BASE_ERROR_H

#define CHECKED __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define UNUSED __attribute__((unused))

/* Report a failure with its place and cause, once, where it is first seen. Returns -1. */
#define err_fail(...) err_fail_at(__FILE__, __LINE__, __VA_ARGS__)
int err_fail_at(const char *file, int line, const char *format, ...) PRINTF(3, 4);

/* Pass a negative code up, leaving a trace line. Returns `code`. */
#define err_trace(code) err_trace_at(__FILE__, __LINE__, code)
int err_trace_at(const char *file, int line, int code);

/* A promise between our own functions was broken: say so and abort. Never for input.
 * Stays on in release builds. */
#define invariant(what) ((what) ? (void)0 : err_broken(__FILE__, __LINE__, #what))
_Noreturn void err_broken(const char *file, int line, const char *what);

#endif
