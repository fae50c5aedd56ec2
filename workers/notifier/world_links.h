/* world_links.h - the part of the fold that is about links: which members keep one, and which departments are out of
 * reach.
 *
 * A department is down when members of it keep a link and none of these is up. 0 or negative. */
#ifndef DUBAN_NOTIFIER_WORLD_LINKS_H
#define DUBAN_NOTIFIER_WORLD_LINKS_H

#include "workers/notifier/world.h"

int world_links_fold(struct world *, uint64_t seq, const struct link *) CHECKED;
/* A department's `link_down` is raised or cleared. */
void world_links_alert(struct world *, const struct alert *);
/* The department of which the member kept a link last; 0 = it never did. */
uint64_t world_links_of(const struct world *, uint64_t member);
/* The department of that name's fingerprint, or NULL: no member of it ever kept a link. */
struct world_department *world_links_department(const struct world *, uint64_t id);
/* Is its `link_down` open? */
bool world_links_is_told(const struct world *, uint64_t department);

struct link_standing { /* of a department */
        bool is_kept; /* by any member */
        bool is_up;
        struct day heard; /* last, where it is kept and not up */
        size_t records;
};
enum { WORLD_LINKS_SHOWN = 64 };
/* `ret_record`: the newest record about each of the links that it keeps, the first WORLD_LINKS_SHOWN of them; or NULL. */
struct link_standing world_links_standing(const struct world *, const struct world_department *, uint64_t *ret_record);

#endif
