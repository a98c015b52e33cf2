//! Language analysis of English: sentences and tokens, tags and lemmas, trees, names.
//!
//! Takes text, gives tokens with byte offsets; takes the tokens of one sentence, gives what is known of them. All
//! of it is linear models over hashed features, read where they lie in the weight file that the program carries.
//! Never fails on any input, never takes more than linear time, and never gives two results for one input. A new
//! feature goes into the `features` function of its model; the weights are then trained again.

mod archive;
mod evidence;
mod gazetteer;
pub(super) mod hash;
mod lemma;
mod names;
mod parse;
mod revise;
mod scan;
mod table;
mod tag;
mod word;

/// Training: from a folder of corpora to the weight file and a report.
#[cfg(feature = "train")]
pub mod train;

use std::sync::OnceLock;

pub use archive::WeightsError;
pub use names::{Hint, Name, NameType};
pub use scan::{ScannedSentence, ScannedToken};

use crate::model::{EntityType, GrammarWord};
use gazetteer::Gazetteer;
use names::NameFinder;
use parse::{Input, Parser, TagKinds};
use revise::{HARD, Reviser};
use table::{TripleWeights, Weights};
use tag::{Tag, Tagger};
use word::{Clusters, Word};

/// Sentences of more tokens get no real tree.
const LONGEST: usize = 1000;

/// Puts the weight file at the start of a cache line, so that no bucket lies across two.
#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

/// The weight file that the program carries.
static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../models/english.bin"));

/// The trained models for one language.
#[derive(Clone, Debug, Default)]
pub struct Language<'a> {
    clusters: Clusters<'a>,
    tagger: Tagger<'a>,
    tags: Vec<(&'a str, &'a str)>,
    kinds: TagKinds,
    lemmas: lemma::Lemmas<'a>,
    parser: Parser<'a>,
    reviser: Reviser<'a>,
    labels: Vec<&'a str>,
    names: NameFinder<'a>,
    mentions: NameFinder<'a>,
    splitter: scan::Splitter<'a>,
}

/// The tokens of a sentence as the models see them.
#[derive(Clone, Debug)]
pub struct Words(Vec<Word>);

/// The tags of a sentence, one a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the sentence has no token.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A tree over the tokens of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The head of each token; `None` for the root.
    pub heads: Vec<Option<usize>>,
    labels: Vec<u8>,
}

/// A name with a type of the vocabulary, as its model sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedName {
    /// Its tokens.
    pub tokens: std::ops::Range<usize>,
    /// Its type.
    pub kind: EntityType,
    /// How far it is ahead of no name at its weakest token; for comparing names only.
    pub score: i32,
}

/// The names of a sentence with the types of the vocabulary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedNames {
    /// The names, in order, none within another.
    pub names: Vec<TypedName>,
    /// For each token, how far a name is ahead of no name; for comparing tokens only.
    pub leads: Vec<i32>,
}

/// A name by the model of six types.
fn name(found: names::Found) -> Name {
    let names::Found { tokens, kind, score } = found;
    Name { tokens, kind: names::TYPES.get(kind).copied().unwrap_or(NameType::Other), score }
}

fn lines(bytes: &[u8]) -> Vec<&str> {
    std::str::from_utf8(bytes).unwrap_or("").lines().collect()
}

impl Language<'static> {
    /// The language that the program carries; read on the first call.
    ///
    /// Never fails: the tests open the weight file, and debug builds check it. Were it damaged nevertheless, this
    /// would be a language without weights, which gives arbitrary tags and trees and no names; [`Self::is_trained`]
    /// tells.
    pub fn embedded() -> &'static Self {
        static LANGUAGE: OnceLock<Language<'static>> = OnceLock::new();
        LANGUAGE.get_or_init(|| {
            let opened = Language::from_bytes(&EMBEDDED.0);
            debug_assert!(opened.is_ok(), "the embedded weights: {opened:?}");
            opened.unwrap_or_default()
        })
    }

    /// Tags, lemmas and tree of a sentence.
    pub fn analyse(&self, tokens: &[&str]) -> Vec<GrammarWord> {
        let words = self.words(tokens);
        let tags = self.tag(&words);
        self.grammar(tokens, &words, &tags)
    }

    /// Lemmas and tree of a sentence whose tags are known, with the tags.
    pub fn grammar(&self, tokens: &[&str], words: &Words, tags: &Tags) -> Vec<GrammarWord> {
        let tree = self.parse(words, tags);
        let word = |at: usize| GrammarWord {
            part_of_speech: self.upos(tags, at),
            tag: self.xpos(tags, at),
            lemma: self.lemma(tokens[at], tags, at),
            head: tree.heads.get(at).copied().flatten(),
            relation: self.deprel(&tree, at),
        };
        (0..tokens.len()).map(word).collect()
    }
}

