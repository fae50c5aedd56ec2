/* inner_wire.h - the private wire between notifier and collector when both live in one thread. Linked in place
 * of lib/bus/bus_socket.c: two queues of one message each way, and the mishaps that happen on a real one. */
#ifndef DUBAN_SIM_INNER_WIRE_H
#define DUBAN_SIM_INNER_WIRE_H

#include "lib/bus/bus.h"

struct bus_socket *inner_wire_collector_end(void);
/* Is a run waiting for the collector? */
bool inner_wire_is_waiting(void);
/* Of the run that waits only a beginning arrives, about so much of it, cut between two tasks as the notifier cuts. */
void inner_wire_cut(uint32_t keep_per_mille);
/* What the collector answers next is lost: the notifier asks again. */
void inner_wire_lose_answer(void);
/* A new start: nothing is on the wire. */
void inner_wire_reset(void);

#endif
