#!/usr/bin/env python3
"""decisions.py - run the commands of docs/decisions.md, and write or check what they print.

    decisions.py PROGRAM ROOT [check]

A command is a block marked sh; the block after it is what it prints. All run from ROOT.
"""
import re
import shlex
import subprocess
import sys

BLOCKS = re.compile(r"```sh\n(build/monazite [^\n]*)\n```\n\n```\n(.*?)```\n", re.S)


def printed(program, root, command):
    words = [program] + shlex.split(command)[1:]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command}\n{done.stderr}")
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def main():
    program, root = sys.argv[1], sys.argv[2]
    is_check = sys.argv[3:] == ["check"]
    page = f"{root}/docs/decisions.md"
    with open(page, encoding="utf-8") as f:
        text = f.read()
    drifted = []

    def answer(match):
        command, before = match.groups()
        after = printed(program, root, command)
        if after != before:
            drifted.append(command)
        return f"```sh\n{command}\n```\n\n```\n{after}```\n"

    new = BLOCKS.sub(answer, text)
    if not is_check:
        with open(page, "w", encoding="utf-8") as f:
            f.write(new)
    for command in drifted if is_check else []:
        print(f"docs/decisions.md: another result of {command}")
    sys.exit(bool(is_check and drifted))


main()
