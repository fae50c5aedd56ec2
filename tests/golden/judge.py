#!/usr/bin/python3
"""judge.py PLAN_DIR - the verdicts of docs/RULES.md, worked out a second time.

Reads plan.csv, reports/*.jsonl and remarks.csv and prints what `duban status --format json` should say.
It shares no code with the service and was written from the rules alone, so that the two can disagree.
Covered: rules 1 to 11 with the thresholds of policy version 1, for one report per task.
"""
import calendar
import csv
import glob
import json
import os
import sys
from datetime import date
from fractions import Fraction

PLAN_START, PLAN_END = date(2023, 1, 1), date(2023, 12, 31)
RANK = ["overdue", "seriously_behind", "behind", "unknown", "on_pace", "ahead", "over_half", "completed"]
BAD = RANK[:3]
GREEN_STAGES = {"eligible", "applied", "recommended", "construction", "certified"}
SOLID = {"measured", "derived"}  # evidence that may give ahead or completed


def month_mark(day, opening):
    """Months since year 0, counted to the morning (opening) or the evening of a day."""
    days = calendar.monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 + Fraction(day.day - (1 if opening else 0), days)


def planned_share(part, at):  # rule 1
    start = month_mark(part["start"], True)
    share = (month_mark(at, False) - start) / (month_mark(part["due"], False) - start)
    return min(max(share, Fraction(0)), Fraction(1))


def meets(part, value):
    if part["direction"] == "at_most":
        return value < part["target"] if part["strict"] else value <= part["target"]
    return value > part["target"] if part["strict"] else value >= part["target"]


def judge_pace(part, value, planned):  # rule 3
    base = part["baseline"] or Fraction(0)
    attained = (value - base) / (part["target"] - base)
    gap = (attained - planned) * 100
    word = "ahead" if gap > 10 else "on_pace" if gap >= -10 else "behind" if gap >= -30 else "seriously_behind"
    return word, {"gap": gap, "lag": -gap / 10, "attained": attained}


def judge_level(part, value, planned):  # rule 4
    if part["target"] == 0:
        word = "on_pace" if value <= 0 else "seriously_behind"
        return word, {"lag": Fraction(0), "hold_zero": True}
    off = abs(value - part["target"]) / part["target"]
    tolerance = min(Fraction(1, 10), Fraction(1, 5) * (1 - planned))
    distance = (value - part["target"]) / part["target"] * 100
    if meets(part, value):
        return "on_pace", {"distance": distance, "lag": -off / tolerance if tolerance else Fraction(0)}
    word = "on_pace" if off <= tolerance else "behind" if off <= Fraction(1, 4) else "seriously_behind"
    return word, {"distance": distance, "lag": off / tolerance if tolerance else off * 1000}


def judge_milestone(part, line, planned, at):  # rule 5
    state = line.get("state")
    if state == "done":
        return "completed"
    if at > part["due"]:
        return "overdue"
    if state == "blocked" or (state == "not_started" and planned > Fraction(1, 2)):
        return "behind"
    return "on_pace" if state else "unknown"


def excuse_for(part, line, value, at):  # rule 8
    if line.get("state") == "blocked" or value is None:
        return None
    if "forecast" in line and meets(part, Fraction(line["forecast"])):
        return "forecast"
    if "promise" in line and at < date.fromisoformat(line["promise"]["date"]) <= part["due"]:
        return "plan"
    under_way = sum(p["count"] for p in line.get("pipeline", []) if p["stage"] in GREEN_STAGES)
    return "pipeline" if under_way and under_way >= part["target"] - value else None


def judge_part(part, line, at):
    """One registered part: a dict with raw, verdict, why, excuse, reached and the arithmetic."""
    planned = planned_share(part, at)
    seen = {"part": part, "why": None, "excuse": None, "reached": False, "lag": Fraction(0), "planned": planned}
    if part["kind"] == "milestone":
        raw = judge_milestone(part, line, planned, at)
        seen["reached"] = line.get("state") == "done"
        seen["why"] = "no_figure" if raw == "unknown" else None
        return dict(seen, raw=raw, verdict=raw)
    if "value" not in line:  # rule 7
        late = part["kind"] == "cumulative" and not part["soft"] and planned >= Fraction(1, 2)
        raw = "behind" if late else "unknown"
        return dict(seen, raw=raw, verdict=raw, why="no_figure")
    value = Fraction(line["value"])
    paced = part["kind"] == "cumulative" or (part["kind"] in ("stock", "stage") and part["baseline"] is not None)
    raw, numbers = (judge_pace if paced else judge_level)(part, value, planned)
    solid = line.get("evidence", "measured") in SOLID
    if raw == "ahead" and not solid:  # rule 9
        raw = "on_pace"
    hold_zero = numbers.pop("hold_zero", False)
    seen.update(numbers, reached=solid and not hold_zero and meets(part, value))
    if raw in BAD and not hold_zero:
        seen["excuse"] = excuse_for(part, line, value, at)
    return dict(seen, raw=raw, verdict="on_pace" if seen["excuse"] else raw)


