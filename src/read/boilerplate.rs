//! Marks what is on the page but not the article: share bars, comment forms, teasers, footers.
//!
//! Takes finished blocks, changes kinds only. To add a cue: one entry in a list of `cues.rs`; never the name of a site.

use super::cues::{
    AGENCIES, BRACKETED, EXACT, FORMS, MAIL, NETWORKS, PREFIX, SHARE_WORDS, TAIL, TEASER, TO_END, TRANSLATORS,
};
use crate::model::{Block, BlockKind, Prose};

/// Longer blocks are no cues.
const LONGEST_CUE: usize = 240;
/// Longer blocks after a teaser's head are the article again.
const LONGEST_TEASER: usize = 160;

/// Marks the boilerplate among the blocks.
pub(super) fn mark(prose: &Prose, blocks: &mut [Block]) {
    let text = prose.as_str();
    let mut at = 0;
    while at < blocks.len() {
        let block = blocks[at];
        let own = block.span.slice(text);
        if block.kind == BlockKind::Title {
            at += 1;
            continue;
        }
        if starts_the_end(own, block.span.start as usize, text.len()) {
            for later in &mut blocks[at..] {
                later.kind = BlockKind::Boilerplate;
            }
            return;
        }
        let follows = at.checked_sub(1).is_some_and(|before| blocks[before].kind == BlockKind::Boilerplate);
        let is_link = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        // The name of a network alone may as well be a member in a list.
        if is_cue(own) || (follows && is_link && NETWORKS.contains(&fold(own).as_str())) {
            blocks[at].kind = BlockKind::Boilerplate;
            let folded = fold(own);
            let is_late = block.span.start as usize * 10 >= text.len() * 7;
            if is_one_of(&folded, TAIL) && is_late {
                at = mark_teasers(text, blocks, at + 1, usize::MAX);
                continue;
            } else if is_one_of(&folded, TAIL) || is_one_of(&folded, TEASER) {
                at = mark_teasers(text, blocks, at + 1, 1);
                continue;
            }
        }
        at += 1;
    }
}

/// Marks the short blocks after the head of a list of teasers, so many at most; gives the first block after them.
fn mark_teasers(text: &str, blocks: &mut [Block], mut at: usize, most: usize) -> usize {
    let end = at.saturating_add(most);
    while let Some(block) = blocks.get_mut(at).filter(|_| at < end) {
        let own = block.span.slice(text);
        let is_teaser = own.len() <= LONGEST_TEASER
            && !super::plain::ends_sentence(own)
            && match block.kind {
                BlockKind::Paragraph | BlockKind::ListItem => true,
                BlockKind::Heading => most > 1,
                _ => false,
            };
        if !is_teaser {
            break;
        }
        block.kind = BlockKind::Boilerplate;
        at += 1;
    }
    at
}

/// Whether all that follows is comments.
fn starts_the_end(own: &str, start: usize, length: usize) -> bool {
    if super::link_header::footer_address(own).is_some() && start * 2 >= length {
        return true;
    }
    if own.len() > 80 {
        return false;
    }
    let folded = fold(own);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.chars().all(|c| c.is_ascii_digit())).collect();
    let folded = words.join(" ");
    TO_END.contains(&folded.as_str()) || (start * 2 >= length && folded == "comments")
}

/// Whether a line or block is not the article, judged by itself.
pub(super) fn is_cue(own: &str) -> bool {
    let own = own.trim();
    if is_markless(own) || is_address(own) || is_pingback(own) || is_command(own) {
        return true;
    }
    if own.len() > LONGEST_CUE {
        return false;
    }
    let folded = fold(own);
    let lower = own.to_lowercase();
    is_one_of(&folded, EXACT)
        || is_one_of(&folded, TAIL)
        || is_one_of(&folded, TEASER)
        || PREFIX.iter().chain(FORMS).any(|cue| starts_with_cue(&lower, cue))
        || TRANSLATORS.iter().any(|cue| own.starts_with(cue))
        || is_share_bar(&folded)
        || is_promotion(&lower)
        || is_credit(&lower)
        || is_definition(own)
        || (is_mail_header(own) && own.contains('@'))
        || (lower.contains("all rights reserved") && own.len() <= 120)
}

