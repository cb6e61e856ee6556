"""What dump_world wrote, and the values of a scenario on a day."""
import os
import sys

import numpy as np

NONE = 0xFFFFFFFF  # no position
NO_VALUE = 0
UNLIMITED = 1e300
DUST = 1e-9
KNOWN = {"ban", "licence", "extraterritorial", "recycling", "stockpile"}


def refuse(what):
    sys.exit(f"peer_numpy: this peer does not know {what}")


def rows(x, index, out=None):
    """Rows of x; a column of one trial stays one."""
    return np.take(x, index, axis=0, out=out, mode="clip")


class World:
    """The arrays of a folder, and the scalars of meta.txt."""

    def __init__(self, folder):
        self.controls, self.policies, self.features = [], [], set()
        with open(os.path.join(folder, "meta.txt")) as f:
            for line in f:
                key, value = line.split(None, 1)
                value = value.strip()
                if key == "control":
                    self.controls.append(value)
                elif key == "policy":
                    self.policies.append(value)
                elif key == "feature":
                    self.features.add(value)
                elif key == "scenario":
                    self.scenario = value
                else:
                    number = float(value)
                    setattr(self, key, int(number) if number.is_integer() else number)
        for name in os.listdir(folder):
            if name.endswith(".npy"):
                a = np.load(os.path.join(folder, name))
                setattr(self, name[:-4], a.astype(np.int64) if a.dtype != float else a)
        unknown = (set(self.controls) | set(self.policies) | self.features) - KNOWN
        if unknown:
            refuse(", ".join(sorted(unknown)))
        if self.months_per_step != 1:
            refuse("weekly steps")
        self._check_values()

    def _check_values(self):
        for name, zero in (("node_recovers", "recovery of lost output"),
                           ("node_elasticity", "demand that reacts to prices"),
                           ("node_growth", "growth"),
                           ("control_leak_rises", "leaks that rise with prices")):
            ids = getattr(self, name)
            ids = ids[ids != NO_VALUE]
            if np.any(self.value_kind[ids] != 0) or np.any(self.value_number[ids] != 0):
                refuse(zero)
        if np.any(self.control_throughput != NO_VALUE):
            refuse("offices of limited throughput")
        if np.any(self.link_capacity != NO_VALUE):
            refuse("links of limited capacity")
        for name in ("port_use", "port_cover", "output_yield", "output_cover",
                     "link_share", "link_lead", "link_backup", "node_capacity",
                     "node_surge", "node_hold", "material_price",
                     "material_elasticity", "material_content"):
            if any(self.is_dated(v) for v in np.unique(getattr(self, name))):
                refuse(f"a dated {name.replace('_', ' ')}")

    def is_dated(self, v):
        if v == NO_VALUE or self.value_kind[v] < 2:
            return False
        if self.value_kind[v] == 2:
            return True
        return any(self.is_dated(x) for x in (self.value_a[v], self.value_b[v]))

    def value(self, v, day, draws):
        """A number, or one a trial."""
        kind, number = self.value_kind[v], self.value_number[v]
        a, b = self.value_a[v], self.value_b[v]
        if kind == 0:
            return number
        if kind == 1:
            return number * draws[a]
        if kind == 2:
            days = self.point_day[a:a + b]
            return self.value(
                self.point_value[a + max(0, np.searchsorted(days, day, "right") - 1)],
                day, draws)
        x = number * self.value(a, day, draws)
        return x if b == NO_VALUE else x * self.value(b, day, draws)

    def column(self, ids, day, draws, otherwise=UNLIMITED):
        """One row a value: [n, 1] if no trial differs, else [n, trials]."""
        values = [otherwise if v == NO_VALUE else self.value(v, day, draws) for v in ids]
        wide = any(isinstance(x, np.ndarray) for x in values)
        out = np.empty((len(values), draws.shape[1] if wide else 1))
        for i, x in enumerate(values):
            out[i] = x
        return out
