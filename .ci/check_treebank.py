#!/usr/bin/env python3
"""Analyse the raw text of a treebank and compare what comes with what the treebank says; fail below the floors.

usage: check_treebank.py PRESSGRAPH UDEVAL TREEBANK.conllu [--floors Tokens=98.5,Sentences=78] [--folder FOLDER]

The raw text is made of the '# text' comments: a space between sentences, an empty line before '# newpar' and
'# newdoc'. UDEVAL is the program of that name of the package udtools. Raw text and analysis are kept in FOLDER.
"""
import argparse
import pathlib
import subprocess
import sys


def raw_text(treebank):
    """The running text of a treebank, and its sentences without what udeval cannot compare."""
    parts, gold, paragraph = [], [], False
    glued = False
    for line in treebank.read_text(encoding="utf-8").split("\n"):
        columns = line.split("\t")
        if line.startswith(("# newpar", "# newdoc")):
            paragraph = True
        elif line.startswith("# text = "):
            parts.append("\n\n" if paragraph else "" if glued else " ")
            parts.append(line.removeprefix("# text = "))
            paragraph, last_of_word = False, 0
        elif len(columns) == 10 and "." not in columns[0]:
            number = columns[0].split("-")
            if len(number) == 2 or int(number[0]) > last_of_word:
                last_of_word = int(number[-1])
                glued = "SpaceAfter=No" in columns[9].split("|")
        if len(columns) != 10 or "." not in columns[0]:  # no empty nodes
            gold.append(line)
    return "".join(parts).strip() + "\n", "\n".join(gold)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pressgraph")
    parser.add_argument("udeval")
    parser.add_argument("treebank", type=pathlib.Path)
    parser.add_argument("--floors", default="")
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("target/ci/treebank"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    name = options.treebank.stem
    text, gold, system = (options.folder / f"{name}.{end}" for end in ("txt", "gold.conllu", "conllu"))
    for path, content in zip((text, gold), raw_text(options.treebank)):
        path.write_text(content, encoding="utf-8", newline="\n")
    subprocess.run([options.pressgraph, "annotate", "--plain", text, "-o", system], check=True)
    command = [options.udeval, "--verbose", "--no-enhanced", gold, system]
    table = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print(f"{name}\n{table}", end="")
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines()]
    scores = {row[0]: float(row[3]) for row in rows[2:] if len(row) > 3}
    floors = dict(pair.split("=") for pair in options.floors.split(",") if pair)
    low = [f"{name} {scores[name]} (floor {floor})" for name, floor in floors.items() if scores[name] < float(floor)]
    sys.exit(f"below the floor: {', '.join(low)}" if low else 0)


if __name__ == "__main__":
    main()
