//! What the words around a clause make of it: hearsay, conditions, questions, wishes, denials.
//!
//! The tree tells what governs a verb; this reads the cues that stand outside its reach, or that a wrong tree would hide:
//! 'according to rumours', 'if', 'instead of', 'was cancelled'. Each cue has a reach in words, which ends with its clause.
//! To add a cue, add a line to [`CUES`].

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::asides::asides;
use super::verbs::is_performative;
use super::view::View;
use crate::model::Status;

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To the end of its clause; over the whole sentence where it closes it ('..., reportedly').
    Clause,
    /// To the end of the sentence.
    Rest,
    /// From the start of its clause to itself.
    Before,
    /// The whole sentence.
    Whole,
    /// As `Clause`, where it opens the sentence.
    Opening,
    /// As `Whole`, where it opens the sentence.
    OpeningWhole,
}

use Reach::{Before, Clause, Opening, OpeningWhole, Rest, Whole};
use Status::{Denied, Rumoured};

/// Cues as rows of words: `a|b` is either, `ING` a gerund, `VERB` a verb, `NOUN` a common noun, `NAME` a mention.
const CUES: &[(&str, Reach, Status)] = &[
    // conditions and what did not happen
    ("if|unless|whether|lest", Clause, Rumoured),
    ("provided that", Clause, Rumoured),
    ("in case NAME|it|they|we|the", Clause, Rumoured),
    ("as soon as", Clause, Rumoured),
    ("as though", Clause, Rumoured),
    ("should|had|were NAME", Opening, Rumoured),
    ("suppose|supposing|imagine|assuming|pretend", Opening, Rumoured),
    ("depends|depend|depended on NAME ING", Rest, Rumoured),
    ("nearly|almost VERB", Clause, Denied),
    // hearsay
    ("according to rumours|rumors|insiders|gossip|speculation|sources|bloggers", Whole, Rumoured),
    ("perhaps|maybe|possibly|apparently|supposedly|allegedly|reportedly|purportedly|presumably", Clause, Rumoured),
    ("rumours|rumors|rumour|rumor|gossip|speculation|whispers", Rest, Rumoured),
    ("unconfirmed|unverified", Rest, Rumoured),
    ("fake|forged NOUN", Rest, Rumoured),
    ("has it that", Rest, Rumoured),
    ("sources|insiders|bloggers|critics say|suggest|claim|believe|hint|think|accuse|suspect|expect", Rest, Rumoured),
    ("analysts|investors|experts|observers|fans|many|some expect|want|hope|hopes|believe", Rest, Rumoured),
    (
        "claim|claims|claimed|believe|believes|suspect|suspects|hint|hints|hinted|suggest|suggests|suggested|allege|\
         alleges|alleged|speculate|speculates|speculated|wonder|wonders|pretend|pretends|doubt|doubts|whispered|\
         speculated|possible|likely|conceivable|unlikely|doubtful|unclear that",
        Rest,
        Rumoured,
    ),
    ("claims|claim|claimed|pretends|pretended|alleges to", Clause, Rumoured),
    ("accuse|accuses|accused|suspect|suspects|suspected", Clause, Rumoured),
    ("is|are|was|were|been said|believed|thought|understood|rumoured|rumored|alleged to", Rest, Rumoured),
    // wishes, goals and talks
    ("goal|aim|dream|ambition|objective|wish|proposal|option|approval|permission to|of|that|is", Rest, Rumoured),
    ("talks|negotiations to|with|over", Rest, Rumoured),
    ("close|about|near|eager|keen|likely to", Clause, Rumoured),
    ("interested in", Clause, Rumoured),
    ("ought to", Clause, Rumoured),
    ("favourite|favorite|candidate to|for", Rest, Rumoured),
    ("sights on", Rest, Rumoured),
    ("under discussion|consideration|review|study", Rest, Rumoured),
    (
        "possible|potential|mooted|rumoured|rumored takeover|acquisition|merger|buyout|purchase|sale|bid",
        Clause,
        Rumoured,
    ),
    ("thinking|dreams|dreaming|dreamed|thinks about|of", Clause, Rumoured),
    (
        "considering|considers|weighing|weighs|weighed|eyeing|eyes|eyed|exploring|explores|contemplating|mulling|mulls|\
         pondering",
        Clause,
        Rumoured,
    ),
    ("applied|applies|applying to VERB", Clause, Rumoured),
    ("how to", Opening, Rumoured),
    ("waiting|waits|wait for", Rest, Rumoured),
    ("i|we|they wish|wishes", Rest, Rumoured),
    ("would love|like to", Rest, Rumoured),
    ("rumour|rumor|opinion|satire|hoax|parody|myth|wish|question|speculation :", OpeningWhole, Rumoured),
    ("april fool|fools", OpeningWhole, Rumoured),
    ("fact check", OpeningWhole, Rumoured),
    // denials
    ("neither", Rest, Denied),
    ("nobody|none|nowhere", OpeningWhole, Denied),
    ("no longer", Clause, Denied),
    ("has|have|had yet to", Clause, Denied),
    ("forbade|forbids|forbid", Clause, Denied),
    ("no NOUN", OpeningWhole, Denied),
    ("no one", OpeningWhole, Denied),
    ("hardly any", OpeningWhole, Denied),
    ("at no point|time", OpeningWhole, Denied),
    ("there is|was|are|were no NOUN", Opening, Denied),
    ("not|n't true|so|certain that", Rest, Denied),
    ("nonsense|untrue|false|impossible|wrong that", Rest, Denied),
    ("never|not|n't said|say|claimed|saying that", Rest, Rumoured),
    ("without|avoid|avoids|avoided|avoiding|against|stopped|stops|ceased|quit ING", Clause, Denied),
    ("instead of ING", Clause, Denied),
    ("rather than ING", Clause, Denied),
    ("far from ING", Clause, Denied),
    ("away|out from|of ING", Clause, Denied),
    ("called|calls|call|calling off", Clause, Denied),
    ("ruled|rules|rule|ruling out", Clause, Denied),
    ("turned|turns|turn|turning down", Clause, Denied),
    ("pulled|pulls|pulling out", Clause, Denied),
    (
        "abandoned|abandons|scrapped|scraps|cancelled|canceled|cancels|blocked|blocks|rejected|rejects|vetoed|vetoes|\
         dismissed|dismisses|denied|denies|denying|deny|refuted|refutes|withdrew|withdraws",
        Clause,
        Denied,
    ),
    (
        "was|were|been|is|are|be cancelled|canceled|blocked|scrapped|abandoned|rejected|withdrawn|vetoed|false|untrue|\
         nonsense|unclear|unconfirmed",
        Before,
        Denied,
    ),
    ("is|was a fantasy|hoax|myth|lie|joke", Before, Denied),
    ("remains|remain|remained unclear|open|uncertain|unconfirmed", Before, Rumoured),
    ("collapsed|collapses", Before, Denied),
    ("broke|fell|falls down|through", Before, Denied),
];

