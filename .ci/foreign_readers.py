#!/usr/bin/env python3
"""Reads the exports of one graph with tools that are not ours, and says whether all of them read the same.

    .ci/foreign_readers.py FOLDER [--formats nt,nq,ttl,trig,rdf,jsonld,dot,graphml,gexf,cyjs,csv,parquet]
    .ci/foreign_readers.py --broken tests/shapes
    .ci/foreign_readers.py --queries README.md FOLDER

FOLDER holds graph.nt, graph.nq, graph.ttl, graph.trig, graph.rdf and graph.jsonld, all of one provenance profile,
graph.dot, graph.graphml, graph.gexf, graph.cyjs, and graph.nodes and graph.edges as .csv and .parquet; --formats names
those that are there. The second form checks that the shapes accept sound.ttl of a folder and refuse every other graph there, each of
which breaks one rule. The third runs the SPARQL queries of the README on claim.ttl, graph.trig and rdf12.ttl of FOLDER.
Needs rapper, serdi, xmllint and dot, and duckdb, networkx, pyarrow, pyld, pyoxigraph, pyshacl and rdflib for Python; a tool
that is missing is a failure. Prints a table; exits 1 on any failure.
"""

import argparse
import csv
import json
import logging
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.parsers.expat

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
    count = done.stdout.count("\n")
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


def with_oxigraph(folder, formats):
    """All RDF formats with the parsers of oxigraph, compared as sorted N-Quads; the lines of the first one."""
    try:
        import pyoxigraph
    except ImportError:
        return report("oxigraph", "all", "not installed", False)
    first = None
    for extension in formats:
        path = folder / f"graph.{extension}"
        try:
            kind = pyoxigraph.RdfFormat.from_extension(extension)
            lines = {str(quad) for quad in pyoxigraph.parse(path.read_bytes(), kind)}
        except Exception as error:  # a parser may fail in any way
            report("oxigraph", path.name, f"{type(error).__name__}: {error}"[:200], False)
            continue
        first = lines if first is None else first
        odd = sorted(lines ^ first)[:2]
        report("oxigraph", path.name, f"other quads: {odd}"[:300] if odd else f"{len(lines)} quads, the same", not odd)
    return first


def with_pyld(path, expected):
    """JSON-LD with a processor that follows the algorithms of the specification, without any access to the network."""
    try:
        import pyld.jsonld
        import pyoxigraph
    except ImportError:
        return report("pyld", path.name, "not installed", False)

    def no_network(url, options):
        raise RuntimeError(f"wants to fetch {url}")

    options = {"format": "application/n-quads", "documentLoader": no_network}
    try:
        text = pyld.jsonld.to_rdf(json.loads(path.read_text()), options)
        lines = {str(quad) for quad in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS)}
    except Exception as error:
        return report("pyld", path.name, f"{type(error).__name__}: {error}"[:200], False)
    odd = sorted(lines ^ (expected or set()))[:2]
    report("pyld", path.name, f"other quads: {odd}"[:300] if odd else f"{len(lines)} quads, the same", not odd)


def names_of_entities(path):
    """What the RDF says: the name of each thing that bears a label, by its path below the base, as networks have it."""
    import pyoxigraph
    label = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = pyoxigraph.parse(path.read_bytes(), pyoxigraph.RdfFormat.from_extension(path.suffix[1:]))
    return {quad.subject.value: quad.object.value for quad in quads if quad.predicate == label}


