#!/usr/bin/env python3
"""faults.py - lets calls of the program fail, kills it, and looks at what is left.

    faults.py PROGRAM PRELOAD SCENARIOS [seconds [seed [campaign...]]]

The campaigns named, or all five, share the time. Each counts its injections and its violations of a rule:

allocation  the n-th allocation of a command fails, and
calls       the n-th system call fails: the program ends with status 1 or 2 and a
            message, or with 0 and the very bytes of an undisturbed run
kills       the program is killed at a random moment while it writes into a folder that
            holds an older run: `verify` passes if and only if the folder is whole
mutants     parts of a scenario are cut, doubled, moved or replaced: `check` ends with
            status 0, 1 or 2; what it accepts, `show` prints so that it reads back, and
            runs give the same bytes on 1 and 2 threads, with shares in 0 to 1 and
            quantiles in order
hostile     `check` of the scenarios of hostile.py ends within their bounds of time and
            memory
"""

import csv, errno, io, os, random, resource, shutil, signal, subprocess, sys, tempfile, time

import hostile as inputs

program, preload, scenarios = (os.path.abspath(a) for a in sys.argv[1:4])
seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 40.0
rng = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
only = sys.argv[6:]
room = tempfile.mkdtemp(prefix='mnz-faults-')
counts = {k: [0, 0] for k in ('allocation', 'calls', 'kills', 'mutants', 'hostile')}

WORLD = '''monazite: 1
title: A small world
time: {start: 2025-01, months: 12}
run: {trials: 16, seed: 1}
materials:
  ore: {stage: mine, composition: {Nd: 0.2}}
  nd_oxide: {stage: separation, element: Nd, price: 60}
facilities:
  pit: {country: CN, stage: mine, makes: {ore: 1}}
  plant: {country: CN, stage: separation, separates: ore, recovery: 0.9}
industries:
  jp_motors: {country: JP, sector: motors, uses: {nd_oxide: 100}, value: 1e9}
  cn_motors: {country: CN, sector: motors, uses: {nd_oxide: 300}, value: 1e9}
links:
  - {from: pit, to: plant, material: ore, share: 1}
  - {from: plant, to: {sector: motors}, material: nd_oxide, share: 1,
     lead: {empirical: {table: lags.csv, column: months}}}
controls:
  licences: {kind: licence, by: CN, goods: nd_oxide, from: 2025-04,
             approval: {beta: {mode: 0.5, concentration: 8}}, processing: 2 months}
policies:
  reserve: {kind: stockpile, at: JP, holds: {nd_oxide: 60 days}, refill: true, competes: true,
            costs: {purchase_price_ratio: 1, storage_usd_per_t_year: 100}}
events:
  talks: {on: 2025-09, branches: {succeed: {probability: 0.5, deactivates: [licences]}, fail: {}}}
observe: {out: {by: CN}}
'''

MAP = """goods: {811292: gallium}
flow: import
places: {FR: EU}
sellers: {CN: {gallium: cn}}
buyers: {EU: {gallium: eu}}
observed:
  g: {from: CN, material: gallium}
"""
CUSTOMS = ('PRODUCT_NC,DECLARANT_ISO,PARTNER_ISO,FLOW,PERIOD,QUANTITY_IN_KG,VALUE_IN_EUROS\n'
           '81129289,FR,CN,1,202404,1000,5000\n81129289,FR,JP,1,202405,300,900\n')

