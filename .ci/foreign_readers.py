#!/usr/bin/env python3
"""Reads the exports of one graph with tools that are not ours, and says whether all of them read the same.

    .ci/foreign_readers.py FOLDER [--formats nt,nq,ttl,trig,rdf,jsonld,dot]
    .ci/foreign_readers.py --broken tests/shapes

FOLDER holds graph.nt, graph.nq, graph.ttl, graph.trig, graph.rdf and graph.jsonld, all of one provenance profile,
and graph.dot; with the profile 'graph', give --formats nq,trig,jsonld. The second form checks that the shapes accept
sound.ttl of a folder and refuse every other graph there, each of which breaks one rule. Needs rapper, serdi, xmllint
and dot, and rdflib and pyshacl for Python; a tool that is missing is a failure. Prints a table; exits 1 on any failure.
"""

import argparse
import logging
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


def with_rdflib(folder, formats, expected):
    try:
        import rdflib
    except ImportError:
        return report("rdflib", "all", "not installed", False)
    rdflib.NORMALIZE_LITERALS = False
    quads = {}
    for extension in formats:
        path = folder / f"graph.{extension}"
        try:
            dataset = rdflib.Dataset()
            dataset.parse(str(path), format=RDF_FORMATS[extension][2], publicID="https://reader.example/")
            default = dataset.default_graph.identifier
            found = set()
            for subject, predicate, object, graph in dataset.quads():
                # Formats without named graphs are read into a graph that is named after the file.
                is_default = graph in (None, default) or extension in ("nt", "ttl", "rdf")
                name = "" if is_default else graph.n3()
                found.add((subject.n3(), predicate.n3(), object.n3(), name))
            quads[extension] = found
        except Exception as error:  # a parser may fail in any way
            report("rdflib", path.name, f"{type(error).__name__}: {error}"[:200], False)
            continue
        report("rdflib", path.name, f"{len(found)} quads", len(found) == expected)
    first = formats[0]
    for extension, found in quads.items():
        odd = sorted(found ^ quads.get(first, set()))[:2]
        outcome = f"not the quads of graph.{first}: {odd}"[:300] if odd else f"the quads of graph.{first}"
        report("rdflib", f"graph.{extension}", outcome, not odd and first in quads)


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


def shacl(path, shapes, is_sound=True):
    try:
        import pyshacl
    except ImportError:
        return report("pyshacl", path.name, "not installed", False)
    conforms, _, text = pyshacl.validate(str(path), shacl_graph=str(shapes), shacl_graph_format="turtle")
    messages = [line.strip() for line in text.splitlines() if line.strip().startswith("Message:")]
    report("pyshacl", path.name, "conforms" if conforms else "; ".join(messages)[:200], conforms == is_sound)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    parser.add_argument("--formats", default=",".join([*RDF_FORMATS, "dot"]))
    parser.add_argument("--broken", type=pathlib.Path)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--shapes", type=pathlib.Path, default=root / "schema/shapes.ttl")
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    if not options.folder and not options.broken:
        parser.error("give a folder, or --broken with one")
    if options.broken:
        graphs = sorted(options.broken.glob("*.ttl"))
        if len(graphs) < 2:
            report("pyshacl", str(options.broken), "holds no graphs", False)
        for path in graphs:
            shacl(path, options.shapes, is_sound=path.name == "sound.ttl")
    if options.folder:
        formats = options.formats.split(",")
        missing = [f"graph.{end}" for end in formats if not (options.folder / f"graph.{end}").is_file()]
        for name in missing:
            report("-", name, "no such file", False)
        if not missing:
            read_all(options.folder, formats, options.shapes)
    print(f"{failures} failures")
    return 1 if failures else 0


def read_all(folder, formats, shapes):
    rdf = [end for end in formats if end in RDF_FORMATS]
    lines = next((end for end in ("nt", "nq") if end in rdf), None)
    if lines is None:
        return report("-", "graph.nt", "give nt or nq, which say how many triples there are", False)
    expected = count_lines(folder / f"graph.{lines}")
    for extension in rdf:
        for_rapper, for_serdi, _ = RDF_FORMATS[extension]
        path = folder / f"graph.{extension}"
        if for_rapper:
            rapper(path, for_rapper, expected)
        if for_serdi:
            serdi(path, for_serdi, expected)
    with_rdflib(folder, rdf, expected)
    if "rdf" in rdf:
        xmllint(folder / "graph.rdf")
    if "dot" in formats:
        dot(folder / "graph.dot")
    if "nt" in rdf:
        shacl(folder / "graph.nt", shapes)


if __name__ == "__main__":
    sys.exit(main())
