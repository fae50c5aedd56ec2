/* authority_checks.h - the checks behind the table of authority.c, and what they share.
 *
 * Inside the collector's authority only. Everything here is as authority_check(): 0 = it may; CODEC_BAD with code
 * and field = why not; negative = fatal. */
#ifndef DUBAN_COLLECTOR_AUTHORITY_CHECKS_H
#define DUBAN_COLLECTOR_AUTHORITY_CHECKS_H

#include "workers/collector/authority.h"

/* -- shared (authority.c) -- */

/* Fills the flaw; returns CODEC_BAD. */
int authority_refuse(struct flaw *, enum code, const char *field);
/* The task must be in the plan in force, and an agent's department must have a part in it. */
int authority_task(const struct authority_case *, const struct task_ref *, struct flaw *,
                   const struct book_task **ret_task) CHECKED;
/* The part must be one of the task's; 0 = all of them. */
int authority_part(const struct book_task *, uint32_t no, const char *field, struct flaw *) CHECKED;
/* The day must not be after today. Nothing final is said about that while the clock is held. */
int authority_day(const struct authority_case *, struct day, const char *field, struct flaw *) CHECKED;
/* Does a part of that kind have a figure, and so a target? */
bool authority_takes_value(enum part_kind);
/* A record that is referred to under that name. */
int authority_record(const struct authority_case *, uint64_t seq, const char *field, struct flaw *,
                     struct record *ret_record) CHECKED;
/* What it says, in the arena. */
int authority_read(const struct record *, const char *field, struct flaw *, struct arena *,
                   struct event *ret_event) CHECKED;

/* -- of reports (authority_report.c) -- */

/* The report or correction of that sequence, which must be the one of the task that counts now. One that was sent back
 * is CODE_ALREADY_DONE. */
int authority_report_counts(const struct authority_case *, const struct book_task *, uint64_t seq, const char *field,
                            struct flaw *, struct record *ret_record) CHECKED;
/* Whose report it is: of the department of the agent who said it, or of the one that a supervisor said it for. */
int authority_reporter(const struct authority_case *, const struct record *, const char *field, struct flaw *,
                       uint64_t *ret_department) CHECKED;

/* -- checks, by file -- */

/* authority_report.c: figures and what becomes of them */
int authority_check_report(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_correction(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_return(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_accept(const struct authority_case *, struct flaw *) CHECKED;
/* authority_countersign.c: what another lead says to them */
int authority_check_countersign(const struct authority_case *, struct flaw *) CHECKED;
/* authority_office.c: what the office says about tasks */
int authority_check_remark(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_suspension(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_close(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_plan_text(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_bulletin(const struct authority_case *, struct flaw *) CHECKED;
/* authority_alert.c */
int authority_check_signing(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_answer(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_letter(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_withdrawal(const struct authority_case *, struct flaw *) CHECKED;
/* authority_change.c: targets and dates of a plan in force; what is approved: authority_amendment.c */
int authority_check_proposal(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_extension(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_approval(const struct authority_case *, struct flaw *) CHECKED;
/* authority_plan.c, authority_plan_kept.c: whole, sound, unaltered; what has a target or date keeps it */
int authority_check_chunk(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_plan(const struct authority_case *, struct flaw *) CHECKED;
int authority_check_task_kept(const struct authority_case *, const struct task *, struct flaw *) CHECKED;
/* authority_roster.c */
int authority_check_roster(const struct authority_case *, struct flaw *) CHECKED;

#endif