# Every command; what they write goes to `out`. With --resume `out` holds `old` before.
COMMANDS = [
    ['check', 'world.yaml'],
    ['show', 'world.yaml'],
    ['show', 'world.yaml', '--graph'],
    ['run', 'world.yaml', '-t', '1', '--no-progress', '-o', 'out'],
    ['run', 'world.yaml', '-t', '2', '-q', '--csv', 'summary'],
    ['run', 'world.yaml', '-t', '1', '-q', '-n', '32', '--resume', '-o', 'out'],
    ['run', 'world.yaml', '-t', '1', '-q', '-n', '64', '--until', 'ci(mean(shortfall_share.total)) < 1', '--json',
     'summary'],
    ['compare', 'world.yaml', '-t', '1', '-q', '-a', 'none:policies.reserve.probability=0', '-o', 'out'],
    ['sweep', 'world.yaml', '-t', '1', '-q', '--vary', 'controls.licences.processing=1:2:2', '-o', 'out'],
    ['merge', 'part1', 'part2', '-q', '-o', 'out'],
    ['drivers', 'world.yaml', '-t', '1', '-q', '-n', '64', '-o', 'out'],
    ['score', 'world.yaml', '-t', '1', '--observed', 'observed.csv', '-q', '-o', 'out'],
    ['calibrate', 'world.yaml', '-t', '1', '--observed', 'observed.csv', '-q', '-o', 'out', '--draws', '8'],
    ['import', 'comext', 'customs.csv', '--map', 'map.yaml', '--as', 'observed'],
    ['why', 'world.yaml', 'jp_motors'],
    ['size', 'world.yaml', 'policies.reserve.holds.nd_oxide', '--to', '100 days', '--step', '50 days', '--until',
     'mean(shortfall_share.jp_motors) < 0.9', '-t', '1', '-q', '-o', 'out'],
    ['frontier', 'world.yaml', '-t', '1', '-q', '-a', 'large:policies.reserve.holds.nd_oxide=90 days', '-o', 'out'],
    ['bound', 'world.yaml', '-t', '1', '-q', '--sample', '1', '-o', 'out'],
    ['dependency', 'world.yaml', '-q', '-o', 'out'],
    ['n-1', 'world.yaml', '-t', '1', '-q', '-k', 'facility', '-o', 'out'],
    ['verify', 'old'],
    ['chart', 'fan', 'old', '-o', 'fan.svg'],
    ['report', 'old', '-o', 'page.html'],
    ['run', '--help'],
    ['explain', 'MNZ-E0101'],
    ['schema'],
    ['manual'],
    ['reference', 'bash'],
    ['reference', 'man', 'run'],
]


def call(args, fault=None, count=None, **more):
    # Bars of plain characters: the C library falls back to them where its locale fails.
    env = dict(os.environ, LC_ALL='C')
    if fault is not None:
        env['LD_PRELOAD'] = preload
        env['MNZ_FAULT'] = fault
    if count:
        env['MNZ_FAULT_COUNT'] = count
    return subprocess.run([program] + args, cwd=room, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60, **more)


def contents(folder):
    """Bytes of the files of a folder, but for times in the manifest."""
    found = {}
    path = os.path.join(room, folder)
    for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
        data = open(os.path.join(path, name), 'rb').read()
        if name == 'manifest.json':
            data = b'\n'.join(l for l in data.split(b'\n')
                              if b'"wall_seconds"' not in l and b'"written"' not in l)
        found[name] = data
    for name in SINGLES if folder == 'out' else []:
        if os.path.exists(os.path.join(room, name)):
            found[name] = open(os.path.join(room, name), 'rb').read()
    return found


SINGLES = ['fan.svg', 'page.html']


def clear(args=()):
    shutil.rmtree(os.path.join(room, 'out'), ignore_errors=True)
    for name in SINGLES:
        if os.path.exists(os.path.join(room, name)):
            os.remove(os.path.join(room, name))
    if '--resume' in args:
        shutil.copytree(os.path.join(room, 'old'), os.path.join(room, 'out'))


def violation(campaign, text):
    counts[campaign][1] += 1
    print(f'{campaign}: {text}', flush=True)


def temporaries():
    path = os.path.join(room, 'out')
    return [n for n in os.listdir(path) if n.endswith('.tmp')] if os.path.isdir(path) else []


def judge(campaign, args, fault, done, right):
    counts[campaign][0] += 1
    what = f"{' '.join(args)} under {fault}"
    if done.returncode < 0:
        violation(campaign, f'{what}: signal {-done.returncode}')
    elif done.returncode == right[0].returncode:
        if done.stdout != right[0].stdout or contents('out') != right[1]:
            violation(campaign, f'{what}: status {done.returncode} and other bytes')
    elif done.returncode == 6:  # a point of a sweep: its row tells the reason
        if b'cannot read' not in contents('out').get('sweep.csv', b''):
            violation(campaign, f'{what}: status 6 without a reason')
    elif done.returncode not in (1, 2, 3) or not done.stderr.strip():
        violation(campaign, f'{what}: status {done.returncode}, {done.stderr[-200:]!r}')
    if temporaries() and done.returncode >= 0 and 'unlink' not in fault:
        violation(campaign, f'{what}: left {temporaries()}')


