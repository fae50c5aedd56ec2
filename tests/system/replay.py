#!/usr/bin/python3
"""replay.py make FOLDER | replay.py conclusions CARD HOME - a year of reports; what a service concluded from them.

make         writes FOLDER/ROUND-BATCH.jsonl: the real reports said of three quarters, with growing figures, and once
             more as corrections
conclusions  a line for each verdict, alert and so on in the journal, and one hash of them all. A line is kind, cause,
             ordinal and the payload's hash: times of commits, salts and the journal's identity have no place in it
"""
import csv
import glob
import hashlib
import json
import os
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "lib"))
import journal  # noqa: E402
import wire  # noqa: E402

DATA = os.path.join(os.environ["SOURCE"], "tests", "data", "tianmen-2023")
BATCH = 64  # one commit each; the script waits for what follows before it sends the next
ROUNDS = {"spring": ("2023-03-31", "0.2"), "summer": ("2023-06-30", "1"), "corrected": ("2023-06-30", "1.25"),
          "autumn": ("2023-09-30", "1.1")}


def real_reports():
    with open(os.path.join(DATA, "plan.csv"), encoding="utf-8") as file:
        lead = {int(row["task_no"]): row["lead"].split("|")[0] for row in csv.DictReader(file)}
    for path in sorted(glob.glob(os.path.join(DATA, "reports", "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            for report in map(json.loads, file):
                report.pop("mentions", None)
                yield dict(report, on_behalf_of=lead[report["task"]])


def told(report, day, factor):
    lines = [dict(line, value=format(Decimal(line["value"]) * Decimal(factor), "f")) if "value" in line else line
             for line in report.get("lines", [])]
    return dict(report, data_date=day, lines=lines)


def make(folder):
    reports = list(real_reports())
    for name, (day, factor) in ROUNDS.items():
        for i in range(0, len(reports), BATCH):
            with open(os.path.join(folder, f"{name}-{i:03}.jsonl"), "w", encoding="utf-8") as file:
                file.writelines(json.dumps(told(report, day, factor), ensure_ascii=False) + "\n"
                                for report in reports[i:i + BATCH])


def conclusions(card, home):
    pb = wire.schema()
    total = hashlib.blake2b(digest_size=32)
    for kind, message, payload in journal.derived(pb, wire.Wire(card, home)):
        digest = hashlib.blake2b(payload, digest_size=16).hexdigest()
        line = f"{kind} {message.cause} {message.ordinal} {digest}"
        total.update(line.encode() + b"\n")
        print(line)
    print(total.hexdigest())


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"] and len(sys.argv) == 3:
        make(sys.argv[2])
    elif sys.argv[1:2] == ["conclusions"] and len(sys.argv) == 4:
        conclusions(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__)
