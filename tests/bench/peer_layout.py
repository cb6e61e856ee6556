"""The order of rows, which makes sums over links a few additions of slices."""
import numpy as np

from peer_world import rows


def slots(ids, order):
    """Members of segments, slot by slot: first the first member of each segment, in the
    order given (most members first), then the second of those that have one, and so on.
    Returns the members' positions, and [start, count] of each slot."""
    members = {s: [] for s in order}
    for i, s in enumerate(ids):
        if s in members:
            members[s].append(i)
    position, table = [], []
    for j in range(max((len(m) for m in members.values()), default=0)):
        layer = [members[s][j] for s in order if len(members[s]) > j]
        table.append((len(position), len(layer)))
        position += layer
    return np.array(position, dtype=np.intp), table


def by_size(ids, segments):
    """Segments with most members first."""
    count = np.bincount(ids, minlength=max(segments, default=0) + 1) if len(ids) else {}
    return sorted(segments, key=lambda s: (-int(count[s]) if len(ids) else 0, s))


def add_slots(x, table, out):
    """Sums of slots laid out by `slots`, from row 0 of x and out."""
    if not table:
        out[:] = 0
        return
    start, count = table[0]
    out[count:] = 0
    if len(table) == 1:
        out[:count] = x[start:start + count]
        return
    second, n = table[1]
    np.add(x[start:start + n], x[second:second + n], out=out[:n])
    out[n:count] = x[start + n:start + count]
    for start, n in table[2:]:
        out[:n] += x[start:start + n]


class Segments:
    """Sums, minima or maxima over members that lie anywhere."""

    def __init__(self, ids, num):
        order = by_size(np.asarray(ids), range(num))
        self.position, self.table = slots(ids, order)
        self.rank = np.empty(num, dtype=np.intp)
        self.rank[order] = np.arange(num)
        self.is_sorted = np.array_equal(self.rank, np.arange(num))
        self.num = num

    def reduce(self, ufunc, x, start):
        """[num, trials]; segments without members get `start`."""
        y = rows(x, self.position)
        out = np.empty((self.num, x.shape[1]))
        first = self.table[0][1] if self.table else 0
        out[:first] = y[:first]
        out[first:] = start
        for at, n in self.table[1:]:
            ufunc(out[:n], y[at:at + n], out=out[:n])
        return out if self.is_sorted else rows(out, self.rank)


class Level:
    """Slices of the nodes, ports, links and outputs of one level of buyers."""


class Layout:
    """The order of rows: nodes, ports and outputs by level, those with most members
    first, links slot by slot of their ports. `links` and so on name the world's rows."""

    def __init__(self, w):
        levels = w.node_level
        num_levels = int(levels.max()) + 1
        ports_of = np.bincount(w.port_node, minlength=len(levels))
        self.nodes, self.ports, self.outputs, self.links = [], [], [], []
        self.out_links = []  # world links by output, slot by slot
        self.levels = []
        for k in range(num_levels):
            v = Level()
            v.number = k
            at = [len(x) for x in (self.nodes, self.ports, self.outputs, self.links,
                                   self.out_links)]
            nodes = [i for i in range(len(levels)) if levels[i] == k]
            self.nodes += sorted(nodes, key=lambda i: (-ports_of[i], i))
            mine = set(nodes)
            ports = [p for p in range(len(w.port_node)) if w.port_node[p] in mine]
            outs = [o for o in range(len(w.output_node)) if w.output_node[o] in mine]
            ports, outs = by_size(w.link_port, ports), by_size(w.link_output, outs)
            self.ports += ports
            self.outputs += outs
            position, v.port_slots = slots(w.link_port, ports)
            self.links += position.tolist()
            position, v.out_slots = slots(w.link_output, outs)
            self.out_links += position.tolist()
            ends = [len(x) for x in (self.nodes, self.ports, self.outputs, self.links,
                                     self.out_links)]
            (v.nodes, v.ports, v.outputs, v.links, v.out_links) = (
                slice(a, b) for a, b in zip(at, ends))
            self.levels.append(v)
        self._number(w)

    def _number(self, w):
        def inverse(order):
            back = np.empty(len(order), dtype=np.intp)
            back[order] = np.arange(len(order))
            return back
        self.node_at, self.port_at = inverse(self.nodes), inverse(self.ports)
        self.output_at, self.link_at = inverse(self.outputs), inverse(self.links)
        self.port_node = self.node_at[w.port_node[self.ports]]
        self.output_node = self.node_at[w.output_node[self.outputs]]
        self.link_port = self.port_at[w.link_port[self.links]]
        self.link_output = self.output_at[w.link_output[self.links]]
        self.by_output = self.link_at[self.out_links]  # our links, by output
        self.from_output = inverse(self.by_output)     # where each of them is there
        self.out_output = self.link_output[self.by_output]
        is_driving = w.output_is_driving[self.outputs] != 0
        for v in self.levels:
            base = v.nodes.start
            count = v.nodes.stop - base
            v.node_ports = Segments(self.port_node[v.ports] - base, count)
            driving = np.nonzero(is_driving[v.outputs])[0]
            v.driving = driving + v.outputs.start
            v.node_driving = Segments(self.output_node[v.driving] - base, count)
            v.port_node = self.port_node[v.ports] - base
            v.output_node = self.output_node[v.outputs] - base
            v.link_port = self.link_port[v.links] - v.ports.start
            v.out_output = self.out_output[v.out_links] - v.outputs.start
