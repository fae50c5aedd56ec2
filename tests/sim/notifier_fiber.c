/* notifier_fiber.c - one ucontext with notifier_run() in it. */
#include "tests/sim/notifier_fiber.h"

#include <stdlib.h>
#include <ucontext.h>

#include "tests/sim/fail.h"
#include "workers/notifier/notifier_run.h"

enum { STACK_SIZE = 1048576 };

static struct { /* makecontext() hands over no pointers, and there is one notifier */
        struct notifier_options options;
        ucontext_t here;
        ucontext_t inside;
        void *stack;
        volatile int stop;
        bool running;
        bool idle;
        int result;
} fiber;

static void run(void)
{
        fiber.result = notifier_run(&fiber.options);
        fiber.running = false;
        fiber.idle = true;
}

void notifier_fiber_start(struct journal *journal, struct marks *marks)
{
        fiber.options = (struct notifier_options){
                .journal = journal, .marks = marks, .collector = "inproc://collector", .stop = &fiber.stop};
        fiber.stop = 0;
        fiber.running = true;
        if (!fiber.stack)
                fiber.stack = malloc(STACK_SIZE);
        EXPECT(fiber.stack && getcontext(&fiber.inside) == 0, "no fiber");
        fiber.inside.uc_stack.ss_sp = fiber.stack;
        fiber.inside.uc_stack.ss_size = STACK_SIZE;
        fiber.inside.uc_link = &fiber.here;
        makecontext(&fiber.inside, run, 0);
}

bool notifier_fiber_go(void)
{
        EXPECT(fiber.running, "the notifier has ended");
        EXPECT(swapcontext(&fiber.here, &fiber.inside) == 0, "no way into the fiber");
        EXPECT(fiber.result == 0, "the notifier failed");
        EXPECT(fiber.running || fiber.stop, "the notifier ended by itself");
        return fiber.idle;
}

void notifier_fiber_stop(void)
{
        fiber.stop = 1;
        while (fiber.running)
                notifier_fiber_go();
        free(fiber.stack);
        fiber.stack = NULL;
}

void notifier_fiber_yield(bool idle)
{
        fiber.idle = idle;
        EXPECT(swapcontext(&fiber.inside, &fiber.here) == 0, "no way out of the fiber");
}
