#!/usr/bin/env python3
"""Export a large file of articles on one thread; fail where that takes too much memory, crashes, or takes many times too long.

The speed to hold is GOAL, in words (runs without white space) a second; since a busy machine may more than halve it, only less
than a quarter of it fails.

usage: check_speed.py PRESSGRAPH ARTICLES.jsonl
"""
import os
import resource
import subprocess
import sys
import time

GOAL = 100_000
WORDS_A_SECOND = 25_000
PEAK_BYTES = 512_000_000


def main():
    program, articles = sys.argv[1:]
    command = [program, "export", "--quiet", "--jobs", "1", "--to", "nquads", articles]
    with open(articles, encoding="utf-8") as lines:
        words = sum(len(line.split()) for line in lines)
    size = os.path.getsize(articles)
    start = time.monotonic()
    # Status 1: some article could not be used, and was named; the others were exported.
    status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    wall = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime
    rate, peak = words / seconds, used.ru_maxrss * 1024
    print(f"{size / 1e6:.1f} MB in {seconds:.1f} s of processor ({wall:.1f} s in all): {rate / 1e3:.0f} k words/s ({size / seconds / 1e6:.2f} MB/s), peak {peak / 1e6:.0f} MB")
    if rate < GOAL:
        print(f"note: below the goal of {GOAL / 1e3:.0f} k words/s")
    if status not in (0, 1):
        sys.exit(f"status {status}")
    if rate < WORDS_A_SECOND or peak > PEAK_BYTES:
        sys.exit(f"floors: {WORDS_A_SECOND / 1e3:.0f} k words/s, {PEAK_BYTES / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
