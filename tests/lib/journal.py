#!/usr/bin/python3
"""journal.py CARD HOME - the newest verdict on each task as the journal holds it, not as it is judged when asked.

Prints an object: the task's number, and verdict, raw_verdict, why and governing part. A task on which the machine
never said anything is missing.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "lib"))
import wire  # noqa: E402

DERIVED = range(40, 50)


def derived(pb, service):
    """Every record that the service concluded: kind, message and bytes, in order."""
    query = pb.Query(ask=pb.ASK_RECORDS, from_seq=1)
    while query.from_seq:
        answer = pb.Answer.FromString(service.exchange("queries", query.SerializeToString()) or b"")
        if answer.HasField("refusal") or not answer.record:
            sys.exit(f"journal: no records: {answer.refusal.name}")
        for record in answer.record:
            if record.kind in DERIVED:
                (_, message), = pb.Event.FromString(record.event).ListFields()
                yield record.kind, message, record.event
        query.from_seq = answer.next_seq


def word(enum, value, prefix):
    """VERDICT_ON_PACE is on_pace; what is not said is None."""
    return enum.Name(value)[len(prefix):].lower() if value else None


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    pb = wire.schema()
    newest = {}
    for kind, message, _ in derived(pb, wire.Wire(sys.argv[1], sys.argv[2])):
        if kind == 40:
            newest[message.task.no] = {"verdict": word(pb.VerdictWord, message.verdict, "VERDICT_"),
                                       "raw_verdict": word(pb.VerdictWord, message.raw_verdict, "VERDICT_"),
                                       "why": word(pb.Why, message.why, "WHY_"), "governing": message.governing}
    json.dump(newest, sys.stdout)


if __name__ == "__main__":
    main()
