"""The model of docs/model/ vectorised over trials in NumPy, as a careful analyst would
write it: float64, in place, [row, trial] arrays, loops over steps and levels of the
network but never over trials. It is the peer that the engine is timed against, and must
agree with it to 1e-9 on the same draws before it is.

    peer_numpy.py FOLDER [TRIALS [BATCH...]]    FOLDER is written by dump_world

What keeps it fast: rows are ordered so that the j-th links of all ports of a level lie
together, which makes sums over links a few additions of slices; goods and applications
under way are histories that are read with each link's delay, not queues that move; and
constant terms of a step are computed once.

It knows the features that china-licensing-2025-12 uses and refuses the others.
"""
import os
import sys
import time

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
import numpy as np

from peer_layout import Layout, add_slots
from peer_licences import Licences
from peer_setup import Setup
from peer_world import DUST, NONE, UNLIMITED, World, refuse, rows

BINS = 64


class Peer(Setup, Licences):
    """One batch of trials at a time."""

    def __init__(self, world, trials):
        self.w, self.t = world, trials
        self.at = Layout(world)
        self._plan_markets()
        self._plan_holds()
        self._plan_policies()
        n = {"link": len(self.at.links), "port": len(self.at.ports),
             "out": len(self.at.outputs), "node": len(self.at.nodes)}
        for name in ("share", "fill", "normal_l", "order", "allowed", "got", "a1", "a2",
                     "a3", "a4", "a5", "qualified", "free_share", "back_to"):
            setattr(self, name, np.empty((n["link"], trials)))
        for name in ("by_out", "given"):
            setattr(self, name, np.empty((n["link"], trials)))
        for name in ("stock", "coming", "transit", "normal", "normal_use", "base", "need",
                     "wanted", "arrived", "p1", "p2", "p3", "p4", "released"):
            setattr(self, name, np.empty((n["port"], trials)))
        for name in ("made", "expected", "open", "o1", "o2"):
            setattr(self, name, np.empty((n["out"], trials)))
        for name in ("activity", "activity_norm", "target", "most_sold", "base_activity"):
            setattr(self, name, np.empty((n["node"], trials)))
        self.reach_back = int(self._longest_lead()) + 2
        self.sent = np.empty((self.reach_back, n["link"], trials))
        self.filed = np.empty((world.num_steps, len(self.licensed), trials))
        for name in ("credit", "credit_base", "waiting", "in_hand", "applied", "c1", "c2",
                     "c3", "c4", "normal_most", "cap", "most_share", "granted_normal",
                     "free_part", "let_go"):
            setattr(self, name, np.empty((len(self.licensed), trials)))
        self.num_industries = int(world.node_is_industry.sum())
        if self.at.levels[0].nodes.stop != self.num_industries:
            refuse("facilities without buyers")
        self.counts = np.zeros((world.num_months, self.num_industries * BINS), np.int64)
        self.sums = np.zeros((world.num_months, self.num_industries))
        self.bin_base = (np.arange(self.num_industries) * BINS)[:, None]

    # ---- a step: order ---------------------------------------------------------------

    def _prepare_orders(self):
        """All of need but the part that follows from this step's activity."""
        at, a1, p1 = self.at, self.a1, self.p1
        rows(self.activity_norm, at.port_node, out=p1)
        np.multiply(self.use, p1, out=self.normal_use)
        rows(self.normal_use, at.link_port, out=a1)
        np.multiply(self.share, a1, out=self.normal_l)
        self._port_sum(self.normal_l, self.normal)
        np.multiply(self.lead, self.normal_l, out=a1)
        self._prepare_licences()
        a1[self.licensed] += self.c1
        self._port_sum(a1, self.base)
        np.multiply(self.cover, self.normal_use, out=p1)
        self.base += p1
        for x in (self.stock, self.coming, self.transit):
            self.base -= x
        self.base /= self.adjust

    def _order(self, step):
        at = self.at
        self._prepare_orders()
        for k, v in enumerate(at.levels):
            ports, links = v.ports, v.links
            if k == 0:
                self.target[v.nodes] = 1.0
            else:
                self._set_targets(v)
            wanted, need = self.wanted[ports], self.need[ports]
            rows(self.target[v.nodes], v.port_node, out=wanted)
            wanted *= self.use[ports]
            np.add(wanted, self.base[ports], out=need)
            np.maximum(need, 0, out=need)
            if links.start == links.stop:
                continue
            a1, a2, order = self.a1[links], self.a2[links], self.order[links]
            rows(need, v.link_port, out=a1)
            rows(wanted, v.link_port, out=a2)
            a2 *= self.limit_share[links]
            self.qualified[links] = a2
            np.multiply(self.omega[links], a1, out=order)
            np.maximum(a2, order, out=a2)
            a1 *= self.share[links]
            np.minimum(a1, a2, out=order)
            self.allowed[links] = order
            if v.licensed is not None:
                self._file(v, step)
            for b in v.bans:
                self._ban(b, v)

    def _set_targets(self, v):
        outs, nodes = v.outputs, v.nodes
        by_out = self.by_out[v.out_links]
        rows(self.allowed, self.at.by_output[v.out_links], out=by_out)
        open_ = self.open[outs]
        add_slots(by_out, v.out_slots, open_)
        gap = self.o1[outs]
        np.multiply(self.out_cover[outs], self.expected[outs], out=gap)
        gap -= self.made[outs]
        gap /= self.adjust
        gap += open_
        gap /= self.made_per[outs]
        wanted = v.node_driving.reduce(np.maximum, rows(self.o1, v.driving), 0.0)
        np.maximum(wanted, 0, out=wanted)
        np.minimum(self.capacity[nodes], wanted, out=self.target[nodes])
        sold = self.o2[outs]
        np.divide(open_, self.made_per[outs], out=sold)
        self.most_sold[nodes] = v.node_driving.reduce(
            np.maximum, rows(self.o2, v.driving), 0.0)

    # ---- a step: make, ship, spot, stockpiles ----------------------------------------

    def _arrive(self, step):
        n = len(self.at.links)
        flat = self.sent.reshape(self.reach_back * n, self.t)
        base = np.arange(n)
        early, late = self.a1, self.a2
        rows(flat, (step - self.lead_whole) % self.reach_back * n + base, out=early)
        rows(flat, (step - self.lead_whole - 1) % self.reach_back * n + base, out=late)
        early *= self.early
        late *= self.late
        early += late
        self._port_sum(early, self.arrived)
        self.stock += self.arrived
        self.stock += self.coming
        self.transit -= self.arrived

    def _make(self):
        for v in reversed(self.at.levels):
            ports, links, nodes, outs = v.ports, v.links, v.nodes, v.outputs
            if links.start < links.stop:
                shipped, now = self.got[links], self.a1[links]
                rows(self.given, self.at.from_output[links], out=shipped)
                np.multiply(shipped, self.at_once[links], out=now)
                sums = self.p1[ports]
                add_slots(now, v.port_slots, sums)
                self.stock[ports] += sums
                self.arrived[ports] += sums
            activity = self.activity[nodes]
            if ports.start < ports.stop:
                most = self.p2[ports]
                np.divide(self.stock[ports], self.use[ports], out=most)
                np.minimum(self.target[nodes],
                           v.node_ports.reduce(np.minimum, most, UNLIMITED),
                           out=activity)
            else:
                activity[:] = self.target[nodes]
            for b in v.recyclers:
                i = self.at.output_node[b.output]
                np.minimum(self.activity[i], b.scrap / self.made_per[b.output],
                           out=self.activity[i])
            if ports.start < ports.stop:
                rows(activity, v.port_node, out=most)
                most *= self.use[ports]
                self.stock[ports] -= most
                np.maximum(self.stock[ports], 0, out=self.stock[ports])
            if outs.start == outs.stop:
                continue
            more = self.o1[outs]
            rows(activity, v.output_node, out=more)
            more *= self.made_per[outs]
            self.made[outs] += more
            for b in v.recyclers:
                b.scrap = np.maximum(0.0, b.scrap - self.o1[b.output])
            self._ration(v, self.by_out, self.open)

    def _ration(self, v, asked, sums):
        """Give each link of a level's sellers the same part of its order."""
        outs = v.outputs
        part = self.o2[outs]
        with np.errstate(invalid="ignore", divide="ignore"):
            np.divide(self.made[outs], sums[outs], out=part)
        np.fmin(part, 1.0, out=part)  # 0/0 is 1
        given = self.given[v.out_links]
        rows(part, v.out_output, out=given)
        given *= asked[v.out_links]
        part *= sums[outs]
        self.made[outs] -= part
        np.maximum(self.made[outs], 0, out=self.made[outs])

    def _settle(self):
        used, c2 = self.c1, self.c2
        rows(self.got, self.licensed, out=used)
        np.minimum(self.free_part, self.let_go, out=c2)
        used -= c2
        np.maximum(used, 0, out=used)
        self.in_hand -= used
        np.maximum(self.in_hand, 0, out=self.in_hand)
        self.in_hand *= self.l_keep
        self.credit -= self.applied

    def _buy_spot(self, step):
        """got holds shipments; spot goes to a5."""
        at, a1, a2, spot = self.at, self.a1, self.a2, self.a5
        unmet, weights = self.p1, self.p2
        np.subtract(self.order, self.got, out=a1)
        self._port_sum(a1, unmet)
        np.maximum(unmet, 0, out=unmet)
        if self.free_changed:
            self.weights = np.empty_like(unmet)
            self._port_sum(self.free_share, self.weights)
            self.free_changed = False
        unmet *= self.spot_share
        with np.errstate(invalid="ignore", divide="ignore"):
            np.divide(unmet, self.weights, out=weights)
        np.nan_to_num(weights, copy=False, nan=0.0, posinf=0.0)
        rows(weights, at.link_port, out=a1)
        a1 *= self.free_share
        np.subtract(self.qualified, self.order, out=a2)
        np.maximum(a2, 0, out=a2)
        np.minimum(a1, a2, out=a1)
        rows(a1, at.by_output, out=self.by_out)
        self._output_sum(self.by_out, self.o1)
        for v in at.levels:
            if v.outputs.start < v.outputs.stop:
                self._ration(v, self.by_out, self.o1)
        rows(self.given, at.from_output, out=spot)
        self._send(step)

    def _send(self, step):
        """Put what is under way down; of links without a whole step, what is late."""
        sent = self.sent[step % self.reach_back]
        np.multiply(self.got, 1.0 - self.at_once, out=sent)
        sent += self.a5
        self._port_sum(sent, self.p1)
        self.transit += self.p1
        self.got += self.a5

    def _release(self, step):
        self.released[:] = 0
        self.coming[:] = 0
        for b in self.piles:
            normal = self.normal[b.ports]
            gap = np.maximum(0.0, normal - self.arrived[b.ports] - self.released[b.ports])
            gaps = gap.sum(axis=0)
            short = gaps > (b.above + 1e-9) * normal.sum(axis=0) + DUST
            amount = np.where(short, b.phi[step] * np.minimum(
                b.held, np.minimum(b.rate, gaps)), 0.0)
            if not amount.any():
                continue
            gap *= np.minimum(1.0, np.divide(amount, gaps, out=np.zeros_like(gaps),
                                             where=gaps != 0))
            self.released[b.ports] += gap
            self.coming[b.ports] += gap
            b.held = np.maximum(0.0, b.held - gap.sum(axis=0))

    def _set_aside(self):
        if not len(self.several):
            return
        keep = self.o1
        rows(self.activity_norm, self.at.output_node, out=keep)
        keep *= self.hold
        np.multiply(self.out_cover, self.expected, out=self.o2)
        keep += self.o2
        i = self.several
        self.made[i] = np.minimum(self.made[i], keep[i])

    # ---- a step: adapt ---------------------------------------------------------------

    def _adapt(self):
        at = self.at
        a1, a2, a3, a4 = self.a1, self.a2, self.a3, self.a4
        # How well suppliers deliver.
        np.minimum(self.order, self.normal_l, out=a1)
        np.multiply(self.normal_use, 1e-9, out=self.p1)
        self.p1 += DUST
        rows(self.p1, at.link_port, out=a2)
        dust = a1 <= a2
        with np.errstate(invalid="ignore", divide="ignore"):
            np.divide(self.got, a1, out=a2)
        a2[dust] = 1.0
        np.minimum(a2, 1.0, out=a2)
        a2 -= self.fill
        a2 *= self.fill_memory
        self.fill += a2
        self._sum_prices()
        loss, room, over, back = a1, a2, a3, a4
        np.subtract(1.0, self.fill, out=loss)
        loss *= self.share
        np.subtract(self.limit_share, self.share, out=room)
        np.maximum(room, 0, out=room)
        room *= self.fill
        np.subtract(self.share, self.omega, out=over)
        np.maximum(over, 0, out=over)
        np.subtract(self.back_to, self.share, out=back)
        np.maximum(back, 0, out=back)
        back *= self.fill
        p1, p2, p3, p4 = self.p1, self.p2, self.p3, self.p4
        for x, p in ((loss, p1), (room, p2), (over, p3), (back, p4)):
            self._port_sum(x, p)
        moved = np.minimum(p1, p2)
        moved *= self.switching
        returned = np.minimum(p3, p4)
        returned *= self.returning
        # Ports where nothing moves are left as they are.
        moves = ((moved > 0) | (returned > 0)).any(axis=1)
        links = np.nonzero(moves[at.link_port])[0]
        if len(links):
            ports = at.link_port[links]
            with np.errstate(invalid="ignore", divide="ignore"):
                for total, p in ((moved, p1), (moved, p2), (returned, p3), (returned, p4)):
                    np.divide(total, p, out=p)
                    np.nan_to_num(p, copy=False, nan=0.0, posinf=0.0)
            change = rows(room, links)
            change *= rows(p2, ports)
            for x, p, add in ((loss, p1, False), (back, p4, True), (over, p3, False)):
                part = rows(x, links)
                part *= rows(p, ports)
                if add:
                    change += part
                else:
                    change -= part
            change += rows(self.share, links)
            np.maximum(change, 0, out=change)
            self.share[links] = change
        self._adapt_prices()
        self._adapt_facilities()

    def _sum_prices(self):
        self._port_sum(self.got, self.p2)
        self.p2 += self.released
        self.got_sum = self.market_ports.reduce(np.add, self.p2, 0.0)
        # Normal purchases, or orders if they are less.
        self._port_sum(self.order, self.p3)
        np.minimum(self.p3, self.normal, out=self.p3)
        self.demand_sum = self.market_ports.reduce(np.add, self.p3, 0.0)

    def _adapt_prices(self):
        short = self.got_sum < (1.0 - 1e-9) * self.demand_sum - DUST
        goal = np.zeros_like(self.premium)
        i, j = np.nonzero(short)
        if len(i):
            ratio = self.got_sum[i, j] / self.demand_sum[i, j]
            e = np.broadcast_to(self.elasticity, goal.shape)[i, j]
            cap = np.broadcast_to(self.premium_cap, (self.t,))[j]
            with np.errstate(divide="ignore", over="ignore"):
                rise = np.where((ratio > 0) & (e > 0),
                                np.minimum(cap, ratio ** (-1.0 / e) - 1.0), cap)
            goal[i, j] = rise
        goal -= self.premium
        goal /= self.price_smooth
        self.premium += goal

    def _adapt_facilities(self):
        nodes = slice(self.num_industries, None)
        x = np.minimum(self.capacity[nodes], self.most_sold[nodes])
        x -= self.activity_norm[nodes]
        x /= self.expect
        self.activity_norm[nodes] += x
        np.subtract(self.open, self.expected, out=self.o1)
        self.o1 /= self.expect
        self.expected += self.o1

    # ---- the whole -------------------------------------------------------------------

    def _return_scrap(self, step):
        for b in self.recyclings:
            before = step - b.after
            b.scrap = b.scrap + b.phi[step] * b.share * (
                b.start if before < 0 else b.returned[before])

    def _note_returns(self):
        for b in self.recyclings:
            b.returned.append((self.activity[b.nodes] * b.per).sum(axis=0))

    def _record(self, step):
        """Mean and histogram of each industry's shortfall, by month."""
        month = self.w.month_of_step[step]
        if month == NONE:
            return
        short = 1.0 - self.activity[:self.num_industries]
        np.maximum(short, 0, out=short)
        self.sums[month] += short.sum(axis=1)
        short *= BINS
        index = short.astype(np.int64)
        np.minimum(index, BINS - 1, out=index)
        index += self.bin_base
        self.counts[month] += np.bincount(index.ravel(), minlength=self.counts.shape[1])

    def run(self, draws, watch=None):
        """A batch of as many trials as the peer was made for."""
        self.old_delays = {}
        self._set_parameters(draws)
        self._set_schedule(draws)
        self._start(draws)
        self.cost = self.price[self.w.port_material[self.at.ports]] * self.use
        for step in range(self.w.num_steps):
            self._return_scrap(step)
            self._work(step, draws)
            self._order(step)
            self.filed[step] = self.applied
            self._arrive(step)
            self._make()
            self._settle()
            self._buy_spot(step)
            self._release(step)
            self._set_aside()
            self._record(step)
            if watch:
                watch(step)
            self._adapt()
            self._note_returns()


