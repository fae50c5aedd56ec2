#!/usr/bin/python3
"""schema.py - the schema only ever grows.

  schema.py check   compare proto/*.proto with tests/data/schema.baseline, and apply the house rules
  schema.py update  write the baseline anew; refuses when something would be lost

The baseline has one line for each field and enum value. A line that is gone means that something was
removed, renumbered, renamed or retyped: old records would read differently."""
import os
import re
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2

ROOT = os.environ.get("SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PROTO = os.path.join(ROOT, "proto")
BASELINE = os.path.join(ROOT, "tests", "data", "schema.baseline")
FIELD = descriptor_pb2.FieldDescriptorProto


def load():
    names = sorted(name for name in os.listdir(PROTO) if name.endswith(".proto"))
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", "-I" + PROTO, "--descriptor_set_out=" + out.name, *names], check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read()).file


def type_of(field):
    return field.type_name or FIELD.Type.Name(field.type)[len("TYPE_"):].lower()


def describe(files):
    """One line for everything that old bytes depend on."""
    for file in files:
        for message in file.message_type:
            yield f"message {file.package}.{message.name}"
            for field in message.field:
                label = FIELD.Label.Name(field.label)[len("LABEL_"):].lower()
                yield f"field {file.package}.{message.name} {field.number} {field.name} {label} {type_of(field)}"
        for enum in file.enum_type:
            for value in enum.value:
                yield f"value {file.package}.{enum.name} {value.number} {value.name}"


def recursions(files):
    """Messages that contain themselves: a hostile nest of them overflows the decoder's stack."""
    inside = {f".{file.package}.{message.name}": [field.type_name for field in message.field if field.type_name]
              for file in files for message in file.message_type}

    def reaches(start, name, seen):
        for kind in inside.get(name, []):
            if kind == start or (kind not in seen and reaches(start, kind, seen | {kind})):
                return True
        return False

    return [name for name in inside if reaches(name, name, {name})]


def house_rules(files):
    for file in files:
        if file.syntax not in ("", "proto2") or file.package != "duban.v1":
            yield f"{file.name}: must be proto2 in package duban.v1"
        if file.extension or file.service:
            yield f"{file.name}: no extensions, no services"
        for message in file.message_type:
            if message.oneof_decl or message.nested_type or message.enum_type or message.extension_range:
                yield f"{message.name}: no oneof, nothing nested, no extensions"
            for field in message.field:
                if field.label == FIELD.LABEL_REQUIRED or field.type == FIELD.TYPE_GROUP or field.default_value:
                    yield f"{message.name}.{field.name}: no required, no group, no default"
        for enum in file.enum_type:
            if enum.value[0].number != 0 or not enum.value[0].name.endswith("_UNSPECIFIED"):
                yield f"{enum.name}: starts with ..._UNSPECIFIED = 0"
        # The build makes `bytes` of such a line (tools/rooms.cmake); any other string would end at a NUL.
        for line in open(os.path.join(PROTO, file.name), encoding="utf-8"):
            code = line.split("//")[0]
            if re.search(r"\bstring\b", code) and not re.match(r" *(optional|repeated) string ", code):
                yield f"{file.name}: a string field stands on a line of its own: {line.strip()}"
    for name in recursions(files):
        yield f"{name} contains itself"


def main():
    files = load()
    now = list(describe(files))
    known = []
    if os.path.exists(BASELINE):
        known = open(BASELINE, encoding="utf-8").read().splitlines()
    faults = [f"lost: {line}" for line in known if line not in set(now)]
    faults += house_rules(files)
    if sys.argv[1:] == ["update"]:
        if not faults:
            with open(BASELINE, "w", encoding="utf-8") as out:
                out.write("\n".join(now) + "\n")
    else:
        faults += [f"new, run `schema.py update`: {line}" for line in now if line not in set(known)]
    print("\n".join(faults) or f"{len(now)} lines as in the baseline")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
