#!/usr/bin/python3
"""metamorphic.py settings|make|check VARIANT [FOLDER] - the real plan told otherwise, and whether the verdicts follow.

settings   prints, for a shell, what the office needs to know: day, start, end, rounds, corrected
make       writes FOLDER/plan.csv, FOLDER/round-1.jsonl and so on, and FOLDER/corrections.jsonl
check      reads FOLDER/status.json, what the service said then, and FOLDER/journal.json, what it had put on record.
           Every row must be what judge.py works out from the files, and, where the variant says the same in other
           words, what expected.csv has for the plan as it is

The variants are the functions below that are called variant_NAME, and date-YYYY-MM-DD: the same figures on that day.
"""
import csv
import json
import os
import random
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import judge

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "data", "tianmen-2023")
HALF_YEAR = "2023-06-30"
EARLIER = "2023-05-31"
FIGURES = ("value", "forecast", "target_understood")


class Variant:
    """A plan, what was said about it in one or more rounds, and what must come out."""

    def __init__(self, rows, reports):
        self.rows = rows                            # of plan.csv
        self.rounds = [reports]                     # pushed one after the other
        self.corrections = []                       # of what stands after the rounds
        self.day = HALF_YEAR                        # of the office's clock
        self.start, self.end = "2023-01-01", "2023-12-31"
        self.same = True                            # the words of expected.csv
        self.old_task = lambda no: no               # what was which number before
        self.old_part = lambda no: no

    def last_word(self):
        """The report that counts for each task: the newest data date, of one date the last that came; a correction
        in place of the one it corrects. It counts whole: what it leaves out is not taken from an older one, but that a node is done."""
        counts = {}
        for report in (r for one in self.rounds for r in one):
            if report["task"] not in counts or report["data_date"] >= counts[report["task"]]["data_date"]:
                counts[report["task"]] = report
        counts.update((report["task"], report) for report in self.corrections)
        return counts


    def done_before(self, plan):
        """By task and part: what was made of a node by the reports before the one that counts."""
        day, earlier, now = {}, {}, {}
        for report in [r for one in self.rounds for r in one] + self.corrections:
            no, corrects = report["task"], report in self.corrections
            if not corrects and report["data_date"] < day.get(no, ""):
                continue
            if not corrects and report["data_date"] > day.get(no, ""):
                earlier.update((key, word) for key, word in now.items() if key[0] == no)
            day[no] = report["data_date"]
            lines = {line["part"]: line for line in report["lines"]}
            for part in plan[no]["parts"]:
                said = judge.reported_part(part, lines.get(part["no"]), earlier.get((no, part["no"])))
                now[no, part["no"]] = judge.done_after(dict(part, **said))
        return earlier