def inject(campaign, until, position, faults):
    """Each command in turn; n is spread over all of its calls, every one if time is enough."""
    plans = []
    for args in COMMANDS:
        clear(args)
        count = os.path.join(room, 'count')
        right = call(args, 'alloc:0', count)
        if right.returncode != 0:
            print(f"skipped: {' '.join(args)}: {right.stderr.decode(errors='replace')[-300:]}")
            continue
        most = int(open(count).read().split()[position])
        files = contents('out')
        order = list(range(1, most + 1))
        rng.shuffle(order)
        plans.append((args, (right, files), order))
    while plans and time.time() < until:
        for plan in list(plans):
            args, right, order = plan
            if not order:
                plans.remove(plan)
                continue
            if time.time() >= until:
                break
            n = order.pop()
            fault = faults(n)
            clear(args)
            try:
                judge(campaign, args, fault, call(args, fault), right)
            except subprocess.TimeoutExpired:
                violation(campaign, f"{' '.join(args)} under {fault}: does not end")
    left = sum(len(p[2]) for p in plans)
    print(f'{campaign}: {left} places left out' if left else f'{campaign}: every place', flush=True)


def allocation(until):
    inject('allocation', until, 0, lambda n: f'alloc:{n}')


def calls(until):
    errors = [errno.EIO, errno.ENOSPC, errno.EMFILE, errno.EACCES, errno.ENOMEM]
    inject('calls', until, 1, lambda n: f'call:{n}:{rng.choice(errors)}')


def kills(until):
    clear()
    args = lambda seed: ['run', 'world.yaml', '-q', '-n', '64', '-s', str(seed), '--trials-csv', '-o', 'out',
                         '--force']
    whole = {}
    for seed in (1, 2):
        clear()
        started = time.time()
        call(args(seed))
        takes = time.time() - started
        whole[seed] = contents('out')
    holds = 2
    while time.time() < until:
        seed = 3 - holds
        child = subprocess.Popen([program] + args(seed), cwd=room, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.3, 1.1) * takes)
        child.send_signal(rng.choice([signal.SIGKILL] * 3 + [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]))
        child.wait()
        counts['kills'][0] += 1
        files = {n: d for n, d in contents('out').items() if not n.endswith('.tmp')}
        # A run that was asked to stop early leaves a whole folder of fewer trials.
        is_partial = b'"partial": true' in files.get('manifest.json', b'')
        is_whole = files in whole.values()
        passes = call(['verify', 'out']).returncode == 0
        if (passes and not is_whole and not is_partial) or (is_whole and not passes):
            violation('kills', f'verify {"passes a mixed" if passes else "fails a whole"} folder')
        if not is_whole:
            clear()
        again = call(args(seed))
        if again.returncode != 0 or temporaries() or contents('out') != whole[seed]:
            violation('kills', f'the next run: {again.returncode}, {temporaries()}, {again.stderr[-200:]!r}')
        holds = seed


def mutate(lines):
    lines = list(lines)
    for _ in range(rng.randint(1, 3)):
        i = rng.randrange(len(lines))
        kind = rng.randrange(6)
        words = lines[i].split(' ')
        w = rng.randrange(len(words))
        if kind == 0:
            del lines[i]
        elif kind == 1:
            lines.insert(rng.randrange(len(lines)), lines[i])
        elif kind == 2:
            lines[i] = '  ' * rng.randint(0, 4) + lines[i].lstrip()
        elif kind == 3:
            words[w] = rng.choice(['0', '-1', '1e15', '1e-15', '1e-300', 'null', '[]', '{}', '.inf', "''",
                                   '{beta: {mean: 0.5, concentration: 6.1e6}}', '{uniform: [0, 1]}',
                                   '1e308', 'CN', 'nd_oxide', '2025-02', '"\\u2028x"', '&a [*a]', '*a', '0.5}'])
            lines[i] = ' '.join(words)
        elif kind == 4:
            other = rng.choice(lines).split(' ')
            words[w] = rng.choice(other)
            lines[i] = ' '.join(words)
        else:
            c = rng.randrange(len(lines[i]) + 1)
            lines[i] = lines[i][:c] + rng.choice(['{', '}', '[', ',', ': ', '#', '"', '\t', '\u202e', '\x1b', 'é']) + lines[i][c:]
        if not lines:
            lines = ['monazite: 1']
    return lines


def tables_hold(text):
    for row in csv.DictReader(io.StringIO(text)):
        quantiles = [float(row[q]) for q in ('min', 'p01', 'p05', 'p25', 'p50', 'p75', 'p95', 'p99', 'max')
                     if row.get(q)]
        if any(b < a - 1e-9 * abs(a) - 1e-12 for a, b in zip(quantiles, quantiles[1:])):
            return f'quantiles out of order: {row}'
        if row['unit'] == 'share' and row['mean'] and not -1e-9 <= float(row['mean']) <= 1 + 1e-9:
            return f'share outside 0 and 1: {row}'
    return None


