/* query_members.c - the question about the roster.
 *
 * Everybody may know who is who; keys, quotas and contacts are for those who keep or audit the roster. A row
 * is a member with its keys; a page goes on at a member's place (from_no, next_no). */
#include "proto/ids.h"
#include "workers/query/query_asks.h"

static struct member shown(const struct inquiry *inquiry, const struct member *member)
{
        if (query_inquiry_reads_keys(inquiry))
                return *member;
        return (struct member){
                .name = member->name,
                .department = member->department,
                .role = member->role,
                .retired = member->retired,
        };
}

/* The member at the place the page starts with, or the one asked for by name. */
static const struct roster_member *page_start(struct inquiry *inquiry)
{
        const struct query_roster *roster = inquiry->archive->roster;
        const struct roster_member *member = query_roster_first(roster);

        if (inquiry->query.name.len)
                return query_roster_member(roster, ids_of_name(inquiry->query.name));
        for (uint32_t no = inquiry->query.from_no; no && member; no--)
                member = member->next;
        return member;
}

/* Memory for a page of that many members from this one on, with all their keys. */
static int room_for(struct inquiry *inquiry, const struct roster_member *member, uint32_t rows,
                    struct roster_view *view)
{
        size_t keys = 0;
        int r;

        for (uint32_t i = 0; i < rows && member; i++, member = member->next)
                for (const struct roster_key *key = member->keys; key; key = key->next)
                        keys++;
        r = query_inquiry_take(inquiry, rows, sizeof *view->member.at, &view->member.at);
        if (!r)
                r = query_inquiry_take(inquiry, keys, sizeof *view->key.at, &view->key.at);
        return query_pass(r);
}

/* → QUERY_PAGE_FULL */
static int add_row(struct inquiry *inquiry, const struct roster_member *member, struct roster_view *view)
{
        struct roster_view one = {0};
        struct answer row = {.roster = &one};
        bool fits;
        int r;

        one.member.at = &view->member.at[view->member.n];
        one.member.at[0] = shown(inquiry, &member->member);
        one.member.n = 1;
        one.key.at = &view->key.at[view->key.n];
        if (query_inquiry_reads_keys(inquiry))
                for (const struct roster_key *key = member->keys; key; key = key->next)
                        one.key.at[one.key.n++] = key->key;
        r = query_inquiry_fits(inquiry, &row, &fits);
        if (r)
                return err_trace(r);
        if (!fits)
                return QUERY_PAGE_FULL;
        view->member.n++;
        view->key.n += one.key.n;
        return 0;
}

int query_members(struct inquiry *inquiry)
{
        const struct query *query = &inquiry->query;
        uint32_t rows = query->name.len ? 1 : query_inquiry_rows(inquiry, QUERY_ROWS_MAX);
        const struct roster_member *member = page_start(inquiry);
        struct roster_view *view;
        int r = query_inquiry_take(inquiry, 1, sizeof *view, &view);

        if (!member && query->name.len)
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "name");
        if (!r)
                r = room_for(inquiry, member, rows, view);
        inquiry->answer.roster = view;
        for (; !r && member && view->member.n < rows; member = r ? member : member->next)
                r = add_row(inquiry, member, view);
        if (r && r != QUERY_PAGE_FULL)
                return query_pass(r);
        if (member && !query->name.len)
                inquiry->answer.next_no = query->from_no + (uint32_t)view->member.n;
        return 0;
}
