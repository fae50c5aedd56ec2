/* thread.c - start, join. */
#include "broker/thread.h"

#include "lib/base/log.h"

static void *thread_main(void *context)
{
        struct thread *thread = context;

        thread->outcome = thread->run(thread->context);
        if (!service_is_stopping(thread->service)) {
                log_error("thread", "name=%s ended=early outcome=%d", thread->name, thread->outcome);
                service_fail(thread->service);
        }
        service_stop(thread->service);
        return NULL;
}

int thread_run_all(struct service *service, struct thread *threads, size_t n)
{
        size_t started = 0;
        int r = 0;

        for (; started < n && r == 0; started++) {
                threads[started].service = service;
                if (pthread_create(&threads[started].id, NULL, thread_main, &threads[started])) {
                        r = err_fail("the thread %s does not start", threads[started].name);
                        service_stop(service);
                        break;
                }
                pthread_setname_np(threads[started].id, threads[started].name);
        }
        for (size_t i = 0; i < started; i++)
                pthread_join(threads[i].id, NULL);
        for (size_t i = 0; i < started && r == 0; i++)
                r = threads[i].outcome < 0 ? threads[i].outcome : 0;
        return r;
}
