#!/usr/bin/env python3
"""Writes articles.jsonl and beyond-xml.jsonl: parsed articles whose every text is a term that breaks careless writers.

    tests/hostile/make.py

A term stands as a name, an alias, a sentence, a title, a publisher, a role, a rule and in a web address. The second file
holds the terms with characters that XML 1.0 cannot carry.
"""

import json
import pathlib

QUOTES = ['"', "'", '""', "''", '"""', "'''", "`", "``", "“quoted”", "„tief“", "«guillemets»", "a\"b", "a'b", '"; drop', "'; --", '" . <x> <y> "']
SLASHES = ["\\", "\\\\", "\\\\\\", "a\\", "\\a", "\\n", "\\N", "\\G", "\\E", "\\l", "\\r\\n", "\\t", "\\u0041", "\\u0027", "\\U0001F680",
           "\\u", "\\x41", "\\\"", "\\'", "C:\\temp\\new", "\\0", "\\\\u0027 OR 1=1", "/", "//", "///", "a/b", "/a", "a/", "../..", "./", "..", "."]
BREAKS = ["a\nb", "a\r\nb", "a\rb", "\n", "\nlead", "trail\n", "a\tb", "\t", "a\u0085b", "a\u2028b", "a\u2029b", "a\n\nb", "a\n.\nb", "a\n# comment",
          "a\n@prefix x: <y> .", " lead", "trail ", "two  spaces", "a\u00a0b", "a\u3000b", "a\u1680b", "a\u202fb"]
MARKUP = ["<", ">", "&", "<b>bold</b>", "</b>", "<br/>", "&amp;", "&#10;", "&#x0;", "&lt;script&gt;", "</script>", "<script>alert(1)</script>",
          "]]>", "<![CDATA[x]]>", "<!--", "-->", "<!-- x -->", "<?xml?>", "?>", "<!DOCTYPE x>", "&unknown;", "&", "AT&T", "R&D & Co", "a<b>c", "<>",
          "<<", ">>", "<<( a b c )>>", "<a href=\"x\">", "</TABLE>", "<TD>"]
RDF = ["@", "@prefix", "@base", "@id", "@type", "@context", "@graph", "@value", "@en", "^^", "^^xsd:date", "_:", "_:b0", "[]", "[", "]", "()", "(", ")",
       "a", ".", ";", ",", "a.", ".a", "a:b", "schema:name", "rdf:type", "http://", "https://x.example/", "urn:x", "mailto:a@b", "data:,x", "true",
       "false", "1", "1.0", "1e5", "-1", "+1", "007", "3com", "2015-02-30", "null", "NaN", "INF", "{", "}", "{}", "{x}", "${x}", "{{x}}", "<x> <y> <z> ."]
GRAPHS = ["digraph", "graph", "node", "edge", "subgraph", "strict", "->", "--", "a -> b", "[label=x]", "x\"; y [label=\"z", "end", "o--o", "x--x",
          "%%", "%%{init: {}}%%", ":::", "|", "||", "a|b", "flowchart", "#quot;", "#35;", "#", "##", ";;", "MERGE (n)", "n.name = 'x'", "}) DETACH DELETE n //",
          ":ID", ":LABEL", "=1+1", "@SUM(A1)", "+cmd", "-cmd", "a,b", "a;b", "a\",\"b", "\"a\"", "\u00a7", "$1", "%s", "%d", "%n", "%00", "%20", "%zz",
          "100%", "a%b", "%%%", "~", "^", "*", "**bold**", "_em_", "[link](http://x.example/?a=1&b=2)", "!", "?", "a?b#c", "=", "==", "a=b"]
SCRIPTS = ["é", "e\u0301", "E\u0301cole", "ß", "ẞ", "İ", "ı", "ﬁ", "Å", "A\u030a", "\u0301", "a\u0300\u0301\u0302\u0303", "Z\u0351\u036b\u0343a", "阿里巴巴", "株式会社",
           "한국", "กำ", "नमस्ते", "ελλάδα", "Москва", "שלום", "مرحبا", "\u202eevil", "\u202dx\u202c", "\u2066x\u2069", "\u200fx", "\u200ex", "a\u200bb",
           "a\u200cb", "a\u200db", "\u2060x", "\ufeffx", "x\ufeff", "a\u00adb", "\u034f", "🚀", "👩\u200d👩\u200d👧\u200d👦", "🏳️\u200d🌈", "🇪🇺", "👍🏽", "𝔘𝔫𝔦", "𠮷野家", "\U0010fffd",
           "\ue000", "\uf8ff", "\ufffd", "\ufffc", "\u2400", "ǅ", "ŉ", "\u1e9e", "²", "½", "Ⅷ", "①", "㈱", "™", "…", "—", "−", "\u2011"]
LONG = ["x" * 10_000, "阿" * 4_000, "word " * 2_000, "\"" * 3_000, "\\" * 3_000, "&" * 3_000, "e" + "\u0301" * 500, "a\n" * 1_000]
BEYOND_XML = ["\u0000", "a\u0000b", "\u0001", "\u0007", "\u0008", "\u000b", "\u000c", "\u000e", "\u001b[31mred", "\u001f", "a\u001fb", "\ufffe", "\uffff", "x\ufffey"]
# XML carries these; many writers do not.
CONTROL = ["\u007f", "a\u007fb", "\u0080", "\u0085", "\u009b31m", "\u009f"]


def article(number, term):
    long, term = term, term[:200]
    return {
        "id": f"h{number:03}",
        "article": {"title": term, "publisher": term, "author": term, "source": term, "date": "2015-04-02", "language": "en",
                    "url": f"https://x.example/{term}/x"},
        "text": long,
        "entities": [
            {"id": "e1", "type": "Company", "name": f"Vexor {number} {long}", "aliases": [term], "sameAs": [f"https://y.example/{term}/x"],
             "attributes": {"url": f"https://x.example/?q={term}&r=1"}},
            {"id": "e2", "type": "Organization", "name": f"{term} Tellurium {number}", "aliases": [term]}],
        "facts": [
            {"predicate": "memberOf", "subject": "e1", "object": "e2", "event": True, "date": "2015-04", "qualifier": term, "rule": term,
             "evidence": {"start": 0, "end": len(long), "text": long}},
            {"predicate": "foundedOn", "subject": "e2", "object": {"value": "2012"}, "rule": "founded_on/test",
             "evidence": {"start": 0, "end": len(long), "text": long}}],
    }


def main():
    folder = pathlib.Path(__file__).parent
    terms = list(dict.fromkeys(QUOTES + SLASHES + BREAKS + MARKUP + RDF + GRAPHS + SCRIPTS + LONG + CONTROL))
    for name, terms, first in [("articles.jsonl", terms, 0), ("beyond-xml.jsonl", BEYOND_XML, 500)]:
        lines = [json.dumps(article(first + at, term), ensure_ascii=True) + "\n" for at, term in enumerate(terms)]
        (folder / name).write_text("".join(lines), encoding="ascii")
        print(f"{name}: {len(terms)} terms")


if __name__ == "__main__":
    main()
