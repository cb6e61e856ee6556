#!/usr/bin/env python3
"""Makes a pivot table of a sweep in LibreOffice, without a window.

    pivot.py out/wide.csv PIVOT.ods --rows PATH --columns PATH --figure FIGURE

PIVOT.ods, or .fods or .xlsx, has the sweep in its first sheet and the pivot table in the
second: one varied path as rows, another one as columns, a figure as values.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Sweep"/>
</library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Sweep"
 script:language="StarBasic">
Function Prop(key As String, content)
    Dim p As New com.sun.star.beans.PropertyValue
    p.Name = key
    p.Value = content
    Prop = p
End Function

Sub Pivot()
    Dim book, sheet, cursor, tables, plan, fields, area, corner, down, across, figure
    down = ROWS
    across = COLUMNS
    figure = FIGURE
    book = StarDesktop.loadComponentFromURL(SOURCE, "_blank", 0, Array(Prop("Hidden", True), _
        Prop("FilterName", "Text - txt - csv (StarCalc)"), Prop("FilterOptions", "44,34,76,1,,1033,false,true")))
    sheet = book.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    area = cursor.getRangeAddress()
    area.StartColumn = 0
    area.StartRow = 0
    book.Sheets.insertNewByName("Pivot", 1)
    tables = book.Sheets.getByName("Pivot").getDataPilotTables()
    plan = tables.createDataPilotDescriptor()
    plan.setSourceRange(area)
    plan.ShowFilterButton = False
    plan.ColumnGrand = False
    plan.RowGrand = False
    fields = plan.getDataPilotFields()
    fields.getByName(down).Orientation = com.sun.star.sheet.DataPilotFieldOrientation.ROW
    fields.getByName(across).Orientation = com.sun.star.sheet.DataPilotFieldOrientation.COLUMN
    fields.getByName(figure).Orientation = com.sun.star.sheet.DataPilotFieldOrientation.DATA
    fields.getByName(figure).Function = com.sun.star.sheet.GeneralFunction.AVERAGE
    corner = book.Sheets.getByName("Pivot").getCellByPosition(0, 0).getCellAddress()
    tables.insertNewByName("Sweep", corner, plan)
    book.storeToURL(TARGET, Array(Prop("FilterName", FILTER)))
    book.close(True)
End Sub
</script:module>
"""
FILTERS = {".ods": "calc8", ".fods": "OpenDocument Spreadsheet Flat XML", ".xlsx": "Calc MS Excel 2007 XML"}


def write_profile(room, words):
    """A user of its own, who has the macro, with texts in the places of words in capitals."""
    module = MODULE
    for word, text in words.items():
        module = module.replace(word, escape(quoted(text)))
    folder = room / "user" / "basic" / "Standard"
    (folder / "script.xlb").write_text(LIBRARY)
    (folder / "Sweep.xba").write_text(module)


def quoted(text):
    if '"' in text or "\n" in text:
        sys.exit(f"pivot.py: a name may not hold quotes: {text}")
    return f'"{text}"'


def main():
    parser = argparse.ArgumentParser(description="a pivot table of a sweep")
    parser.add_argument("wide", type=Path)
    parser.add_argument("pivot", type=Path)
    for name in ("rows", "columns", "figure"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args()
    soffice = shutil.which("soffice")
    if not soffice:
        sys.exit("pivot.py: LibreOffice is not installed: there is no soffice")
    if given.pivot.suffix not in FILTERS:
        sys.exit(f"pivot.py: {given.pivot}: the name ends in {', '.join(FILTERS)}")
    words = {"SOURCE": given.wide.resolve().as_uri(), "TARGET": given.pivot.resolve().as_uri(),
             "FILTER": FILTERS[given.pivot.suffix], "ROWS": given.rows, "COLUMNS": given.columns,
             "FIGURE": given.figure}
    given.pivot.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="pivot-") as folder:
        room = Path(folder)
        start = [soffice, f"-env:UserInstallation={room.as_uri()}", "--headless", "--norestore"]
        # The first start makes the user's folders, and would write over the macro.
        subprocess.run([*start, "--terminate_after_init"], capture_output=True, timeout=300)
        write_profile(room, words)
        done = subprocess.run([*start, "macro:///Standard.Sweep.Pivot"], capture_output=True,
                              text=True, timeout=300)
    if not given.pivot.exists():
        sys.exit(f"pivot.py: LibreOffice made no table: {done.stdout}{done.stderr}")


main()
