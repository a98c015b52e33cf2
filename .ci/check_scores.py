#!/usr/bin/env python3
"""Fail where extraction is worse than the floors below.

usage: check_scores.py EVAL_DIR SYSTEM.jsonl

EVAL_DIR holds score.py and dev/; SYSTEM.jsonl is what `pressgraph extract` wrote for dev/articles.
"""
import json
import pathlib
import subprocess
import sys

FLOORS = {"entity_lenient_f1": 0.85, "fact_f1": 0.66, "fact_p": 0.82, "grounded": 1.0}


def main():
    folder, system = map(pathlib.Path, sys.argv[1:])
    dev = folder / "dev"
    command = [sys.executable, folder / "score.py", dev, system, "--articles", dev / "articles", "--json"]
    score = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    low = [name for name, floor in FLOORS.items() if (score[name] or 0.0) < floor]
    for name, floor in FLOORS.items():
        print(f"{'LOW' if name in low else 'ok '} {name:20} {score[name] or 0.0:.3f}  floor {floor:.2f}")
    sys.exit(bool(low))


if __name__ == "__main__":
    main()
