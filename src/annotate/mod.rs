//! Stage 2: language analysis. Takes a [`Document`], gives its sentences, tokens, names and entities.
//!
//! Steps: [`tokens`] and [`sentences`] cut each block; [`names`] finds the runs of words that are names,
//! [`spans`] settles where they begin and end;
//! [`types`] and [`kinds`] vote what each is; [`entities`] joins the names that mean the same;
//! [`references`] finds what pronouns and descriptions mean. Boilerplate yields nothing.
//! Must never fail and never take more than linear time. To add knowledge of words, edit `schema/gazetteer/`.

mod accept;
pub mod analysis;
mod anchors;
mod entities;
mod grammar;
mod headlines;
pub mod kinds;
pub mod language;
mod lexicon;
pub mod mentions;
mod names;
mod references;
mod releases;
mod runs;
mod sentences;
mod spans;
mod titles;
mod tokens;
mod types;
mod versions;
mod words;

use crate::model::{Annotated, Block, BlockKind, Document, Mention, Sentence, Token};

/// Analyses a document. Never fails; an empty text gives an empty analysis.
///
/// # Complexity
/// O(n log n) in the text for sentences, tokens and names; quadratic only in the number of *different* names of
/// one document when acronyms are matched.
pub fn annotate(document: &Document) -> Annotated<'_> {
    let text = document.prose.as_str();
    let (mut sentences, tokens) = cut(document);
    let words = words::Words::new(text, &tokens).with_links(&document.links);
    let candidates = candidates(document, &words, &sentences);
    let spotted = mentions::spotted(document, &words, &sentences, &candidates);
    let (mut mentions, mut entities) = entities::entities(document, &words, &spotted);
    let named = entities.len();
    let references = references::references(document, &words, &sentences, &mentions, &mut entities);
    let publisher = references.publisher;
    mentions.extend(references.mentions);
    mentions.sort_by_key(|m| m.first_token);
    for sentence in &mut sentences {
        let range = within(&mentions, sentence);
        sentence.mentions = range;
    }
    grammar::add_grammar(&words, &mut sentences, &mentions);
    Annotated { document, sentences, tokens, mentions, entities, named, publisher }
}

fn candidates(document: &Document, words: &words::Words<'_>, sentences: &[Sentence]) -> Vec<words::Candidate> {
    let is_heading = |b: &Block| matches!(b.kind, BlockKind::Title | BlockKind::Heading);
    let headings = document.blocks.iter().enumerate().filter(|(_, b)| is_heading(b)).map(|(at, _)| at).collect();
    let titles = headlines::titles(words, sentences, &document.links);
    let found = names::candidates(words, sentences, &headings, &titles);
    let mut found = spans::settle(words, sentences, &document.links, found);
    found.extend(releases::bare_versions(document.metadata.title.as_deref(), words, &found));
    found.sort_by_key(|c| c.first);
    found
}

fn cut(document: &Document) -> (Vec<Sentence>, Vec<Token>) {
    let text = document.prose.as_str();
    let mut all_tokens: Vec<Token> = Vec::new();
    let mut all = Vec::new();
    for (block, b) in document.blocks.iter().enumerate().filter(|(_, b)| b.kind != BlockKind::Boilerplate) {
        let start = all_tokens.len();
        let tokens = tokens::tokens(b.span.slice(text), b.span.start as usize);
        for range in sentences::sentences(text, &tokens) {
            let span = tokens[range.start].span.join(tokens[range.end - 1].span);
            let range = range.start + start..range.end + start;
            all.push(Sentence { span, block, tokens: range, mentions: 0..0, grammar: None });
        }
        all_tokens.extend(tokens);
    }
    (all, all_tokens)
}

