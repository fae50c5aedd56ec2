#!/usr/bin/python3
"""protocol_page.py - the bytes printed in docs/PROTOCOL.md are what protoc makes of them, and its client compiles.

With the argument `client` it prints the client of the page, for tests that run it."""
import os
import re
import subprocess
import sys

ROOT = os.environ.get("SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PAGE = open(os.path.join(ROOT, "docs", "PROTOCOL.md"), encoding="utf-8").read()


def protoc(mode, name, given):
    command = ["protoc", "-I" + os.path.join(ROOT, "proto"), f"--{mode}=duban.v1.{name}", "event.proto",
               "query.proto", "wire.proto"]
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout


def client():
    found = re.findall(r"^<!-- client -->\n```python\n(.*?)^```$", PAGE, re.M | re.S)
    if len(found) != 1:
        sys.exit("docs/PROTOCOL.md must have exactly one client")
    return found[0]


def main():
    if sys.argv[1:] == ["client"]:
        print(client(), end="")
        return
    blocks = [(name, bytes.fromhex(re.sub(r"#.*", "", text)))
              for name, text in re.findall(r"^<!-- bytes (\w+) -->\n```text\n(.*?)^```$", PAGE, re.M | re.S)]
    for name, given in blocks:
        if protoc("encode", name, protoc("decode", name, given)) != given:
            sys.exit(f"{name}: not the bytes that protoc makes")
    if [name for name, _ in blocks] != ["Event", "Batch", "Reply", "Reply", "Query"]:
        sys.exit("a block of bytes is missing")
    if blocks[0][1] not in blocks[1][1]:
        sys.exit("the Batch does not carry the Event")
    compile(client(), "client", "exec")
    print(f"{len(blocks)} blocks of bytes, client compiles")


main()
