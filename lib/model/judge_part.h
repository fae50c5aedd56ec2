/* judge_part.h - the inside of the judge: one part while it is being judged. For judge*.c and recorded.c only.
 *
 * judge.c opens a finding per part, lets the rule that fits its kind decide, and rolls the findings up.
 * A finding borrows everything and lives as long as the call of judge(). */
#ifndef DUBAN_MODEL_JUDGE_PART_H
#define DUBAN_MODEL_JUDGE_PART_H

#include "lib/model/judge.h"

struct finding {
        const struct facts *facts;
        const struct part *part;
        const struct line *line; /* NULL = the report says nothing about the part */
        enum part_kind kind; /* resolved: never unspecified */
        enum direction direction; /* resolved: at least or at most */
        struct part_verdict *verdict; /* what comes out; its target is the one judged by */
        enum verdict_word pace; /* the verdict where "completed" is not to be had */
        bool reached; /* the target is met, and for good */
        struct day recheck; /* as in judge.h */
};

static inline void finding_set(struct finding *finding, enum verdict_word word, uint32_t rule)
{
        finding->verdict->verdict = word;
        finding->verdict->raw_verdict = word;
        finding->verdict->rule = rule;
        finding->pace = word;
}

/* The outcome may change on that day without a new report. */
static inline void finding_recheck(struct finding *finding, struct day day)
{
        if (!day_is_set(finding->recheck) || day_before(day, finding->recheck))
                finding->recheck = day;
}

/* Does the figure meet the target: right side of it, off a strict bound, under the upper bound of a hold? */
bool judge_meets(const struct finding *, struct number);
/* Does the figure break the upper bound of a hold? */
bool judge_exceeds(const struct finding *, struct number);

bool judge_has_share(const struct finding *); /* is the figure a share of a way to go, or a level? */
void judge_share(struct finding *); /* rule 3; the figure is known */
void judge_level(struct finding *); /* rule 4; the figure is known */
void judge_node(struct finding *); /* rule 5 */
bool judge_broke_zero(const struct part_verdict *); /* has what must stay at zero happened? */
void judge_not_started(struct finding *); /* rule 12: nothing has begun that should have */
void judge_excuse(struct finding *); /* rule 8, after the rules above */
bool judge_is_silent(const struct facts *); /* rule 12: nobody reports on the task */
void judge_silence(struct verdict *); /* what that makes of it */

/* Every part by itself: as many verdicts and findings as the task has parts. */
void judge_parts(const struct facts *, struct part_verdict *verdicts, struct finding *findings);
/* Rule 6 and those after it: the words of the task from its parts. */
void judge_roll_up(const struct facts *, const struct finding *, size_t n, bool silent, struct verdict *);

#endif
