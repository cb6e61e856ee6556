"""hostile.py - scenarios of at most a megabyte that ask for as much time and memory as
their structure can: KINDS maps a name to the function that makes the text.

`check` must end on each within 10 seconds and a gigabyte."""

MOST = 1_000_000
SECONDS, MEGABYTES = 10, 1000

HEAD = 'monazite: 1\ntime: {start: 2025-01, months: 12}\n'
LONG = 'monazite: 1\ntime: {start: 2025-01, months: 1200, step: week, warm_up: 1200}\n'
GOODS = '''materials:
  ore: {stage: mine, composition: {Nd: 0.2}}
  ox: {stage: separation, element: Nd, price: 60}
'''
SMALL = HEAD + GOODS + '''facilities:
  pit: {country: CN, stage: mine, makes: {ore: 1}}
  plant: {country: CN, stage: separation, separates: ore, recovery: 0.9}
industries:
  m: {country: JP, sector: motors, uses: {ox: 100}, value: 1e9}
links:
  - {from: pit, to: plant, material: ore, share: 1}
  - {from: plant, to: m, material: ox, share: 1}
'''
ELEMENTS = 'La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Y Sc'.split()


def fill(start, line, end='', most=MOST):
    """`start`, as many lines as there is room for, `end`."""
    parts, size, i = [start], len(start) + len(end), 0
    while True:
        text = line(i)
        if size + len(text) > most:
            return ''.join(parts) + end
        parts.append(text)
        size += len(text)
        i += 1


def cross(buyers, sellers, head=HEAD, lead=1):
    """Each of the buyers buys from each of the sellers."""
    return (head + GOODS + 'industries:\n' +
            ''.join(f'  m{i}: {{country: JP, sector: s, uses: {{ox: 1}}}}\n' for i in range(buyers)) + 'facilities:\n' +
            ''.join(f'  f{i}: {{country: CN, stage: separation, makes: {{ox: 1}}, feeds: unknown}}\n'
                    for i in range(sellers)) +
            f'links:\n  - {{from: {{stage: separation}}, to: {{sector: s}}, material: ox, share: 1, lead: {lead}}}\n')


def users(record, links=True, head=HEAD):
    """As many industries of one kind as there is room for, which buy from one plant."""
    end = 'links:\n  - {from: f, to: {country: JP}, material: ox, share: 1}\n' if links else ''
    return fill(head + GOODS + 'facilities:\n  f: {country: CN, stage: separation, makes: {ox: 1}, feeds: unknown}\n'
                'industries:\n', lambda i: f'  i{i}: {{country: JP, sector: s{i}, {record}}}\n', end)


def layers(acts=''):
    """Ten stages of 300 plants, each of which buys from all of the stage before."""
    text = HEAD + 'materials:\n' + ''.join(f'  m{i}: {{stage: metal, element: none, price: 5}}\n' for i in range(11))
    text += 'facilities:\n'
    for stage in range(10):
        inputs = f'uses: {{m{stage}: 1}}' if stage else 'feeds: unknown'
        for k in range(300):
            text += (f'  f{stage}_{k}: {{country: {("CN", "JP", "US")[k % 3]}, stage: metal, {inputs}, '
                     f'makes: {{m{stage + 1}: 1}}}}\n')
    text += 'industries:\n  i: {country: CN, sector: s, uses: {m10: 1}}\nlinks:\n'
    for stage in range(1, 11):
        text += f'  - {{from: {{stage: metal}}, to: {"{stage: metal}" if stage < 10 else "i"}, material: m{stage}, share: 1}}\n'
    return text + acts


def mines(acts):
    return fill(HEAD + GOODS + 'facilities:\n' +
                ''.join(f'  f{i}: {{country: CN, stage: mine, makes: {{ore: 1}}}}\n' for i in range(6000)) + 'controls:\n', acts)


def correlated(count):
    return fill(HEAD + GOODS +
                'facilities:\n  f: {country: CN, stage: separation, makes: {ox: 1}, feeds: unknown}\nindustries:\n' +
                ''.join(f'  i{i}: {{country: JP, sector: s, uses: {{ox: {{uniform: [1, 2]}}}}}}\n' for i in range(count)) +
                'links:\n  - {from: f, to: {country: JP}, material: ox, share: 1}\ncorrelations:\n',
                lambda i: f'  - {{between: [industries.i{i}.uses.ox, industries.i{i + 1}.uses.ox], rank: 0.3}}\n'
                if i + 1 < count else ' ' * MOST)


def aliases():
    text = 'a: &a0 [x,x,x,x,x,x,x,x,x]\n'
    for i in range(1, 40):
        text += f'a{i}: &a{i} [{",".join([f"*a{i - 1}"] * 9)}]\n'
    return text


