"""Run all benchmarks of a build and say how the engine compares.

    compare.py BUILD SCENARIO CSV [quick]

The engine and its peer in NumPy (peer_numpy.py) take turns, and the best round of each
counts; then come the tables of bench_startup and bench_engine. No time is a failure: only
a peer that does not agree with the engine is. What each figure should be at least, or at
most, stands beside it.
"""
import csv
import os
import platform
import subprocess
import sys
import tempfile

import peer_numpy
import numpy

# Row of a table, its name in the end, and its target.
TARGETS = [
    ("peer", "NumPy peer / fast engine", "at least", 12.0),
    ("engines", "slow / fast, statistics on", "at least", 6.0),
    ("engines", "statistics on / off", "", None),
    ("threads", "2 threads / 1 thread", "at least", 1.9),
    ("roofline", "fraction of the L1 roofline", "at least", 0.45),
    ("sizes", "16000 / 1000 links, no controls", "at most", 1.3),
    ("sizes", "16000 / 1000 links, licences", "at most", 1.3),
    ("memory", "many / few trials", "at most", 1.05),
    ("start-up", "5000 links, YAML", "at most", 0.1),
    ("start-up", "5000 links, YAML, licences", "at most", 0.1),
    ("start-up", "5000 links, CSV tables", "at most", 0.1),
    ("start-up", "50000 links, YAML", "at most", 1.0),
    ("start-up", "50000 links, YAML, licences", "at most", 1.0),
    ("start-up", "50000 links, CSV tables", "at most", 1.0),
    ("start-up", "a link, 50000 / 5000 links, YAML", "", None),
    ("start-up", "a link, 50000 / 5000 links, YAML, licences", "", None),
    ("start-up", "a link, 50000 / 5000 links, CSV tables", "", None),
    ("plans", "plain / sobol", "", None),
    ("plans", "plain / sobol, median industry", "", None),
    ("drivers", "drivers of 12 / full run", "at most", 0.8),
    ("study", "sweep of 12 figures / full run", "at most", 0.8),
    ("study", "2 processes / 1 process, sweep", "at least", 1.8),
    ("study", "independent / paired trials, sobol, shortfall_share", "at least", 3.0),
    ("study", "independent / paired trials, sobol, output_lost_usd", "at least", 3.0),
    ("precision", "plain / sobol variance, mean, all", "", None),
    ("precision", "plain / strata variance, cvar95, all", "at least", 5.0),
    ("precision", "plain / strata variance, p99, all", "at least", 3.0),
]


def output_of(*command):
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine(build):
    """What a reader needs to know of where this ran."""
    facts = []
    wanted = {"Model name", "CPU(s)", "Thread(s) per core", "L1d cache", "L2 cache",
              "L3 cache", "Hypervisor vendor"}
    flags = ""
    for line in output_of("lscpu").splitlines():
        key, _, value = line.partition(":")
        if key.strip() in wanted:
            facts.append((key.strip(), value.strip()))
        elif key.strip() == "Flags":
            flags = value.split()
    facts.append(("AVX2, AVX-512", ", ".join(
        "yes" if f in flags else "no" for f in ("avx2", "avx512f"))))
    info = output_of("meson", "introspect", "--compilers", build)
    if not info:
        info = ""
        path = os.path.join(build, "meson-info", "intro-compilers.json")
        if os.path.exists(path):
            with open(path) as f:
                info = f.read()
    compiler = ""
    if info:
        import json
        c = json.loads(info).get("host", {}).get("c", {})
        compiler = c.get("full_version") or c.get("version") or ""
    if not compiler:
        compiler = (output_of(os.environ.get("CC", "cc"), "--version").splitlines()
                    or ["unknown"])[0]
    facts.append(("Compiler", compiler))
    facts.append(("System", f"{platform.system()} {platform.release()}"))
    facts.append(("NumPy", f"{numpy.__version__} on Python {platform.python_version()}"))
    facts.append(("Load before", "{:.2f}".format(os.getloadavg()[0])))
    return facts


def compare_with_peer(build, scenario, folder, quick):
    """Rows of a table; the engine and the peer in turn."""
    batches = [64, 256] if quick else [64, 256, 1024]
    trials, rounds = max(batches), 3 if quick else 5
    bench = os.path.join(build, "tests", "bench")
    subprocess.run([os.path.join(bench, "dump_world"), scenario, folder, str(trials),
                    "64"], check=True)
    world = peer_numpy.World(folder)
    error, where = peer_numpy.worst_difference(world)
    print(f"The peer differs from the engine by at most {error:.2g}.")
    if not error <= 1e-9:
        sys.exit(f"bench: the peer does not compute the same model: {where}")
    best = {}
    for batch in batches:
        best[batch] = peer_numpy.time_batch(world, batch, batch)
    chosen = min(best, key=best.get)
    fast, peer = [], [best[chosen]]
    for _ in range(rounds):
        fast.append(float(output_of(os.path.join(bench, "bench_engine"), "trials",
                                    scenario, "256")))
        peer.append(peer_numpy.time_batch(world, chosen, trials))
    rows = [("peer", f"NumPy peer, batches of {b}", 1e3 * s, "ms")
            for b, s in best.items()]
    rows += [("peer", f"NumPy peer, best of turns, batches of {chosen}", 1e3 * min(peer),
              "ms"),
             ("peer", "fast engine, best of turns, statistics on", 1e3 * min(fast), "ms"),
             ("peer", "NumPy peer / fast engine", min(peer) / min(fast), "ratio"),
             ("peer", "largest difference from the engine", error, "relative")]
    return rows


def main(argv):
    if len(argv) < 4:
        sys.exit(__doc__)
    build, scenario, path = argv[1:4]
    quick = argv[4:] == ["quick"]
    facts = machine(build)
    for key, value in facts:
        print(f"{key + ':':22} {value}")
    print()
    with tempfile.TemporaryDirectory(prefix="monazite-bench-") as folder:
        rows = compare_with_peer(build, scenario, folder, quick)
        print("\nEngine and NumPy peer, 1 thread\n  time a trial; drawing inputs not counted")
        for _, what, value, unit in rows:
            print(f"  {what:52} {value:12.5g} {unit}")
        sys.stdout.flush()
        table = os.path.join(folder, "engine.csv")
        for program, of in ("bench_startup", []), ("bench_engine", [scenario]):
            subprocess.run([os.path.join(build, "tests", "bench", program), "all", *of,
                            table] + ["quick"] * quick, check=True)
            with open(table, newline="") as f:
                rows += [(r["table"], r["what"], float(r["value"]), r["unit"])
                         for r in csv.DictReader(f)]
    with open(path, "w", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["table", "what", "value", "unit"])
        out.writerows([("machine", key, value, "") for key, value in facts])
        out.writerows([(t, w, repr(v), u) for t, w, v, u in rows])
    values = {(t, w): v for t, w, v, _ in rows}
    print("\nRatios, and seconds to start up" + " (quick: rough)" * quick)
    for t, what, bound, target in TARGETS:
        aim = f"{bound} {target:g}" if bound else ""
        value = values[t, what]
        missed = bound and (value < target if bound == "at least" else value > target)
        print(f"  {what:44} {value:10.4g}   {aim:16}{'missed' if missed else ''}")
    print(f"\nAll figures are in {path}")


if __name__ == "__main__":
    main(sys.argv)
