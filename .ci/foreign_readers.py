#!/usr/bin/env python3
"""Reads the exports of one graph with tools that are not ours, and says whether all of them read the same.

    .ci/foreign_readers.py FOLDER [--shapes schema/shapes.ttl]

FOLDER holds graph.nt, graph.nq, graph.ttl, graph.trig, graph.rdf and graph.jsonld, all of one provenance profile
without named graphs, and graph.dot. Needs rapper, serdi, xmllint and dot, and rdflib and pyshacl for Python; a tool
that is missing is a failure. Prints a table; exits 1 on any failure.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

RDF_FORMATS = {
    # extension: (rapper's name, serdi's name, rdflib's name)
    "nt": ("ntriples", "NTriples", "nt11"),
    "nq": ("nquads", "NQuads", "nquads"),
    "ttl": ("turtle", "Turtle", "turtle"),
    "trig": ("trig", "TriG", "trig"),
    "rdf": ("rdfxml", None, "xml"),
    "jsonld": (None, None, "json-ld"),
}

failures = 0


def report(tool, file, outcome, is_good):
    global failures
    failures += not is_good
    print(f"{'ok  ' if is_good else 'FAIL'}  {tool:<10}  {file:<14}  {outcome}")


def run(*command):
    """Exit status and both outputs of a command; None where there is no such command."""
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace")
    except FileNotFoundError:
        return None


def count_lines(path):
    """How many triples N-Triples or N-Quads hold: our writer puts one on a line."""
    return sum(1 for line in path.read_bytes().splitlines(keepends=True) if line.strip())


def rapper(path, name, expected):
    done = run("rapper", "-c", "-i", name, str(path), "https://reader.example/")
    if done is None:
        return report("rapper", path.name, "not installed", False)
    found = re.search(r"returned (\d+) (?:triple|quad|statement)", done.stderr)
    complaints = [line for line in done.stderr.splitlines() if "Error" in line or "Warning" in line]
    count = int(found[1]) if found else None
    is_good = done.returncode == 0 and count == expected and not complaints
    report("rapper", path.name, complaints[0] if complaints else f"{count} triples", is_good)


def serdi(path, name, expected):
    done = run("serdi", "-i", name, "-o", "NQuads", str(path))
    if done is None:
        return report("serdi", path.name, "not installed", False)
    count = len(done.stdout.splitlines())
    is_good = done.returncode == 0 and not done.stderr and count == expected
    report("serdi", path.name, done.stderr.splitlines()[0] if done.stderr else f"{count} triples", is_good)


def with_rdflib(folder, expected):
    try:
        import logging

        import rdflib
        from rdflib.plugins.parsers import ntriples

        logging.disable(logging.ERROR)
        rdflib.NORMALIZE_LITERALS = False
        ntriples  # the parser is loaded here, so that a broken installation shows here
    except ImportError:
        return report("rdflib", "all", "not installed", False)
    triples = {}
    for extension, (_, _, name) in RDF_FORMATS.items():
        path = folder / f"graph.{extension}"
        try:
            dataset = rdflib.Dataset(default_union=True)
            dataset.parse(str(path), format=name, publicID="https://reader.example/")
            # rdflib reads back U+2028 and the like inside N-Triples lines as they are; terms compare by value.
            triples[extension] = {tuple(term.n3() for term in quad[:3]) for quad in dataset.quads()}
        except Exception as error:  # a parser may fail in any way
            report("rdflib", path.name, f"{type(error).__name__}: {error}"[:200], False)
            continue
        count = len(triples[extension])
        report("rdflib", path.name, f"{count} triples", count == expected)
    reference = triples.get("nt")
    for extension, found in triples.items():
        if reference is not None and found != reference:
            odd = sorted(found ^ reference)[:2]
            report("rdflib", f"graph.{extension}", f"not the triples of graph.nt: {odd}"[:300], False)
        else:
            report("rdflib", f"graph.{extension}", "the triples of graph.nt", reference is not None)


def xmllint(path):
    done = run("xmllint", "--noout", str(path))
    if done is None:
        return report("xmllint", path.name, "not installed", False)
    report("xmllint", path.name, done.stderr.splitlines()[0] if done.stderr else "well-formed", done.returncode == 0)


def dot(path):
    with tempfile.TemporaryDirectory() as folder:
        svg = pathlib.Path(folder) / "graph.svg"
        done = run("dot", "-Tsvg", str(path), "-o", str(svg))
        if done is None:
            return report("dot", path.name, "not installed", False)
        is_good = done.returncode == 0 and not done.stderr
        report("dot", path.name, done.stderr.splitlines()[0] if done.stderr else "drawn without a warning", is_good)
        if svg.exists():
            xmllint(svg)


def shacl(path, shapes):
    try:
        import pyshacl
    except ImportError:
        return report("pyshacl", path.name, "not installed", False)
    conforms, _, text = pyshacl.validate(
        str(path), shacl_graph=str(shapes), data_graph_format="nt", shacl_graph_format="turtle"
    )
    outcome = "conforms" if conforms else " ".join(text.split())[:300]
    report("pyshacl", path.name, outcome, conforms)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--shapes", type=pathlib.Path, default=root / "schema/shapes.ttl")
    options = parser.parse_args()
    folder = options.folder
    missing = [f"graph.{end}" for end in [*RDF_FORMATS, "dot"] if not (folder / f"graph.{end}").is_file()]
    for name in missing:
        report("-", name, "no such file", False)
    if missing:
        return 1
    expected = count_lines(folder / "graph.nt")
    for extension, (for_rapper, for_serdi, _) in RDF_FORMATS.items():
        path = folder / f"graph.{extension}"
        if for_rapper:
            rapper(path, for_rapper, expected)
        if for_serdi:
            serdi(path, for_serdi, expected)
    with_rdflib(folder, expected)
    xmllint(folder / "graph.rdf")
    dot(folder / "graph.dot")
    shacl(folder / "graph.nt", options.shapes)
    print(f"{expected} triples, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
