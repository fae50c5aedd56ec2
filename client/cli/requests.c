/* requests.c - one list, by sequence. */
#include "client/cli/requests.h"

#include "client/cli/grow.h"

static struct request *find(const struct requests *requests, uint64_t seq)
{
        size_t low = 0;
        size_t high = requests->request.n;

        while (low < high) {
                const size_t middle = low + (high - low) / 2;

                if (requests->request.at[middle].seq < seq)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low < requests->request.n && requests->request.at[low].seq == seq ? &requests->request.at[low] : NULL;
}

const struct request *requests_find(const struct requests *requests, uint64_t seq)
{
        return find(requests, seq);
}

static int add_request(struct requests *requests, struct request request)
{
        struct arena *arena = requests->arena;

        request.reason = arena_copy(arena, request.reason);
        request.author = arena_copy(arena, request.author);
        request.department = arena_copy(arena, request.department);
        requests->request.at = grow(arena, requests->request.at, requests->request.n, &requests->room, sizeof request);
        if (!requests->request.at || !request.reason.at || !request.author.at || !request.department.at)
                return err_fail("out of memory");
        requests->request.at[requests->request.n++] = request;
        return 0;
}

static bool counts(const struct request *request, struct bytes approver)
{
        for (size_t i = 0; i < request->approver.n; i++) {
                if (bytes_equal(request->approver.at[i], approver))
                        return false;
        }
        return !bytes_equal(request->author, approver);
}

static int approve(struct requests *requests, struct request *request, struct bytes approver)
{
        if (!counts(request, approver))
                return 0;
        request->approver.at = grow(requests->arena, request->approver.at, request->approver.n, &request->approver_room,
                                    sizeof approver);
        approver = arena_copy(requests->arena, approver);
        if (!request->approver.at || !approver.at)
                return err_fail("out of memory");
        request->approver.at[request->approver.n++] = approver;
        return 0;
}

static int decide(struct requests *requests, const struct approval *approval, struct bytes approver)
{
        struct request *request = find(requests, approval->proposal_seq);

        if (!request || request->state != REQUEST_OPEN)
                return 0;
        if (approval->approved)
                return approve(requests, request, approver);
        request->state = REQUEST_REJECTED;
        return 0;
}

int requests_add(struct requests *requests, const struct record_view *record, const struct event *event,
                 struct bytes plan)
{
        struct request request = {.seq = record->seq,
                                  .at = record->at,
                                  .kind = event->kind,
                                  .author = record->author,
                                  .department = record->department};
        struct request *granted;

        switch (event->kind) {
        case EVENT_PROPOSAL:
                request.task = event->proposal.task.no;
                request.part = event->proposal.part;
                request.target = event->proposal.target;
                request.due = event->proposal.due;
                request.reason = event->proposal.reason;
                return bytes_equal(plan, requests->plan) ? add_request(requests, request) : 0;
        case EVENT_EXTENSION:
                request.task = event->extension.task.no;
                request.part = event->extension.part;
                request.due = event->extension.new_due;
                request.reason = event->extension.reason;
                return bytes_equal(plan, requests->plan) ? add_request(requests, request) : 0;
        case EVENT_APPROVAL:
                return decide(requests, &event->approval, record->author);
        case EVENT_AMENDMENT:
                granted = find(requests, event->amendment.proposal_seq);
                if (granted)
                        granted->state = REQUEST_IN_FORCE;
                return 0;
        default:
                return 0;
        }
}
