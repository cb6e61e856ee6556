#!/usr/bin/env python3
"""mutants.py - changes one operator, bound or constant at a time in a scratch copy, builds
it, runs the tests, and lists the changes that no test notices.

    mutants.py SOURCE SCRATCH [minutes [seed [FILE or FILE:LINE...]]]

A mutant that does not compile is not counted. In the scratch copy the library is shared,
so that a mutant costs one file and one link, and no test is built again. Tests run one
after the other until one fails: first those whose name is nearest to the file's, then
those of its layer, then the others, each group from quick to slow. Where a change moves a
bound, its survivors meet the tests of the layer under the sanitizers too, for some read
or write one past an end and change nothing else.

MUTANTS_QUICK=SECONDS leaves out tests that take longer (of the file's layer, five times as
long), those of layers below, and the sanitizers: its survivors are candidates, to read and
to run again without it.

Each result is a line of SCRATCH/mutants.log; a place that has its line there is not tried
again, so a campaign can be stopped and continued.
"""

import json, os, random, re, shutil, signal, subprocess, sys, time

source, scratch = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
minutes = float(sys.argv[3]) if len(sys.argv) > 3 else 10.0
rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else time.time_ns())
only = sys.argv[5:]
quick = float(os.environ.get('MUTANTS_QUICK', 'inf'))
log_path = os.path.join(scratch, 'mutants.log')

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


def quiet(args, timeout, env=None, cwd=scratch):
    """Exit status of a program; -1 where it takes too long. What it started ends with it."""
    with subprocess.Popen(args, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          start_new_session=True) as program:
        try:
            return program.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            return -1


BOUNDS = {'<', '<=', '>', '>=', '0', '1', '2', '+', '-'}
SUITES = {'unit', 'golden', 'cli'}
# The library is compiled quickly and shows all its symbols; what tests use of it is shared.
SHARED = [("gnu_symbol_visibility: 'hidden'", "override_options: ['optimization=1']"),
          ('monazite_lib.get_static_lib()', 'monazite_lib.get_shared_lib()'),
          ('link_args: export_args,', "link_args: ['-Wl,-Bsymbolic'],")]


def configure(folder, options):
    if not os.path.isfile(os.path.join(scratch, folder, 'build.ninja')) and \
            quiet(['meson', 'setup', folder, '-Dx86_levels=false', '-Dwerror=false'] + options, 600) != 0:
        sys.exit(f'{folder} of the scratch copy cannot be configured')
    if quiet(['ninja', '-C', folder], 7200) != 0:
        sys.exit(f'{folder} of the scratch copy cannot be built')


def passes(test, seconds):
    env = dict(os.environ, UBSAN_OPTIONS='halt_on_error=1', MALLOC_PERTURB_='113', **test['env'])
    return quiet(test['cmd'], seconds, env, test['workdir'] or scratch) in (0, 77)


def tests_of(folder, names=None):
    """The tests that pass before anything is changed, with the seconds that each takes."""
    kept = os.path.join(scratch, folder, 'seconds.json')
    listed = subprocess.run(['meson', 'introspect', folder, '--tests'], cwd=scratch, capture_output=True, check=True)
    tests = [t for t in json.loads(listed.stdout)
             if any(s.split(':')[-1] in SUITES for s in t['suite']) and t['name'] != 'layers']
    seconds = json.load(open(kept)) if os.path.isfile(kept) else {}
    for t in tests:
        if t['name'] not in seconds and (not names or t['name'].startswith(names)):
            began = time.time()
            good = passes(t, min(600, 3 * quick + 10))
            seconds[t['name']] = time.time() - began if good else None
            if not good:
                print(f"left out, for it fails or is slow before anything is changed: {t['name']}", flush=True)
            json.dump(seconds, open(kept, 'w'))
    return [dict(t, seconds=seconds[t['name']]) for t in tests if seconds.get(t['name']) is not None]


LAYERS = ['base', 'lanes', 'document', 'scenario', 'network', 'sampling', 'stats', 'engine', 'study', 'report', 'charts',
          'cli']


# How many times the seconds of MUTANTS_QUICK a test may take, by its nearness.
PATIENCE = [5.0, 5.0, 1.0, 0.001]