fn within(mentions: &[Mention], sentence: &Sentence) -> std::ops::Range<usize> {
    let start = mentions.partition_point(|m| m.first_token < sentence.tokens.start);
    let end = mentions.partition_point(|m| m.first_token < sentence.tokens.end);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ProseBuilder, Span};

    /// 'Type name' of each entity of a paragraph, in text order.
    pub(super) fn found(text: &str) -> Vec<String> {
        let mut builder = ProseBuilder::new(text);
        builder.open(BlockKind::Paragraph);
        builder.verbatim(Span::new(0, text.len()));
        let (prose, blocks, links) = builder.finish();
        let document = Document { text: text.to_owned(), prose, blocks, links, ..Document::default() };
        let annotated = annotate(&document);
        let named = &annotated.entities[..annotated.named];
        named.iter().map(|e| format!("{:?} {}", e.entity_type, e.name)).collect()
    }

    #[test]
    fn a_bare_version_is_a_name() {
        let versions = |title: Option<&str>| {
            let text = "It is time for v0.58, which is faster than v0.57.";
            let mut builder = ProseBuilder::new(text);
            builder.open(BlockKind::Paragraph);
            builder.verbatim(Span::new(0, text.len()));
            let (prose, blocks, links) = builder.finish();
            let mut document = Document { text: text.to_owned(), prose, blocks, links, ..Document::default() };
            document.metadata.title = title.map(str::to_owned);
            let annotated = annotate(&document);
            let named = &annotated.entities[..annotated.named];
            named.iter().map(|e| format!("{:?} {}", e.entity_type, e.name)).collect::<Vec<_>>()
        };
        assert_eq!(versions(Some("v0.58 released")), ["Product v0.58", "Product v0.57"]);
    }

    #[test]
    fn compounds_give_their_name_or_nothing() {
        assert_eq!(found("The code is Velmora-licensed and for non-LTS systems only."), ["Project Velmora"]);
        assert_eq!(found("They sell cheap VMs and an API for GPUs."), [""; 0]);
    }

    #[test]
    fn unknown_people_are_known_by_their_form() {
        assert_eq!(found("\"It is fine,\" said Quorvin Tebbelund."), ["Person Quorvin Tebbelund"]);
        // but not after a version, where code names stand
        let found = found("The release is Velmora 21.10 Quorvin Tebbelund.");
        assert!(found.iter().any(|name| name.starts_with("Product Velmora 21.10")), "{found:?}");
        assert!(!found.iter().any(|name| name.starts_with("Person")), "{found:?}");
    }

    #[test]
    fn titles_and_openers_are_no_part_of_a_name() {
        let names = |text: &str| -> Vec<String> {
            found(text).iter().filter_map(|one| Some(one.split_once(' ')?.1.to_owned())).collect()
        };
        assert_eq!(names("The list names Lakemap, And Velmora too."), ["Lakemap", "Velmora"]);
        assert_eq!(names("It cost KRW 54.26 at Velmora."), ["Velmora"]);
        assert_eq!(names("In May-June they saw Velmora."), ["Velmora"]);
        assert_eq!(names("They joined the Velmora 3D Foundation (V3DF)."), ["Velmora 3D Foundation"]);
        assert_eq!(names("It runs on the VM3 & VM4 boards."), ["VM3", "VM4"]);
        assert_eq!(names("It moved to the Velmora GitHub organization.")[0], "Velmora");
    }

    #[test]
    fn a_short_sentence_is_no_headline() {
        assert_eq!(found("Join us at the Quillon Summit."), ["Event Quillon Summit"]);
        assert_eq!(
            found("Velmora Systems is organising the Quillon Summit."),
            ["Company Velmora Systems", "Event Quillon Summit"]
        );
    }

    #[test]
    fn bodies_are_known_by_what_they_do() {
        assert_eq!(found("They say that Zorvex has been contributing fixes."), ["Company Zorvex"]);
        assert_eq!(found("Zorvex, an offshoot of a bank, makes maps."), ["Company Zorvex"]);
    }

    #[test]
    fn a_rank_before_member_is_no_part_of_a_name() {
        let names = |text: &str| -> Vec<String> {
            found(text).iter().filter_map(|one| Some(one.split_once(' ')?.1.to_owned())).collect()
        };
        assert_eq!(
            names("Zorvex has joined the Quillon Foundation as a Premier member."),
            ["Zorvex", "Quillon Foundation"]
        );
        assert_eq!(names("Zorvex is a Quillon Foundation Platinum member."), ["Zorvex", "Quillon Foundation"]);
    }

    #[test]
    fn campuses_teams_and_communities_belong_to_their_name() {
        assert_eq!(
            found("She left the University of Velmora at Far Lakemap."),
            ["Organization University of Velmora at Far Lakemap"]
        );
        assert_eq!(found("He leads the Velmora Desktop team."), ["Organization Velmora Desktop team"]);
        assert_eq!(found("We thank Velmora and the Velmora Community.").len(), 1);
    }

    #[test]
    fn what_is_counted_lists_of_mail_and_functions_are_no_names() {
        assert_eq!(found("In Sprint 5 we meet at Phase 2. See Figure 3 and Day 1 of it."), [""; 0]);
        assert_eq!(found("Write to debian-announce and ask for foo_DestroyContext."), [""; 0]);
        assert_eq!(found("We installed Lakemap 2 there."), ["Product Lakemap 2"]);
    }

    #[test]
    fn gatherings_are_known_by_their_ending() {
        assert_eq!(found("We met at VelmoraConf last year."), ["Event VelmoraConf"]);
    }

    #[test]
    fn notices_measures_keys_and_options_are_no_names() {
        assert_eq!(found("We saw that CVE-2020-1234 and DSA 1024 are mended, at 5GHz and 800 mAh."), [""; 0]);
        assert_eq!(found("They press Alt+F4, set notBefore and read DATA_CHANGED on Dec. 1 of it."), [""; 0]);
        assert_eq!(found("We sell De-Branded phones and 3D-Printed cases."), [""; 0]);
    }

    #[test]
    fn nicknames_belong_to_the_person() {
        assert_eq!(found("They thank Ann \"annk\" Tebbelund a lot."), ["Person Ann \"annk\" Tebbelund"]);
        assert_eq!(found("They thank Ann 'Pumps' Tebbelund a lot."), ["Person Ann 'Pumps' Tebbelund"]);
    }

    #[test]
    fn a_slash_parts_two_names_and_keeps_one() {
        assert_eq!(found("We like the KDE/GNOME desktops."), ["Project KDE", "Project GNOME"]);
        assert_eq!(found("We like OS/2."), ["Product OS/2"]);
    }

    #[test]
    fn the_initials_of_an_event_leave_out_its_year() {
        assert_eq!(
            found("They like the Lakeside Velmora Summit 2013. At LVS they met."),
            ["Event Lakeside Velmora Summit 2013"]
        );
    }

    #[test]
    fn a_listed_name_is_found_after_an_opener() {
        assert_eq!(found("Using Let's Encrypt helps."), ["Project Let's Encrypt"]);
    }

    #[test]
    fn the_first_word_of_a_company_means_the_company() {
        assert_eq!(found("They met Velmora Capital. They say that Velmora is late."), ["Company Velmora Capital"]);
        // but a council may be a part
        assert_eq!(found("They met the Velmora Council. They say that Velmora is late.").len(), 2);
    }

    #[test]
    fn a_naught_at_the_end_of_a_version_is_no_other_release() {
        assert_eq!(found("We like Lakemap 2.4, and Lakemap 2.4.0 is here."), ["Product Lakemap 2.4"]);
        assert_eq!(found("We like Lakemap 2.4, and Lakemap 2.4.1 is here.").len(), 2);
    }

    #[test]
    fn a_town_is_a_person_where_that_is_the_first_name() {
        assert_eq!(found("We met Florence Tebbelund. Florence is late."), ["Person Florence Tebbelund"]);
        assert_eq!(found("We met Florence Tebbelund. She lives in Florence.").len(), 2);
    }

    #[test]
    fn a_country_before_a_body_is_no_part_of_its_name() {
        assert_eq!(
            found("They ask the US Federal Lake Agency for help."),
            ["Place US", "Organization Federal Lake Agency"]
        );
    }

    #[test]
    fn libraries_in_lower_case_are_names() {
        assert_eq!(found("It links libvelmora at start."), ["Project libvelmora"]);
    }

    #[test]
    fn names_that_begin_small_or_are_spelt_as_words_are_found() {
        assert_eq!(
            found("We install debian-lakemapper, then gcc 4.3 and SQLite."),
            ["Project debian-lakemapper", "Product gcc 4.3", "Project SQLite"]
        );
        assert_eq!(found("It is debian-based, and it runs on Windows."), ["Product Windows"]);
        assert_eq!(found("The OpenSource people build a good Eco-System."), [""; 0]);
    }

    #[test]
    fn what_stands_before_a_name_at_the_start_is_no_part_of_it() {
        for start in ["Former Velmora Systems", "Two Velmora Systems", "Ex-Velmora Systems", "Meet Velmora Systems"] {
            assert_eq!(found(&format!("{start} engineers went home.")), ["Company Velmora Systems"], "{start}");
        }
    }

    #[test]
    fn a_surname_before_the_whole_name_means_the_same_person() {
        let names = found("Tebbelund denies all. The boss, Bernie Tebbelund, said no. Mr Tebbelund is 63.");
        assert_eq!(names, ["Person Bernie Tebbelund"]);
    }

    #[test]
    fn names_of_many_forms_are_found_whole() {
        for (name, kind) in [
            ("Marlow & Vance", "Company"),
            ("Müller-Tarnhold GmbH", "Company"),
            ("Velmora Pharma", "Company"),
            ("Tarnhold State University", "Organization"),
            ("Society for the Protection of Lakes", "Organization"),
            ("A. M. Keller", "Person"),
            ("Ann van der Tarnhold", "Person"),
        ] {
            assert_eq!(found(&format!("They said that {name} is late.")), [format!("{kind} {name}")]);
        }
        assert_eq!(
            found("Department of Trade and Water staff went home."),
            ["Organization Department of Trade and Water"]
        );
    }

    #[test]
    fn what_somebody_is_tells_a_person_from_a_work() {
        assert_eq!(found("Quorvin Tebbelund is a software engineer."), ["Person Quorvin Tebbelund"]);
        assert_eq!(found("She is the author of Lakemapper."), ["Project Lakemapper"]);
    }

    #[test]
    fn ordinary_words_are_names_when_they_always_bear_a_capital() {
        assert!(found("We moved to Anchor today. You can try Anchor too.")[0].ends_with("Anchor"));
        assert_eq!(found("We moved to Anchor today. You can try Anchor too, or drop an anchor."), [""; 0]);
    }
}
