//! What there is to load, known before anything is sent.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::statement::{Source, Statement};
use crate::error::Result;

/// Counts of the statements of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// All, also those that come twice.
    pub statements: u64,
    /// Different ones: what a store holds of them.
    pub distinct: u64,
    /// In named graphs.
    pub named: u64,
    /// With a blank node.
    pub with_blank_nodes: u64,
    /// With an RDF 1.2 triple term.
    pub with_triple_terms: u64,
    /// The first that stands in a named graph.
    pub first_named: Option<String>,
}

impl Survey {
    /// Reads a source to its end.
    ///
    /// # Errors
    /// What reading gives: a source that cannot be read to its end is not sent at all.
    ///
    /// # Complexity
    /// O(n log n) for n statements; memory for 16 bytes a statement.
    pub fn of(source: &dyn Source) -> Result<Self> {
        let mut survey = Self::default();
        // Two 64-bit hashes with fixed keys: two statements are taken for one at odds of about n^2 / 2^129.
        let mut hashes: Vec<(u64, u64)> = Vec::new();
        source.each(&mut |statement| {
            survey.add(&statement);
            hashes.push((hash(&statement, 0), hash(&statement, 1)));
            Ok(())
        })?;
        hashes.sort_unstable();
        hashes.dedup();
        survey.distinct = hashes.len() as u64;
        Ok(survey)
    }

    fn add(&mut self, statement: &Statement<'_>) {
        self.statements += 1;
        self.named += u64::from(statement.graph.is_some());
        self.with_blank_nodes += u64::from(statement.has_blank_node);
        self.with_triple_terms += u64::from(statement.has_triple_term);
        if self.first_named.is_none()
            && let Some(graph) = statement.graph
        {
            self.first_named = Some(format!("{} {graph}", statement.triple));
        }
    }
}

fn hash(statement: &Statement<'_>, key: u8) -> u64 {
    let mut hasher = DefaultHasher::new();
    (key, statement.triple, statement.graph).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::statement::Sink;
    use super::*;

    struct Fixed(Vec<(&'static str, Option<&'static str>)>);

    impl Source for Fixed {
        fn each(&self, sink: Sink<'_>) -> Result<()> {
            self.0.iter().try_for_each(|(triple, graph)| {
                sink(Statement { triple, graph: *graph, has_blank_node: false, has_triple_term: false })
            })
        }
    }

    #[test]
    fn the_same_triple_counts_once_a_graph() {
        let source = Fixed(vec![("a", None), ("b", None), ("a", None), ("a", Some("g")), ("a", Some("g"))]);
        let survey = Survey::of(&source).unwrap();
        assert_eq!((survey.statements, survey.distinct, survey.named), (5, 3, 2));
        assert_eq!(survey.first_named.as_deref(), Some("a g"));
    }
}
