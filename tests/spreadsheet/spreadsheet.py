#!/usr/bin/env python3
"""Opens tables and the workbook of a run in LibreOffice, without a window, and counts.

    spreadsheet.py PROGRAM SCENARIO [OPTION OF RUN]...

Every cell that is a number in a table must be that number in the spreadsheet: of plain
tables in English, of tables with --locale de in German, of the workbook in both. Ends with
77, which skips the test, where there is no LibreOffice, and says so of the workbook where
the program is built without it.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SAVED = 1e-19  # LibreOffice saves twenty decimals
LOCALES = {"en": ("en-US", "1033", "44"), "de": ("de-DE", "1031", "59")}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale">
<value>{}</value></prop></item>
</oor:items>
"""


class Count:
    """How many numbers were looked at, and how many were something else."""

    def __init__(self, name):
        self.name, self.numbers, self.texts, self.wrong = name, 0, 0, 0
        self.examples = []

    def look(self, expected, cell, where):
        kind, value = cell
        self.numbers += 1
        if kind not in ("float", "percentage", "currency"):
            self.texts += 1
        elif abs(float(value) - expected) > max(1e-12 * abs(expected), SAVED):
            self.wrong += 1
        else:
            return
        self.examples.append(f"{where}: {expected!r} is {cell}")

    def report(self):
        print(f"{self.name}: {self.numbers} numbers, {self.texts} texts, {self.wrong} wrong")
        for line in self.examples[:5]:
            print("   ", line)
        return self.texts == 0 and self.wrong == 0 and self.numbers > 0


def convert(soffice, room, locale, files, infilter):
    """Let LibreOffice open files in a locale and save what it understood."""
    name, profile = LOCALES[locale][0], room / f"profile-{locale}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE.format(name))
    out = room / f"read-{locale}-{len(list(room.iterdir()))}"
    line = [soffice, f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
    if infilter:
        _, language, separator = LOCALES[locale]
        line.append(f"--infilter=CSV:{separator},34,76,1,,{language}")
    line += ["--convert-to", "fods", "--outdir", str(out)] + [str(f) for f in files]
    environment = dict(os.environ, HOME=str(room), LC_ALL=name.replace("-", "_") + ".UTF-8")
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=900)
    if done.returncode != 0 or "epair" in done.stderr + done.stdout:
        sys.exit(f"soffice: {done.stdout}{done.stderr}")
    return out


def cells_of(row):
    for cell in row:
        if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        kind = cell.get(OFFICE + "value-type", "empty")
        value = cell.get(OFFICE + "value") or cell.get(OFFICE + "date-value")
        if value is None:
            value = "\n".join("".join(p.itertext()) for p in cell.findall(TEXT + "p"))
        many = int(cell.get(TABLE + "number-columns-repeated", "1"))
        yield from [(kind, value)] * (many if kind != "empty" else min(many, 2000))


def sheets_of(path):
    """{name: rows of (kind, value)} of a file that LibreOffice saved."""
    sheets = {}
    for table in xml.parse(path).getroot().iter(TABLE + "table"):
        rows = sheets.setdefault(table.get(TABLE + "name"), [])
        for row in table.iter(TABLE + "table-row"):
            cells = list(cells_of(row))
            many = int(row.get(TABLE + "number-rows-repeated", "1"))
            rows.extend([cells] * (many if any(k != "empty" for k, _ in cells) else 1))
    return sheets


def table_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def numeric_columns(rows):
    """Columns with nothing but numbers: names and words may look like some."""
    filled = [[row[c] for row in rows[1:] if row[c]] for c in range(len(rows[0]))]
    return {c for c, texts in enumerate(filled) if all(map(NUMBER.fullmatch, texts))}


def look_at_tables(count, tables, read):
    """Cells of tables as LibreOffice read them, beside the plain tables."""
    for plain in tables:
        rows = table_of(plain)
        (sheet,) = sheets_of(read / (plain.stem + ".fods")).values()
        numeric = numeric_columns(rows)
        for r, row in enumerate(rows[1:], 1):
            for c, text in enumerate(row):
                if text and c in numeric:
                    cell = sheet[r][c] if c < len(sheet[r]) else ("empty", "")
                    count.look(float(text), cell, f"{plain.name}:{r + 1}:{rows[0][c]}")


def look_at_sheet(count, name, sheet, rows):
    """A sheet that has the rows and columns of a table."""
    numeric = numeric_columns(rows)
    for r, row in enumerate(rows[1:], 1):
        for c, text in enumerate(row):
            where = f"{name}:{r + 1}:{rows[0][c]}"
            if text and c in numeric:
                count.look(float(text), sheet[r][c], where)
            elif DATE.fullmatch(text) and rows[0][c] in ("first_short", "from", "until"):
                count.numbers += 1
                if sheet[r][c][0] != "date" or not sheet[r][c][1].startswith(text):
                    count.wrong += 1
                    count.examples.append(f"{where}: {text} is {sheet[r][c]}")


