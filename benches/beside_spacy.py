#!/usr/bin/env python3
"""Words a second of `pressgraph extract` and of a whole spaCy pipeline, one thread each, on the same articles, in one run.

usage: beside_spacy.py PRESSGRAPH ARTICLES.jsonl [--articles N] [--model NAME]

ARTICLES.jsonl holds objects with `text`. The first N of them are taken; spaCy needs about a minute for 200. Processor
time, without what loading the model takes.
"""
import argparse
import json
import resource
import subprocess
import tempfile
import time


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pressgraph")
    arguments.add_argument("articles")
    arguments.add_argument("--articles", dest="number", type=int, default=200)
    arguments.add_argument("--model", default="en_core_web_md")
    given = arguments.parse_args()
    with open(given.articles, encoding="utf-8") as lines:
        chosen = [line for line, _ in zip(lines, range(given.number))]
    texts = [json.loads(line)["text"] for line in chosen]
    words = sum(len(text.split()) for text in texts)

    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(chosen)
        file.flush()
        command = [given.pressgraph, "extract", "--quiet", "--jobs", "1", "--any-language", file.name]
        subprocess.run(command, stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    ours = words / (used.ru_utime + used.ru_stime)

    import spacy

    model = spacy.load(given.model)
    start = time.process_time()
    for _ in model.pipe(texts, n_process=1):
        pass
    theirs = words / (time.process_time() - start)
    print(f"{words} words: pressgraph extract {ours / 1e3:.1f} k words/s, spaCy {given.model} {theirs / 1e3:.1f} k words/s, {ours / theirs:.1f} x")


if __name__ == "__main__":
    main()
