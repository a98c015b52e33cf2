#!/usr/bin/env python3
"""Scores extraction on the posts of models/held-out-posts.tsv, which no training has seen.

usage: score_held_out.py PROGRAM SHARED

SHARED holds data/stress/articles.jsonl.xz, which has the posts, and eval/score.py, which scores. For a look at how far unseen
articles lie below those that errors were read of; whoever reads the errors of these posts spoils them for that.
"""
import collections, json, lzma, pathlib, subprocess, sys, tempfile

def letters(text):
    return "".join(c for c in text.lower() if c.isalnum())


program, shared = sys.argv[1], pathlib.Path(sys.argv[2])
names, facts = collections.defaultdict(list), collections.defaultdict(list)
for line in pathlib.Path(__file__).with_name("..").joinpath("models/held-out-posts.tsv").read_text(encoding="utf-8").splitlines():
    if line.startswith("#"):
        continue
    post, predicate, one, other, *rest = line.split("\t")
    optional = "?" in rest or other == "?"
    if predicate == "is":
        forms = other.split("|")
        names[post].append({"name": forms[0], "type": one, "aliases": forms[1:], "optional": optional})
    else:
        facts[post].append({"s": one.split("|")[0], "p": predicate, "o": other.split("|")[0], "optional": optional})
with tempfile.TemporaryDirectory() as folder:
    gold, posts = pathlib.Path(folder, "gold"), pathlib.Path(folder, "posts")
    gold.mkdir()
    posts.mkdir()
    with lzma.open(shared / "data/stress/articles.jsonl.xz", "rt", encoding="utf-8") as corpus:
        for record in map(json.loads, corpus):
            post = record["id"]
            if post in names:
                # as the files were published: the title in front matter, where the text does not begin with it
                head = {"title": record["title"], "date": record["date"]}
                if letters(record["title"] or "") in letters(record["text"][:300]):
                    del head["title"]
                lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items() if value)
                posts.joinpath(f"{post}.md").write_text(f"---\n{lines}---\n\n{record['text']}", encoding="utf-8")
                document = {"id": post, "file": post, "article": {}, "entities": names[post], "facts": facts[post]}
                gold.joinpath(f"{post}.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    parsed = pathlib.Path(folder, "parsed.jsonl")
    with parsed.open("wb") as out:
        subprocess.run([program, "extract", "--quiet", posts], stdout=out, check=True)
    subprocess.run([sys.executable, shared / "eval/score.py", gold, parsed], check=True, env={"PYTHONHASHSEED": "0"})