def figures_of(rows, *keys):
    """{values of the key columns: row as a dictionary}."""
    head = rows[0]
    return {tuple(d[k] for k in keys): d for d in (dict(zip(head, r)) for r in rows[1:])}


def look_at_months(count, name, sheet, monthly, scope, metric, labels):
    header = [v[:7] for _, v in sheet[0]]
    for row in sheet[1:]:
        for c in range(labels, len(header)):
            if not DATE.fullmatch(header[c]) or row[0][0] == "empty":
                continue
            figure = monthly[(row[0][1], header[c], scope, row[1][1], metric)]
            count.look(float(figure["mean"]), row[c], f"{name}:{row[1][1]}:{header[c]}")


def look_at_licences(count, sheet, monthly):
    metrics = ["applied_tonnes", "granted_tonnes", "backlog_tonnes", "in_hand_tonnes",
               "months_to_licence"]
    for row in sheet[1:]:
        if row[0][0] == "empty":
            continue
        for c, metric in enumerate(metrics, 4):
            key = (row[0][1], row[3][1][:7], "control", row[1][1], metric)
            if monthly[key]["mean"]:
                count.look(float(monthly[key]["mean"]), row[c], f"Licences:{key}")


def look_at_overview(count, sheet, summary, monthly, scenario):
    for row in sheet:
        if len(row) < 9 or row[0][1] != scenario:
            continue
        figure = summary[(scenario, row[1][1] if row[1][0] != "empty" else "", "total", "all",
                          row[2][1])]
        for c, column in ((4, "mean"), (5, "p05"), (6, "p50"), (7, "p95"), (8, "trials")):
            count.look(float(figure[column]), row[c], f"Overview:{row[2][1]}:{column}")
    for row in sheet:
        if row and row[0][0] == "date":
            figure = monthly[(scenario, row[0][1][:7], "total", "all", "output_lost_share")]
            for c, column in enumerate(("mean", "p05", "p25", "p50", "p75", "p95"), 1):
                count.look(float(figure[column]), row[c], f"Overview:{row[0][1]}:{column}")


def look_at_workbook(count, sheets, full):
    industries = table_of(full / "industries.csv")
    summary = figures_of(table_of(full / "summary.csv"), "scenario", "given", "scope", "name",
                         "metric")
    monthly = {}
    for table in ("monthly.csv", "industry-months.csv"):
        monthly |= figures_of(table_of(full / table), "scenario", "month", "scope", "name", "metric")
    look_at_sheet(count, "Industries", sheets["Industries"], industries)
    look_at_sheet(count, "Inputs", sheets["Inputs"], table_of(full / "inputs.csv"))
    look_at_sheet(count, "Dates", sheets["Dates"], table_of(full / "events.csv"))
    if (full / "flows.csv").exists():
        look_at_sheet(count, "Flows", sheets["Flows"], table_of(full / "flows.csv"))
    look_at_months(count, "Months", sheets["Months"], monthly, "industry", "output_lost_share", 5)
    look_at_months(count, "Elements", sheets["Elements"], monthly, "element", "shortfall_share", 3)
    look_at_licences(count, sheets["Licences"], monthly)
    look_at_overview(count, sheets["Overview"], summary, monthly, industries[1][0])


def simulate(line, folder, *options):
    subprocess.run([*line, "-q", "-o", str(folder), *options], check=True)
    return folder


def main():
    soffice = shutil.which("soffice")
    if not soffice:
        print("no LibreOffice: skipped")
        return 77
    program, scenario, *rest = sys.argv[1:]
    line = [program, "run", scenario, *rest]
    good = True
    with tempfile.TemporaryDirectory(prefix="monazite-") as folder:
        room = Path(folder)
        plain = sorted(simulate(line, room / "plain").glob("*.csv"))
        german = simulate(line, room / "german", "--locale", "de")
        for locale, files in (("en", plain), ("de", sorted(german.glob("*.csv")))):
            count = Count(f"tables, {LOCALES[locale][0]}")
            look_at_tables(count, plain, convert(soffice, room, locale, files, True))
            good &= count.report()
        made = subprocess.run([*line, "-q", "-o", str(room / "full"), "--xlsx", "--digits",
                               "full"], capture_output=True, text=True)
        if "without libxlsxwriter" in made.stderr:
            print("no workbooks in this build")
            return 0 if good else 1
        made.check_returncode()
        for locale in LOCALES:
            count = Count(f"workbook, {LOCALES[locale][0]}")
            read = convert(soffice, room, locale, [room / "full" / "results.xlsx"], False)
            look_at_workbook(count, sheets_of(read / "results.fods"), room / "full")
            good &= count.report()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
