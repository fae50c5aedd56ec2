#!/usr/bin/python3
"""refusals.py CARD HOME - what comes from outside and is no message gets a refusal, or no connection.

HOME is that of a department that leads task 1 of the small plan.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "lib"))
import wire  # noqa: E402

pb = wire.schema()
known = wire.Wire(sys.argv[1], sys.argv[2])
stranger = wire.Wire(sys.argv[1], None)
stream = os.urandom(16)
number = 0
failed = []


def refusal_names(body):
    answer = known.exchange("reports", body)
    return [refusal.name for refusal in pb.Reply.FromString(answer).refusal] if answer is not None else ["SILENCE"]


def expect(what, found, wanted):
    print(f"{what}: {found}")
    if found != wanted:
        failed.append(f"{what}: {found}, expected {wanted}")


def batch(*records, first=None):
    global number
    message = pb.Batch(stream=stream, first_number=first or number + 1, record=records)
    if first is None:
        number += len(records)
    return message.SerializeToString()


def report(**fields):
    event = pb.Event()
    event.report.task.plan = "small"
    event.report.task.no = fields.get("task", 1)
    event.report.data_date = fields.get("date", 20230630)
    line = event.report.line.add(part=fields.get("part", 1), unit=fields.get("unit", "场"))
    line.value.unscaled = 13
    return event.SerializeToString()


# One list, one line each: what is sent, and the names of the refusals that come back.
expect("garbage instead of a batch", refusal_names(os.urandom(200)), ["BAD_BATCH"])
expect("an empty frame", refusal_names(b""), ["BAD_STREAM"])
expect("a stream of 3 bytes", refusal_names(pb.Batch(stream=b"abc").SerializeToString()), ["BAD_STREAM"])
expect("a good report", refusal_names(batch(report())), [])
expect("garbage instead of a record", refusal_names(batch(b"\xff" * 40)), ["MALFORMED"])
expect("a task of another department", refusal_names(batch(report(task=2, unit="公里"))), ["FOREIGN_TASK"])
expect("a task that no plan has", refusal_names(batch(report(task=99))), ["UNKNOWN_TASK"])
expect("a part that the task lacks", refusal_names(batch(report(part=7))), ["UNKNOWN_PART"])
expect("tomorrow's figures", refusal_names(batch(report(date=20230701))), ["FUTURE_DATE"])
expect("the 31st of June", refusal_names(batch(report(date=20230631))), ["BAD_DATE"])
expect("a department that opens days", refusal_names(batch(pb.Event(
    clock_advance=pb.ClockAdvance(to=20231231)).SerializeToString())), ["NOT_ALLOWED"])
expect("a verdict from outside", refusal_names(batch(pb.Event(
    verdict=pb.Verdict(task=pb.TaskRef(plan="small", no=1), cause=1, ordinal=1, judge_version=1, policy_version=1,
                       day=20230630, verdict=pb.VERDICT_COMPLETED)).SerializeToString())), ["NOT_ALLOWED"])
expect("a number far ahead", refusal_names(batch(report(), first=1000)), ["GAP"])
expect("the first number with other bytes", refusal_names(batch(report(unit="次"), first=1)), ["CONFLICT"])
expect("the first number once more", refusal_names(batch(report(), first=1)), [])
answer = known.exchange("queries", os.urandom(100))
expect("garbage instead of a query", pb.Answer.FromString(answer).refusal.name, "BAD_QUERY")

for door in ("reports", "queries", "bell"):
    expect(f"an unknown key at {door}", stranger.is_let_in(door), False)
    expect(f"no key at {door}", known.is_let_in(door, curve=False), False)
expect("a known key at reports", known.is_let_in("reports"), True)
expect("a department at the bell", known.is_let_in("bell"), False)
expect("a good report after all that", refusal_names(batch(report())), [])
for sentence in failed:
    print(f"FAILED: {sentence}")
sys.exit(1 if failed else 0)
