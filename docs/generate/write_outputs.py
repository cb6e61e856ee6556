#!/usr/bin/env python3
"""Outputs of the program in pages, written anew or compared.

    write_outputs.py [--check] PROGRAM PAGE...

A page marks the block of code that follows by a comment, from which part of what the
program prints is taken: all of it, or the lines from the first that contains one text to
the next that contains another.

    <!-- output: why scenarios/embargo.yaml jp_motors -n 256 -->
    <!-- output: why scenarios/embargo.yaml jp_motors -n 256 | "by country" | "by plant" -->

In a page with the comment <!-- bold figures are checked --> numbers in bold must stand in a
block of their section (from one heading to the next), so that no sentence keeps a figure
that no output has any longer.
The program runs in the folder above docs/, each command once."""

import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys

MARK = re.compile(r"<!-- output: (.*) -->$")


def run_command(program, command):
    """A finished process of the program."""
    root = pathlib.Path(__file__).resolve().parents[2]
    return subprocess.run([program, *shlex.split(command)], cwd=root,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def outputs_of(program, pages):
    """The lines that each command of the pages prints. Few trials are one block of work,
    which one thread does, so as many commands run at a time as there are processors."""
    commands = list(dict.fromkeys(
        mark.group(1).split(" | ")[0].strip()
        for page in pages for mark in map(MARK.match, page.read_text().split("\n"))
        if mark))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda command: run_command(program, command), commands))
    for command, run in zip(commands, runs):
        if run.returncode != 0:
            sys.exit(f"monazite {command}: status {run.returncode}\n{run.stderr}")
    return {command: run.stdout.splitlines() for command, run in zip(commands, runs)}


def lines_from(lines, parts, command):
    """The part of an output from one text to another."""
    if not parts:
        return lines
    texts = [shlex.split(part)[0] for part in parts]
    begin = next((i for i, line in enumerate(lines) if texts[0] in line), None)
    if begin is None:
        sys.exit(f"monazite {command}: no line contains '{texts[0]}'")
    end = next((i for i in range(begin, len(lines)) if texts[-1] in lines[i]), None)
    if end is None:
        sys.exit(f"monazite {command}: no line contains '{texts[-1]}'")
    return lines[begin:end + 1]


def rewrite(page, outputs):
    """The page with its blocks as the program prints them."""
    old = page.read_text().split("\n")
    new = []
    i = 0
    while i < len(old):
        mark = MARK.match(old[i])
        new.append(old[i])
        i += 1
        if not mark:
            continue
        command, *parts = [part.strip() for part in mark.group(1).split(" | ")]
        if i == len(old) or not old[i].startswith("```"):
            sys.exit(f"{page}:{i}: no block of code follows the mark")
        new.append(old[i])
        new += [line.rstrip() for line in
                lines_from(outputs[command], parts, command)]
        i = old.index("```", i + 1)
    return "\n".join(new)


def find_stale(page, text):
    """Numbers in bold that no block of their section has."""
    stale = []
    blocks = prose = ""
    is_block = False
    for line in [*text.split("\n"), "## end"]:
        if line.startswith("```"):
            is_block = not is_block
        elif is_block:
            blocks += " " + " ".join(line.split())
        elif line.startswith("#"):
            stale += [f"{page}: no output of its section has '{bold}'"
                      for bold in re.findall(r"\*\*([^*]+)\*\*", prose)
                      if re.search(r"\d", bold) and bold not in blocks]
            blocks = prose = ""
        else:
            prose += " " + line
    return stale


def main():
    arguments = sys.argv[1:]
    checks = arguments[:1] == ["--check"]
    program, *names = arguments[checks:]
    pages = [pathlib.Path(name) for name in names]
    outputs = outputs_of(program, pages)
    stale = []
    for page in pages:
        text = rewrite(page, outputs)
        if checks and text != page.read_text():
            stale.append(f"{page}: an output is not what the program prints")
        elif not checks:
            page.write_text(text)
        if "<!-- bold figures are checked -->" in text:
            stale += find_stale(page, text)
    if stale:
        sys.exit("\n".join(stale))


if __name__ == "__main__":
    main()
