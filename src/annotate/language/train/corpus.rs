//! Readers of treebanks and of name corpora.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) text: String,
    pub(crate) paragraph: bool,
    pub(crate) document: bool,
    pub(crate) forms: Vec<String>,
    /// No space follows the token.
    pub(crate) glued: Vec<bool>,
    /// The token is written as one word with the token before it.
    pub(crate) joined: Vec<bool>,
    pub(crate) lemmas: Vec<String>,
    pub(crate) upos: Vec<String>,
    pub(crate) xpos: Vec<String>,
    /// Head of each token: 1-based, 0 is the root.
    pub(crate) heads: Vec<usize>,
    pub(crate) deprels: Vec<String>,
    /// By a larger model, not by hand.
    pub(crate) silver: bool,
}

/// Reads a CoNLL-U file: words without empty nodes; the parts of a multiword token are glued.
pub(crate) fn trees(path: &Path) -> std::io::Result<Vec<Tree>> {
    let text = std::fs::read_to_string(path)?;
    let mut trees = Vec::new();
    let mut tree = Tree::default();
    let mut multi_end = 0;
    let mut multi_start = 0;
    let mut multi_glued = false;
    for line in text.lines() {
        if line.is_empty() {
            if !tree.forms.is_empty() {
                trees.push(std::mem::take(&mut tree));
            }
            multi_end = 0;
            continue;
        }
        if let Some(value) = line.strip_prefix("# text = ") {
            tree.text = value.to_owned();
        } else if line.starts_with("# newpar") {
            tree.paragraph = true;
        } else if line.starts_with("# newdoc") {
            tree.document = true;
        }
        if line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = columns[..] else { continue };
        let glued = misc.split('|').any(|item| item == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            multi_start = first.parse().unwrap_or(0);
            multi_end = last.parse().unwrap_or(0);
            multi_glued = glued;
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        tree.forms.push(form.to_owned());
        tree.glued.push(match number.cmp(&multi_end) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => multi_glued,
            std::cmp::Ordering::Greater => glued,
        });
        tree.joined.push(multi_start < number && number <= multi_end);
        tree.lemmas.push(lemma.to_owned());
        tree.upos.push(upos.to_owned());
        tree.xpos.push(xpos.to_owned());
        tree.heads.push(head.parse().unwrap_or(0));
        tree.deprels.push(deprel.to_owned());
    }
    if !tree.forms.is_empty() {
        trees.push(tree);
    }
    Ok(trees)
}

/// The file of trees by a larger model, in the folder of weights.
const SILVER: &str = "silver-trees.tsv";

/// The first of the characters that stand for numbers in it.
const ZERO: u8 = b'!';

/// What stands for a head that is the token itself: the root.
const ROOT: i64 = 46;

/// Reads the trees that a larger model made of sentences of the corpora; none where there is no such file.
///
/// The file has no words: a line names a post of the corpus of posts with the byte where a sentence begins, or a file
/// of names with the number of a sentence, and has a character a token in each of its strings: tags, heads, relations,
/// and for posts the bytes between the tokens and those of the tokens. Sentences that are no longer there are left out.
pub(crate) fn silver(data: &Path, models: &Path) -> std::io::Result<Vec<Tree>> {
    let path = models.join(SILVER);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let file = std::fs::read_to_string(path)?;
    let list = |name: &str| -> Vec<String> {
        let line = file.lines().take_while(|line| line.starts_with('#')).find_map(|line| line.strip_prefix(name));
        line.unwrap_or("").split_whitespace().map(str::to_owned).collect()
    };
    let lists = [list("# tags:"), list("# relations:")];
    let lines: Vec<Vec<&str>> =
        file.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let texts = posts(data, &lines.iter().filter_map(|line| line.first().copied()).collect())?;
    let mut names = BTreeMap::new();
    for line in &lines {
        if let Some(source) = line.first().filter(|source| source.contains('/') && !names.contains_key(*source)) {
            names.insert(*source, named(&data.join(source))?);
        }
    }
    let forms = |line: &[&str]| -> Option<Vec<String>> {
        let (source, start) = (line.first()?, line.get(1)?.parse::<usize>().ok()?);
        if let Some(sentences) = names.get(source) {
            return Some(sentences.get(start)?.forms.clone());
        }
        let text = texts.get(*source)?;
        let mut at = start;
        let pieces = numbers(line.get(5)?).zip(numbers(line.get(6)?));
        pieces
            .map(|(gap, length)| {
                let first = at + usize::try_from(gap).ok()?;
                at = first + usize::try_from(length).ok()?;
                Some(text.get(first..at)?.to_owned())
            })
            .collect()
    };
    Ok(lines.iter().filter_map(|line| silver_tree(line, forms(line)?, &lists)).collect())
}

/// The numbers that characters stand for.
fn numbers(codes: &str) -> impl Iterator<Item = i64> {
    codes.bytes().map(|code| i64::from(code) - i64::from(ZERO))
}