impl<'a> Language<'a> {
    /// The language of a weight file.
    ///
    /// # Errors
    ///
    /// The bytes are not a weight file, of another version, or damaged.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        let archive = archive::Archive::open(bytes)?;
        let section = |name| archive.section(name);
        let weights = |table, pool| Weights::new(section(table), section(pool));
        let tags: Vec<_> = lines(section("tags")).into_iter().filter_map(|line| line.split_once('\t')).collect();
        let labels = lines(section("labels"));
        let kinds = TagKinds {
            kinds: tags
                .iter()
                .map(|(upos, xpos)| match (*upos, *xpos) {
                    ("VERB" | "AUX", _) => 1,
                    ("PUNCT", "HYPH" | "``" | "''") => 0,
                    ("PUNCT", _) => 2,
                    ("CCONJ", _) => 4,
                    ("NOUN" | "PROPN" | "PRON", _) => 8,
                    _ => 0,
                })
                .collect(),
        };
        let root = labels.iter().position(|&label| label == "root").unwrap_or(0) as u8;
        let gazetteer = Gazetteer::new(section("gazett"));
        Ok(Self {
            clusters: Clusters::new(section("clusters")),
            tagger: Tagger {
                first: weights("tag1.tab", "tag1.row"),
                second: weights("tag2.tab", "tag2.row"),
                classes: tags.len(),
            },
            tags,
            kinds,
            lemmas: lemma::Lemmas::new(section("lemma"), section("rules")),
            parser: Parser {
                moves: TripleWeights::new(section("moves")),
                labels: weights("lab1.tab", "lab1.row"),
                classes: labels.len(),
                root,
            },
            reviser: Reviser {
                heads: weights("fix.tab", "fix.row"),
                relations: weights("lab2.tab", "lab2.row"),
                hard: labels.iter().map(|label| HARD.contains(label)).collect(),
                root,
            },
            labels,
            names: NameFinder::new(weights("name.tab", "name.row"), gazetteer, names::TYPES.len()),
            mentions: NameFinder::new(weights("ment.tab", "ment.row"), gazetteer, EntityType::ALL.len()),
            splitter: scan::Splitter { weights: weights("end.tab", "end.row") },
        })
    }

    /// Whether there are weights and lists for each part of the analysis.
    pub fn is_trained(&self) -> bool {
        let parts = [
            self.clusters.is_empty(),
            self.tagger.first.is_empty(),
            self.tagger.second.is_empty(),
            self.tags.is_empty(),
            self.lemmas.rules.is_empty(),
            self.parser.moves.is_empty(),
            self.parser.labels.is_empty(),
            self.reviser.heads.is_empty(),
            self.reviser.relations.is_empty(),
            self.labels.is_empty(),
            self.names.weights.is_empty(),
            self.mentions.weights.is_empty(),
            self.names.gazetteer.is_empty(),
            self.splitter.weights.is_empty(),
        ];
        !parts.contains(&true)
    }

    /// The sentences of a text, each with its tokens. Every character but white space is in one token.
    ///
    /// # Complexity
    ///
    /// Linear in the length of the text.
    pub fn scan(&self, text: &str) -> Vec<ScannedSentence> {
        self.splitter.split(text, &scan::tokens(text), &self.clusters)
    }

    /// The tokens of one sentence, made ready for the models.
    pub fn words(&self, tokens: &[&str]) -> Words {
        Words(tokens.iter().map(|token| Word::new(token, &self.clusters)).collect())
    }

    /// The number of the group that a word belongs to by its company, where it has one.
    pub fn group(&self, word: &str) -> Option<u64> {
        Some(Word::new(word, &self.clusters).cluster).filter(|group| *group > 0)
    }

    /// The tags of a sentence.
    pub fn tag(&self, words: &Words) -> Tags {
        Tags(self.tagger.tag(&words.0))
    }

    /// Tags some tokens as proper nouns: those of names that are known otherwise.
    pub fn mark_names(&self, tags: &mut Tags, tokens: impl Iterator<Item = usize>) {
        let Some(proper) = self.tags.iter().position(|pair| *pair == ("PROPN", "NNP")) else { return };
        for token in tokens {
            if let Some(tag) = tags.0.get_mut(token) {
                *tag = proper as Tag;
            }
        }
    }

    /// The tree of a sentence. In one of more than a thousand tokens, which is none, all hang on the first.
    pub fn parse(&self, words: &Words, tags: &Tags) -> Tree {
        if words.0.len() > LONGEST {
            let heads = (0..words.0.len()).map(|at| (at > 0).then_some(0)).collect();
            let number = |label| self.labels.iter().position(|&known| known == label).unwrap_or(0) as u8;
            let mut labels = vec![number("dep"); words.0.len()];
            labels[0] = number("root");
            return Tree { heads, labels };
        }
        let input = Input::new(&words.0, &tags.0, &self.kinds);
        let mut state = self.parser.parse(&input);
        self.reviser.revise(&input, &mut state);
        let heads = state.heads.iter().map(|&head| (head < input.length).then_some(head)).collect();
        Tree { heads, labels: state.labels }
    }

    /// The names of a sentence that stands alone, in order, none within another.
    pub fn names(&self, words: &Words, tags: &Tags) -> Vec<Name> {
        self.names.names(&[&words.0], &[&tags.0], &[]).into_iter().flat_map(|seen| seen.names).map(name).collect()
    }

    /// The names of each sentence of a document, in order, none within another. What a word is in other sentences
    /// helps.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the tokens of the document.
    pub fn names_of_document(&self, document: &[(Words, Tags)]) -> Vec<Vec<Name>> {
        let (words, tags): (Vec<_>, Vec<_>) =
            document.iter().map(|(words, tags)| (words.0.as_slice(), tags.0.as_slice())).unzip();
        let found = self.names.names(&words, &tags, &[]);
        found.into_iter().map(|seen| seen.names.into_iter().map(name).collect()).collect()
    }

    /// The names of each sentence of a document with the types of the vocabulary, in order, none within another; each
    /// token comes with what is known of it otherwise.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the tokens of the document.
    pub fn mentions_of_document(&self, document: &[(Words, Vec<Hint>)]) -> Vec<TypedNames> {
        let (words, hints): (Vec<_>, Vec<_>) =
            document.iter().map(|(words, hints)| (words.0.as_slice(), hints.as_slice())).unzip();
        let typed = |found: names::Found| {
            let kind = EntityType::ALL.get(found.kind).copied()?;
            Some(TypedName { tokens: found.tokens, kind, score: found.score })
        };
        let seen = self.mentions.names(&words, &[], &hints).into_iter();
        seen.map(|seen| TypedNames { names: seen.names.into_iter().filter_map(typed).collect(), leads: seen.leads })
            .collect()
    }

    /// The universal part of speech of a token.
    pub fn upos(&self, tags: &Tags, token: usize) -> &'a str {
        self.pair(tags, token).0
    }

    /// The fine part of speech of a token.
    pub fn xpos(&self, tags: &Tags, token: usize) -> &'a str {
        self.pair(tags, token).1
    }

    fn pair(&self, tags: &Tags, token: usize) -> (&'a str, &'a str) {
        tags.0.get(token).and_then(|&tag| self.tags.get(usize::from(tag))).copied().unwrap_or(("X", "FW"))
    }

    /// The dictionary form of a token.
    pub fn lemma(&self, form: &str, tags: &Tags, token: usize) -> String {
        let tag = tags.0.get(token).copied().unwrap_or(0);
        self.lemmas.lemma(form, tag, self.xpos(tags, token).starts_with("NNP"))
    }

    /// The universal dependency relation of a token to its head.
    pub fn deprel(&self, tree: &Tree, token: usize) -> &'a str {
        let label = tree.labels.get(token).and_then(|&label| self.labels.get(usize::from(label)));
        label.copied().unwrap_or("dep")
    }
}