def real_plan():
    with open(os.path.join(DATA, "plan.csv"), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def real_reports(rows):
    """By task number, each in the name of the first lead, without what no part is about."""
    lead = {int(row["task_no"]): row["lead"].split("|")[0] for row in rows}
    folder = os.path.join(DATA, "reports")
    reports = judge.read_reports(os.path.join(folder, name) for name in os.listdir(folder))
    return [{"plan": "otherwise", "task": no, "data_date": report["data_date"], "on_behalf_of": lead[no],
             "lines": report.get("lines", [])} for no, report in sorted(reports.items())]


def variant_real():
    rows = real_plan()
    return Variant(rows, real_reports(rows))


# -- the same in other words --

def times(text, factor):
    return format(Decimal(text) * Decimal(factor), "f") if text else text


def factor_of(report, line):
    """Each part has its own; a pipeline has whole units, which cannot always be divided."""
    factor = ("10", "3", "0.1")[(report["task"] + line["part"]) % 3]
    divisible = all(p["count"] % 10 == 0 for p in line.get("pipeline", []))
    return factor if factor != "0.1" or divisible else "10"


def scaled_line(line, factor):
    scaled = dict(line, **{name: times(line[name], factor) for name in FIGURES if name in line})
    if "unit" in line:
        scaled["unit"] = "×" + factor + line["unit"]
    if "pipeline" in line:
        scaled["pipeline"] = [dict(p, count=int(p["count"] * Decimal(factor))) for p in line["pipeline"]]
    return scaled


def variant_scaled():
    """Every part in another unit: ten times, three times or a tenth of the figures."""
    variant = variant_real()
    factors = {}
    for report in variant.rounds[0]:
        for line in report["lines"]:
            factors[report["task"], line["part"]] = factor_of(report, line)
        report["lines"] = [scaled_line(line, factors[report["task"], line["part"]]) for line in report["lines"]]
    for row in variant.rows:
        factor = factors.get((int(row["task_no"]), int(row["part_no"] or 0)))
        if factor:
            row.update({name: times(row[name], factor) for name in ("baseline", "target", "upper")})
            row["unit"] = "×" + factor + row["unit"] if row["unit"] else ""
    return variant


def variant_permuted():
    """Tasks and parts turned round and numbered anew, lines as they were; the reports come in no order at all."""
    variant = variant_real()
    variant.old_task = lambda no: 1000 - no
    variant.old_part = lambda no: 500 - no if no else no
    variant.rows.reverse()
    for row in variant.rows:
        row["task_no"] = 1000 - int(row["task_no"])
        row["part_no"] = 500 - int(row["part_no"]) if row["part_no"] else ""
    for report in variant.rounds[0]:
        report["task"] = 1000 - report["task"]
        report["lines"] = [dict(line, part=500 - line["part"]) for line in report["lines"]]
    variant.rounds[0].sort(key=lambda report: report["task"] * 37 % 110)
    return variant


def year_before(day):
    return str(int(day[:4]) - 1) + day[4:]


def variant_year():
    """Everything a year earlier, which is as long."""
    variant = variant_real()
    variant.day, variant.start, variant.end = map(year_before, (variant.day, variant.start, variant.end))
    for report in variant.rounds[0]:
        report["data_date"] = year_before(report["data_date"])
        for line in report["lines"]:
            if "promise" in line:
                line["promise"]["date"] = year_before(line["promise"]["date"])
    return variant


# -- told in two reports --

def half(report, day):
    return dict(report, data_date=day, lines=report["lines"][::2])


def variant_split_earlier():
    """Half of the lines a month before, then all of them."""
    variant = variant_real()
    variant.rounds.insert(0, [half(report, EARLIER) for report in variant.rounds[0]])
    return variant


def variant_split_same_day():
    """Half of the lines, then all of them, with the same data date: the later one counts."""
    variant = variant_real()
    variant.rounds.insert(0, [half(report, HALF_YEAR) for report in variant.rounds[0]])
    return variant


def variant_split_older():
    """All of them; then one comes that speaks of an earlier day: the newer data date counts."""
    variant = variant_real()
    variant.rounds.append([half(report, EARLIER) for report in variant.rounds[0]])
    return variant


def variant_split_corrected():
    """Half of the lines, then a correction that has all."""
    variant = variant_real()
    variant.corrections = variant.rounds[0]
    variant.rounds = [[half(report, HALF_YEAR) for report in variant.corrections]]
    return variant


def variant_corrected_date():
    """Half of the lines, then a correction that has all, and says that they are a month old: it counts all the same."""
    variant = variant_split_corrected()
    variant.corrections = [dict(report, data_date=EARLIER) for report in variant.corrections]
    variant.same = False
    return variant


def variant_left_out():
    """All of them, then half: what the newer report leaves out has no figure, whatever the older one said; but a node
    that was done is done. Every node of an odd task is."""
    variant = variant_real()
    nodes = {(int(row["task_no"]), int(row["part_no"])) for row in variant.rows if row["kind"] in ("milestone", "award")}
    for report in variant.rounds[0]:
        report["lines"] = [dict(line, state="done") if report["task"] % 2 and (report["task"], line["part"]) in nodes
                           else line for line in report["lines"]]
    variant.rounds = [[dict(report, data_date=EARLIER) for report in variant.rounds[0]],
                      [half(report, HALF_YEAR) for report in variant.rounds[0]]]
    variant.same = False
    return variant


# -- on another day --

def on_day(day):
    variant = variant_real()
    variant.day = day
    variant.same = day == HALF_YEAR
    for report in variant.rounds[0]:
        report["data_date"] = day
    return variant


# -- made by dice --

KINDS = ["cumulative"] * 5 + ["level"] * 3 + ["stock", "stage", "growth", "award", "milestone", "hold_zero", "duty",
                                              "statement"] * 2
STATES = ["not_started", "planned", "in_progress", "done", "blocked"]
STAGES = ["surveyed", "prepared", "settled", "eligible", "applied", "recommended", "construction", "certified"]
EVIDENCE = ["measured"] * 6 + ["derived", "proxy", "inferred", "narrative", "promised"]


def made_bounds(dice, row):
    target = dice.choice([600, 120, 60, dice.randint(1, 900)])
    row.update(unit="户", target=target, direction="at_least")
    if row["kind"] in ("stock", "stage") and dice.random() < 0.7:
        down = dice.random() < 0.3
        row["baseline"] = target + dice.randint(1, 300) if down else dice.randrange(target)
        row["direction"] = dice.choice(["at_most" if down else "at_least", ""])
    elif dice.random() < 0.2:
        row["direction"] = "at_most"
    elif dice.random() < 0.2:
        row.update(direction="hold", upper=dice.choice(["", target * 11 // 10 + 1]))
    elif dice.random() < 0.1:
        row.update(target=0, direction=dice.choice(["", "hold", "at_least"]))


def made_part(dice, no, part):
    row = dict.fromkeys(real_plan()[0], "")
    row.update(task_no=no, title=f"任务{no}", lead="甲局", part_no=part, name=f"分项{part}", kind=dice.choice(KINDS),
               cadence=["monthly", "quarterly", "half_yearly", "weekly"][no % 4], soft=int(dice.random() < 0.15),
               final=int(dice.random() < 0.2), strict=int(dice.random() < 0.15), statistics=int(dice.random() < 0.1))
    if row["kind"] in ("cumulative", "level", "stock", "stage", "growth") or \
            (row["kind"] == "award" and dice.random() < 0.5):
        made_bounds(dice, row)
    if dice.random() < 0.4:
        begins = date(2023, 1, 1) + timedelta(days=dice.randrange(150))
        row.update(start=begins, due=begins + timedelta(days=dice.randint(40, 210)))
    return row


def made_value(dice, row, at):
    """Half of the figures stand on or beside a threshold of the rules."""
    if row["kind"] == "hold_zero":
        return str(dice.choice([0, 0, 1]))
    target, base = Fraction(row["target"]), Fraction(row["baseline"] or 0)
    part = {"start": judge.day(str(row["start"])) or date(2023, 1, 1), "due": judge.day(str(row["due"])) or
            date(2023, 12, 31)}
    planned = judge.planned_share(part, at)
    share = Fraction(dice.randrange(141), 100)
    if dice.random() < 0.5:
        share = planned + dice.choice([-30, -10, 10, 0, 11, -11, -31]) * Fraction(1, 100)
        if row["kind"] in ("level", "growth"):
            share = 1 - dice.choice([0, Fraction(1, 4), min(Fraction(1, 10), (1 - planned) / 5)])
    hundredths = (base + (target - base) * share) * 100 // 1 + dice.choice([0, 0, -1, 1])
    return format(Decimal(int(hundredths)) / 100, "f")


def made_line(dice, row, at):
    line = {"part": row["part_no"], "evidence": dice.choice(EVIDENCE)}
    if row["unit"] or row["kind"] == "hold_zero":
        if dice.random() < 0.93:
            line.update(value=made_value(dice, row, at), unit=row["unit"] if dice.random() < 0.95 else "万元")
        if row["unit"] and dice.random() < 0.2:
            line["forecast"] = str(row["target"] + dice.choice([-1, 0, 1]))
        if dice.random() < 0.2:
            line["pipeline"] = [{"stage": dice.choice(STAGES), "count": dice.randrange(700)} for _ in range(2)]
    if row["kind"] in ("milestone", "duty", "statement", "award") and dice.random() < 0.9:
        line["state"] = dice.choice(STATES)
    if row["kind"] == "award" and dice.random() < 0.6:
        line["stage"] = dice.choice(STAGES)
    if dice.random() < 0.25:
        line["promise"] = {"what": "完成", "date": str(at + timedelta(days=dice.randint(-20, 120)))}
    return line


def made_data_date(dice, today):
    """A month's end, or any day of the last half-year."""
    if dice.random() < 0.6:
        return judge.month_end(2023, dice.randint(1, today.month - 1 if today.year == 2023 else 12))
    return today - timedelta(days=dice.randrange(180))


def made(seed):
    """Tasks of every kind, whose parts begin and end on days of their own, judged in August or after the year."""
    dice = random.Random(seed)
    today = date(2023, 8, 15) if seed % 2 else date(2024, 1, 10)
    rows, reports = [], []
    for no in range(1, 111):
        at = made_data_date(dice, today)
        parts = [made_part(dice, no, i + 1) for i in range(dice.choice([1, 1, 2, 3, 4, 5]))]
        lines = [made_line(dice, row, at) for row in parts if dice.random() < 0.93]
        rows += parts
        if dice.random() < 0.97:
            reports.append({"plan": "otherwise", "task": no, "data_date": str(at), "on_behalf_of": "甲局",
                            "lines": lines})
    variant = Variant(rows, reports)
    variant.day, variant.same = str(today), False
    return variant


# -- what the office does with it, and what must come out --

def variant_of(name):
    if name.startswith("date-"):
        return on_day(name[5:])
    if name.startswith("made-"):
        return made(int(name[5:]))
    return globals()["variant_" + name.replace("-", "_")]()


def settings(variant):
    print(f"day={variant.day} start={variant.start} end={variant.end} rounds={len(variant.rounds)} "
          f"corrected={'yes' if variant.corrections else 'no'}")


def write_reports(path, reports):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(report, ensure_ascii=False) + "\n" for report in reports)


def make(variant, folder):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "plan.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, variant.rows[0])
        writer.writeheader()
        writer.writerows(variant.rows)
    for i, reports in enumerate(variant.rounds):
        write_reports(os.path.join(folder, f"round-{i + 1}.jsonl"), reports)
    if variant.corrections:
        write_reports(os.path.join(folder, "corrections.jsonl"), variant.corrections)


def said_by_the_service(path):
    with open(path, encoding="utf-8") as file:
        tasks = json.load(file)["tasks"]
    return {task["no"]: dict(task, governing=task["governing_part"] or 0, remark=None,
                             excuse=task["excuse"] and {name: task["excuse"][name] for name in ("kind", "part")})
            for task in tasks}


def expected_words():
    with open(os.path.join(HERE, "expected.csv"), encoding="utf-8") as file:
        return {int(row["task_no"]): row for row in csv.DictReader(file)}


def is_tie(own, no):
    """Are the governing part and that one equally bad?"""
    parts = {p["part"]["no"]: judge.badness(p) for p in own["parts"]}
    return parts[own["governing"]] == parts[no]


def differences_from_the_plan_as_it_is(variant, own, base, said):
    """Of parts that tie the first of the plan governs, so another order may name another one; never another word."""
    words = expected_words()[base["no"]]
    yield "verdict", said["verdict"], words["verdict"]
    yield "raw verdict", said["raw_verdict"], words["raw_verdict"]
    governing = variant.old_part(said["governing"])
    if governing != base["governing"] and is_tie(base, governing) and is_tie(own, said["governing"]):
        return
    yield "governing part", str(governing or ""), words["governing"]
    yield "why", said["why"] or "", words["why"]
    yield "excuse", said["excuse"]["kind"] if said["excuse"] else "", words["excuse"]
    yield "gap", said["gap_points"], judge.tenths(base["gap"])
    yield "distance", said["distance_pct"], judge.tenths(base["distance"])


def differences_of_the_journal(own, said):
    """On a task that it cannot judge from the first the machine puts nothing on record."""
    if said is None:
        said = {"verdict": "unknown", "raw_verdict": "unknown", "why": own["why"], "governing": own["governing"]}
    for name, value in said.items():
        yield "on record: " + name, value, own[name]


def differences(variant, folder):
    plan = judge.read_plan(os.path.join(folder, "plan.csv"), judge.day(variant.start), judge.day(variant.end))
    real = variant_real()
    base = judge.judge_reports(judge.read_plan(os.path.join(DATA, "plan.csv")), real.last_word())
    base = {row["no"]: row for row in base}
    said = said_by_the_service(os.path.join(folder, "status.json"))
    with open(os.path.join(folder, "journal.json"), encoding="utf-8") as file:
        on_record = {int(no): verdict for no, verdict in json.load(file).items()}
    own = judge.judge_reports(plan, variant.last_word(), judge.day(variant.day), variant.done_before(plan))
    if len(own) != 110 or set(said) != {row["no"] for row in own}:
        yield f"{len(said)} tasks, not the 110 of the plan"
        return
    for row in own:
        pairs = [(name, said[row["no"]][name], value) for name, value in judge.printed(row).items()]
        pairs += differences_of_the_journal(row, on_record.get(row["no"]))
        if variant.same:
            old = base[variant.old_task(row["no"])]
            pairs += differences_from_the_plan_as_it_is(variant, row, old, said[row["no"]])
        yield from (f"task {row['no']}: {name} is {a}, expected {b}" for name, a, b in pairs if a != b)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("settings", "make", "check"):
        sys.exit(__doc__)
    variant = variant_of(sys.argv[2])
    if sys.argv[1] == "settings":
        settings(variant)
    elif sys.argv[1] == "make":
        make(variant, sys.argv[3])
    else:
        found = list(differences(variant, sys.argv[3]))
        for sentence in found:
            print(f"metamorphic: {sys.argv[2]}: {sentence}")
        print(f"metamorphic: {sys.argv[2]}: 110 rows, {len(found)} differences")
        sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