def nearness(test, file):
    """0 for tests of the file, 1 of the layer, 2 of the others; 3 of layers below, which know nothing of the file."""
    layer, stem = file.split('/')[1], os.path.basename(file)[:-2]
    first, _, rest = test['name'].partition(' ')
    if first == layer and (rest in stem or stem.split('_')[0] in rest):
        return 0
    if first in LAYERS and LAYERS.index(first) < LAYERS.index(layer):
        return 3
    return 1 if first == layer else 2


def survives(file, change, tests):
    """None of a mutant that does not compile; the name of the test that noticed it."""
    if quiet(['ninja', '-C', 'build'], 1800) != 0:
        return None
    for t in sorted(tests, key=lambda t: (nearness(t, file), t['seconds'])):
        if t['seconds'] <= quick * PATIENCE[nearness(t, file)] and not passes(t, 20 + 10 * t['seconds']):
            return t['name']
    if quick == float('inf') and change.strip() in BOUNDS:
        layer = file.split('/')[1] + ' '
        if quiet(['ninja', '-C', 'build-sanitize'], 3600) != 0:
            return None
        for t in tests_of('build-sanitize', layer):
            if t['name'].startswith(layer) and not passes(t, 60 + 10 * t['seconds']):
                return t['name'] + ' (sanitizers)'
    return ''


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def put_back(files):
    """Undo a change that a campaign which was stopped left behind, so that it is built again."""
    for f in files:
        if not os.path.isfile(os.path.join(scratch, f)):
            sys.exit(f'{scratch} is a copy of another version, without {f}: remove it first')
        if read(os.path.join(scratch, f)) != read(os.path.join(source, f)):
            with open(os.path.join(scratch, f), 'w', encoding='utf-8') as out:
                out.write(read(os.path.join(source, f)))


def wanted(file, number):
    return not only or file in only or f'{file}:{number + 1}' in only


def main():
    if not os.path.isdir(os.path.join(scratch, 'src')):
        shutil.copytree(source, scratch, ignore=lambda folder, names: [
            n for n in names if folder == source and (n == '.git' or n.startswith('build'))])
        build = os.path.join(scratch, 'meson.build')
        text = open(build, encoding='utf-8').read()
        for old, new in SHARED:
            text = text.replace(old, new)
        open(build, 'w', encoding='utf-8').write(text)
    files = [os.path.relpath(os.path.join(d, f), source) for d, _, fs in os.walk(os.path.join(source, 'src'))
             for f in fs if f.endswith('.c')]
    put_back(files)
    configure('build', [])
    if quick == float('inf'):
        configure('build-sanitize', ['-Dbuildtype=debugoptimized', '-Db_sanitize=address,undefined',
                                     '-Db_lundef=false'])
    tests = tests_of('build')
    done = set()
    if os.path.isfile(log_path):
        done = {tuple(line.split('\t')[1:3]) for line in open(log_path, encoding='utf-8')}
    all_places = [(f, p) for f in sorted(files) for p in places(os.path.join(source, f)) if wanted(f, p[0])]
    rng.shuffle(all_places)
    died = survived = 0
    until = time.time() + 60 * minutes
    for file, (number, start, end, other) in all_places:
        if time.time() > until:
            break
        text = open(os.path.join(source, file), encoding='utf-8').read()
        lines = text.split('\n')
        mutant = lines[number][:start] + other + lines[number][end:]
        key = (f'{file}:{number + 1}:{start + 1}', other.strip())
        if key in done:
            continue
        path = os.path.join(scratch, file)
        open(path, 'w', encoding='utf-8').write('\n'.join(lines[:number] + [mutant] + lines[number + 1:]))
        noticed = survives(file, other, tests)
        open(path, 'w', encoding='utf-8').write(text)
        fate = 'not compiled' if noticed is None else 'died' if noticed else 'survived'
        died += fate == 'died'
        survived += fate == 'survived'
        with open(log_path, 'a', encoding='utf-8') as log:
            log.write('\t'.join((fate, *key, noticed or '', mutant.strip())) + '\n')
        if fate == 'survived':
            print(f'{key[0]}\n    - {lines[number].strip()}\n    + {mutant.strip()}', flush=True)
    print(f'{died + survived} mutants, {died} noticed, {survived} survived')


main()
