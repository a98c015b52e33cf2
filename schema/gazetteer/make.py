#!/usr/bin/env python3
"""Make the name and word lists of this folder from the public lists they come from.

usage: make.py DATA_DIR FAKER_WHEEL

DATA_DIR holds gazetteer/*.tsv, treebank/*-train.conllu and stress/articles.jsonl.xz as described in README.md; FAKER_WHEEL is what
`pip download --no-deps faker==40.63.0` fetches. The lists are written beside this script, sorted, so that a second run gives the
same bytes.
"""
import collections, importlib, json, lzma, pathlib, re, sys, unicodedata, zipfile

HERE = pathlib.Path(__file__).parent
DATA = pathlib.Path(sys.argv[1])
WHEEL = pathlib.Path(sys.argv[2])


def rows(name):
    lines = (DATA / "gazetteer" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def write(name, lines):
    (HERE / name).write_text("".join(line + "\n" for line in sorted(lines)), encoding="utf-8")


# words: what a lower-case word usually is, from the training parts of two treebanks
tags = collections.defaultdict(collections.Counter)
proper = collections.Counter()
lemmas = collections.defaultdict(collections.Counter)
for path in sorted((DATA / "treebank").glob("*-train.conllu")):
    for line in path.read_text(encoding="utf-8").splitlines():
        col = line.split("\t")
        if len(col) != 10 or not col[0].isdigit():
            continue
        form, upos = col[1], col[3]
        if upos == "PROPN" and form[:1].isupper():
            proper[form] += 1
        if form == form.lower() and re.fullmatch(r"[a-z][a-z'-]*", form) and upos not in ("X", "PUNCT", "SYM", "NUM"):
            tags[form][upos] += 1
            if upos == "VERB":
                lemmas[form][col[2].lower()] += 1
words = {}
for form, count in tags.items():
    total = sum(count.values())
    if total < 2 and not count.keys() & {"ADP", "DET", "PRON", "CCONJ", "SCONJ", "AUX"}:
        continue
    kept = sorted((t for t in count if count[t] * 10 >= total and t != "PROPN"), key=lambda t: (-count[t], t))
    if kept:
        words[form] = kept
# more words: those that a corpus of posts writes in lower case far more often than with a capital inside sentences;
# their part of speech is guessed from the ending
lower, capital, camel = collections.Counter(), collections.Counter(), collections.Counter()
# packages: words in lower case that posts give with a version, again and again ('poppler 0.47', 'curl to version 7.65')
PACKAGE = re.compile(r"(?<![\w/.:@_#&-])([a-z][a-z0-9+-]{1,24}[a-z0-9+])(?:\]\([^)\s]*\))?[ \u00a0](?:version |to |to version |v)?\d+\.\d+(?:\.\d+)*(?![\w%])")
LOWER = re.compile(r"(?<![\w/.:@_-])[a-z][a-z0-9+-]{1,24}[a-z0-9+](?![\w/.:@_-])")
anywhere, versioned, posts_of = collections.Counter(), collections.Counter(), collections.Counter()
with lzma.open(DATA / "stress" / "articles.jsonl.xz", "rt", encoding="utf-8") as posts:
    for line in posts:
        text = json.loads(line)["text"]
        anywhere.update(LOWER.findall(text))
        bearing = PACKAGE.findall(text)
        versioned.update(bearing)
        posts_of.update(set(bearing))
        lower.update(re.findall(r"(?<![\w/.:@_-])[a-z][a-z'-]*[a-z](?![\w/.:@_-])", text))
        camel.update(w.lower() for w in re.findall(r"\b[A-Z][a-z]+[A-Z][A-Za-z]+\b", text))
        capital.update(w.lower() for w in re.findall(r"(?<=[a-z,] )[A-Z][a-z'-]*[a-z](?![\w/.:@_-])", text))
ENDINGS = (("ly", "ADV"), ("ing", "VERB NOUN"), ("ed", "VERB ADJ"), ("able", "ADJ"), ("ous", "ADJ"), ("ive", "ADJ"), ("ful", "ADJ"), ("less", "ADJ"), ("ize", "VERB"), ("ise", "VERB"))
# but for those that are ordinary words as well, own list
ORDINARY = """bind bison bubblewrap catalyst catfish dynosaur epiphany expat hammer icecream leap lite mercurial mutt mutter nano orca
plasma prepatch shotwell snapper squid unbound yarn""".split()
packages = {form for form, count in posts_of.items() if count >= 3 and 12 * versioned[form] >= anywhere[form] and form not in words and not form.endswith("ed") and form not in ORDINARY and len(form) > 3}
for form, count in lower.items():
    if form not in words and form not in packages and count >= 6 and count >= 4 * capital[form] and count >= camel[form] and len(form) > 2 and "--" not in form and "'" not in form:
        words[form] = next((tag.split() for end, tag in ENDINGS if form.endswith(end)), ["NOUN"])
        tags[form]["NOUN"] += count
# words that posts capitalise as often as not, own list
CAPITALISED = """accelerator administrators alpha ambassador ambassadors analytics appendix arrives automotive autonomous
awards beast beta bubble bugfixes builder consultancy cybersecurity dashboard desktop desktops ditch electronics emoji
encryption enablement enterprise euro everywhere farewell fractional frameworks fog geek groupware hack hackathon
hyperscale imaging impressions indicators industrial infra installer intrusion iterator joins kernel kernels launches
libs lightning mainframe meetup messaging moreover netbook neural newsletter nonetheless orchestration outlook
overview pipelines platinum portal profiler programmers protocol protocols rendering revamped roadmap roundup
silicon sized snaps subsystem subsystems switcher takeaways telecom tier tobacco trademarks transactional ubiquity
uninstall unsung wallpaper wallpapers webinar webmail workspace workspaces workstation zero""".split()
for form in CAPITALISED:
    if form not in words:
        words[form] = ["ADV"] if form in ("moreover", "nonetheless") else next((tag.split() for end, tag in ENDINGS if form.endswith(end)), ["NOUN"])
        tags[form]["NOUN"] += lower[form] + 50
write("words.tsv", (f"{form}\t{' '.join(kept)}" for form, kept in words.items()))


def is_word(name):
    """whether the name is more often an ordinary word"""
    return name.lower() in words and sum(tags[name.lower()].values()) >= proper[name]


def regular(form):
    """the lemmas that the rules of the program would try"""
    out = {form}
    for end, repl in (("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")):
        if form.endswith(end):
            stem = form[: len(form) - len(end)]
            out.add(stem + repl)
            if not repl and len(stem) > 2 and stem[-1] == stem[-2]:
                out.add(stem[:-1])
    return out


irregular = {}
for form, count in lemmas.items():
    lemma = min(count, key=lambda l: (-count[l], l))
    if lemma not in regular(form) and re.fullmatch(r"[a-z]+", lemma) and sum(count.values()) >= 2:
        irregular[form] = lemma
write("irregular-verbs.tsv", (f"{f}\t{l}" for f, l in irregular.items()))

# what marked corpora call each name
marked = collections.defaultdict(collections.Counter)
for path in sorted((DATA / "ner").glob("*-train.tsv")):
    kind, run = "O", []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        word, _, tag = line.partition("\t")
        if tag.startswith("I-") and run:
            run.append(word)
            continue
        if run:
            marked[" ".join(run)][kind] += 1
        kind, run = tag[2:], [word] if tag.startswith("B-") else []
people = {word for name, kinds in marked.items() if kinds["PER"] for word in name.split(" ")}

# people and places
first = {name for kind, name in rows("names.tsv") if kind == "FIRST"}
COUNTRY_FORMS = """US U.S. USA U.S.A. UK U.K. Britain England Scotland Wales Europe Asia Africa America Oceania
North_America South_America Latin_America Middle_East Southeast_Asia Western_Europe Eastern_Europe Silicon_Valley
Bay_Area European_Union Scandinavia Taiwan Hong_Kong Macau Czechia Czech_Republic South_Korea North_Korea
Washington_DC Washington,_D.C. New_England Soviet_Union Asia_Pacific""".split()
# names of people in many languages, in Latin letters
sys.path.insert(0, str(WHEEL))
PROVIDERS = "faker/providers/person/"
locales = sorted({path.split("/")[3] for path in zipfile.ZipFile(WHEEL).namelist() if path.startswith(PROVIDERS) and path.count("/") == 4})
PERSON = re.compile(r"[A-Z\u00c0-\u017e][a-z\u00c0-\u017e\u0219\u021b]{2,}")
world = {"first": set(), "last": set()}
for locale in locales:
    provider = importlib.import_module(PROVIDERS.replace("/", ".") + locale).Provider
    for part, found in world.items():
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith((f"{part}_name", f"romanized_{part}_name")) and isinstance(values, (tuple, list, dict)):
                found |= {name for name in values if isinstance(name, str) and PERSON.fullmatch(name) and name[0].isupper()}
last = world["last"] - first
places = {name for kind, name in rows("names.tsv") if kind == "LOC" and not is_word(name) and len(name) > 1 and name[0].isupper()}
places |= {form.replace("_", " ") for form in COUNTRY_FORMS}

# names with a type: name TAB type TAB Wikidata id or nothing
typed = collections.defaultdict(lambda: [collections.Counter(), set()])


def plain(name):
    return re.sub(r"\s*\((?:member|KCSP|KTP|wasm|[^)]*)\)$", "", name).strip()


def usable(name):
    return 2 <= len(name) <= 60 and not is_word(name) and re.search(r"[A-Za-z]", name) and not re.fullmatch(r"[A-Z][a-z]?", name)


for name, category, sub, _home, repo, _status, _date in rows("cncf-landscape.tsv")[1:]:
    name = plain(name)
    if not usable(name):
        continue
    if category == "CNCF Members" or category == "Special":
        kind = "Organization" if sub in ("Nonprofit", "Academic") else "Company"
    else:
        kind = "Project" if repo else "Product"
    typed[name][0][kind] += 2
for name, category, _cycles in rows("endoflife-products.tsv")[1:]:
    if usable(name):
        typed[name][0]["Product" if category in ("device", "service") else "Project"] += 2
icons = {r[0] for r in rows("simple-icons.tsv")[1:]}
for name, _aliases, wiki, created, released, _url in (r + [""] * (6 - len(r)) for r in rows("github-topics.tsv")[1:]):
    if usable(name) and (created or released or re.search(r"\((software|programming_language|operating_system|web_browser)\)", wiki)):
        typed[name][0]["Project"] += 1
    for maker in re.split(r", | and ", created):
        maker = maker.strip()
        if maker in icons and usable(maker):
            typed[maker][0]["Company"] += 2
brands = ("brands/", "operators/telecom", "operators/man_made")
PUBLIC = re.compile(r"\b(Department|Council|Municipality|City|County|Authority|Ministry|Stadtwerke|Commission|District|State|Township|Gemeinde)\b")
for name in packages:
    typed[name][0]["Project"] += 2
qids = collections.defaultdict(set)
for qid, name, label, _site, kind in rows("wikidata-brands.tsv")[1:]:
    for form in {name, label}:
        if kind.startswith(brands) and form and usable(form) and not PUBLIC.search(form) and form.isascii() and form[0].isupper():
            typed[form][0]["Company"] += 1
            qids[form].add(qid)
for kind, name in rows("names.tsv"):
    if kind in ("ORG", "PROD") and usable(name) and name in typed:
        typed[name][0]["Company" if kind == "ORG" else "Project"] += 1
# names that marked corpora call organisations, again and again and nothing else
BODIES = re.compile(r"\b(University|College|School|Institute|Party|Academy|Council|Committee|Commission|Parliament|Congress|Court|Ministry|Department|Army|Navy|Society|Union|Museum|Church|League|Club|Team|Senate|Government|House|FC|Association|Federation|Foundation|Board|Agency|Band|Democrats|Liberals?|Conservatives?|Labour|Republicans?)\b")
NATIONALITIES = set(re.search(r"^nationality\t(.*)$", (HERE / "word-classes.tsv").read_text(encoding="utf-8"), re.M).group(1).split())
for name in sorted(marked):
    if not usable(name) or not name[0].isupper() or name in typed or BODIES.search(name) or re.match(r"(The|A|An|As|In|For|And|With|But|At|On|By|When) ", name) or name.lower() in NATIONALITIES or name in places:
        continue
    if all(is_word(part) for part in name.split(" ")) or any(part in first for part in name.split(" ")[:1]) and name not in icons:
        continue
    count = marked[name]
    if count["ORG"] >= 2 and count["ORG"] >= 2 * (sum(count.values()) - count["ORG"]) and name in icons:
        typed[name][0]["Company"] += 1
# towns and first names that are above all something else ('Nokia', 'Fedora')
famous = {name for name, (count, _) in typed.items() if name in icons or count["Project"] >= 2}
first -= {name for name in famous if name not in people}
places -= {name for name in famous if not marked[name]["LOC"]}
# of the names from elsewhere, only those that are nothing else
apart = lambda name: name.lower() not in words and name not in typed and name not in places and name not in icons
last = {name for name in last if apart(name)}
write("first-names.tsv", {n for n in first if len(n) > 2 and n.lower() not in words} | {n for n in world["first"] if apart(n)})
write("last-names.tsv", last)
write("places.tsv", places)
companies = {name.lower() for name, (count, _) in typed.items() if count["Company"] > count["Project"]}
lines = []
for name, (count, _) in typed.items():
    if name in places or name in first or name.islower() and (len(name) < 3 or count["Project"] < 1 or name in words):
        continue
    kind = min(count, key=lambda k: (-count[k], k))
    if kind == "Project" and count["Project"] <= 2 and name.lower() in companies:
        kind = "Company"
    qid = next(iter(qids[name])) if len(qids[name]) == 1 and kind == "Company" else ""
    lines.append(f"{name}\t{kind}\t{qid}")
for name in icons - typed.keys():
    if usable(name) and name[:1].isupper() and name not in places and name not in first:
        lines.append(f"{name}\tunknown\t")
# large firms and gatherings that the lists lack, or know by one of their works alone
known = dict(line.split("\t") for line in (HERE / "known-names.tsv").read_text(encoding="utf-8").splitlines())
ids = {line.split("\t")[0]: line.split("\t")[2] for line in lines if line.split("\t")[1] == known.get(line.split("\t")[0])}
lines = [line for line in lines if line.split("\t")[0] not in known]
lines += [f"{name}\t{kind}\t{ids.get(name, '')}" for name, kind in known.items()]
write("names.tsv", lines)

# legal forms, Latin script only
forms = {r[0] for r in rows("legal-forms.tsv")[1:]}
short = {f for f in forms if re.fullmatch(r"[a-z][a-z.&/ ]*", f) and len(f) >= 2 and " " not in f and f.rstrip(".") not in words}
EVERYDAY = {"inc", "inc.", "ltd", "ltd.", "llc", "corp", "corp.", "corporation", "incorporated", "limited", "gmbh", "plc", "ag", "co.", "co", "s.a.", "sa", "k.k.", "pty", "pty.", "ab", "oy", "bv", "b.v.", "nv", "n.v.", "srl", "s.r.l.", "spa", "s.p.a.", "bhd", "berhad", "sdn", "pvt", "pvt.", "o\u00fc", "as", "s/a", "sas", "s.a", "d.o.o", "kk"}
write("legal-forms.tsv", {unicodedata.normalize("NFC", f) for f in short | EVERYDAY if len(f.replace(".", "")) > 1})
