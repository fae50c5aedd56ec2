/* applier_private.h - what the files of the applier share. Nobody else includes it. */
#ifndef DUBAN_STORE_APPLIER_PRIVATE_H
#define DUBAN_STORE_APPLIER_PRIVATE_H

#include "lib/store/applier.h"
#include "lib/store/apply.h"

struct applier {
        struct journal *journal;
        struct state *state;
        struct apply apply; /* .meta runs ahead of the state inside a transaction */
        struct state_meta durable; /* as the state has it */
        bool origin_checked;
};

#endif
