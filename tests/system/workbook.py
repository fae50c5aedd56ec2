"""workbook.py FILE - what stands in a workbook, read without the library that wrote it: one JSON object.

Each sheet: its rows as lists of [type, value] ("s" text, "n" number, "f" formula, "" blank), paper, orientation, pages
wide; and the rows that are repeated on each printed page."""
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def texts(book):
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter(MAIN + "t")) for item in root.iter(MAIN + "si")]


def cell(node, shared):
    value = node.find(MAIN + "v")
    if node.find(MAIN + "f") is not None:
        return ["f", node.find(MAIN + "f").text]
    if value is None:
        return ["", ""]
    return ["s", shared[int(value.text)]] if node.get("t") == "s" else ["n", float(value.text)]


def sheet(xml, shared):
    root = ElementTree.fromstring(xml)
    setup = root.find(MAIN + "pageSetup")
    return {
        "rows": [[cell(node, shared) for node in row.iter(MAIN + "c")] for row in root.iter(MAIN + "row")],
        "paper": setup.get("paperSize"),
        "orientation": setup.get("orientation"),
        "wide": setup.get("fitToWidth", "1") if root.find(f".//{MAIN}pageSetUpPr[@fitToPage='1']") is not None else "",
    }


def main():
    with zipfile.ZipFile(sys.argv[1]) as book:
        if book.testzip() is not None:
            sys.exit("a broken archive")
        workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))
        shared = texts(book)
        names = [node.get("name") for node in workbook.iter(MAIN + "sheet")]
        sheets = {name: sheet(book.read(f"xl/worksheets/sheet{i + 1}.xml"), shared) for i, name in enumerate(names)}
        for node in workbook.iter(MAIN + "definedName"):
            sheets[names[int(node.get("localSheetId"))]]["repeated"] = re.sub(".*!", "", node.text)
        created = re.search(r"<dcterms:created[^>]*>([^<]*)", book.read("docProps/core.xml").decode()).group(1)
    print(json.dumps({"names": names, "sheets": sheets, "created": created}, ensure_ascii=False))


main()
