#!/usr/bin/env python3
"""mutants.py - changes one operator, bound or constant at a time in a scratch copy, builds
it, runs the tests, and lists the changes that no test notices.

    mutants.py SOURCE SCRATCH [minutes [seed [file...]]]

A mutant that does not compile is not counted. It meets the tests of its own layer first,
then all of them, and where it moves a bound those of its layer under the sanitizers, for
some read or write one past an end and change nothing else. Survivors are printed as they
are found.
"""

import json, os, random, re, shutil, subprocess, sys, time

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


BOUNDS = {'<', '<=', '>', '>=', '0', '1', '2', '+', '-'}
SUITES = ['--suite', 'unit', '--suite', 'golden', '--suite', 'cli']


def test(folder, names):
    """Whether tests pass: those of the names, all without any. They are built before."""
    return quiet(['meson', 'test', '-C', folder, '--no-rebuild', '--maxfail', '1', '--timeout-multiplier', '3'] +
                 (names or SUITES), 1800) == 0


def tests_of(file):
    """Names and programs of the tests of a file's layer."""
    listed = subprocess.run(['meson', 'introspect', 'build', '--tests'], cwd=scratch, capture_output=True, check=True)
    layer = file.split('/')[1] + ' '
    mine = [t for t in json.loads(listed.stdout) if t['name'].startswith(layer)]
    build = os.path.join(scratch, 'build')
    # A test of the command line is a program that starts another.
    targets = {os.path.relpath(w, build) for t in mine for w in t['cmd'] if w.startswith(build) and '.' not in w[len(build):]}
    targets.add('src/cli/monazite')
    return [t['name'] for t in mine], sorted(targets)


def survives(file, change):
    """None of a mutant that does not compile."""
    names, targets = tests_of(file)
    for folder, only in (('build', True), ('build', False), ('build-sanitize', True)):
        if only and not names or (folder != 'build' and change.strip() not in BOUNDS):
            continue
        if quiet(['ninja', '-C', folder] + (targets if only else []), 1800) != 0:
            return None
        if not test(folder, names if only else []):
            return False
    return True


def main():
    os.environ['UBSAN_OPTIONS'] = 'halt_on_error=1'
    if not os.path.isdir(os.path.join(scratch, 'src')):
        shutil.copytree(source, scratch, ignore=lambda folder, names: [
            n for n in names if folder == source and (n == '.git' or n.startswith('build'))])
    if quiet(['meson', 'setup', 'build', '-Dx86_levels=false', '-Dwerror=false', '-Doptimization=1'], 600) != 0 and \
            not os.path.isfile(os.path.join(scratch, 'build', 'build.ninja')):
        sys.exit('the scratch copy cannot be configured')
    if quiet(['ninja', '-C', 'build'], 7200) != 0:
        sys.exit('the scratch copy cannot be built')
    if quiet(['meson', 'setup', 'build-sanitize', '-Dx86_levels=false', '-Dwerror=false', '-Dbuildtype=debugoptimized',
              '-Db_sanitize=address,undefined', '-Db_lundef=false'], 600) != 0 and \
            not os.path.isfile(os.path.join(scratch, 'build-sanitize', 'build.ninja')):
        sys.exit('the scratch copy cannot be configured with the sanitizers')
    if not test('build', []):
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
        lived = survives(file, other)
        died += lived is False
        if lived:
            survived += 1
            print(f'{file}:{number + 1}: {lines[number].strip()}', flush=True)
        open(path, 'w', encoding='utf-8').write(text)
    print(f'{died + survived} mutants, {died} noticed, {survived} survived')


main()