def networks(folder, formats, names):
    """Nodes and edges with networkx, csv, pyarrow and duckdb: all read the same names, and the same number of edges."""
    try:
        import networkx
    except ImportError:
        return report("networkx", "all", "not installed", False)
    readers = {
        "graphml": lambda path: networkx.read_graphml(path, force_multigraph=True),
        "gexf": lambda path: networkx.read_gexf(path, version="1.2draft"),
        "cyjs": lambda path: networkx.cytoscape_graph(json.loads(path.read_text())),
    }
    sizes = set()
    for extension, reader in readers.items():
        path = folder / f"graph.{extension}"
        if extension not in formats:
            continue
        try:
            graph = reader(path)
        except Exception as error:
            report("networkx", path.name, f"{type(error).__name__}: {error}"[:200], False)
            continue
        key = "label" if extension == "gexf" else "name"
        found = {data["iri"]: data.get(key, "") for _, data in graph.nodes(data=True)}
        sizes.add(graph.number_of_edges())
        compare_names("networkx", path.name, found, names, graph.number_of_edges())
    if "csv" in formats:
        with open(folder / "graph.nodes.csv", newline="", encoding="utf-8") as file:
            found = {row["iri"]: row["name"] for row in csv.DictReader(file)}
        with open(folder / "graph.edges.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        sizes.add(len(rows))
        is_whole = all(None not in row and None not in row.values() for row in rows)
        compare_names("csv", "graph.*.csv", found, names, len(rows) if is_whole else -1)
    if "parquet" in formats:
        sizes.update(parquet(folder, names))
    report("networkx", "all", f"edges: {sorted(sizes)}", len(sizes) == 1)


def parquet(folder, names):
    """The tables of Parquet with two readers, and a question that joins them; the numbers of edges."""
    try:
        import duckdb
        import pyarrow.parquet
    except ImportError:
        report("parquet", "graph.*.parquet", "not installed", False)
        return set()
    paths = [str(folder / f"graph.{table}.parquet") for table in ("nodes", "edges")]
    nodes, edges = [pyarrow.parquet.read_table(path).to_pylist() for path in paths]
    compare_names("pyarrow", "graph.*.parquet", {row["iri"]: row["name"] for row in nodes}, names, len(edges))
    asked = duckdb.execute("select iri, name, aliases from read_parquet(?)", [paths[0]]).fetchall()
    is_same = asked == [(row["iri"], row["name"], row["aliases"]) for row in nodes]
    report("duckdb", "graph.nodes.parq", f"{len(asked)} rows" + ("" if is_same else ", others"), is_same)
    join = "select count(*) from read_parquet(?) e join read_parquet(?) s on e.source = s.id join read_parquet(?) t on e.target = t.id"
    (joined,) = duckdb.execute(join, [paths[1], paths[0], paths[0]]).fetchone()
    report("duckdb", "graph.edges.parq", f"{joined} edges with both ends", joined == len(edges))
    return {len(edges), joined}


def compare_names(tool, file, found, names, edges):
    odd = sorted(set(found.items()) ^ set(names.items()))[:2]
    outcome = f"other names: {odd}"[:300] if odd else f"{len(found)} names, the same; {edges} edges"
    report(tool, file, outcome, not odd)


def queries(readme, folder):
    """The SPARQL queries of the README, each on its profile: every fact leads to a sentence and an article."""
    import pyoxigraph
    blocks = re.findall(r"```sparql\n(.*?)```", readme.read_text(), re.S)
    files = {"graph": "graph.trig", "claim": "claim.ttl", "rdf12": "rdf12.ttl"}
    counts = {}
    for profile, name in files.items():
        block = next((block for block in blocks if f"# {profile}" in block), None)
        if block is None:
            report("sparql", name, f"the README has no query for {profile}", False)
            continue
        path = folder / name
        store = pyoxigraph.Store()
        store.load(path.read_bytes(), pyoxigraph.RdfFormat.from_extension(path.suffix[1:]))
        rows = [tuple(str(value) for value in row) for row in store.query(block)]
        counts[profile] = set(rows)
        is_good = rows and all(value != "None" for row in rows for value in row)
        report("oxigraph", name, f"{len(rows)} rows from the query for {profile}", bool(is_good))
    same = len({frozenset(rows) for rows in counts.values()}) == 1
    report("oxigraph", "all", "the same rows in every profile" if same else "other rows", same)
    with_rdflib_query(blocks, folder, counts)


def with_rdflib_query(blocks, folder, counts):
    """rdflib knows no RDF 1.2, so it runs the two others."""
    import rdflib
    rdflib.NORMALIZE_LITERALS = False
    for profile, name, kind in [("graph", "graph.trig", "trig"), ("claim", "claim.ttl", "turtle")]:
        block = next((block for block in blocks if f"# {profile}" in block), "")
        dataset = rdflib.Dataset(default_union=False)
        dataset.parse(str(folder / name), format=kind)
        found = dataset if kind == "trig" else rdflib.Graph().parse(str(folder / name), format=kind)
        rows = {tuple(value.n3() for value in row) for row in found.query(block)}
        expected = len(counts.get(profile, ()))
        report("rdflib", name, f"{len(rows)} rows from the query for {profile}", len(rows) == expected > 0)


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
        canonical = run("dot", "-Tcanon", str(path))
        is_good = is_good and canonical.returncode == 0 and not canonical.stderr
        report("dot", path.name, done.stderr.splitlines()[0] if done.stderr else "drawn without a warning", is_good)
        if svg.exists():
            xmllint(svg)
            expat(svg)


def expat(path):
    try:
        xml.parsers.expat.ParserCreate().Parse(path.read_bytes(), True)
        report("expat", path.name, "well-formed", True)
    except xml.parsers.expat.ExpatError as error:
        report("expat", path.name, str(error), False)


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
    parser.add_argument("--queries", type=pathlib.Path)
    parser.add_argument("--without-shacl", action="store_true", help="pyshacl takes minutes for a large graph")
    parser.add_argument("--without-rapper", action="store_true", help="rapper refuses U+FFFE, which RDF allows")
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
    if options.queries:
        queries(options.queries, options.folder)
    elif options.folder:
        formats = options.formats.split(",")
        tables = [end for end in formats if end in ("csv", "parquet")]
        names = [f"graph.{end}" for end in formats if end not in tables]
        names += [f"graph.{table}.{end}" for end in tables for table in ("nodes", "edges")]
        missing = [name for name in names if not (options.folder / name).is_file()]
        for name in missing:
            report("-", name, "no such file", False)
        if not missing:
            read_all(options.folder, formats, None if options.without_shacl else options.shapes, not options.without_rapper)
    print(f"{failures} failures")
    return 1 if failures else 0


def read_all(folder, formats, shapes, has_rapper):
    rdf = [end for end in formats if end in RDF_FORMATS]
    lines = next((end for end in ("nt", "nq") if end in rdf), None)
    if lines is None:
        return report("-", "graph.nt", "give nt or nq, which say how many triples there are", False)
    expected = count_lines(folder / f"graph.{lines}")
    for extension in rdf:
        for_rapper, for_serdi, _ = RDF_FORMATS[extension]
        path = folder / f"graph.{extension}"
        if for_rapper and has_rapper:
            rapper(path, for_rapper, expected)
        if for_serdi:
            serdi(path, for_serdi, expected)
    with_rdflib(folder, rdf, expected)
    quads = with_oxigraph(folder, rdf)
    if "jsonld" in rdf:
        with_pyld(folder / "graph.jsonld", quads)
    if {"graphml", "gexf", "cyjs", "csv", "parquet"} & set(formats):
        networks(folder, formats, names_of_entities(folder / f"graph.{lines}"))
    for extension in ("rdf", "graphml", "gexf"):
        if extension in formats:
            xmllint(folder / f"graph.{extension}")
            expat(folder / f"graph.{extension}")
    if "dot" in formats:
        dot(folder / "graph.dot")
    if "nt" in rdf and shapes:
        shacl(folder / "graph.nt", shapes)


if __name__ == "__main__":
    sys.exit(main())