def worst_difference(world):
    """The largest difference from the engine's activities and shipments, relative to
    1 + the engine's number, and where it is."""
    peer = Peer(world, world.num_checked)
    worst = [0.0, ""]

    def watch(step):
        for name, mine, place, its in (
                ("activity", peer.activity, peer.at.node_at, world.engine_activity),
                ("shipment", peer.got, peer.at.link_at, world.engine_shipped)):
            its = its[step]
            error = np.abs(mine[place] - its) / (1.0 + np.abs(its))
            if not error.max() <= worst[0]:
                i, j = np.unravel_index(np.argmax(error), error.shape)
                worst[:] = [error[i, j],
                            f"{name} {i} in step {step}, trial {j}: "
                            f"{mine[place][i, j]!r}, not {its[i, j]!r}"]

    peer.run(world.draws[:, :world.num_checked], watch)
    return worst


def time_batch(world, batch, trials):
    """Seconds a trial, over `trials` trials."""
    peer = Peer(world, batch)
    used = max(batch, trials // batch * batch)
    draws = [np.ascontiguousarray(world.draws[:, i:i + batch])
             for i in range(0, used, batch) if i + batch <= world.draws.shape[1]]
    begin = time.perf_counter()
    for x in draws:
        peer.run(x)
    return (time.perf_counter() - begin) / (batch * len(draws))


def main(argv):
    if not 2 <= len(argv):
        sys.exit(__doc__)
    world = World(argv[1])
    error, where = worst_difference(world)
    print(f"largest difference from the engine: {error:.2g} ({where})")
    if not error <= 1e-9:
        sys.exit("peer_numpy: the peer does not compute the same model; nothing is timed")
    trials = int(argv[2]) if len(argv) > 2 else 1024
    for batch in [int(x) for x in argv[3:]] or [64, 256, 1024]:
        seconds = time_batch(world, batch, trials)
        print(f"batch {batch}: {1e3 * seconds:.4f} ms a trial")


if __name__ == "__main__":
    main(sys.argv)
