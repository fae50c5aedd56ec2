#!/usr/bin/python3
"""judge.py PLAN_DIR - the verdicts of docs/RULES.md, worked out a second time.

Reads plan.csv, reports/*.jsonl and remarks.csv and prints what `duban status --format json` should say; redo.py
feeds it with what `duban explain --format json` says. It shares no code and no table with the service and was
written from the rules alone, so that the two can disagree. Covered: rules 1 to 11 with the thresholds of policy
version 1, for a task's first cycle; no plan curves.

A task is a dict: no, parts, at (data date or None), today, cadence, plan_start, plan_end. A part is a dict: what the
plan says of it (no, kind, soft, final, strict, direction, baseline, target, upper, start, due, statistics) and what
the report says (spoken, value if comparable, evidence, state, stage, forecast, promise, pipeline); done_before is what
earlier reports made of a node: done by a "measured" or an "unmeasured" word, or None.
"""
import calendar
import csv
import glob
import json
import os
import sys
from datetime import date, timedelta
from fractions import Fraction

RANK = ["overdue", "seriously_behind", "behind", "unknown", "on_pace", "ahead", "over_half", "completed"]
BAD = RANK[:3]
BY_STATE = {"milestone", "award", "duty", "statement"}
EXCUSING_STAGES = {"eligible", "applied", "recommended", "construction", "certified"}
UNMEASURED = {"proxy", "inferred", "narrative"}
HALF = Fraction(1, 2)
DAY = timedelta(days=1)


# -- days --

def days_from(first, last):
    return {first + DAY * i for i in range((last - first).days + 1)}


# Notice of the State Council on the holidays of 2023: seven periods, and the weekend days worked instead.
OFF = (days_from(date(2022, 12, 31), date(2023, 1, 2)) | days_from(date(2023, 1, 21), date(2023, 1, 27))
       | {date(2023, 4, 5)} | days_from(date(2023, 4, 29), date(2023, 5, 3))
       | days_from(date(2023, 6, 22), date(2023, 6, 24)) | days_from(date(2023, 9, 29), date(2023, 10, 6))
       | {date(2024, 1, 1)})
WORKED = {date(2023, 1, 28), date(2023, 1, 29), date(2023, 4, 23), date(2023, 5, 6), date(2023, 6, 25),
          date(2023, 10, 7), date(2023, 10, 8)}


def working_days_after(day, count):
    while count:
        day += DAY
        count -= day in WORKED or (day.weekday() < 5 and day not in OFF)
    return day