def worst(parts, key):  # rule 6
    return min(parts, key=lambda p: (RANK.index(p[key]), -p["lag"], p["part"]["order"]))


def judge_task(parts, report):
    """parts: of one task, in plan order; report: its newest one, or None."""
    empty = {"verdict": "unknown", "raw_verdict": "unknown", "excuse": None, "governing": 0,
             "gap_points": None, "distance_pct": None}
    hard = [p for p in parts if not p["soft"]]
    if not hard:
        return dict(empty, why="no_target")
    if report is None:
        return dict(empty, why="no_report")
    at = date.fromisoformat(report["data_date"])
    lines = {line["part"]: line for line in report.get("lines", [])}
    judged = [judge_part(p, lines.get(p["no"], {}), at) for p in parts]
    hard = [p for p in judged if not p["part"]["soft"]]
    first = worst(hard, "verdict")
    verdict, raw = first["verdict"], worst(hard, "raw")["raw"]
    if verdict == "completed":  # of every hard part; of the task only by rule 10
        verdict = raw = "on_pace"
    excused = next((p for p in hard if p["excuse"]), None)
    counts = [p for p in hard if p["part"]["kind"] == "cumulative"]
    if all(p["reached"] for p in judged) and any(p["part"]["final"] for p in judged):  # rule 10
        verdict = raw = "completed"
    elif (verdict in ("on_pace", "ahead") and (at.month, at.day) == (6, 30) and counts and not excused
          and all(p.get("attained", 0) >= Fraction(1, 2) for p in counts)):  # rule 9
        verdict = raw = "over_half"
    if excused and verdict == "on_pace":
        first = worst([p for p in hard if p["excuse"]], "raw")
    return {"verdict": verdict, "why": first["why"], "raw_verdict": raw, "governing": first["part"]["no"],
            "excuse": {"kind": first["excuse"], "part": first["part"]["no"]} if first["excuse"] else None,
            "gap_points": float(first["gap"]) if "gap" in first else None,
            "distance_pct": float(first["distance"]) if "distance" in first else None}


def number(text):
    return Fraction(text) if text else None


def read_plan(path):
    tasks = {}
    with open(path, encoding="utf-8") as file:
        for order, row in enumerate(csv.DictReader(file)):
            parts = tasks.setdefault(int(row["task_no"]), [])
            if row["part_no"]:
                parts.append({"no": int(row["part_no"]), "order": order, "kind": row["kind"], "soft": row["soft"] == "1",
                              "final": row["final"] == "1", "strict": row["strict"] == "1",
                              "direction": row["direction"], "baseline": number(row["baseline"]),
                              "target": number(row["target"]),
                              "start": date.fromisoformat(row["start"]) if row["start"] else PLAN_START,
                              "due": date.fromisoformat(row["due"]) if row["due"] else PLAN_END})
    return tasks


def read_reports(folder):
    reports = {}
    for name in glob.glob(os.path.join(folder, "*.jsonl")):
        with open(name, encoding="utf-8") as file:
            for line in file:
                report = json.loads(line)
                reports[report["task"]] = report
    return reports


def read_remarks(path):
    with open(path, encoding="utf-8") as file:
        return {int(row["task_no"]): row["remark"] for row in csv.DictReader(file)}


def judge_plan(folder):
    reports = read_reports(os.path.join(folder, "reports"))
    remarks = read_remarks(os.path.join(folder, "remarks.csv"))
    return [dict(no=no, **judge_task(parts, reports.get(no)), remark=remarks.get(no))
            for no, parts in sorted(read_plan(os.path.join(folder, "plan.csv")).items())]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    json.dump({"tasks": judge_plan(sys.argv[1])}, sys.stdout, ensure_ascii=False, indent=1)
    print()