/// Verbs with which a condition opens a sentence.
const OPENING_VERBS: [&str; 7] = ["had", "should", "were", "suppose", "supposing", "imagine", "assuming"];

/// Verbs after which 'from' and a gerund say what did not happen.
const HINDERING: [&str; 12] = [
    "stop",
    "stops",
    "stopped",
    "prevent",
    "prevents",
    "prevented",
    "bar",
    "barred",
    "block",
    "blocked",
    "keep",
    "kept",
];

/// How unsure the words around each unit make what a trigger there says.
///
/// # Complexity
/// Linear in the units, each with a look at every cue.
pub fn doubts(view: &View<'_>) -> Vec<Status> {
    let mut doubts = vec![Status::Asserted; view.len()];
    let mut raise = |range: std::ops::Range<usize>, status: Status| {
        for at in range {
            if let Some(doubt) = doubts.get_mut(at) {
                *doubt = status.max(*doubt);
            }
        }
    };
    // 'Nobody bought Foo, which Acme makes' says that Acme makes it
    let asides = asides(view);
    let is_conditional = (0..view.len()).any(|at| matches!(view.lower(at), "if" | "unless" | "provided"));
    let opening = (0..view.len()).find(|at| !view.is_mark(*at)).unwrap_or(0);
    for at in 0..view.len() {
        // a name that opens the sentence may have taken the cue in: 'Had Acme joined', 'Satire: Acme joins'
        let first = if at == opening { view.lower(at).split(' ').next().unwrap_or("") } else { view.lower(at) };
        if view.mention(at).is_some() {
            let is_cue = at == opening && first.len() < view.lower(at).len() && OPENING_VERBS.contains(&first);
            if is_cue {
                raise(at..clause_end(view, at + 1), Rumoured);
            }
            let is_word = matches!(first, "unconfirmed" | "unverified") && first.len() == view.lower(at).len();
            if at != opening || view.lower(at + 1) != ":" && !is_word {
                continue;
            }
        }
        if view.lower(at) == "?" {
            raise(question_start(view, at)..at, Rumoured);
        }
        // 'If Acme joins, Foo will join too'
        if is_conditional && matches!(view.lower(at), "will" | "'ll") {
            raise(at..clause_end(view, at + 1), Rumoured);
        }
        if view.lower(at) == "from" && is_gerund(view, at + 1) && is_hindered(view, at) {
            raise(at..clause_end(view, at + 1), Denied);
        }
        for cue in compiled().get(first).into_iter().flatten() {
            let Some(end) = cue_end(view, at + 1, &cue.rest).filter(|end| !is_undone(view, at, *end)) else { continue };
            let Cue { reach, status, .. } = cue;
            let opens = at == opening;
            match reach {
                Clause if (end..view.len()).all(|rest| view.is_mark(rest)) => raise(0..view.len(), *status),
                Clause => raise(at..clause_end(view, end), *status),
                Opening if opens => raise(at..clause_end(view, end), *status),
                Rest => raise(at..rest_end(view, end), *status),
                Before => raise(clause_start(view, at)..at, *status),
                Whole => raise(0..view.len(), *status),
                OpeningWhole if opens => {
                    for unit in opening_reach(view, at).filter(|unit| asides[*unit].is_none()) {
                        raise(unit..unit + 1, *status);
                    }
                }
                Opening | OpeningWhole => {}
            }
        }
    }
    doubts
}

