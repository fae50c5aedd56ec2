/* world_links.c - who keeps a link, and since when it is silent. */
#include "workers/notifier/world_links.h"

#include <stdlib.h>

#include "proto/ids.h"

/* -- looking up -- */

static struct world_link *find_link(const struct world *world, uint64_t member)
{
        const uint64_t *index = map_get(world->link_index, &member);

        return index ? &world->links.at[*index] : NULL;
}

uint64_t world_links_of(const struct world *world, uint64_t member)
{
        const struct world_link *link = find_link(world, member);

        return link ? link->department : 0;
}

struct world_department *world_links_department(const struct world *world, uint64_t id)
{
        const uint64_t *index = map_get(world->department_index, &id);

        return index ? &world->departments.at[*index] : NULL;
}

bool world_links_is_told(const struct world *world, uint64_t department)
{
        const struct world_department *found = world_links_department(world, department);

        return found && found->alert;
}

/* -- the fold -- */

static int add_department(struct world *world, uint64_t id, struct bytes name)
{
        const size_t n = world->departments.n;
        struct world_department *at = reallocarray(world->departments.at, n + 1, sizeof *at);

        if (!at)
                return err_fail("out of memory");
        world->departments.at = at;
        at[n] = (struct world_department){.id = id, .name = arena_copy(world->names, name)};
        if (!at[n].name.at)
                return err_fail("out of memory");
        world->departments.n++;
        return map_put(world->department_index, &id, n);
}

static int add_link(struct world *world, uint64_t member, struct world_link **ret_link)
{
        const size_t n = world->links.n;
        struct world_link *at = reallocarray(world->links.at, n + 1, sizeof *at);

        if (!at)
                return err_fail("out of memory");
        world->links.at = at;
        world->links.n++;
        at[n] = (struct world_link){.member = member};
        *ret_link = &at[n];
        return map_put(world->link_index, &member, n);
}

int world_links_fold(struct world *world, uint64_t seq, const struct link *link)
{
        const uint64_t member = ids_of_name(link->member);
        const uint64_t department = ids_of_name(link->department);
        struct world_link *at = find_link(world, member);
        int r = at ? 0 : add_link(world, member, &at);

        if (r == 0 && !world_links_department(world, department))
                r = add_department(world, department, link->department);
        if (r)
                return err_trace(r);
        at->department = department;
        at->state = link->state;
        at->since = link->since;
        at->record = seq;
        return 0;
}

void world_links_alert(struct world *world, const struct alert *alert)
{
        struct world_department *department = world_links_department(world, ids_of_name(alert->alert.department));

        if (department)
                department->alert = alert->change == ALERT_CLEARED ? 0 : alert->alert.cause;
}

/* -- how a department stands -- */

struct link_standing world_links_standing(const struct world *world, const struct world_department *department,
                                          uint64_t *ret_record)
{
        struct link_standing standing = {0};

        for (size_t i = 0; i < world->links.n; i++) {
                const struct world_link *link = &world->links.at[i];

                if (link->department != department->id)
                        continue;
                if (link->state == LINK_GONE)
                        continue;
                if (ret_record && standing.records < WORLD_LINKS_SHOWN)
                        ret_record[standing.records++] = link->record;
                standing.is_kept = true;
                standing.is_up = standing.is_up || link->state == LINK_UP;
                if (link->state == LINK_DOWN && day_before(standing.heard, link->since))
                        standing.heard = link->since;
        }
        return standing;
}
