#!/usr/bin/env python3
"""CPU time of loading an RDF file into the engine in memory, ours beside pyoxigraph's bulk load of the same file.

    .ci/load_in_memory.py PRESSGRAPH FILE.nt [--at-most RATIO]

Each runs three times in turn, as a process of its own, on one thread; the best of each counts. Starting Python and asking
the engine for one triple are part of it. Needs pyoxigraph. Exits 1 where ours needs more than RATIO times the time.
"""

import argparse
import os
import subprocess
import sys

OTHER = """
import sys, pyoxigraph
store = pyoxigraph.Store()
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_TRIPLES)
print(bool(store.query("ASK { ?s ?p ?o }")))
"""


def cpu(command):
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pressgraph")
    parser.add_argument("file")
    parser.add_argument("--at-most", type=float, default=float("inf"))
    arguments = parser.parse_args()
    ours, theirs = [], []
    for _ in range(3):
        ours.append(cpu([arguments.pressgraph, "query", arguments.file, "ASK { ?s ?p ?o }"]))
        theirs.append(cpu([sys.executable, "-c", OTHER, arguments.file]))
    with open(arguments.file, "rb") as lines:
        count = sum(1 for _ in lines)
    ratio = min(ours) / min(theirs)
    print(f"{count} triples: pressgraph {min(ours):.2f} s, pyoxigraph {min(theirs):.2f} s of CPU time, ratio {ratio:.2f}")
    sys.exit(1 if ratio > arguments.at_most else 0)


if __name__ == "__main__":
    main()