/// Whether a line is a header of a mail.
pub(super) fn is_mail_header(line: &str) -> bool {
    MAIL.iter().any(|name| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(": ")))
}

fn is_one_of(folded: &str, cues: &[&str]) -> bool {
    cues.contains(&folded)
}

/// Lower case, words apart by one space, other marks gone at the ends.
fn fold(text: &str) -> String {
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
    super::html::collapse(&trimmed.to_lowercase())
}

/// A line for the shell.
fn is_command(own: &str) -> bool {
    own.starts_with("$ ") || own.strip_prefix("sudo ").is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()))
}

/// Whether a text starts with a cue that ends where a word does.
fn starts_with_cue(lower: &str, cue: &str) -> bool {
    lower
        .strip_prefix(cue)
        .is_some_and(|rest| !cue.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric))
}

fn is_markless(own: &str) -> bool {
    !own.chars().any(char::is_alphanumeric)
}

/// A web address or file name alone.
fn is_address(own: &str) -> bool {
    let own = own.trim_matches(['<', '>', '(', ')', '[', ']']);
    if own.contains(char::is_whitespace) {
        return false;
    }
    let lower = own.to_ascii_lowercase();
    let is_file = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"].iter().any(|ending| lower.ends_with(ending));
    lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") || is_file
}

/// An excerpt of a page that links here.
fn is_pingback(own: &str) -> bool {
    let cut = |text: &str| text.starts_with("[…]") || text.starts_with("[...]") || text.starts_with("[&#8230;]");
    cut(own) && (own.ends_with("[…]") || own.ends_with("[...]") || own.len() <= LONGEST_CUE)
}

/// Names of networks and the words of share bars, nothing else.
fn is_share_bar(folded: &str) -> bool {
    let mut networks = 0;
    for word in folded.split(|c: char| !c.is_alphanumeric() && c != '+').filter(|w| !w.is_empty()) {
        if NETWORKS.contains(&word) || matches!(word, "share" | "tweet" | "follow" | "pin") {
            networks += 1;
        } else if !SHARE_WORDS.contains(&word) && !word.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
    }
    networks >= 2
}

/// An image's or advertisement's owner.
fn is_credit(lower: &str) -> bool {
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let is_short = lower.len() <= 60;
    let is_agency = AGENCIES.iter().any(|agency| lower.ends_with(agency)) && lower.split_whitespace().count() <= 7;
    let is_paid = lower.contains("sponsored by ") && !lower.contains(" is sponsored") && lower.len() <= 40;
    let is_source = lower.strip_prefix("source:").is_some_and(|rest| rest.split_whitespace().count() <= 4);
    is_short && (is_agency || is_paid || is_source)
}

/// What is left of a link definition: `[20]:`.
fn is_definition(own: &str) -> bool {
    let Some((label, rest)) = own.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { return false };
    let is_label = label.len() <= 3 && label.chars().all(char::is_alphanumeric);
    is_label && !rest.trim().contains(' ')
}

/// A line in brackets that advertises, or one that invites to a network to comment.
fn is_promotion(lower: &str) -> bool {
    let bracketed = lower.starts_with('[') && lower.ends_with(']');
    let invites = lower.starts_with("join the ") && lower.contains("facebook") && lower.contains("comment");
    invites || (bracketed && BRACKETED.iter().any(|cue| lower.contains(cue)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_told_from_articles() {
        for text in [
            "Share this:",
            "Facebook Twitter LinkedIn",
            "Tags: a, b",
            "This article is more than 1 year old",
            "* * *",
            "https://a.example/b",
            "[…] Acme joins Beta […]",
            "photo.jpg",
            "© 2015 Acme",
            "Connecting to %s",
            "%d bloggers like this:",
            "Follow us on Twitter and Facebook",
            "Tweet Facebook",
            "[ Sign up for our newsletter. ]",
            "TIP US OFF",
        ] {
            assert!(is_cue(text), "{text}");
        }
        for text in [
            "About Acme",
            "Facebook joins Beta",
            "Ada Stone, Acme press office, +41 22 555 01 01",
            "More than a name",
            "Tagged pages are new in 2.0.",
            "Twitter and Facebook fund Beta",
            "press@acme.example",
            "[sic]",
        ] {
            assert!(!is_cue(text), "{text}");
        }
    }
}
