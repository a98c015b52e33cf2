//! Stage 5: the knowledge graph in memory.

use petgraph::stable_graph::StableDiGraph;

use crate::model::Resolution;

/// The knowledge graph.
#[derive(Debug, Default)]
pub struct KnowledgeGraph {
    /// Nodes and edges.
    pub graph: StableDiGraph<(), ()>,
}

/// Builds the graph.
pub fn build(_resolution: &Resolution) -> KnowledgeGraph {
    KnowledgeGraph::default()
}
