//! Tells whether an article is in another language than English.
//!
//! Takes a document, gives the name of its language where it is surely not English. Must never refuse an English
//! article: what is short, made of names, of code or of two languages counts as English.

use whatlang::{Lang, detect};

use crate::model::{BlockKind, Document};

/// How much of an article is looked at first, in bytes.
const HEAD: usize = 4096;
/// The fewest words in lower case that tell a language that is written with Latin letters: names tell none.
const FEWEST_WORDS: usize = 30;
/// The fewest letters that tell a language that is written with others.
const FEWEST_LETTERS: usize = 60;
/// English words that other languages hardly use; one word in this many makes an article English.
const ENGLISH_SHARE: usize = 33;
/// Words of every English text, none of them a common word of another language, sorted.
const ENGLISH: [&str; 36] = [
    "and", "any", "been", "but", "can", "each", "from", "has", "have", "he", "how", "if", "it", "its", "more", "not",
    "our", "said", "than", "that", "the", "their", "there", "these", "they", "this", "those", "we", "when", "which",
    "who", "with", "would", "year", "you", "your",
];

/// The English name of an article's language, where that is surely not English.
///
/// # Complexity
/// O(1) for most articles: only where the head is in another language, the rest is looked at, once.
pub fn foreign_language(document: &Document) -> Option<&'static str> {
    let head = Sample::of(document, HEAD);
    let language = head.foreign_language()?;
    // A page may give its article in two languages.
    Sample::of(document, usize::MAX).foreign_language().map(|_| language.eng_name())
}

/// What tells the language of a text.
#[derive(Default)]
struct Sample {
    /// Words of Latin letters that begin in lower case, a space after each.
    words: String,
    count: usize,
    english: usize,
    /// The text in other letters.
    others: String,
    latin_letters: usize,
    other_letters: usize,
}

impl Sample {
    /// The sample of the first `bytes` bytes of what is not boilerplate.
    fn of(document: &Document, bytes: usize) -> Self {
        let mut sample = Self::default();
        let mut room = bytes;
        for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate) {
            let text = block.span.slice(document.prose.as_str());
            let end = (0..=room.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            sample.add(&text[..end]);
            room = room.saturating_sub(text.len());
            if room == 0 {
                break;
            }
        }
        sample
    }

    fn add(&mut self, text: &str) {
        for stretch in text.split_whitespace() {
            let is_other = |c: char| c.is_alphabetic() && c > '\u{24f}' && !matches!(c, '\u{1e00}'..='\u{1eff}');
            let others = stretch.chars().filter(|&c| is_other(c)).count();
            if others > 0 {
                self.other_letters += others;
                self.others.push_str(stretch);
                self.others.push(' ');
                continue;
            }
            let word = stretch.trim_matches(|c: char| !c.is_alphanumeric());
            self.latin_letters += word.chars().filter(|c| c.is_alphabetic()).count();
            if word.starts_with(char::is_lowercase) && word.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’')
            {
                self.words.push_str(word);
                self.words.push(' ');
                self.count += 1;
                self.english += usize::from(ENGLISH.binary_search(&word).is_ok());
            }
        }
    }

    fn foreign_language(&self) -> Option<Lang> {
        if self.english * ENGLISH_SHARE > self.count {
            return None;
        }
        if self.other_letters > self.latin_letters {
            let found = detect(&self.others).filter(|_| self.other_letters >= FEWEST_LETTERS)?;
            return Some(found.lang()).filter(|lang| *lang != Lang::Eng);
        }
        let found = detect(&self.words).filter(|found| self.count >= FEWEST_WORDS && found.is_reliable())?;
        Some(found.lang()).filter(|lang| *lang != Lang::Eng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ProseBuilder, Span};

    fn language(text: &str) -> Option<&'static str> {
        let mut builder = ProseBuilder::new(text);
        builder.open(BlockKind::Paragraph);
        builder.verbatim(Span::new(0, text.len()));
        let (prose, blocks, links) = builder.finish();
        foreign_language(&Document { text: text.to_owned(), prose, blocks, links, ..Document::default() })
    }

    const GERMAN: &str = "Die Zorvex GmbH aus Köln hat gestern bekannt gegeben, dass sie der Stiftung Quillon \
        beitritt. Damit wolle das Unternehmen die Entwicklung freier Werkzeuge für Krankenhäuser fördern, sagte die \
        Leiterin Lena Vey. Die Stiftung, die vor drei Jahren gegründet wurde, hat nun zwölf Mitglieder und sucht noch \
        weitere, die sich an den Kosten beteiligen.";
    const FRENCH: &str = "La société Zorvex, dont le siège est à Lyon, vient de rejoindre la fondation Quillon pour \
        soutenir le développement de ses outils libres. Cette décision a été prise au mois de mai par son conseil, qui \
        souhaite aussi que les hôpitaux de la région puissent en profiter sans avoir à payer une licence chaque année.";
    const JAPANESE: &str = "ゾルベックス株式会社は昨日、クイロン財団に参加したと発表しました。同社は病院向けの自由な\
        道具の開発を支援したいと述べています。財団は三年前に設立され、現在は十二の会員がいます。";
    const ENGLISH_TEXT: &str = "Zorvex Ltd said yesterday that it has joined the Quillon Foundation. The company wants \
        to help with the tools that hospitals use, and the foundation, which has twelve members, looks for more.";

    #[test]
    fn the_table_is_sorted() {
        assert!(ENGLISH.is_sorted());
    }

    #[test]
    fn other_languages_are_named() {
        assert_eq!(language(GERMAN), Some("German"));
        assert_eq!(language(FRENCH), Some("French"));
        assert_eq!(language(JAPANESE), Some("Japanese"));
        assert_eq!(language(&GERMAN.repeat(100)), Some("German"));
    }

    #[test]
    fn english_is_never_refused() {
        let names = "Jürgen Müßig, Žofie Dvořáková, François Lefèvre, Ștefan Țepeș, Åsa Öberg\n".repeat(20);
        let code = "let mut zahl = neu(); für_jeden(zahl); fn laufen(x: u8) -> u8 { x + 1 }\n".repeat(20);
        let two_languages = [&GERMAN.repeat(20), "\n\n", &ENGLISH_TEXT.repeat(12)].concat();
        let quoted = ["The mayor read this out to the members, and they liked it:", GERMAN, ENGLISH_TEXT].join("\n");
        let short = "Zorvex tritt der Stiftung bei";
        let cases = [ENGLISH_TEXT, &names, &code, &two_languages, &quoted, short, "", "中国 Zorvex 1.0", "!!! ???"];
        for text in cases {
            assert_eq!(language(text), None, "{text}");
        }
    }
}
