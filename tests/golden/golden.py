#!/usr/bin/python3
"""golden.py [STATUS.json] - is this what the rules say about the 110 real tasks?

STATUS.json is the output of `duban status --format json` after the half-year reports of tests/data/tianmen-2023.
Checked are the golden statements of docs/RULES.md, every row against expected.csv, and the arithmetic of every row
against judge.py. Without an argument judge.py itself is put to the test. Prints each difference; exit 1 if any.
"""
import csv
import json
import os
import re
import sys

import judge

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "data", "tianmen-2023")
SLOW = {9, 29, 31, 39, 56, 63, 64, 72, 78}
LENIENT = {16, 38, 45, 58, 61}
EXCUSED = {5, 14, 25, 66, 68, 88, 89, 103}
OVER_HALF = {24, 26, 28, 59, 62, 83}
PROPOSAL = {"completed": "completed", "over_half": "over_half", "on_pace": "orderly", "ahead": "orderly",
            "behind": "slow", "seriously_behind": "slow", "overdue": "slow"}
REMARKS = {"有序推进": "orderly", "已达“双过半”": "over_half", "推进缓慢": "slow", "已完成": "completed"}
found = []


def expect(true, sentence):
    if not true:
        found.append(sentence)


def numbers(tasks, test):
    return {task["no"] for task in tasks if test(task)}


def listed(found_numbers):
    return " ".join(map(str, sorted(found_numbers))) or "none"


def check_statements(tasks):
    """RULES.md section 5, line by line."""
    bad = numbers(tasks, lambda t: t["verdict"] in judge.BAD)
    unknown = numbers(tasks, lambda t: t["verdict"] == "unknown")
    no_target = numbers(tasks, lambda t: t["why"] == "no_target")
    excused = numbers(tasks, lambda t: t["verdict"] == "on_pace" and t["excuse"] and t["raw_verdict"] in judge.BAD)
    expect(len(tasks) == 110, f"{len(tasks)} tasks, not 110")
    expect(SLOW <= bad, f"slow, but not judged behind: {listed(SLOW - bad)}")
    expect(LENIENT <= bad, f"lenient remark, but not judged behind: {listed(LENIENT - bad)}")
    expect(len(bad - SLOW) <= 6, f"more than six extras: {listed(bad - SLOW)}")
    expect(bad - SLOW <= explained(), f"not in explanations.md: {listed(bad - SLOW - explained())}")
    expect(excused == EXCUSED, f"on pace by an excuse: {listed(excused)}; should be {listed(EXCUSED)}")
    expect(len(no_target) == 49, f"{len(no_target)} rows without a target, not 49")
    expect(no_target <= unknown, f"no target, but a verdict: {listed(no_target - unknown)}")
    expect(len(unknown) <= 52, f"{len(unknown)} unknown rows, more than 52")
    over_half = numbers(tasks, lambda t: t["verdict"] == "over_half")
    expect(OVER_HALF <= over_half, f"should be over half: {listed(OVER_HALF - over_half)}")
    completed = numbers(tasks, lambda t: t["verdict"] == "completed")
    expect(completed == {34, 71}, f"completed: {listed(completed)}; should be 34 71")
    row4 = next((t for t in tasks if t["no"] == 4), {})
    expect((row4.get("verdict"), row4.get("why")) == ("unknown", "no_figure"), "row 4 should be unknown, no_figure")


def explained():
    with open(os.path.join(HERE, "explanations.md"), encoding="utf-8") as file:
        return {int(no) for no in re.findall(r"^\| (\d+) \|", file.read(), re.M)}


def check_disagreements(tasks):
    """Where the proposal would differ from the office's remark, explanations.md says why."""
    for task in tasks:
        proposal = PROPOSAL.get(task["verdict"])
        differs = proposal and proposal != REMARKS.get(task["remark"], task["remark"])
        expect(not differs or task["no"] in explained(),
               f"row {task['no']}: proposes {proposal}, remark {task['remark']}, not in explanations.md")


def check_rows(tasks):
    with open(os.path.join(HERE, "expected.csv"), encoding="utf-8") as file:
        expected = {int(row["task_no"]): row for row in csv.DictReader(file)}
    for task in tasks:
        row = expected.get(task["no"], {})
        excuse = task["excuse"]["kind"] if task.get("excuse") else ""
        for name, value in (("verdict", task["verdict"]), ("raw_verdict", task["raw_verdict"]),
                            ("why", task["why"] or ""), ("excuse", excuse),
                            ("governing", str(task.get("governing_part", task["governing"]) or "")),
                            ("remark", REMARKS.get(task["remark"], task["remark"]))):
            expect(value == row.get(name), f"row {task['no']}: {name} is {value or '-'}, expected {row.get(name) or '-'}")


def check_arithmetic(tasks):
    """Gap and distance are printed with one decimal; both programs must mean the same fraction."""
    for task, own in zip(tasks, judge.judge_plan(DATA)):
        for name in ("gap_points", "distance_pct"):
            expect(task[name] == own[name], f"row {task['no']}: {name} is {task[name]}, expected {own[name]}")


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    if len(sys.argv) == 2:
        with open(sys.argv[1], encoding="utf-8") as file:
            tasks = json.load(file)["tasks"]
    else:
        tasks = judge.judge_plan(DATA)
    tasks.sort(key=lambda task: task["no"])
    for check in (check_statements, check_disagreements, check_rows, check_arithmetic):
        check(tasks)
    for sentence in found:
        print(f"golden: {sentence}")
    flagged = listed(numbers(tasks, lambda t: t["verdict"] in judge.BAD))
    print(f"golden: {len(tasks)} rows, {len(found)} differences; behind or worse: {flagged}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
