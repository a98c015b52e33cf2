//! Relations and the language of their patterns; `schema/relations/README.md` explains it.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Predicate;
use crate::model::{EntityType, Status};

/// A relation: how sentences state one predicate.
#[derive(Debug, Clone)]
pub struct Relation {
    /// File name without extension; the first half of every rule's name.
    pub name: String,
    /// The user's file that states it, as given; none for one that the program brings.
    pub file: Option<String>,
    /// What it states.
    pub predicate: &'static Predicate,
    /// Its patterns, in file order.
    pub patterns: Vec<Pattern>,
    /// Sentences that must match, with the facts that must come out, as names.
    pub accepts: Vec<Accept>,
    /// Sentences that must yield no fact of this predicate.
    pub rejects: Vec<String>,
}

/// A sentence that must match.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The sentence, or a few.
    pub text: String,
    /// Pairs of subject and object.
    pub facts: Vec<[String; 2]>,
}

/// One way to state a relation.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// `file/name`, as it stands in the `rule` field of facts.
    pub rule: String,
    /// What must follow each other.
    pub elements: Vec<Element>,
    /// Whether a match tells a happening.
    pub event: bool,
    /// A status other than the one that the sentence itself shows.
    pub status: Option<Status>,
    /// Words that forbid the match where they follow it directly or stand inside it.
    pub unless: BTreeSet<String>,
    /// Words of which one must stand in the heading, or the line that introduces the list, over the sentence.
    pub under: BTreeSet<String>,
    /// Words that forbid the match wherever they stand in the sentence.
    pub unless_in_sentence: BTreeSet<String>,
    /// Types that the subject must have, where narrower than the predicate's.
    pub subjects: Vec<EntityType>,
    /// Types that the object must have, where narrower than the predicate's.
    pub objects: Vec<EntityType>,
    /// Whether the object must be a numbered release of another series than the subject.
    pub numbered: bool,
    /// Whether the object must not describe a noun after it, as it does in 'a new Acme server'.
    pub whole: bool,
    /// A fixed qualifier.
    pub qualifier: Option<String>,
}

/// One element of a pattern; `W` is a word as written, or as an index into a table of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element<W = String> {
    /// `{subject}` or `{object}`: an argument, alone or as a list.
    Argument(Slot),
    /// `{any}`: a mention that plays no part.
    AnyMention,
    /// `{role}`: a job title, kept as the qualifier.
    Role,
    /// `{level}`: up to four words in front of a noun, kept as the qualifier.
    Level,
    /// `{amount}`: a sum of money or a share, kept as the qualifier.
    Amount,
    /// `{date}`: a date expression; the object of dated predicates.
    Date,
    /// `<join|enter>`: a verb in any form.
    Verb(Vec<W>),
    /// `<~found|form>`: a verb in the passive; the argument before it is what suffers it.
    Passive(Vec<W>),
    /// `{when}`: no words; the date of what the match tells: the nearest one in the sentence, or the article's.
    When,
    /// `<is>`: a copula, an apposition's comma, or 'as'.
    Is,
    /// `~member|supporter`: a noun phrase with this head; its modifiers become the qualifier.
    Noun(Vec<W>),
    /// `a|b`: one of these words.
    Word(Vec<W>),
    /// `{publisher}`: no words; the argument that the pattern lacks is the body that publishes the article.
    Publisher,
    /// `{topic}`: no words; the argument that the pattern lacks is the numbered release that the article presents.
    Topic,
    /// `{occasion}`: no words; the argument that the pattern lacks is the event that the article is about.
    Occasion,
    /// `{host}`: no words; the argument that the pattern lacks is the event that the article is about, else its publisher.
    Host,
    /// `{business}`: no words; the argument that the pattern lacks is the company that the article is about.
    Business,
    /// `{panel}`: no words; the argument that the pattern lacks is the board, committee or team that the article names.
    Panel,
    /// `{club}`: no words; the argument that the pattern lacks is the foundation, alliance or group with members that the
    /// article is about.
    Club,
    /// `{project}`: no words; the argument that the pattern lacks is the project that the article is about.
    Project,
    /// `{item}`: no words; the sentence is a list item, a heading or a cell.
    Item,
    /// `^`: the start of the sentence.
    Start,
    /// `$`: its end, but for punctuation.
    End,
    /// `...`: up to four words of no importance.
    Gap,
    /// Any of the above with `?` after it.
    Optional(Box<Element<W>>),
}

impl<W> Element<W> {
    /// The elements without words that stand for an argument.
    pub const IMPLIED: [Self; 8] = [
        Self::Publisher,
        Self::Topic,
        Self::Occasion,
        Self::Host,
        Self::Business,
        Self::Panel,
        Self::Project,
        Self::Club,
    ];
}

impl fmt::Display for Element {
    /// As relation files write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let either = |words: &[String]| words.join("|");
        match self {
            Element::Argument(Slot::Subject) => f.write_str("{subject}"),
            Element::Argument(Slot::Object) => f.write_str("{object}"),
            Element::AnyMention => f.write_str("{any}"),
            Element::Role => f.write_str("{role}"),
            Element::Level => f.write_str("{level}"),
            Element::Amount => f.write_str("{amount}"),
            Element::Date => f.write_str("{date}"),
            Element::When => f.write_str("{when}"),
            Element::Publisher => f.write_str("{publisher}"),
            Element::Topic => f.write_str("{topic}"),
            Element::Occasion => f.write_str("{occasion}"),
            Element::Host => f.write_str("{host}"),
            Element::Business => f.write_str("{business}"),
            Element::Panel => f.write_str("{panel}"),
            Element::Project => f.write_str("{project}"),
            Element::Club => f.write_str("{club}"),
            Element::Item => f.write_str("{item}"),
            Element::Is => f.write_str("<is>"),
            Element::Verb(words) => write!(f, "<{}>", either(words)),
            Element::Passive(words) => write!(f, "<~{}>", either(words)),
            Element::Noun(words) => write!(f, "~{}", either(words)),
            Element::Word(words) => f.write_str(&either(words)),
            Element::Start => f.write_str("^"),
            Element::End => f.write_str("$"),
            Element::Gap => f.write_str("..."),
            Element::Optional(inner) => write!(f, "{inner}?"),
        }
    }
}

