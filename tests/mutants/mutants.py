#!/usr/bin/env python3
"""mutants.py - changes one operator, bound or constant at a time in a scratch copy, builds
it, runs the tests, and lists the changes that no test notices.

    mutants.py SOURCE SCRATCH [minutes [seed [file...]]]

A mutant that does not compile is not counted. Survivors are printed as they are found.
"""

import os, random, re, shutil, subprocess, sys, time

source, scratch = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 10.0
rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else time.time_ns())
only = sys.argv[5:]

CHANGES = [
    (r' < ', [' <= ']), (r' <= ', [' < ']), (r' > ', [' >= ']), (r' >= ', [' > ']),
    (r' == ', [' != ']), (r' != ', [' == ']), (r' && ', [' || ']), (r' \|\| ', [' && ']),
    (r' \+ ', [' - ']), (r' - ', [' + ']), (r' \* ', [' / ']), (r' / ', [' * ']),
    (r' \+= ', [' -= ']), (r' -= ', [' += ']), (r'\b0\b', ['1']), (r'\b1\b', ['0', '2']),
    (r'\b1\.0\b', ['0.0', '2.0']), (r'\b0\.0\b', ['1.0']), (r'lane_min\(', ['lane_max(']),
    (r'lane_max\(', ['lane_min(']), (r'fmin\(', ['fmax(']), (r'fmax\(', ['fmin(']),
]


def places(path):
    """Every place in the code of a file where one of the changes can be made."""
    in_comment = False
    for number, line in enumerate(open(path, encoding='utf-8')):
        text = line.strip()
        if text.startswith('/*'):
            in_comment = '*/' not in text
            continue
        if in_comment:
            in_comment = '*/' not in text
            continue
        if not text or text.startswith(('#', '*', '//', 'static const', 'MNZ_BUG_IF')) or '"' in line:
            continue
        for pattern, others in CHANGES:
            for m in re.finditer(pattern, line):
                for other in others:
                    yield number, m.start(), m.end(), other


def quiet(args, timeout):
    try:
        return subprocess.run(args, cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=timeout).returncode
    except subprocess.TimeoutExpired:
        return -1


def main():
    if not os.path.isdir(os.path.join(scratch, 'src')):
        shutil.copytree(source, scratch, ignore=shutil.ignore_patterns('build*', '.git'))
    if quiet(['meson', 'setup', 'build', '-Dx86_levels=false', '-Doptimization=1'], 600) != 0 and \
            not os.path.isfile(os.path.join(scratch, 'build', 'build.ninja')):
        sys.exit('the scratch copy cannot be configured')
    if quiet(['ninja', '-C', 'build'], 7200) != 0:
        sys.exit('the scratch copy cannot be built')
    tests = ['meson', 'test', '-C', 'build', '--no-rebuild', '--suite', 'unit', '--suite', 'golden', '--suite',
             'cli', '--maxfail', '1', '--timeout-multiplier', '3']
    if quiet(tests, 7200) != 0:
        sys.exit('the tests fail before anything is changed')
    files = only or [os.path.relpath(os.path.join(d, f), source) for d, _, fs in os.walk(os.path.join(source, 'src'))
                     for f in fs if f.endswith('.c')]
    all_places = [(f, p) for f in sorted(files) for p in places(os.path.join(source, f))]
    rng.shuffle(all_places)
    died = survived = 0
    until = time.time() + 60 * minutes
    for file, (number, start, end, other) in all_places:
        if time.time() > until:
            break
        path = os.path.join(scratch, file)
        text = open(path, encoding='utf-8').read()
        lines = text.split('\n')
        lines[number] = lines[number][:start] + other + lines[number][end:]
        open(path, 'w', encoding='utf-8').write('\n'.join(lines))
        if quiet(['ninja', '-C', 'build'], 1800) == 0:
            if quiet(tests, 1800) == 0:
                survived += 1
                print(f'{file}:{number + 1}: {lines[number].strip()}', flush=True)
            else:
                died += 1
        open(path, 'w', encoding='utf-8').write(text)
    print(f'{died + survived} mutants, {died} noticed, {survived} survived')


main()
