#!/usr/bin/python3
"""redo.py FILE... - does `duban explain --format json` say enough to come to the same verdict by hand?

FILE holds what it printed for any number of tasks, one after another. Every share, gap, distance and word is worked
out again by judge.py from nothing but `inputs`, what the judge was given, and compared as exact fractions with what
the judge concluded. Prints each difference; exit 1 if any.
"""
import json
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import judge

found = []


def documents(path):
    """The JSON values of a file that holds several; figures stay as they are written."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    with open(path, encoding="utf-8") as file:
        text = file.read().strip()
    while text:
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:].lstrip()


def number(figure):
    return None if figure is None else Fraction(figure)


def day(text):
    return date.fromisoformat(text) if text else None


def fraction(said):
    return None if said is None else Fraction(said["num"], said["den"])


def part_of(entry):
    """What judge.py wants to know of a part."""
    if entry["curve"]:
        sys.exit("redo: judge.py knows no plan curves")
    part = {name: entry[name] for name in ("kind", "soft", "final", "strict", "direction", "statistics", "unit")}
    part.update({name: number(entry[name]) for name in ("baseline", "target", "upper")})
    part.update(no=entry["part"], start=day(entry["start"]), due=day(entry["due"]))
    if part["kind"] == "hold_zero":
        part["target"] = Fraction(0)
    line = {name: value for name, value in (entry["reported"] or {}).items() if value is not None}
    return dict(part, **judge.reported_part(part, line if entry["reported"] else None, entry["done_before"]))


def task_of(said):
    given = said["inputs"]
    if said["policy"]["version"] != 1:
        sys.exit("redo: judge.py knows policy version 1 only")
    return {"no": said["no"], "parts": [part_of(entry) for entry in given["parts"]], "cadence": given["cadence"],
            "at": day(given["data_date"]), "today": day(said["day"]), "plan_start": day(given["plan_start"]),
            "plan_end": day(given["plan_end"])}


def expect(where, name, said, own):
    if said != own:
        found.append(f"{where}: {name} is {said}, redone it is {own}")


def compare_part(where, said, own):
    for name in ("verdict", "raw_verdict", "why", "excuse", "proxy"):
        expect(where, name, said[name], own["raw" if name == "raw_verdict" else name])
    for name in ("attainment", "planned", "gap", "distance", "tolerance"):
        expect(where, name, fraction(said[name]), own[name])


def compare_task(said, own):
    where = f"task {said['no']}"
    excuse = said["excuse"] and {name: said["excuse"][name] for name in ("kind", "part")}
    expect(where, "excuse", excuse, own["excuse"])
    for name in ("verdict", "raw_verdict", "why"):
        expect(where, name, said[name], own[name])
    expect(where, "governing part", said["governing_part"], own["governing"])
    expect(where, "gap", said["gap_points"] and float(said["gap_points"]), judge.tenths(own["gap"]))
    expect(where, "the list of parts", [part["part"] for part in said["parts"]],
           [part["part"] for part in said["inputs"]["parts"]])
    for part, own_part in zip(said["parts"], own["parts"]):
        compare_part(f"{where} part {part['part']}", part, own_part)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tasks = parts = 0
    for path in sys.argv[1:]:
        for said in documents(path):
            compare_task(said, judge.judge_task(task_of(said)))
            tasks += 1
            parts += len(said["parts"])
    for sentence in found:
        print(f"redo: {sentence}")
    print(f"redo: {tasks} tasks, {parts} parts, {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
