#!/usr/bin/env python3
"""Export parsed articles, then ten times as many that differ in their ids alone; fail where that takes much more memory, or more
than its share of time.

usage: check_growth.py PRESSGRAPH ARTICLES.jsonl

The goals are MEMORY and TIME, as shares of one tenth of the articles. Few articles show growth that many do not, and a busy machine
measures time badly: only what is above MOST_MEMORY and MOST_TIME fails.
"""
import pathlib
import subprocess
import sys
import tempfile

MEMORY, TIME, MOST_MEMORY, MOST_TIME = 1.15, 11, 1.25, 16


def measured(program, articles):
    """Peak memory in bytes and seconds of processor, from a process that has run nothing else."""
    measure = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)"
    )
    command = [program, "export", "--quiet", "--jobs", "1", "--to", "nquads", articles]
    done = subprocess.run([sys.executable, "-c", measure, *command], check=True, capture_output=True, text=True)
    peak, seconds = done.stdout.split()
    return int(peak), float(seconds)


def main():
    program, articles = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        tenfold = pathlib.Path(folder) / "tenfold.jsonl"
        start = '{"id":"'
        with open(tenfold, "w", encoding="utf-8") as out:
            for turn in range(10):
                with open(articles, encoding="utf-8") as lines:
                    for line in lines:
                        if not line.startswith(start):
                            sys.exit("these are no parsed articles")
                        out.write(f"{start}{turn}-{line[len(start):]}")
        (few, short), (many, long) = measured(program, articles), measured(program, str(tenfold))
    print(f"peak {few / 1e6:.0f} MB, then {many / 1e6:.0f} MB: {many / few:.3f} times; {short:.1f} s, then {long:.1f} s: {long / short:.1f} times")
    if long / short > TIME:
        print(f"note: above the goal of {TIME} times the time")
    if many / few > MEMORY:
        print(f"note: above the goal of {MEMORY} times the memory")
    if many / few > MOST_MEMORY or long / short > MOST_TIME:
        sys.exit(f"at most {MOST_MEMORY} times the memory, {MOST_TIME} times the time")


if __name__ == "__main__":
    main()