def many_uses(share):
    """A mapping of many materials that many industries share by an alias."""
    text = (HEAD + 'materials:\n' + ''.join(f'  m{i}: {{stage: metal, element: none}}\n' for i in range(2000)) +
            'industries:\n  i: {country: CN, sector: s, uses: &u {' + ', '.join(f'm{i}: 1' for i in range(2000)) + '}}\n')
    return fill(text, lambda i: f'  i{i}: {{country: CN, sector: s, uses: *u}}\n', most=len(text) + share)


def switches():
    text = (SMALL + 'controls:\n' + ''.join(f'  c{i}: {{kind: ban, by: CN, goods: ox}}\n' for i in range(3000)) +
            'events:\n  e0: {on: 2025-03, branches: {a: {probability: 0.5, activates: &l [' +
            ','.join(f'c{i}' for i in range(3000)) + ']}, b: {}}}\n')
    return fill(text, lambda i: f'  e{i + 1}: {{on: 2025-03, branches: {{a: {{probability: 0.5, activates: *l}}, '
                'b: {deactivates: *l}}}\n', most=len(text) + 50000)


KINDS = {
    'lists in lists': lambda: 'a: ' + '[' * 499990 + ']' * 499990,
    'mappings in mappings': lambda: 'a: ' + '{a: ' * 249990,
    'lists as keys': lambda: '{' + '[a]: b,' * 120000 + '}',
    'aliases of aliases': aliases,
    'a mapping that is shared': lambda: many_uses(80000),
    'unknown keys': lambda: fill(SMALL, lambda i: f'k{i}: 1\n'),
    'keys given twice': lambda: '{' + 'a,' * 499000 + '}',
    'a long key': lambda: SMALL + '? ' + 't' * 900000 + '\n: 1\n',
    'a long name that is repeated': lambda: fill(
        SMALL.replace('  plant:', '  ? &n ' + 'p' * 300000 + '\n  :').replace('from: plant, to: m,', 'from: *n, to: m,'),
        lambda i: '  - {from: *n, to: m, material: ox, share: {uniform: [0, 1]}}\n'),
    'unknown names': lambda: fill(HEAD + GOODS + 'facilities:\n' + ''.join(
        f'  f{i}: {{country: CN, stage: mine, makes: {{ore: 1}}}}\n' for i in range(9000)) + 'links:\n',
        lambda i: f'  - {{from: g{i}, to: h{i}, material: ore, share: 1}}\n'),
    'many links': lambda: cross(1000, 1000),
    'too many links': lambda: cross(8000, 7000),
    'many uncertain links': lambda: cross(600, 600).replace('share: 1', 'share: {uniform: [0, 1]}'),
    'long lead times': lambda: cross(700, 700, LONG, 60),
    'many rows of one link': lambda: fill(
        cross(100, 100), lambda i: f'  - {{from: {{stage: separation}}, to: {{sector: s}}, material: ox, share: {i + 1}}}\n'),
    'bans of everything': lambda: fill(cross(300, 300) + 'controls:\n', lambda i: f'  c{i}: {{kind: ban, by: CN}}\n'),
    'licences for everything': lambda: cross(300, 300) + 'controls:\n' + ''.join(
        f'  c{i}: {{kind: licence, by: CN, approval: 0.5, processing: 1, throughput: 10}}\n' for i in range(220)),
    'quotas of everything': lambda: cross(300, 300) + 'controls:\n' + ''.join(
        f'  c{i}: {{kind: quota, by: CN, tonnes: 5}}\n' for i in range(220)),
    'licences in long weeks': lambda: cross(200, 200, LONG) + 'controls:\n' + ''.join(
        f'  c{i}: {{kind: licence, by: CN, approval: 0.5, processing: 1}}\n' for i in range(100)),
    'outages of everything': lambda: mines(lambda i: f'  c{i}: {{kind: outage, facilities: {{stage: mine}}, fraction: 0.1}}\n'),
    'content of everything': lambda: layers('controls:\n' + ''.join(
        f'  x{i}: {{kind: extraterritorial, by: CN, de_minimis: 0.001, compliance: 0.5, approval: 0.5, processing: 2}}\n'
        for i in range(50))),
    'stages that are joined': lambda: layers('controls:\n' + ''.join(
        f'  x{i}: {{kind: licence, by: CN, approval: 0.5, processing: 2}}\n' for i in range(60))),
    'observed flows': lambda: fill(cross(200, 200) + 'observe:\n', lambda i: f'  o{i}: {{by: CN}}\n'),
    'stockpiles': lambda: fill(SMALL + 'policies:\n',
                               lambda i: f'  p{i}: {{kind: stockpile, at: JP, holds: {{ox: 60 days}}, refill: true}}\n'),
    'stockpiles and bans': lambda: fill(cross(300, 1) + 'controls:\n' + ''.join(
        f'  c{i}: {{kind: ban, by: CN}}\n' for i in range(4000)) + 'policies:\n',
        lambda i: f'  p{i}: {{kind: stockpile, at: CN, holds: {{ox: 60 days}}}}\n'),
    'pacts': lambda: fill(cross(300, 300) + 'policies:\n',
                          lambda i: f'  q{i}: {{kind: pact, members: [JP, CN], shares: {{diverted: 0.1}}, answers_in: 2}}\n'),
    'recycling': lambda: fill(
        cross(2500, 1).replace('facilities:\n', 'facilities:\n  scrap: {country: JP, stage: recycling, makes: {ox: 1}}\n') +
        'policies:\n', lambda i: f'  p{i}: {{kind: recycling, at: scrap, from: {{sector: s}}, to: ox, rate: 0.0001}}\n'),
    'recycling of one industry': lambda: fill(
        SMALL.replace('facilities:\n', 'facilities:\n  scrap: {country: JP, stage: recycling, makes: {ox: 1}}\n') +
        'policies:\n', lambda i: f'  p{i}: {{kind: recycling, at: scrap, from: m, to: ox, rate: 0.0001}}\n'),
    'price floors in long weeks': lambda: fill(SMALL.replace(HEAD, LONG) + 'policies:\n',
                                               lambda i: f'  p{i}: {{kind: price_floor, goods: ox, floor: 110}}\n'),
    'events in a row': lambda: fill(SMALL + 'events:\n', lambda i: (
        f'  e{i}: {{on: 2025-03, {f"if: e{i - 1}.a, " if i else ""}branches: {{a: {{probability: 0.5}}, b: {{}}}}}}\n')),
    'branches': lambda: fill(SMALL + 'events:\n  e:\n    on: 2025-03\n    branches:\n',
                             lambda i: f'      b{i}: {{probability: {{uniform: [0, 1e-6]}}}}\n', '      z: {}\n'),
    'branches that switch everything': switches,
    'triggers in a row': lambda: fill(
        SMALL + 'controls:\n  c0: {kind: ban, by: CN, goods: ox}\n',
        lambda i: f'  c{i + 1}: {{kind: ban, by: CN, goods: ox, triggered_by: {{control: c{i}}}}}\n'),
    'suspensions': lambda: fill(SMALL + 'controls:\n  c: {kind: ban, by: CN, goods: ox, suspended: [',
                                lambda i: '{from: 2025-03, until: 2025-04}, ', ']}\n'),
    'blocs in blocs': lambda: fill(SMALL + 'blocs:\n  b0: [CN]\n', lambda i: f'  b{i + 1}: [b{i}]\n'),
    'blocs before their members': lambda: fill(SMALL + 'blocs:\n', lambda i: f'  b{i}: [b{i + 1}, b{i + 2}]\n'),
    'blocs of a hundred blocs': lambda: fill(
        SMALL + 'blocs:\n  b0: [CN]\n', lambda i: f'  b{i + 1}: [{", ".join(f"b{j}" for j in range(max(0, i - 100), i + 1))}]\n'),
    'correlations': lambda: correlated(1500),
    'too many correlations': lambda: correlated(5000),
    'factors': lambda: fill(users('uses: {ox: 1}')[:200000].rsplit('\n', 1)[0] +
                            '\nlinks:\n  - {from: f, to: {country: JP}, material: ox, share: 1}\nfactors:\n',
                            lambda i: f'  a{i}: {{value: 1, on: ["industries.*.stock.input"]}}\n'),
    'a long series': lambda: fill(SMALL.replace('value: 1e9', 'value: {').split('value: {')[0] + 'value: {',
                                  lambda i: f'{1900 + i // 336}-{1 + i // 28 % 12:02d}-{1 + i % 28:02d}: 1, ', '}}\n'),
    'betas': lambda: users('uses: {ox: {beta: {mean: 0.3, concentration: 2.9e6}}}'),
    'gammas': lambda: users('uses: {ox: {gamma: {shape: 1e-6, scale: 3}, truncate: [0.1, 5]}}'),
    'industries for a century': lambda: users('group: g, uses: {ox: 1}, value: 1', True, LONG),
    'contents that are shared': lambda: fill(
        HEAD + 'materials:\n  m: {stage: metal, composition: &c {' +
        ', '.join(f'{e}: {{uniform: [0.01, 0.02]}}' for e in ELEMENTS) + '}}\n',
        lambda i: f'  m{i}: {{stage: metal, composition: *c}}\n', 'industries:\n  i: {country: JP, sector: s, uses: {m1: 1}}\n'),
    'a list with itself': lambda: SMALL + 'controls:\n  c: {kind: ban, by: CN, to: [' + 'm, ' * 300000 + ']}\n',
    'dates far away': lambda: SMALL.replace('2025-01', '9999-01'),
}
