#!/usr/bin/env python3
"""Fail where the graph of the annotated articles joins what an annotator kept apart, or keeps apart what is one.

usage: check_resolution.py EVAL_DIR PRESSGRAPH INPUT...

EVAL_DIR holds dev/ and train/ with annotations; the INPUTs are their articles, parsed or not, and become one graph. Two entities that the
annotation of one article names differently must not be one node, where extraction finds two; what extraction itself takes for
one is counted against MOST_WITHIN. Each name of ONE must be one node.
"""
import collections
import csv
import io
import json
import pathlib
import subprocess
import sys

ONE = ("Linaro", "Let's Encrypt", "Red Hat", "Debian", "openSUSE", "Linux Foundation", "ARM")
# names that extraction joins within an article, at most
MOST_WITHIN = 5
csv.field_size_limit(1 << 30)


def fold(name):
    words = name.replace("\u2019", "'").lower().split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def main():
    folder, pressgraph, articles = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    table = subprocess.run(
        [pressgraph, "export", "--quiet", *articles, "--to", "csv-nodes"], check=True, capture_output=True
    ).stdout.decode()
    nodes = collections.defaultdict(set)
    for row in csv.DictReader(io.StringIO(table, newline="")):
        if "/" in row[":ID"] and not row[":ID"].startswith("happening/"):
            for form in [row["name"], *row["aliases:string[]"].split("\x1f")]:
                nodes[fold(form)].add(row[":ID"])
    lines = subprocess.run([pressgraph, "extract", "--quiet", *articles], check=True, capture_output=True).stdout.decode()
    within = set()
    for article in map(json.loads, lines.splitlines()):
        for entity in article["entities"]:
            forms = sorted({fold(form) for form in [entity["name"], *entity["aliases"]]})
            within |= {(article["id"], a, b) for a in forms for b in forms}
    wrong, known = [], []
    pairs = 0
    for path in sorted(p for part in ("dev", "train") for p in (folder / part).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        entities = gold["entities"]
        stem = pathlib.Path(gold["file"]).stem
        # where the same article gives two entities one name, no name tells them apart
        forms = collections.Counter(f for e in entities for f in {fold(n) for n in [e["name"], *e["aliases"]]})
        own = {}
        for entity in entities:
            found = {node for node in nodes.get(fold(entity["name"]), ()) if forms[fold(entity["name"])] == 1}
            if len(found) == 1:
                own[entity["name"]] = found.pop()
        names = sorted(own)
        for at, left in enumerate(names):
            for right in names[at + 1 :]:
                pairs += 1
                if own[left] == own[right]:
                    is_within = (stem, fold(left), fold(right)) in within
                    (known if is_within else wrong).append(f"{path.name}: '{left}' and '{right}' are both {own[left]}")
    split = [f"{name}: {', '.join(sorted(nodes[fold(name)])) or 'no node'}" for name in ONE if len(nodes[fold(name)]) != 1]
    print(f"{pairs} pairs of names of one article, {len(wrong)} joined, {len(known)} more by extraction itself")
    for line in known:
        print(f"  within  {line}")
    for line in wrong:
        print(f"  joined  {line}")
    for line in split:
        print(f"  not one {line}")
    sys.exit(bool(wrong or split or len(known) > MOST_WITHIN or pairs < 1000))


if __name__ == "__main__":
    main()
