/* fail.h - a broken promise ends the year: one line that says which, where and when, and exit status 1. */
#ifndef DUBAN_SIM_FAIL_H
#define DUBAN_SIM_FAIL_H

#include "lib/base/error.h"
#include "lib/model/day.h"

/* What every later message begins with. */
void fail_year(uint64_t seed);
void fail_day(struct day);
_Noreturn void fail_at(const char *file, int line, const char *format, ...) PRINTF(3, 4);

#define fail(...) fail_at(__FILE__, __LINE__, __VA_ARGS__)
#define EXPECT(what, ...)                                                                                              \
        do {                                                                                                           \
                if (!(what))                                                                                           \
                        fail(__VA_ARGS__);                                                                             \
        } while (0)
/* A call that has no reason to fail here. */
#define MUST(call)                                                                                                     \
        do {                                                                                                           \
                const int must_ = (call);                                                                              \
                if (must_)                                                                                             \
                        fail("%s: %d", #call, must_);                                                                  \
        } while (0)

#endif