/// The tree of a line; nothing where it does not fit the tokens.
fn silver_tree(line: &[&str], forms: Vec<String>, [tags, relations]: &[Vec<String>; 2]) -> Option<Tree> {
    let name = |list: &[String], number: i64| list.get(usize::try_from(number).ok()?).cloned();
    let [tags, deprels]: [Option<Vec<String>>; 2] = [(2, tags), (4, relations)]
        .map(|(column, list)| numbers(line.get(column)?).map(|number| name(list, number)).collect());
    let head = |(at, code): (usize, i64)| match code - ROOT {
        0 => Some(0),
        offset => usize::try_from(at as i64 + 1 + offset).ok().filter(|head| (1..=forms.len()).contains(head)),
    };
    let heads: Option<Vec<usize>> = numbers(line.get(3)?).enumerate().map(head).collect();
    let (tags, deprels, heads) = (tags?, deprels?, heads?);
    let (upos, xpos): (Vec<String>, Vec<String>) =
        tags.iter().filter_map(|tag| tag.split_once('/')).map(|(one, two)| (one.to_owned(), two.to_owned())).unzip();
    let fits = [upos.len(), deprels.len(), heads.len()].iter().all(|length| *length == forms.len());
    fits.then(|| Tree {
        lemmas: vec!["_".to_owned(); forms.len()],
        forms,
        upos,
        xpos,
        heads,
        deprels,
        silver: true,
        ..Tree::default()
    })
}

/// The texts of some posts of the corpus of posts.
fn posts(data: &Path, wanted: &BTreeSet<&str>) -> std::io::Result<BTreeMap<String, String>> {
    #[derive(serde::Deserialize)]
    struct Post {
        id: String,
        text: String,
    }
    let archive = std::fs::File::open(data.join("stress/articles.jsonl.xz"))?;
    let mut texts = BTreeMap::new();
    for line in BufReader::new(lzma_rust2::XzReader::new(archive, true)).lines() {
        let post: Post = serde_json::from_str(&line?)?;
        if wanted.contains(post.id.as_str()) {
            texts.insert(post.id, post.text);
        }
    }
    Ok(texts)
}

/// A sentence of a name corpus: tokens and their labels, `O`, `B-PER`, `I-PER`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) forms: Vec<String>,
    pub(crate) labels: Vec<String>,
}

/// Reads a file of tokens and labels.
pub(crate) fn named(path: &Path) -> std::io::Result<Vec<Named>> {
    let mut sentences = Vec::new();
    let mut sentence = Named::default();
    for line in std::fs::read_to_string(path)?.lines().chain([""]) {
        match line.split_once('\t') {
            Some((form, label)) => {
                sentence.forms.push(form.to_owned());
                sentence.labels.push(label.to_owned());
            }
            None if sentence.forms.is_empty() => {}
            None => sentences.push(std::mem::take(&mut sentence)),
        }
    }
    Ok(sentences)
}

/// Whether a sentence of a train part is set apart for tuning: the corpus has no dev part of its own.
fn is_set_apart(corpus: &str, number: usize) -> bool {
    match corpus {
        // The sentences on computing that were its dev part before the parts were joined.
        "crossner" => (100..450).contains(&number),
        // Blocks, so that most documents are on one side.
        "wikigold" => number / 40 % 4 == 3,
        _ => false,
    }
}

/// The sentences of a train part: those set apart for tuning, or the others.
pub(crate) fn named_part(data: &Path, corpus: &str, set_apart: bool) -> std::io::Result<Vec<Named>> {
    let all = named(&data.join(format!("ner/{corpus}-train.tsv")))?;
    let chosen = all.into_iter().enumerate().filter(|&(number, _)| is_set_apart(corpus, number) == set_apart);
    Ok(chosen.map(|(_, sentence)| sentence).collect())
}

/// Reads a list of two columns.
pub(crate) fn pairs(path: &Path) -> std::io::Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(one, two)| (one.to_owned(), two.to_owned()))
        .collect())
}

/// Reads sentences of tokens with a space between them, in which a name stands in brackets after its type.
pub(crate) fn bracketed(text: &str) -> Vec<Named> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut sentence = Named::default();
            let mut label = "O".to_owned();
            for piece in line.split(' ') {
                if let Some(kind) = piece.strip_prefix('[') {
                    label = format!("B-{kind}");
                    continue;
                }
                sentence.forms.push(piece.trim_end_matches(']').to_owned());
                sentence.labels.push(label.clone());
                label = if piece.ends_with(']') { "O".to_owned() } else { label.replace("B-", "I-") };
            }
            sentence
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_silver_is_a_tree() {
        let lists = ["DET/DT NOUN/NN", "det root"].map(|list| list.split(' ').map(str::to_owned).collect());
        let forms = || vec!["a".to_owned(), "map".to_owned()];
        let tree = silver_tree(&["post", "0", "!\"", "PO", "!\""], forms(), &lists).unwrap();
        assert_eq!(
            (tree.heads, tree.xpos, tree.deprels),
            (vec![2, 0], vec!["DT".into(), "NN".into()], vec!["det".into(), "root".into()])
        );
        assert!(silver_tree(&["post", "0", "!\"", "QO", "!\""], forms(), &lists).is_none(), "no such head");
        assert!(silver_tree(&["post", "0", "!", "PO", "!\""], forms(), &lists).is_none(), "a tag is missing");
    }

    #[test]
    fn brackets_become_labels() {
        let read = bracketed("# none\n[ORG Velmora Labs] bought [PROD Gannet] .");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].forms, ["Velmora", "Labs", "bought", "Gannet", "."]);
        assert_eq!(read[0].labels, ["B-ORG", "I-ORG", "O", "B-PROD", "O"]);
    }
}
