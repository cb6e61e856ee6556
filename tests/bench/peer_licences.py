"""Licences of the peer: delays, terms, matured and filed applications."""
import numpy as np

from peer_layout import Segments, add_slots
from peer_world import NO_VALUE, UNLIMITED, rows


def normal_cdf(x):
    """Of the standard normal, by Cody's rational approximations of erfc (1969)."""
    x = np.asarray(x, dtype=float)
    y = np.abs(x) / np.sqrt(2.0)
    out = np.empty_like(y)
    near, mid = y <= 0.46875, (y > 0.46875) & (y <= 4.0)
    far = y > 4.0
    z = y[near] ** 2
    p = np.polyval([1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2,
                    3.77485237685302021e2, 3.20937758913846947e3], z)
    q = np.polyval([1.0, 2.36012909523441209e1, 2.44024637934444173e2,
                    1.28261652607737228e3, 2.84423683343917062e3], z)
    out[near] = 1.0 - y[near] * p / q
    z = y[mid]
    p = np.polyval([2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594,
                    6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2,
                    1.71204761263407058e3, 2.05107837782607147e3,
                    1.23033935479799725e3], z)
    q = np.polyval([1.0, 1.57449261107098347e1, 1.17693950891312499e2,
                    5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
                    4.36261909014324716e3, 3.43936767414372164e3,
                    1.23033935480374942e3], z)
    out[mid] = np.exp(-z * z) * p / q
    z = 1.0 / np.minimum(y[far], 1e100) ** 2
    p = np.polyval([1.63153871373020978e-2, 3.05326634961232344e-1,
                    3.60344899949804439e-1, 1.25781726111229246e-1,
                    1.60837851487422766e-2, 6.58749161529837803e-4], z)
    q = np.polyval([1.0, 2.56852019228982242, 1.87295284992346725,
                    5.27905102951428412e-1, 6.05183413124413191e-2,
                    2.33520497626869185e-3], z)
    tail = np.sqrt(z) * (1.0 / np.sqrt(np.pi) - z * p / q)
    out[far] = np.exp(-np.minimum(y[far] ** 2, 700.0)) * tail
    return np.where(x < 0, 0.5 * out, 1.0 - 0.5 * out)


def integrated_cdf(x, median, spread):
    """H of docs/model/; x is [J, 1], the others broadcast over trials."""
    median, spread = np.broadcast_arrays(median, spread)
    sudden = (median <= 0) | (spread <= 0)
    m, s = np.where(sudden, 1.0, median), np.where(sudden, 1.0, spread)
    z = (np.log(x) - np.log(m)) / s
    slow = x * normal_cdf(z) - m * np.exp(s * s / 2) * normal_cdf(z - s)
    return np.where(sudden, np.maximum(0.0, x - median), slow)


MOST_UNDECIDED = 1e-4


def delays(median, spread, longest):
    """k_0 .. k_J', of the largest J' of all trials; [J' + 1, 1 or trials]."""
    median, spread = np.atleast_1d(median), np.atleast_1d(spread)
    h = integrated_cdf(np.arange(1.0, longest + 1)[:, None], median, spread)
    h = np.vstack([np.zeros((2, h.shape[1])), h])  # H(-1), H(0), H(1) ... H(J)
    k = np.maximum(0.0, h[2:] - 2.0 * h[1:-1] + h[:-2])
    left = np.vstack([np.ones(k.shape[1]), 1.0 - np.cumsum(k, axis=0)])
    k = np.vstack([k, np.zeros(k.shape[1])])
    is_over = left <= MOST_UNDECIDED
    is_over[longest] = True
    last, trial = is_over.argmax(axis=0), np.arange(k.shape[1])
    k[np.arange(longest + 1)[:, None] > last] = 0.0
    k[last, trial] = np.maximum(0.0, left[last, trial])
    return k[:last.max() + 1]


def longer(k, length):
    """k with rows of 0 at its end."""
    if len(k) >= length:
        return k
    return np.vstack([k, np.zeros((length - len(k), k.shape[1]))])


class Terms:
    """The values of one control on a day."""


