#!/usr/bin/env python3
"""Asks the questions of queries/ in memory, over `pressgraph serve`, and of a real Oxigraph server, with foreign clients.

    .ci/endpoints.py PRESSGRAPH GRAPH OXIGRAPH

GRAPH is an N-Quads file. Every question must give the same rows from the command line, from `pressgraph serve` through rdflib's
SPARQLStore, through curl by GET, by form and by body, and from the Oxigraph server (program of the PyPI package `oxigraph`) that
holds the same file. Needs curl and rdflib.
Ends what it starts; exits 1 on any difference.
"""

import csv
import io
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from rdflib.plugins.stores.sparqlstore import SPARQLStore

failures = 0


def report(what, is_good, outcome):
    global failures
    failures += not is_good
    print(f"{'ok  ' if is_good else 'FAIL'}  {what:<40}  {outcome}")


def rows_of_csv(text):
    return sorted(tuple(row) for row in list(csv.reader(io.StringIO(text)))[1:])


def rows_in_memory(pressgraph, graph, name):
    done = subprocess.run([pressgraph, "query", graph, f"@{name}", "--to", "csv"], capture_output=True, text=True, check=True)
    return rows_of_csv(done.stdout)


def rows_by_curl(url, query, how, default_graph=""):
    """Rows of a SPARQL endpoint, asked with curl by 'get', 'form' or 'body'; a default graph may be named in a form."""
    options = {
        "get": ["--get", "--data-urlencode", f"query={query}"],
        "form": ["--data-urlencode", f"query={query}", *(["--data-urlencode", f"default-graph-uri={default_graph}"] if default_graph else [])],
        "body": ["--header", "Content-Type: application/sparql-query", "--data-binary", query],
    }[how]
    command = ["curl", "--silent", "--show-error", "--fail", "--max-time", "60", "--header", "Accept: text/csv", *options, url]
    return rows_of_csv(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def rows_by_rdflib(url, query):
    result = SPARQLStore(url).query(query)
    return sorted(tuple("" if row[v] is None else str(row[v]) for v in result.vars) for row in result)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process):
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"the server of {url} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answers at {url}")


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main():
    pressgraph, graph, oxigraph = sys.argv[1:]
    questions = {path.stem: path.read_text() for path in sorted(pathlib.Path("queries").glob("*.rq"))}
    expected = {name: rows_in_memory(pressgraph, graph, name) for name in questions}
    port = free_port()
    own = subprocess.Popen([pressgraph, "serve", "--quiet", graph, "--bind", f"127.0.0.1:{port}"])
    folder = tempfile.TemporaryDirectory()
    other_port = free_port()
    other = subprocess.Popen(
        [oxigraph, "serve", "--location", folder.name, "--bind", f"127.0.0.1:{other_port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", own)
        wait_for(f"http://127.0.0.1:{other_port}/", other)
        load = urllib.request.Request(
            f"http://127.0.0.1:{other_port}/store",
            data=pathlib.Path(graph).read_bytes(),
            headers={"Content-Type": "application/n-quads"},
            method="POST",
        )
        urllib.request.urlopen(load, timeout=120).close()
        for name, query in questions.items():
            url = f"http://127.0.0.1:{port}/query"
            answers = {
                "rdflib": rows_by_rdflib(url, query),
                "curl by GET": rows_by_curl(url, query, "get"),
                "curl by form": rows_by_curl(url, query, "form"),
                "curl by body": rows_by_curl(url, query, "body"),
                "Oxigraph server": rows_by_curl(f"http://127.0.0.1:{other_port}/query", query, "form"),
            }
            for client, rows in answers.items():
                report(f"{name}, {client}", rows == expected[name], f"{len(rows)} of {len(expected[name])} rows")
        if not any(expected.values()):
            report("questions", False, "no question gave any row")
        refused = subprocess.run(
            ["curl", "--silent", "--max-time", "30", "--write-out", "%{http_code}", "--data-urlencode", "update=CLEAR ALL", url],
            capture_output=True, text=True, check=True,
        )
        report("an update is refused", refused.stdout.endswith("403"), refused.stdout.strip().replace("\n", " "))
    finally:
        end(own)
        end(other)
        folder.cleanup()
    report("serve ends well when asked to", own.returncode == 0, f"status {own.returncode}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