def mutants(until):
    source = WORLD.split('\n')
    path = os.path.join(room, 'mutant.yaml')
    while time.time() < until:
        counts['mutants'][0] += 1
        text = '\n'.join(mutate(source))
        open(path, 'w', encoding='utf-8').write(text)
        try:
            done = call(['check', 'mutant.yaml'])
            if done.returncode not in (0, 1, 2):
                violation('mutants', f'check: {done.returncode}\n{text}')
            if b'\x1b' in done.stderr or '\u202e'.encode() in done.stderr:
                violation('mutants', f'raw text on the terminal\n{text}')
            if done.returncode != 0:
                continue
            one = call(['run', 'mutant.yaml', '-q', '-n', '24', '-t', '1', '--csv', 'summary'])
            two = call(['run', 'mutant.yaml', '-q', '-n', '24', '-t', '2', '--csv', 'summary'])
            if one.returncode != 0 or one.stdout != two.stdout:
                violation('mutants', f'run: {one.returncode} {two.returncode} {one.stderr[-200:]!r}\n{text}')
            wrong = tables_hold(one.stdout.decode())
            if wrong:
                violation('mutants', f'{wrong}\n{text}')
            shown = call(['show', 'mutant.yaml'])
            open(os.path.join(room, 'again.yaml'), 'wb').write(shown.stdout)
            again = call(['run', 'again.yaml', '-q', '-n', '24', '-t', '1', '--csv', 'summary'])
            if again.stdout.replace(b'again,', b'mutant,') != one.stdout:
                violation('mutants', f'show does not read back: {again.stderr[-300:]!r}\n{text}')
        except subprocess.TimeoutExpired:
            violation('mutants', f'does not end\n{text}')


def hostile(until):
    """Processor seconds and peak memory of `check`, which other work does not change."""
    worst = [0.0, 0.0]
    kinds = sorted(inputs.KINDS)
    rng.shuffle(kinds)
    for kind in kinds:
        if time.time() >= until:
            print('hostile: not every kind')
            break
        text = inputs.KINDS[kind]().encode()
        assert len(text) <= 1 << 20, kind
        open(os.path.join(room, 'hostile.yaml'), 'wb').write(text)
        limit = inputs.SECONDS + 5
        child = subprocess.Popen([program, 'check', 'hostile.yaml'], cwd=room, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took, held = used.ru_utime + used.ru_stime, used.ru_maxrss / 1000
        worst = [max(worst[0], took), max(worst[1], held)]
        counts['hostile'][0] += 1
        if child.returncode not in (0, 2) or took > inputs.SECONDS or held > inputs.MEGABYTES:
            violation('hostile', f'{kind}: status {child.returncode}, {took:.1f} s, {held:.0f} MB')
    print(f'hostile: at most {worst[0]:.1f} s and {worst[1]:.0f} MB', flush=True)


def main():
    open(os.path.join(room, 'world.yaml'), 'w').write(WORLD)
    open(os.path.join(room, 'lags.csv'), 'w').write('months\n0.5\n1\n1\n2\n')
    open(os.path.join(room, 'observed.csv'), 'w').write(
        'month,name,value,weight,set\n2025-05,flow.out.shipped_tonnes,5,1,fit\n'
        '2025-06,flow.out.shipped_tonnes,4,1,fit\n2025-07,flow.out.shipped_tonnes,6,1,test\n')
    open(os.path.join(room, 'map.yaml'), 'w').write(MAP)
    open(os.path.join(room, 'customs.csv'), 'w').write(CUSTOMS)
    call(['run', 'world.yaml', '-q', '-o', 'old'])
    for part in '12':
        call(['sweep', 'world.yaml', '-t', '1', '-q', '--vary', 'controls.licences.processing=1:2:2', '--shard',
              part + '/2', '-o', 'part' + part])
    started = time.time()
    campaigns = [c for c in (hostile, allocation, calls, kills, mutants) if not only or c.__name__ in only]
    for i, campaign in enumerate(campaigns):
        campaign(started + seconds * (i + 1) / len(campaigns))
    shutil.rmtree(room, ignore_errors=True)
    failed = 0
    for name, (tried, wrong) in counts.items():
        print(f'{name}: {tried} tried, {wrong} violations')
        failed += wrong
    sys.exit(1 if failed else 0)


main()
