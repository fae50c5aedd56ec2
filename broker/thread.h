/* thread.h - the threads of a role: started together, stopped together. A thread that ends by itself, or
 * fails, stops the whole process: nothing here goes on half alive. */
#ifndef DUBAN_BROKER_THREAD_H
#define DUBAN_BROKER_THREAD_H

#include <pthread.h>

#include "broker/service.h"

struct thread {
        const char *name;
        int (*run)(void *context);
        void *context;
        struct service *service;
        pthread_t id;
        int outcome;
};

/* Run all of them until the last has ended. 0, or the first negative outcome. */
int thread_run_all(struct service *, struct thread *threads, size_t n) CHECKED;

#endif
