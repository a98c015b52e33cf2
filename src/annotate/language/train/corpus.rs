//! Readers of treebanks and of name corpora.

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
    fn brackets_become_labels() {
        let read = bracketed("# none\n[ORG Velmora Labs] bought [PROD Gannet] .");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].forms, ["Velmora", "Labs", "bought", "Gannet", "."]);
        assert_eq!(read[0].labels, ["B-ORG", "I-ORG", "O", "B-PROD", "O"]);
    }
}
