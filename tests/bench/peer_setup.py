"""What the peer plans once, and a batch's parameters and first step."""
import numpy as np

from peer_layout import Segments, add_slots
from peer_world import NO_VALUE, NONE, UNLIMITED, refuse, rows


class Block:
    """Links of one level under the same licences."""


class Setup:
    """The part of Peer that comes before the first step."""

    def _longest_lead(self):
        w = self.w
        most = 0.0
        for v in np.unique(w.link_lead):
            x = w.value(v, w.step_day[0], w.draws)
            most = max(most, float(np.max(x)))
        return most

    # ---- what is the same for every batch -------------------------------------------

    def _plan_markets(self):
        w, at = self.w, self.at
        self.port_market = w.port_market[at.ports]
        self.market_ports = Segments(self.port_market, w.num_markets)

    def _plan_holds(self):
        """Licensed links by level and set of licences; banned links by ban and level."""
        w, at = self.w, self.at
        groups, self.bans = {}, []
        for k, v in enumerate(at.levels):
            banned = {}
            for l in range(v.links.start, v.links.stop):
                x = at.links[l]
                first, count = w.link_first_control[x], w.link_num_controls[x]
                held = tuple(w.link_controls[first:first + count])
                kinds = {w.controls[c] for c in held}
                if not held:
                    continue
                if len(kinds) > 1 or (len(held) > 1 and kinds != {"licence"}):
                    refuse("a link under controls of several kinds")
                if kinds == {"ban"}:
                    banned.setdefault(held[0], []).append(l)
                else:
                    groups.setdefault((k, held), []).append(l)
            for c, links in banned.items():
                b = Block()
                b.control, b.links, b.level = c, np.array(links), k
                b.ports = at.link_port[b.links]
                b.local_ports = b.ports - v.ports.start
                self.bans.append(b)
        self.blocks, licensed = [], []
        for (k, held), links in sorted(groups.items()):
            b = Block()
            b.level, b.controls, b.links = k, held, np.array(links)
            b.rows = slice(len(licensed), len(licensed) + len(links))
            b.is_foreign = w.controls[held[0]] == "extraterritorial"
            if b.is_foreign and held[0] in w.pauses[:, 0]:
                refuse("pauses of an extraterritorial control")
            b.buyers = at.port_node[at.link_port[b.links]]
            b.sellers = at.output_node[at.link_output[b.links]]
            licensed += links
            self.blocks.append(b)
        self.licensed = np.array(licensed, dtype=np.intp)
        self.licensed_port = at.link_port[self.licensed]
        for k, v in enumerate(at.levels):
            mine = [b for b in self.blocks if b.level == k]
            v.licensed = slice(mine[0].rows.start, mine[-1].rows.stop) if mine else None
            if mine:
                v.licensed_links = self.licensed[v.licensed]
                v.licensed_port = self.licensed_port[v.licensed] - v.ports.start
            v.bans = [b for b in self.bans if b.level == k]
        self.value_days = np.unique(w.point_day)

    def _plan_policies(self):
        w, at = self.w, self.at
        self.piles = []
        for i in range(len(w.pile_policy)):
            first, count = w.pile_first_port[i], w.pile_num_ports[i]
            b = Block()
            b.policy, b.ports = w.pile_policy[i], at.port_at[w.pile_ports[first:first + count]]
            b.amount, b.in_months = w.pile_amount[i], w.pile_in_months[i]
            self.piles.append(b)
        self.recyclings = []
        for i in range(len(w.recycling_policy)):
            first, count = w.recycling_first_node[i], w.recycling_num_nodes[i]
            b = Block()
            b.policy, b.output = w.recycling_policy[i], at.output_at[w.recycling_output[i]]
            b.nodes = at.node_at[w.recycling_nodes[first:first + count]]
            b.material = w.output_material[w.recycling_output[i]]
            self.recyclings.append(b)
        if len({b.output for b in self.recyclings}) != len(self.recyclings):
            refuse("scrap stocks that several policies fill")
        for v in at.levels:
            v.recyclers = [b for b in self.recyclings
                           if v.outputs.start <= b.output < v.outputs.stop]

    # ---- a batch: parameters ---------------------------------------------------------

    def _set_parameters(self, draws):
        w, at = self.w, self.at
        day = w.step_day[0]
        value = lambda v: w.value(v, day, draws)
        column = lambda ids, otherwise=UNLIMITED: w.column(ids, day, draws, otherwise)
        (self.adjust, self.expect, self.switching, self.returning, self.fill_memory,
         self.spot_share, self.price_smooth, self.premium_cap) = (
             value(v) for v in w.behaviour)
        is_industry = w.node_is_industry[at.nodes][at.port_node][:, None] != 0
        self.use = column(w.port_use[at.ports])
        self.use *= np.where(is_industry, w.years_per_step, 1.0)
        self.cover = column(w.port_cover[at.ports])
        self.made_per = column(w.output_yield[at.outputs])
        self.out_cover = column(w.output_cover[at.outputs])
        if self.use.min() <= 0 or self.made_per.min() <= 0:
            refuse("uses or yields of 0")
        split = w.link_split[at.links][:, None]
        share = column(w.link_share[at.links]) * split
        total = np.zeros((len(at.ports), share.shape[1]))
        self._port_sum(share, total)
        self.omega = share / total[at.link_port]
        self.backup = column(w.link_backup[at.links]) * split
        self.limit_share = self.omega + self.backup
        lead = column(w.link_lead[at.links])
        whole = np.floor(lead)
        if np.any(whole != whole[:, :1]):
            refuse("lead times whose whole part differs between trials")
        self.lead, self.lead_whole = lead, whole[:, 0].astype(np.intp)
        self.at_once = (1.0 - (lead - whole)) * (whole == 0)
        self.is_at_once = self.lead_whole == 0
        # Of what was sent lead and lead + 1 steps ago; what a link without a whole step
        # of lead time sends late is put down as such.
        self.early = (1.0 - (lead - whole)) * (whole > 0)
        self.late = np.where(whole > 0, lead - whole, 1.0)
        facility = w.node_is_industry[at.nodes] == 0
        capacity = column(w.node_capacity[at.nodes])
        surge = column(w.node_surge[at.nodes])
        self.capacity = np.where(capacity >= UNLIMITED, UNLIMITED,
                                 capacity * w.years_per_step * (1.0 + surge))
        self.capacity[~facility] = UNLIMITED
        hold = column(w.node_hold[at.nodes], 0.0)
        count = np.bincount(at.output_node, minlength=len(at.nodes))
        driving = w.output_is_driving[at.outputs][:, None] != 0
        self.hold = hold[at.output_node] * self.made_per * driving
        self.several = np.nonzero(count[at.output_node] > 1)[0]
        self.price = column(w.material_price, 0.0)
        self.elasticity = column(w.material_elasticity[w.market_material], 0.0)
        self.small_firms = column(w.node_small_firms[at.nodes], 0.0)
        self.recovery = [self._returned_per_activity(b, column) for b in self.recyclings]

    def _returned_per_activity(self, b, column):
        """t of a recycled material that comes back of a unit of activity, [node]."""
        w, at = self.w, self.at
        content = w.material_content[b.material]
        back, total = 0.0, 0.0
        used = Segments(at.port_node, len(at.nodes))
        made = Segments(at.output_node, len(at.nodes))
        for e in np.nonzero(content != NO_VALUE)[0]:
            of = column(w.material_content[:, e], 0.0)
            lost = used.reduce(np.add, self.use * of[w.port_material[at.ports]], 0.0)
            lost = lost - made.reduce(
                np.add, self.made_per * of[w.output_material[at.outputs]], 0.0)
            back = back + np.maximum(0.0, lost)
            total = total + of[b.material]
        return (back / total)[b.nodes]

    def _set_schedule(self, draws):
        """phi of each regime and which licences are paused, by step: a number if no
        trial differs."""
        w = self.w
        first, last = w.step_day[:-1, None], w.step_day[1:, None]
        self.phi = []
        for r in range(len(w.regime_from)):
            ends = []
            for v, open_end in ((w.regime_from[r], -np.inf), (w.regime_until[r], np.inf)):
                ends.append(np.atleast_1d(
                    open_end if v == NO_VALUE else w.value(v, w.step_day[0], draws)))
            days = np.minimum(ends[1], last) - np.maximum(ends[0], first)
            phi = np.maximum(0.0, days) / (last - first)
            if w.regime_input[r] != NONE:
                phi = phi * (draws[w.regime_input[r]]
                             < w.value(w.regime_probability[r], w.step_day[0], draws))
            self.phi.append(phi)
        self.paused = {}
        for c, start, end in w.pauses:
            is_paused = np.ones((w.num_steps, 1), bool)
            if start != NO_VALUE:
                is_paused = is_paused & (w.value(start, w.step_day[0], draws) <= first)
            if end != NO_VALUE:
                is_paused = is_paused & (first < w.value(end, w.step_day[0], draws))
            self.paused[c] = self.paused.get(c, False) | is_paused

    def _port_sum(self, x, out):
        for v in self.at.levels:
            add_slots(x[v.links], v.port_slots, out[v.ports])

    def _output_sum(self, x, out):
        """Of an array in the order of outputs."""
        for v in self.at.levels:
            add_slots(x[v.out_links], v.out_slots, out[v.outputs])

    # ---- a batch: the first step -----------------------------------------------------

    def _start(self, draws):
        w, at, t = self.w, self.at, self.t
        flow, sold = self.normal_l, self.expected
        for v in at.levels:
            if v is at.levels[0]:
                self.base_activity[v.nodes] = 1.0
            else:
                add_slots(rows(flow, at.by_output[v.out_links]), v.out_slots,
                          sold[v.outputs])
                runs = sold[v.driving] / self.made_per[v.driving]
                self.base_activity[v.nodes] = v.node_driving.reduce(np.maximum, runs, 0.0)
            self.normal_use[v.ports] = (self.use[v.ports]
                                        * self.base_activity[v.nodes][v.port_node])
            flow[v.links] = (self.omega[v.links]
                             * self.normal_use[v.ports][v.link_port])
        self.activity_norm[:] = self.base_activity
        np.multiply(self.cover, self.normal_use, out=self.stock)
        self.coming[:] = 0
        np.multiply(self.out_cover, self.expected, out=self.made)
        self.share[:] = self.omega
        self.fill[:] = 1
        np.multiply(self.lead, flow, out=self.a1)
        self._port_sum(self.a1, self.transit)
        # The history before the first step is the baseline.
        self.sent[:] = flow
        self.sent[:, self.is_at_once] *= (self.lead[self.is_at_once])
        self.premium = np.zeros((w.num_markets, t))
        self.filed[:] = 0
        for x in (self.credit, self.credit_base, self.waiting, self.in_hand):
            x[:] = 0
        self._start_holds(flow)
        self._start_policies(draws)

    def _start_holds(self, flow):
        """Military shares of sales, and the arrays of merged licences."""
        w, at, t = self.w, self.at, self.t
        n = len(self.licensed)
        military = np.zeros((len(at.nodes), t))
        military[at.levels[0].nodes] = (
            w.node_end_use[at.nodes][at.levels[0].nodes, None] == 1)
        buyer = at.port_node[at.link_port]
        for v in at.levels[1:]:
            links = at.by_output[v.out_links]
            sold = rows(flow, links)
            num = v.outputs.stop - v.outputs.start
            total, part = np.empty((num, t)), np.empty((num, t))
            add_slots(sold, v.out_slots, total)
            add_slots(sold * military[buyer[links]], v.out_slots, part)
            of_node = Segments(v.output_node, v.nodes.stop - v.nodes.start)
            total = of_node.reduce(np.add, total, 0.0)
            part = of_node.reduce(np.add, part, 0.0)
            military[v.nodes] = np.divide(part, total, out=np.zeros_like(part),
                                          where=total != 0)
        self.military = military
        for name in ("l_phi", "l_general", "l_refused", "l_granted", "l_ahead", "l_trim",
                     "l_keep", "l_leak", "l_in_force", "l_first"):
            setattr(self, name, np.zeros((n, t)))
        self.omega_licensed = rows(self.omega, self.licensed)
        self.cover_lead = (rows(self.cover, self.licensed_port)
                           + rows(self.lead, self.licensed))
        for b in self.blocks:
            b.last_phi, b.delays, b.versions, b.since = None, [], [], w.num_steps
            b.clock = None
            if any(c in self.paused for c in b.controls):
                b.clock = np.zeros(t, np.int64)
                b.clocks = np.zeros((w.num_steps, t), np.int64)
                b.was_paused = np.zeros((w.num_steps, t), bool)
        for b in self.bans:
            b.last_phi = None
        self.free_share[:] = self.limit_share
        self.back_to[:] = self.omega
        self.free_changed = True
        self.was_in_force = np.zeros((n, t))
        self.terms_day = None

    def _start_policies(self, draws):
        w = self.w
        day = w.step_day[0]
        for b in self.piles:
            b.first = np.asarray(w.value(b.amount, day, draws), float)
            if b.in_months:
                b.first = b.first * self.normal_use[b.ports].sum(axis=0)
            b.first = b.first * np.ones(self.t)
            b.held = b.first * w.value(w.policy_starts_with[b.policy], day, draws)
            rate = w.policy_rate[b.policy]
            b.rate = (UNLIMITED if rate == NO_VALUE else w.value(rate, day, draws)) * b.first
            b.above = w.value(w.policy_above[b.policy], day, draws)
            b.phi = self.phi[w.policy_regime[b.policy]]
        for b, per in zip(self.recyclings, self.recovery):
            b.per = per
            b.start = (self.base_activity[b.nodes] * per).sum(axis=0)
            b.scrap = np.zeros(self.t)
            b.share = w.value(w.policy_share[b.policy], day, draws)
            after = np.floor(np.asarray(w.value(w.policy_after[b.policy], day, draws)) + 0.5)
            if after.ndim:
                refuse("uncertain times of return")
            b.after = max(1, int(after))
            b.phi = self.phi[w.policy_regime[b.policy]]
            b.returned = []