/// Which argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The subject of the fact.
    Subject,
    /// The object of the fact.
    Object,
}

/// Reads a pattern of a predicate.
///
/// # Errors
/// The byte of the pattern at which it goes wrong, and the cause.
pub(super) fn parse_pattern(text: &str, predicate: &Predicate) -> Result<Vec<Element>, (usize, String)> {
    let place = |token: &str| token.as_ptr() as usize - text.as_ptr() as usize;
    let elements: Vec<Element> = text
        .split_ascii_whitespace()
        .map(|token| parse_element(token).map_err(|what| (place(token), what)))
        .collect::<Result<_, _>>()?;
    check(&elements, predicate).map_err(|what| (0, format!("'{text}': {what}")))?;
    Ok(elements)
}

fn parse_element(token: &str) -> Result<Element, String> {
    if token.len() > 1
        && let Some(inner) = token.strip_suffix('?')
    {
        return Ok(Element::Optional(Box::new(parse_element(inner)?)));
    }
    let choices = |list: &str| list.split('|').map(str::to_owned).collect::<Vec<_>>();
    if let Some(inner) = token.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
        return match inner {
            "subject" => Ok(Element::Argument(Slot::Subject)),
            "object" => Ok(Element::Argument(Slot::Object)),
            "any" => Ok(Element::AnyMention),
            "role" => Ok(Element::Role),
            "level" => Ok(Element::Level),
            "amount" => Ok(Element::Amount),
            "date" => Ok(Element::Date),
            "publisher" => Ok(Element::Publisher),
            "when" => Ok(Element::When),
            "topic" => Ok(Element::Topic),
            "occasion" => Ok(Element::Occasion),
            "host" => Ok(Element::Host),
            "business" => Ok(Element::Business),
            "panel" => Ok(Element::Panel),
            "project" => Ok(Element::Project),
            "club" => Ok(Element::Club),
            "item" => Ok(Element::Item),
            _ => Err(format!(
                "unknown element '{{{inner}}}'; known: {{subject}} {{object}} {{any}} {{role}} {{level}} {{amount}} {{date}} {{when}} {{publisher}} {{topic}} {{occasion}} {{host}} {{business}} {{panel}} {{project}} {{club}} {{item}}"
            )),
        };
    }
    if let Some(inner) = token.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
        if let Some(passive) = inner.strip_prefix('~') {
            return Ok(Element::Passive(choices(passive)));
        }
        return Ok(if inner == "is" { Element::Is } else { Element::Verb(choices(inner)) });
    }
    if let Some(inner) = token.strip_prefix('~') {
        return Ok(Element::Noun(choices(inner)));
    }
    match token {
        "..." => return Ok(Element::Gap),
        "^" => return Ok(Element::Start),
        "$" => return Ok(Element::End),
        _ => {}
    }
    if token.contains(['{', '}', '<', '>']) {
        return Err(format!("'{token}' is no element: braces and angles come in pairs"));
    }
    Ok(Element::Word(choices(&token.to_lowercase())))
}

fn check(elements: &[Element], predicate: &Predicate) -> Result<(), String> {
    let has = |wanted: &Element| elements.contains(wanted);
    let implied = Element::IMPLIED.iter().any(has);
    if !has(&Element::Argument(Slot::Subject)) && !implied {
        return Err("a pattern needs {subject}".to_owned());
    }
    if predicate.is_dated() && !has(&Element::Date) && !has(&Element::When) {
        return Err(format!("a pattern of '{}' needs {{date}} or {{when}}", predicate.name));
    }
    // partners may all stand in one list: 'Acme and Foo announced a partnership'
    let paired = predicate.is_symmetric;
    if !predicate.is_dated() && !has(&Element::Argument(Slot::Object)) && !implied && !paired {
        return Err("a pattern needs {object}".to_owned());
    }
    if matches!(elements.first(), Some(Element::Gap | Element::Optional(_))) {
        return Err("a pattern starts with something that must be there".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::predicate;

    #[test]
    fn elements_are_shown_as_files_write_them() {
        let member_of = predicate("memberOf").unwrap();
        let text = "{subject} <join|enter> as {role} ... ~member|partner? of|in {object} $";
        let shown: Vec<String> = parse_pattern(text, member_of).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(shown.join(" "), text);
    }

    #[test]
    fn a_wrong_element_is_told_with_its_place() {
        let member_of = predicate("memberOf").unwrap();
        let (at, what) = parse_pattern("{subjekt} <join> {object}", member_of).unwrap_err();
        assert_eq!(at, 0);
        assert!(what.starts_with("unknown element '{subjekt}'; known: {subject}"), "{what}");
        assert_eq!(parse_pattern("{subject} <join {object}", member_of).unwrap_err().0, 10);
        let (_, what) = parse_pattern("<join> {object}", member_of).unwrap_err();
        assert_eq!(what, "'<join> {object}': a pattern needs {subject}");
    }
}
