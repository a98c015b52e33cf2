//! What a statement is made of, borrowed from the graph: nothing is copied until a format writes it.

use std::borrow::Cow;

use oxrdf::NamedNodeRef;

use super::terms::{OWL_SAME_AS, RDF_TYPE, RDFS_LABEL, SCHEMA_NAME, SCHEMA_SAME_AS, SCHEMA_URL, SKOS_ALT_LABEL};
use crate::model::PartialDate;

/// First bytes of the hash that names a claim.
pub type ClaimId = [u8; 10];

/// How a thing of ours is called below the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name<'g> {
    /// An entity, a happening or an article.
    Path(&'g str),
    /// A sentence of an article, by the code points between which it stands.
    Sentence {
        /// Path of the article.
        article: &'g str,
        /// First code point.
        start: usize,
        /// Code point after the last.
        end: usize,
    },
    /// A fact in a sentence.
    Claim(ClaimId),
}

impl Name<'_> {
    /// Adds the path, which is ASCII and needs no escape anywhere: an IRI follows from the base and it.
    pub fn push_to(self, out: &mut String) {
        match self {
            Name::Path(path) => out.push_str(path),
            Name::Sentence { article, start, end } => {
                out.push_str(article);
                out.push_str("#char=");
                push_number(out, start);
                out.push(',');
                push_number(out, end);
            }
            Name::Claim(id) => {
                out.push_str("claim/");
                push_hex(out, &id);
            }
        }
    }
}

/// A property and an object, in the default graph or in that of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<'g> {
    /// One of [`PROPERTIES`](super::terms::PROPERTIES), or that of a predicate of the user's.
    pub property: NamedNodeRef<'static>,
    /// What it leads to.
    pub object: Object<'g>,
    /// The sentence that names the graph.
    pub graph: Option<Name<'g>>,
}

impl Statement<'_> {
    /// Whether it says what its subject is and is called, which the whole graph decides, rather than a fact.
    pub fn is_of_the_whole(&self) -> bool {
        const OWN: [NamedNodeRef<'static>; 7] =
            [RDF_TYPE, RDFS_LABEL, SCHEMA_NAME, SKOS_ALT_LABEL, SCHEMA_URL, SCHEMA_SAME_AS, OWL_SAME_AS];
        OWN.contains(&self.property)
    }
}

/// The object of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Object<'g> {
    /// A thing of ours.
    Name(Name<'g>),
    /// A class or property of the vocabulary.
    Term(NamedNodeRef<'static>),
    /// An outside IRI, valid as it stands.
    Iri(Cow<'g, str>),
    /// Any text.
    Text(&'g str),
    /// A date, its datatype as precise as itself.
    Date(PartialDate),
    /// A place in a text.
    Offset(usize),
    /// A triple term of RDF 1.2.
    Triple(FactTriple<'g>),
}

/// The triple of a fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactTriple<'g> {
    /// What it is said of.
    pub subject: Name<'g>,
    /// What is said.
    pub property: NamedNodeRef<'static>,
    /// The other end.
    pub object: FactEnd<'g>,
}

/// The object of a fact's triple.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactEnd<'g> {
    /// An entity.
    Name(Name<'g>),
    /// A date.
    Date(PartialDate),
}

impl<'g> From<FactEnd<'g>> for Object<'g> {
    fn from(end: FactEnd<'g>) -> Self {
        match end {
            FactEnd::Name(name) => Object::Name(name),
            FactEnd::Date(date) => Object::Date(date),
        }
    }
}

impl<'g> From<FactTriple<'g>> for Statement<'g> {
    /// What the fact says of its subject, in the default graph.
    fn from(fact: FactTriple<'g>) -> Self {
        Statement { property: fact.property, object: fact.object.into(), graph: None }
    }
}

/// Adds a number in decimal digits.
pub(crate) fn push_number(out: &mut String, mut number: usize) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
}

/// Adds a date as precise as it is: `2015-04-02`, `2015-04`, `2015`.
pub(crate) fn push_date(out: &mut String, date: PartialDate) {
    let two = |out: &mut String, number: i8| {
        let number = u8::try_from(number).unwrap_or(0);
        out.push('-');
        out.push(char::from(b'0' + number / 10));
        out.push(char::from(b'0' + number % 10));
    };
    push_number(out, usize::try_from(date.year()).unwrap_or(0));
    if let Some(month) = date.month() {
        two(out, month);
        if let Some(day) = date.day() {
            two(out, day);
        }
    }
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_paths() {
        let path = |name: Name<'_>| {
            let mut out = String::new();
            name.push_to(&mut out);
            out
        };
        assert_eq!(path(Name::Path("company/vexor")), "company/vexor");
        let sentence = Name::Sentence { article: "article/a-0123456789ab", start: 0, end: 1290 };
        assert_eq!(path(sentence), "article/a-0123456789ab#char=0,1290");
        assert_eq!(path(Name::Claim([0, 1, 0xab, 255, 9, 0, 0, 0, 0, 16])), "claim/0001abff090000000010");
    }

    #[test]
    fn dates_are_written_as_they_display() {
        for text in ["2015", "2015-04", "2015-12-31", "1000-01-01"] {
            let mut out = String::new();
            push_date(&mut out, text.parse().unwrap());
            assert_eq!(out, text);
        }
    }
}