/// The units that a cue at the start of a sentence reaches: those of its quotation, or all.
fn opening_reach(view: &View<'_>, at: usize) -> std::ops::Range<usize> {
    let is_quoted = at > 0 && is_quote(view, at - 1);
    let end = is_quoted.then(|| (at..view.len()).find(|end| is_quote(view, *end))).flatten();
    0..end.unwrap_or(view.len())
}

/// A cue without its first word.
struct Cue {
    rest: Vec<Vec<&'static str>>,
    reach: Reach,
    status: Status,
}

/// The cues by their first words.
fn compiled() -> &'static BTreeMap<&'static str, Vec<Cue>> {
    static COMPILED: OnceLock<BTreeMap<&'static str, Vec<Cue>>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let mut by_word: BTreeMap<&'static str, Vec<Cue>> = BTreeMap::new();
        for (cue, reach, status) in CUES {
            let mut elements = cue.split_ascii_whitespace().map(|words| words.split('|').collect::<Vec<_>>());
            let first = elements.next().unwrap_or_default();
            let rest: Vec<Vec<&'static str>> = elements.collect();
            for word in first {
                by_word.entry(word).or_default().push(Cue { rest: rest.clone(), reach: *reach, status: *status });
            }
        }
        by_word
    })
}

/// The unit after the rest of a cue that stands here.
fn cue_end(view: &View<'_>, at: usize, rest: &[Vec<&str>]) -> Option<usize> {
    let mut next = at;
    for words in rest {
        let is_here = words.iter().any(|word| match *word {
            "ING" => is_gerund(view, next),
            "VERB" => view.part_of_speech(next) == "VERB",
            "NOUN" => view.part_of_speech(next) == "NOUN",
            "NAME" => view.mention(next).is_some(),
            word => view.lower(next) == word && view.mention(next).is_none(),
        });
        if !is_here {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// 'confirmed rumours that', 'no doubt', 'did not rule out': the cue is taken back.
fn is_undone(view: &View<'_>, at: usize, end: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).map_or("", |at| view.lower(at));
    let confirmed = |word: &str| matches!(word, "confirmed" | "confirms" | "confirm" | "confirming");
    confirmed(before(1))
        || before(1) == "no" && matches!(view.lower(at), "doubt" | "question" | "wonder")
        || confirmed(before(2))
        || end >= 2 && matches!(view.lower(end - 2), "like" | "love") && is_performative(view.lower(end))
        || matches!(view.lower(end - 1), "doubt" | "question" | "wonder" | "surprise" | "secret")
        || matches!(view.lower(at), "if" | "whether") && matches!(view.lower(at + 1), "any" | "anything")
}

fn is_gerund(view: &View<'_>, at: usize) -> bool {
    view.lower(at).len() > 5 && view.lower(at).ends_with("ing") && view.mention(at).is_none()
}

fn is_hindered(view: &View<'_>, from: usize) -> bool {
    let verb = (from.saturating_sub(6)..from).rev().find(|at| HINDERING.contains(&view.lower(*at)));
    verb.is_some_and(|verb| !(verb.saturating_sub(3)..verb).any(|at| view.lower(at) == "nothing"))
}

fn is_quote(view: &View<'_>, at: usize) -> bool {
    matches!(view.lower(at), "\"" | "\u{201c}" | "\u{201d}" | "``" | "''")
}

fn question_start(view: &View<'_>, mark: usize) -> usize {
    (0..mark).rev().find(|at| is_quote(view, *at) || matches!(view.lower(*at), "?" | ";")).map_or(0, |at| at + 1)
}

/// Whether a comma only divides the members of a list.
fn divides_list(view: &View<'_>, at: usize) -> bool {
    let list = at.checked_sub(1).map_or(&[][..], |before| view.list(before));
    list.iter().any(|member| *member > at)
}

fn is_boundary(view: &View<'_>, at: usize) -> bool {
    match view.lower(at) {
        ";" | "but" | "\u{2014}" => true,
        _ if is_quote(view, at) => true,
        "," => !divides_list(view, at),
        _ => false,
    }
}

/// Where the clause ends that goes on after a cue; a comma right after the cue does not end it.
fn clause_end(view: &View<'_>, after: usize) -> usize {
    let from = after + usize::from(view.lower(after) == ",");
    let end = (from..view.len()).find(|at| is_boundary(view, *at));
    match end {
        // 'Acme, if it joined Foo, would': what stands between commas after the first name
        Some(end) if view.lower(end) == "," && view.mention(end - 1).is_some() && end == from + 1 => {
            (end + 1..view.len()).find(|at| is_boundary(view, *at)).unwrap_or(view.len())
        }
        Some(end) => end,
        None => view.len(),
    }
}

fn rest_end(view: &View<'_>, after: usize) -> usize {
    (after..view.len()).find(|at| is_quote(view, *at) || matches!(view.lower(*at), ";" | "but")).unwrap_or(view.len())
}

fn clause_start(view: &View<'_>, before: usize) -> usize {
    // 'The claim "Acme has bought Foo" is false'
    let before = if before > 0 && is_quote(view, before - 1) { before - 1 } else { before };
    (0..before).rev().find(|at| is_boundary(view, *at)).map_or(0, |at| at + 1)
}
