#!/usr/bin/env python3
"""A worked sweep, from the command to a pivot table that LibreOffice makes.

    pivot.py PROGRAM SOURCE

Runs scenarios/sweeps/gallium-stocks.sh with few trials, and scenarios/sweeps/pivot.py on its
wide.csv. Every cell of the pivot table must be the figure of that point in sweep.csv. Ends
with 77, which skips the test, where there is no LibreOffice.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
from spreadsheet import Count, figures_of, sheets_of, table_of

ROWS = "controls.gallium_licences.approval"
COLUMNS = "industries.jp_gallium.stock.input"


def look_at_pivot(count, sheet, figures, figure):
    """Cells between the row of the columns' values and the column of the rows' values."""
    values = {key[1] for key in figures}
    head = next(i for i, row in enumerate(sheet) if sum(v in values for _, v in row) > 1)
    places = {c: v for c, (_, v) in enumerate(sheet[head]) if v in values}
    seen = 0
    for row in sheet[head + 1:]:
        if not row or row[0][0] != "float":
            continue
        for c, across in places.items():
            down = f"{float(row[0][1]):g}"
            count.look(float(figures[(down, across, figure)]["value"]), row[c],
                       f"{figure}: {down}, {across}")
            seen += 1
    return seen


def main():
    if not shutil.which("soffice"):
        print("no LibreOffice: skipped")
        return 77
    program, source = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    sweeps = source / "scenarios" / "sweeps"
    good = True
    with tempfile.TemporaryDirectory(prefix="monazite-") as folder:
        out = Path(folder) / "out"
        environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", HOME=folder)
        subprocess.run(["sh", sweeps / "gallium-stocks.sh", "-n", "64", "-q", "-o", out],
                       env=environment, check=True)
        figures = figures_of(table_of(out / "sweep.csv"), ROWS, COLUMNS, "figure")
        for k, figure in enumerate(sorted({key[2] for key in figures})):
            made = Path(folder) / f"pivot{k}.fods"
            subprocess.run([sys.executable, sweeps / "pivot.py", out / "wide.csv", made, "--rows",
                            ROWS, "--columns", COLUMNS, "--figure", figure],
                           env=environment, check=True)
            count = Count(f"pivot table of {figure}")
            seen = look_at_pivot(count, sheets_of(made)["Pivot"], figures, figure)
            if seen != 12:
                print(f"{figure}: {seen} cells, not 12")
                good = False
            good &= count.report()
    return 0 if good else 1


sys.exit(main())
