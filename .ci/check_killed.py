#!/usr/bin/env python3
"""Kill an export of many articles at ROUNDS moments, spread over its run; fail where it leaves a half file or litter.

usage: check_killed.py PRESSGRAPH ARTICLES.jsonl ROUNDS
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import time


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def main():
    program, articles, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "graph.nq"
        command = [program, "export", "--quiet", "--memory", "4M", articles, "-o", str(output)]
        start = time.monotonic()
        subprocess.run(command, check=True)
        whole = time.monotonic() - start
        expected = digest(output)
        killed = 0
        for at in range(rounds):
            if at % 2:
                output.write_text("old")
            else:
                output.unlink(missing_ok=True)
            before = digest(output)
            running = subprocess.Popen(command)
            time.sleep(whole * (at + 0.5) / rounds)
            running.kill()
            killed += running.wait() != 0
            if digest(output) not in (before, expected):
                sys.exit(f"round {at}: a half file")
        subprocess.run(command, check=True)
        left = sorted(path.name for path in pathlib.Path(folder).iterdir())
        print(f"{killed} of {rounds} runs killed, each output whole or absent; then {left}")
        if digest(output) != expected or left != ["graph.nq"] or killed < rounds // 2:
            sys.exit("the next run does not give the graph, leaves litter, or hardly a run was killed")


if __name__ == "__main__":
    main()