def month_end(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


def cycle_end(cadence, day):  # rule 12
    if cadence == "on_call":
        return day
    if cadence == "weekly":
        return day + DAY * (6 - day.weekday())
    months = {"quarterly": 3, "half_yearly": 6}.get(cadence, 1)
    return month_end(day.year, -(-day.month // months) * months)


def last_to_report(task, day):  # rule 12; the plan's last day ends a cycle
    end = cycle_end(task["cadence"], day)
    end = min(end, task["plan_end"]) if day <= task["plan_end"] else end
    return working_days_after(end, 15 if any(part["statistics"] for part in task["parts"]) else 5)


def month_begun(start, count):
    """The day on which so many months from the start are over and the next one begins."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def months(start, last):
    """From the morning of one day to the evening of another: whole months, and the share of the running one."""
    stop, whole = last + DAY, 0
    while month_begun(start, whole + 1) <= stop:
        whole += 1
    running = month_begun(start, whole)
    return whole + Fraction((stop - running).days, (month_begun(start, whole + 1) - running).days)


def planned_share(part, at):  # rule 1
    if at >= part["due"]:
        return Fraction(1)
    if at < part["start"]:
        return Fraction(0)
    return months(part["start"], at) / months(part["start"], part["due"])


# -- one part --

def is_registered(part):  # rule 2
    return part["target"] is not None or part["kind"] in BY_STATE


def goes_down(part):
    """Is the target a ceiling? Said by the plan, else by the kind (docs/RULES.md, section 2)."""
    if part["kind"] == "hold_zero" or part["direction"] == "at_most":
        return True
    if part["direction"] == "at_least" or part["kind"] == "growth":
        return False
    to_be_held_at_zero = part["target"] == 0 and part["upper"] is None
    if part["direction"] == "hold":
        return to_be_held_at_zero
    from_above = part["kind"] in ("stock", "stage") and part["baseline"] is not None and \
        part["baseline"] > part["target"]
    return from_above or part["target"] == 0


def exceeds(part, value):
    return part["direction"] == "hold" and part["upper"] is not None and value > part["upper"]


def meets(part, value):
    if value == part["target"]:
        return not part["strict"] and not exceeds(part, value)
    return (value < part["target"]) == goes_down(part) and not exceeds(part, value)


def has_way_to_go(part, value):
    """Rule 3 is for what covers a distance: a count up to something, a stock from its baseline to its target."""
    if exceeds(part, value):
        return False
    if part["kind"] == "cumulative":
        return part["target"] > 0
    if part["kind"] in ("stock", "stage") and part["baseline"] is not None and part["baseline"] != part["target"]:
        return (part["target"] < part["baseline"]) == goes_down(part)
    return False


def judge_pace(part, value, seen):  # rule 3
    base = part["baseline"] if part["kind"] != "cumulative" else Fraction(0)
    ceiling = part["kind"] == "cumulative" and goes_down(part)
    seen["attainment"] = (value - base) / (part["target"] - base)
    seen["gap"] = (seen["attainment"] - seen["planned"]) * (-1 if ceiling else 1)
    points = seen["gap"] * 100
    seen["lag"] = -points / 10
    seen["reached"] = meets(part, value) and not ceiling
    return "ahead" if points > 10 else "on_pace" if points >= -10 else "behind" if points >= -30 else "seriously_behind"


def judge_level(part, value, seen):  # rule 4
    bound = part["upper"] if exceeds(part, value) else part["target"]
    met = meets(part, value)
    lasting = part["kind"] in ("stock", "stage") or (part["kind"] in ("level", "growth") and part["final"])
    seen["reached"] = met and lasting
    seen["tolerance"] = min(Fraction(1, 10), Fraction(1, 5) * (1 - seen["planned"]))
    if bound == 0:
        seen["broke_zero"] = not met and part["target"] == 0 and value > 0
        return "on_pace" if met else "seriously_behind"
    ceiling = exceeds(part, value) or goes_down(part)
    seen["distance"] = (bound - value if ceiling else value - bound) / abs(bound)
    off = -seen["distance"]
    seen["lag"] = off / (seen["tolerance"] or Fraction(1, 10000))
    if met or (seen["tolerance"] and off <= seen["tolerance"]):
        return "on_pace"
    return "behind" if off <= Fraction(1, 4) else "seriously_behind"


def state_of(part):
    if part["kind"] == "award":
        counted = part["target"] is not None and part["value"] is not None and meets(part, part["value"])
        if part["stage"] == "certified" or (part["spoken"] and counted):
            return "done"
        return part["state"] or ("in_progress" if part["stage"] else None)
    if part["kind"] in ("duty", "statement") and part["spoken"] and part["state"] in (None, "done"):
        return "in_progress"  # under way, and never done
    return part["state"]


def is_silent(part):
    """Nothing is said of whether the node is done."""
    counts = part["kind"] == "award" and part["target"] is not None and part["value"] is not None
    return state_of(part) is None and not counts


def done_after(part):
    """What this report leaves of it: how well the node is known to be done by now."""
    if part["kind"] not in ("milestone", "award"):
        return None
    if is_silent(part):
        return part["done_before"]
    if state_of(part) != "done":
        return None
    return "unmeasured" if part["evidence"] in UNMEASURED else "measured"


def judge_node(part, task, seen):  # rule 5
    state = state_of(part)
    if part["done_before"] and is_silent(part) and part["kind"] in ("milestone", "award"):
        state = "done"
        seen["proxy"] |= part["done_before"] == "unmeasured"
    if state == "done":
        seen["reached"], seen["pace"] = True, "on_pace"
        return "completed"
    if part["kind"] in ("milestone", "award"):
        if task["today"] > last_to_report(task, part["due"]):
            return "overdue"
    if state is None:
        return None
    if state == "blocked" or (state == "not_started" and seen["planned"] > HALF):
        return "behind"
    return "on_pace"


def excuse_for(part, task, seen):  # rule 8
    if seen["raw"] not in BAD[1:] or not part["spoken"] or seen["why"] or part["state"] == "blocked":
        return None
    if seen["broke_zero"] or task["at"] >= part["due"]:
        return None
    if part["forecast"] is not None and part["target"] is not None and meets(part, part["forecast"]):
        return "forecast"
    if part["promise"] and max(task["at"], task["today"]) <= part["promise"] <= part["due"]:
        return "plan"
    if part["kind"] in ("cumulative", "stock") and not goes_down(part):
        under_way = sum(p["count"] for p in part["pipeline"] if p["stage"] in EXCUSING_STAGES)
        if 0 < part["target"] - part["value"] <= under_way:
            return "pipeline"
    return None


def judge_part(part, task):
    seen = {"part": part, "why": None, "excuse": None, "reached": False, "broke_zero": False, "lag": Fraction(0),
            "pace": None, "planned": planned_share(part, task["at"] or task["today"]), "attainment": None, "gap": None,
            "distance": None, "tolerance": None, "proxy": part["evidence"] in UNMEASURED}
    if not is_registered(part):
        return dict(seen, raw="unknown", verdict="unknown", pace="unknown", why="no_target")
    if part["kind"] in BY_STATE:
        word = judge_node(part, task, seen)
    elif part["value"] is not None:
        word = (judge_pace if has_way_to_go(part, part["value"]) else judge_level)(part, part["value"], seen)
    else:  # rule 7
        due = task["at"] and part["kind"] == "cumulative" and not part["soft"] and seen["planned"] >= HALF
        word = "behind" if due else None
        seen["why"] = "no_figure"
    if word is None:
        word, seen["why"] = "unknown", "no_figure" if task["at"] else "no_report"
    if seen["proxy"]:  # rule 9
        seen["reached"] = False
        word = "on_pace" if word in ("ahead", "completed") else word
    seen["raw"] = seen["verdict"] = word
    seen["pace"] = seen["pace"] if word == "completed" else word
    seen["excuse"] = excuse_for(part, task, seen)
    if seen["excuse"]:
        seen["verdict"] = seen["pace"] = "on_pace"
    if seen["reached"] and part["final"]:  # rule 10
        seen["raw"] = seen["verdict"] = "completed"
    return seen


# -- the task --

def badness(seen):  # rule 6: least is worst
    return RANK.index(seen["verdict"]), RANK.index(seen["pace"]), not seen["broke_zero"], -seen["lag"]


def worst(judged):
    """The first of those that nothing is worse than."""
    return min(judged, key=badness)


def is_over_half(task, hard):  # rule 9
    counts = [p for p in hard if p["part"]["kind"] == "cumulative" and not goes_down(p["part"])]
    return (task["at"] == date(task["plan_start"].year, 6, 30) and counts and not any(p["excuse"] for p in hard)
            and all(p["attainment"] is not None and p["attainment"] >= HALF for p in counts))


def word_of_task(task, judged, hard, first):
    registered = [p for p in judged if is_registered(p["part"])]
    if first["verdict"] in RANK[:4]:
        return first["verdict"]
    if all(p["reached"] for p in registered) and any(p["part"]["final"] for p in registered):  # rule 10
        return "completed"
    return "over_half" if is_over_half(task, hard) else first["pace"]


def judge_task(task):
    judged = [judge_part(part, task) for part in task["parts"]]
    hard = [p for p in judged if is_registered(p["part"]) and not p["part"]["soft"]]
    if not hard:
        return {"verdict": "unknown", "raw_verdict": "unknown", "why": "no_target" if task["at"] else "no_report",
                "governing": 0, "excuse": None, "gap": None, "distance": None, "parts": judged}
    first = worst(hard)
    word = word_of_task(task, judged, hard, first)
    raw = min([word] + [p["raw"] for p in hard if p["raw"] in BAD], key=RANK.index)
    excused = ([first] if first["excuse"] else []) + [p for p in hard if p["excuse"]]
    return {"verdict": word, "raw_verdict": raw, "why": first["why"], "governing": first["part"]["no"],
            "excuse": {"kind": excused[0]["excuse"], "part": excused[0]["part"]["no"]} if excused else None,
            "gap": first["gap"], "distance": first["distance"], "parts": judged}


# -- files --

def fraction(figure):
    return Fraction(figure) if figure not in (None, "") else None


def day(text):
    return date.fromisoformat(text) if text else None


def planned_part(row, start, end):
    kind = row["kind"] or "cumulative"
    return {"no": int(row["part_no"]), "kind": kind, "soft": row["soft"] == "1", "final": row["final"] == "1",
            "strict": row["strict"] == "1", "direction": row["direction"] or None, "unit": row["unit"],
            "baseline": fraction(row["baseline"]), "upper": fraction(row["upper"]),
            "target": Fraction(0) if kind == "hold_zero" else fraction(row["target"]),
            "start": day(row["start"]) or start, "due": day(row["due"]) or end,
            "statistics": row["statistics"] == "1"}


def reported_part(part, line, done_before=None):
    """What the report says of a part; a figure counts in the registered unit, and when it is no mere promise."""
    said = line or {}
    same_unit = not part["unit"] or said.get("unit", part["unit"]) in ("", part["unit"])
    value = said.get("value") if same_unit and said.get("evidence") != "promised" else None
    return {"spoken": line is not None, "value": fraction(value), "evidence": said.get("evidence", "measured"),
            "state": said.get("state"), "stage": said.get("stage"), "forecast": fraction(said.get("forecast")),
            "promise": day(said.get("promise_date")), "pipeline": said.get("pipeline", []), "done_before": done_before}


def read_plan(path, start=date(2023, 1, 1), end=date(2023, 12, 31)):
    """Task by task: number, cadence, parts in plan order."""
    tasks = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            task = tasks.setdefault(int(row["task_no"]), {"no": int(row["task_no"]), "parts": [],
                                                          "cadence": row["cadence"] or "half_yearly",
                                                          "plan_start": start, "plan_end": end})
            if row["part_no"]:
                task["parts"].append(planned_part(row, start, end))
    return tasks


def read_reports(paths):
    """The last report about each task."""
    reports = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            reports.update((report["task"], report) for report in map(json.loads, file))
    return reports


def judge_reports(plan, reports, today=None, done_before=None):
    """Every task of a plan with its report, judged on the day `today` or else on the data date; `done_before` is by
    task and part."""
    done_before = done_before or {}
    rows = []
    for no, task in sorted(plan.items()):
        report = reports.get(no)
        lines = {line["part"]: dict(line, promise_date=line.get("promise", {}).get("date"))
                 for line in report.get("lines", [])} if report else {}
        at = day(report["data_date"]) if report else None
        parts = [dict(part, **reported_part(part, lines.get(part["no"]), done_before.get((no, part["no"]))))
                 for part in task["parts"]]
        rows.append(dict(no=no, **judge_task(dict(task, parts=parts, at=at, today=today or at))))
    return rows


def read_remarks(path):
    with open(path, encoding="utf-8") as file:
        return {int(row["task_no"]): row["remark"] for row in csv.DictReader(file)}


def tenths(share):
    """As it is printed: percent with one decimal, rounded half up, away from zero."""
    if share is None:
        return None
    size = (abs(share) * 1000 + HALF) // 1
    return float(-size if share < 0 else size) / 10


def printed(row, remark=None):
    """One row of `duban status --format json`."""
    return {"no": row["no"], "verdict": row["verdict"], "raw_verdict": row["raw_verdict"], "why": row["why"],
            "governing": row["governing"], "excuse": row["excuse"], "gap_points": tenths(row["gap"]),
            "distance_pct": tenths(row["distance"]), "remark": remark}


def judge_plan(folder):
    remarks = read_remarks(os.path.join(folder, "remarks.csv"))
    reports = read_reports(glob.glob(os.path.join(folder, "reports", "*.jsonl")))
    rows = judge_reports(read_plan(os.path.join(folder, "plan.csv")), reports)
    return [printed(row, remarks.get(row["no"])) for row in rows]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    json.dump({"tasks": judge_plan(sys.argv[1])}, sys.stdout, ensure_ascii=False, indent=1)
    print()
