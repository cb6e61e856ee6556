#!/usr/bin/env python3
"""Counts how much of the tables of the shipped world is assumed and how much is constant.

usage: count_data.py SCENARIO.yaml [PAGE.md]

Prints the block between the marks `<!-- counts -->` and `<!-- end of counts -->` of docs/data.md.
With a page: says whether the page holds that block, by its exit status.
"""

import collections
import csv
import json
import pathlib
import re
import sys

ASSUMED = {"assumption", "weak", "memory"}
NOT_NUMBERS = {"name", "country", "stage", "sector", "group", "end_use", "element", "separates",
               "byproducts", "from", "to", "material", "on", "source", "verified", "notes"}
RANGE = re.compile(r"\b(uniform|triangular|beta|normal|lognormal|pert|discrete|empirical):")
FACTOR = re.compile(r"^  \w+: \{value: .*, on: (\[.*?\]), source:", re.M)
TOPICS = [  # a title, the tables and the columns that it stands for
    ("stocks of inputs and of products", r"industries", r"stock\.(input|output)"),
    ("spread of stocks between firms", r"industries", r"stock\.spread"),
    ("essential shares", r"industries", r"essential\..*"),
    ("values", r"industries", r"value"),
    ("value added over output", r"industries", r"value_added"),
    ("part that is made up later", r"industries", r"recovers"),
    ("uses", r"industries|alloys|metals|magnets|products", r"uses\..*"),
    ("compositions", r"concentrates|materials", r"composition\..*"),
    ("capacities", r".*", r"capacity"),
    ("shares of suppliers", r"links_.*", r"share"),
    ("backups", r"links_.*", r"backup"),
    ("lead times", r"links_.*", r"lead"),
    ("factors", r"factors", r"value"),
]


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def section_of(table):
    if table in ("industries", "factors"):
        return table
    if table in ("materials", "concentrates"):
        return "materials"
    return "links" if table.startswith("links_") else "facilities"


def as_pattern(path):
    return re.compile("^" + re.escape(path).replace(r"\*", r"[^.]*") + r"(\..*)?$")


def factors_of(scenario, tables):
    """The paths that a factor scales, of the scenario's own factors and of the table's."""
    own = [json.loads(m) for m in FACTOR.findall(pathlib.Path(scenario).read_text("utf-8"))]
    listed = [json.loads(row["on"]) for row in tables["factors"]]
    return [as_pattern(path) for paths in own + listed for path in paths], len(own)


def is_number(column, cell):
    return bool(cell) and column not in NOT_NUMBERS and not column.startswith("_")


def numbers_of(table, rows, scaled):
    """Each number as (column, varies, is assumed)."""
    for row in rows:
        for column, cell in row.items():
            if not is_number(column, cell):
                continue
            mark = re.search(r"verified: (\w+)", cell)
            path = f"{section_of(table)}.{row.get('name') or 'x'}.{column}"
            varies = bool(RANGE.search(cell)) or any(p.match(path) for p in scaled)
            yield column, varies, (mark.group(1) if mark else row["verified"]) in ASSUMED


def percent(part, whole):
    return f"{100 * part / whole:.0f} %"


def block_of(scenario):
    folder = pathlib.Path(scenario).parent / "data"
    tables = {path.stem: rows_of(path) for path in sorted(folder.glob("*.csv"))}
    scaled, num_own = factors_of(scenario, tables)
    rows = [row for table in tables.values() for row in table]
    assumed_rows = sum(row["verified"] in ASSUMED for row in rows)
    numbers = [(table, *number) for table, its in tables.items()
               for number in numbers_of(table, its, scaled)]
    varying = sum(n[2] for n in numbers)
    assumed = sum(n[3] for n in numbers)
    lines = [
        f"Of {len(rows):,} rows of the tables {assumed_rows} ({percent(assumed_rows, len(rows))}) "
        "carry `assumption`, `weak` or `memory` as the mark of the row.",
        f"By number, with the marks of single cells: {len(numbers):,} numbers, of which {assumed:,} "
        f"({percent(assumed, len(numbers))}) are assumptions or weaker.",
        f"{varying:,} ({percent(varying, len(numbers))}) differ from trial to trial, by a range of "
        f"their own or by one of {len(tables['factors']) + num_own} shared factors; the others are "
        "constants.",
        "",
        "| number | all | vary | assumed or weak |",
        "|---|---|---|---|",
    ]
    for title, of_tables, of_columns in TOPICS:
        count = collections.Counter()
        for table, column, varies, is_assumed in numbers:
            if re.fullmatch(of_tables, table) and re.fullmatch(of_columns, column):
                count.update(all=1, vary=varies, assumed=is_assumed)
        lines.append(f"| {title} | {count['all']} | {count['vary']} | {count['assumed']} |")
    return "\n".join(lines) + "\n"


def main():
    block = block_of(sys.argv[1])
    if len(sys.argv) < 3:
        sys.stdout.write(block)
        return 0
    page = pathlib.Path(sys.argv[2]).read_text("utf-8")
    return 0 if f"<!-- counts -->\n{block}<!-- end of counts -->" in page else 1


if __name__ == "__main__":
    sys.exit(main())
