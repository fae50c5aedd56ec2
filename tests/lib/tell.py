#!/usr/bin/python3
"""tell.py CARD HOME REPORTS.jsonl [STATUS.json] - push reports without any code of the service, always the same bytes.

Each line is a report as `duban push` reads it. With STATUS.json, what `duban status --format json` printed, each one
is sent as a correction of the report that stands there for its task. Unlike `duban push` it makes nothing up: the
stream's name follows from the home's, and the time of sending from the data date. Prints the last record's sequence.
"""
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "lib"))
import wire  # noqa: E402

BATCH = 64
NOON_MS = 12 * 60 * 60 * 1000


class Teller:
    def __init__(self, pb, card, home):
        self.pb = pb
        self.wire = wire.Wire(card, home)
        self.stream = hashlib.blake2b(os.path.basename(home).encode(), digest_size=16).digest()

    def exchange(self, first, events):
        batch = self.pb.Batch(stream=self.stream, first_number=first, record=[e.SerializeToString() for e in events])
        answer = self.wire.exchange("reports", batch.SerializeToString())
        reply = self.pb.Reply.FromString(answer or b"")
        for refusal in reply.refusal:
            sys.exit(f"tell: number {refusal.number} is refused: {refusal.name} {refusal.field}")
        if answer is None or reply.receipt.number < first + len(events) - 1:
            sys.exit("tell: no receipt")
        return reply.receipt

    def tell(self, events):
        """Sends them, so many at a time that each batch is one commit. Returns the last one's sequence."""
        receipt = self.exchange(0, [])
        for i in range(0, len(events), BATCH):
            receipt = self.exchange(receipt.number + 1, events[i:i + BATCH])
        return receipt.seq


def number(text):
    whole, _, behind = text.partition(".")
    return {"unscaled": int(whole + behind), "scale": len(behind)}


def day(text):
    return int(text.replace("-", ""))


def promise(said):
    return dict(said, date=day(said["date"]))


def line(pb, said):
    word = {"evidence": "EVIDENCE_", "approximate": "APPROXIMATION_", "state": "STATE_", "stage": "STAGE_"}
    fields = {name: getattr(pb, word[name] + value.upper()) if name in word else value for name, value in said.items()}
    for name in ("value", "forecast", "target_understood"):
        if name in said:
            fields[name] = number(said[name])
    if "promise" in said:
        fields["promise"] = promise(said["promise"])
    if "pipeline" in said:
        fields["pipeline"] = [dict(p, stage=getattr(pb, "STAGE_" + p["stage"].upper())) for p in said["pipeline"]]
    return pb.Line(**fields)


def report(pb, said):
    """What no part is about (mentions) stays out."""
    texts = {name: said[name] for name in ("progress", "on_behalf_of") if name in said}
    sent = sum(int(n) for n in said["data_date"].split("-")) * NOON_MS
    return pb.Report(task={"plan": said["plan"], "no": said["task"]}, data_date=day(said["data_date"]), sent_at=sent,
                     line=[line(pb, l) for l in said.get("lines", [])], **texts)


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    pb = wire.schema()
    with open(sys.argv[3], encoding="utf-8") as file:
        said = [json.loads(text) for text in file]
    events = [pb.Event(report=report(pb, one)) for one in said]
    if len(sys.argv) == 5:
        with open(sys.argv[4], encoding="utf-8") as file:
            stands = {task["no"]: task["report_seq"] for task in json.load(file)["tasks"]}
        events = [pb.Event(correction={"replaces_seq": stands[event.report.task.no], "reason": "数字有误",
                                       "report": event.report}) for event in events]
    print(Teller(pb, sys.argv[1], sys.argv[2]).tell(events))


if __name__ == "__main__":
    main()
