//! Formats that are written from sorted runs: parts of the graph become records, sorted records become the file.

use std::io::Write;

use super::ExportOptions;
use crate::error::Result;
use crate::model::PartialDate;
use crate::rdf::{Base, Dataset, Statement, Subject};
use crate::runs::Sorted;

/// What takes records.
pub type Take<'t> = dyn FnMut(&[u8]) + 't;

/// How a format is written from sorted runs.
#[derive(Debug, Clone, Copy)]
pub struct Streaming {
    /// Makes the records of a part of the graph.
    pub records: fn(&Dataset<'_>, Part, &mut Take<'_>),
    /// Writes the file from the records of all parts, sorted, each once.
    pub write: fn(&mut Sorted, &Base, &ExportOptions, &mut dyn Write) -> Result<()>,
}

/// What a part of the graph knows of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Every entity, as the whole graph knows it, without facts.
    Entities,
    /// What one article says; of its entities it knows the names by which happenings are called.
    Article,
}

impl Part {
    /// Whether a statement of a subject belongs to this part.
    pub(super) fn holds(self, subject: Subject, statement: &Statement<'_>) -> bool {
        self == Part::Entities || !matches!(subject, Subject::Entity(_)) || !statement.is_of_the_whole()
    }
}

/// Which of two dates of a happening counts: the more precise, then the earlier.
pub(super) fn is_better(date: PartialDate, than: PartialDate) -> bool {
    let precision = |date: PartialDate| usize::from(date.month().is_some()) + usize::from(date.day().is_some());
    (std::cmp::Reverse(precision(date)), date) < (std::cmp::Reverse(precision(than)), than)
}

/// The date at the beginning of a literal in quotation marks.
pub(super) fn quoted_date(literal: &[u8]) -> Option<PartialDate> {
    let text = std::str::from_utf8(literal).ok()?.strip_prefix('"')?;
    text.split('"').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_precise_date_counts_then_the_earlier() {
        let date = |text: &str| text.parse::<PartialDate>().unwrap();
        for (better, worse) in
            [("2015-04-03", "2014"), ("2015-04-02", "2015-04-03"), ("2014", "2015"), ("2016-01", "2015")]
        {
            assert!(is_better(date(better), date(worse)), "{better} {worse}");
            assert!(!is_better(date(worse), date(better)), "{worse} {better}");
        }
        assert!(!is_better(date("2015"), date("2015")));
        assert_eq!(quoted_date(b"\"2015-04\"^^xsd:gYearMonth .\n"), Some(date("2015-04")));
    }
}
