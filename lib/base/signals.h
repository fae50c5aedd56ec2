/* signals.h - signals become something to read.
 *
 * signals_open is called by main before any thread is made, so that every thread inherits the mask. Nothing then
 * interrupts a system call but SIGSTOP, SIGBUS (a mapped file was cut off or its disk failed) says one line and ends
 * the process with 74, and a closed pipe or a file-size limit is an ordinary error. */
#ifndef DUBAN_BASE_SIGNALS_H
#define DUBAN_BASE_SIGNALS_H

#include "lib/base/error.h"

enum { SIGNALS_AGAIN = 1 };

enum signals_wish { SIGNALS_STOP, SIGNALS_RELOAD }; /* TERM and INT; HUP */

/* A descriptor to poll, close it at the end. */
int signals_open(int *ret_fd) CHECKED;
/* The next wish. Never waits. → SIGNALS_AGAIN: none. */
int signals_next(int fd, enum signals_wish *ret_wish) CHECKED;

#endif