class Licences:
    """The part of Peer that deals with controls on links."""

    def _read_terms(self, step, draws):
        """The values of controls, when one of them changes."""
        w = self.w
        day = w.step_day[step]
        count = np.searchsorted(self.value_days, day, "right")
        if count == self.terms_day:
            return False
        self.terms_day = count
        self.terms = {}
        value = lambda v, otherwise=0.0: (otherwise if v == NO_VALUE
                                          else w.value(v, day, draws))
        for c, kind in enumerate(w.controls):
            b = Terms()
            if kind == "ban":
                b.covers, b.leak = value(w.control_covers[c]), value(w.control_leak[c])
            else:
                b.civil, b.military = value(w.control_civil[c]), value(w.control_military[c])
                b.small_civil = value(w.control_small_civil[c])
                b.small_military = value(w.control_small_military[c])
                b.general, b.leak = value(w.control_general[c]), value(w.control_leak[c])
                b.median = value(w.control_processing[c])
                spread = value(w.control_spread[c])
                key = (b.median.tobytes() if isinstance(b.median, np.ndarray)
                       else b.median, str(spread))
                old = self.old_delays.get(key)
                if old is None:
                    k = delays(b.median, spread, w.max_delay)
                    old = (k, (np.arange(len(k))[:, None] * k).sum(axis=0))
                    self.old_delays[key] = old
                b.delay = old[0]
                b.ahead = value(w.control_ahead[c]) * old[1]
                b.trim = value(w.control_trim[c], UNLIMITED)
                b.lapse = np.minimum(1.0, 1.0 / value(w.control_validity[c], UNLIMITED))
                if kind == "extraterritorial":
                    b.de_minimis = value(w.control_de_minimis[c])
                    b.general = 1.0 - value(w.control_compliance[c]) * (1.0 - b.general)
            self.terms[c] = b
        return True

    def _trace_content(self, c):
        """chi of each facility, from mines down."""
        w, at = self.w, self.at
        home = w.control_is_home[c][at.nodes] != 0
        item = w.control_is_item[c] != 0
        seller = at.output_node[at.link_output]
        material = w.output_material[at.outputs][at.link_output]
        chi = np.zeros((len(at.nodes), self.t))
        for v in reversed(at.levels[1:]):
            made = (self.price[w.output_material[at.outputs[v.outputs]]]
                    * self.made_per[v.outputs])
            made = Segments(v.output_node, v.nodes.stop - v.nodes.start).reduce(
                np.add, made, 0.0)
            if v.links.start < v.links.stop:
                from_ = seller[v.links]
                carried = rows(chi, from_)
                at_home = home[from_]
                carried[at_home] = item[material[v.links]][at_home][:, None]
                carried *= self.share[v.links]
                sums = np.empty((v.ports.stop - v.ports.start, self.t))
                add_slots(carried, v.port_slots, sums)
                sums *= self.cost[v.ports]
                bought = v.node_ports.reduce(np.add, sums, 0.0)
                chi[v.nodes] = np.minimum(
                    1.0, np.divide(bought, made, out=np.zeros_like(bought),
                                   where=made != 0))
        return chi

    def _merge(self, b, phis):
        """The terms of a block's licences together. Every phi is [1 or n, 1 or T]."""
        r = b.rows
        phi = phis[0]
        for x in phis[1:]:
            phi = np.maximum(phi, x)
        approval, general, leak = 1.0, 1.0, 0.0
        longest = np.full_like(phi, -1.0)
        ahead, trim, lapse = 0.0, 0.0, 0.0
        length = max(len(self.terms[c].delay) for c in b.controls)
        delay = np.zeros((length, 1))
        b.slowest = np.full(phi.shape, -1)
        military = self.military[b.buyers]
        for j, (c, x) in enumerate(zip(b.controls, phis)):
            term = self.terms[c]
            civil, mil = term.civil, term.military
            if self.w.control_small_civil[c] != self.w.control_civil[c]:
                small = self.small_firms[b.buyers]
                civil = (1 - small) * civil + small * term.small_civil
            if self.w.control_small_military[c] != self.w.control_military[c]:
                small = self.small_firms[b.buyers]
                mil = (1 - small) * mil + small * term.small_military
            part = np.divide(x, phi, out=np.zeros(np.broadcast(x, phi).shape),
                             where=phi != 0)
            one = (1.0 - military) * civil + military * mil
            approval = approval * (1.0 - part * (1.0 - one))
            general = general * (1.0 - part * (1.0 - term.general))
            leak = np.maximum(leak, np.where(x > 0, term.leak, 0.0))
            slower = (x > 0) & (term.median > longest)
            longest = np.where(slower, term.median, longest)
            ahead = np.where(slower, term.ahead, ahead)
            trim = np.where(slower, term.trim, trim)
            lapse = np.where(slower, term.lapse, lapse)
            if len(b.controls) == 1:
                b.slowest = np.where(x > 0, 0, -1)
                delay = term.delay
            else:
                b.slowest = np.where(slower, j, b.slowest)
                delay = np.where(slower[0], longer(term.delay, length), delay)
        b.delay = delay
        self.l_phi[r], self.l_general[r] = phi, general
        self.l_in_force[r] = phi > 0
        open_part = phi * (1.0 - general)
        np.multiply(open_part, approval, out=self.l_granted[r])
        np.multiply(open_part, 1.0 - approval, out=self.l_refused[r])
        self.l_ahead[r], self.l_trim[r], self.l_leak[r] = ahead, trim, leak
        self.l_keep[r] = 1.0 - lapse
        self.l_first[r] = b.delay[0]
        self.free_share[b.links] = self.limit_share[b.links] * (phi == 0)
        self.back_to[b.links] = self.omega[b.links] * (
            1.0 - phi + phi * (general + (1.0 - general)
                               * (approval + (1.0 - approval) * leak)))
        np.minimum(self.back_to[b.links], self.omega[b.links],
                   out=self.back_to[b.links])
        self.free_changed = True

    def _work(self, step, draws):
        """Regimes in force; matured applications come into hand."""
        w = self.w
        changed = self._read_terms(step, draws)
        contents, self.kernels = {}, {}
        for b in self.blocks:
            phis = []
            for c in b.controls:
                phi = self.phi[w.control_regime[c]][step]
                if b.is_foreign and phi.any():
                    if c not in contents:
                        contents[c] = self._trace_content(c)
                    caught = rows(contents[c], b.sellers) >= self.terms[c].de_minimis
                    caught |= w.control_is_caught[c][
                        np.asarray(self.at.nodes)[b.sellers]][:, None] != 0
                    phis.append(phi * caught)
                else:
                    phis.append(phi[None, :])
            if changed or b.last_phi is None or any(
                    p.shape != q.shape or not np.array_equal(p, q)
                    for p, q in zip(phis, b.last_phi)):
                self._merge(b, phis)
                b.last_phi = phis
            self._mature(b, step)
        for b in self.bans:
            phi = self.phi[w.control_regime[b.control]][step]
            if changed or b.last_phi is None or not np.array_equal(phi, b.last_phi):
                term = self.terms[b.control]
                b.last_phi, b.phi = phi, phi[None, :]
                b.crosses = 1.0 - term.covers + term.covers * term.leak
                self.free_share[b.links] = self.limit_share[b.links] * (b.phi == 0)
                self.back_to[b.links] = self.omega[b.links] * (
                    1.0 - b.phi * term.covers * (1.0 - term.leak))
                self.free_changed = True

    def _mature(self, b, step):
        r = b.rows
        in_force = self.l_in_force[r]
        b.since = min(b.since, step if in_force.any() else b.since)
        b.delays.append(b.delay)
        if step == 0 or b.delay is not b.delays[step - 1]:
            b.versions.append(step)
        if b.since >= step:
            if b.clock is not None:
                b.clocks[step] = b.clock
            return
        ended = self.was_in_force[r] > in_force
        if ended.any():
            self.filed[b.since:step, r] *= ~ended
            self.waiting[r] *= ~ended
        if not in_force.any():
            b.since = self.w.num_steps
            if b.clock is not None:
                b.clocks[step] = b.clock
            return
        kernel = self._kernel(b, step)
        filed = self.filed[step - len(kernel):step, r]
        if kernel.shape[1] == 1:
            n = r.stop - r.start
            matured = np.dot(kernel[:, 0], filed.reshape(len(kernel), n * self.t))
            matured = matured.reshape(n, self.t)
        else:
            matured = np.einsum("st,snt->nt", kernel, filed)
        self.in_hand[r] += matured
        self.waiting[r] -= matured

    def _kernel(self, b, step):
        """[steps since, 1 or T]: the part of each step's applications that matures now."""
        longest = self.w.max_delay
        if b.clock is None:
            parts = []
            for a, z in zip(b.versions, b.versions[1:] + [step]):
                first = max(a, b.since, step - len(b.delays[a]) + 1)
                if first < z:
                    parts.append((first, z, b.delays[a][step - first:step - z:-1]))
            if len(parts) == 1:
                return np.ascontiguousarray(parts[0][2])
            begin = parts[0][0]
            out = np.zeros((step - begin, max(p.shape[1] for _, _, p in parts)))
            for first, z, p in parts:
                out[first - begin:z - begin] = p
            return out
        paused = np.zeros(self.t, bool)
        for j, c in enumerate(b.controls):
            if c in self.paused:
                paused |= (self.paused[c][step] & (b.slowest == j)[0])
        b.clock += ~paused
        b.clocks[step], b.was_paused[step] = b.clock, paused
        same = (b.controls, b.since)
        if same in self.kernels:
            return self.kernels[same]
        # Tonnes filed in a pause wait as long as if filed a step later; its last part
        # joins the one before.
        first, late = b.since, b.was_paused[b.since:step]
        age = b.clock - b.clocks[first:step] - late
        inside = np.minimum(np.maximum(age, 0), longest)
        out = np.empty(age.shape)
        for s, end in zip(b.versions, b.versions[1:] + [step]):
            s = max(s, first)
            if s >= end:
                continue
            k, part = longer(b.delays[s], longest + 1), slice(s - first, end - first)
            index, trial = inside[part], np.arange(self.t) * (k.shape[1] > 1)
            np.copyto(out[part], k[index, trial])
            last = late[part] & (age[part] == longest - 1)
            if last.any():
                out[part] += last * k[longest]
        out *= (age >= 1 - late) & (age <= longest - late) & ~paused
        out = out[out.any(axis=1).argmax():]  # older ones have matured
        self.kernels[same] = out
        return out

    def _prepare_licences(self):
        """Credit and bounds, known before orders; leaves what licences add to the
        pipeline in c1."""
        use, c2, c3 = self.c1, self.c2, self.c3
        rows(self.normal_use, self.licensed_port, out=use)
        rows(self.share, self.licensed, out=c2)
        rows(self.normal_l, self.licensed, out=c3)
        np.maximum(c2, self.omega_licensed, out=self.most_share)
        np.multiply(self.most_share, use, out=self.normal_most)
        normal = self.granted_normal
        np.multiply(self.l_granted, self.normal_most, out=normal)
        # Credit starts anew with a regime.
        if not np.array_equal(self.was_in_force, self.l_in_force):
            fresh = self.l_in_force > self.was_in_force
            self.credit[fresh] = 0
            self.credit_base[fresh] = normal[fresh]
            self.was_in_force[:] = self.l_in_force
        self.credit += normal
        np.subtract(normal, self.credit_base, out=c2)
        np.maximum(c2, 0, out=c2)
        c2 *= self.cover_lead
        c2 += self.credit
        np.multiply(self.l_ahead, normal, out=self.cap)
        self.cap += c2
        np.maximum(self.cap, 0, out=self.cap)
        np.multiply(self.l_trim, normal, out=c2)
        np.minimum(self.cap, c2, out=self.cap)
        np.minimum(c3, normal, out=self.c1)
        self.c1 *= self.l_ahead
        self.c1 -= self.waiting
        self.c1 -= self.in_hand

    def _file(self, v, step):
        r = v.licensed
        order, need_most, general, applied = (x[r] for x in (
            self.c1, self.c2, self.c3, self.applied))
        least = self.c4[r]
        rows(self.order, v.licensed_links, out=order)
        rows(self.need[v.ports], v.licensed_port, out=need_most)
        need_most *= self.most_share[r]
        np.minimum(need_most, self.normal_most[r], out=least)
        np.multiply(self.l_general[r], least, out=general)
        np.minimum(general, order, out=general)
        general *= self.l_phi[r]
        asked = self.free_part[r]
        np.multiply(self.l_phi[r], order, out=asked)
        np.subtract(order, asked, out=order)  # (1 - phi) o
        asked -= general
        need_most *= self.l_granted[r]
        np.minimum(asked, need_most, out=applied)
        np.minimum(applied, self.cap[r], out=applied)
        np.maximum(applied, 0, out=applied)
        # Grey trade, of refused goods.
        asked -= applied
        least *= self.l_refused[r]
        least *= self.l_leak[r]
        np.minimum(least, asked, out=least)
        np.maximum(least, 0, out=least)
        free = self.free_part[r]
        np.add(order, general, out=free)
        free += least
        at_once = general
        np.multiply(applied, self.l_first[r], out=at_once)
        for b in self.blocks:
            if b.level == v.number and b.clock is not None:
                at_once[b.rows.start - r.start:b.rows.stop - r.start] *= ~b.was_paused[step]
        in_hand = self.in_hand[r]
        in_hand += at_once
        self.waiting[r] += applied
        self.waiting[r] -= at_once
        np.add(free, in_hand, out=self.let_go[r])
        in_hand *= self.l_in_force[r]
        self.allowed[v.licensed_links] = self.let_go[r]

    def _ban(self, b, v):
        if not b.phi.any():
            return
        most = np.maximum(rows(self.share, b.links), rows(self.omega, b.links))
        crosses = np.minimum(rows(self.need, b.ports), rows(self.normal_use, b.ports))
        crosses *= most
        crosses *= b.crosses
        allowed = rows(self.allowed, b.links)
        np.minimum(allowed, crosses, out=crosses)
        self.allowed[b.links] = (1.0 - b.phi) * allowed + b.phi * crosses
