//! Stage 6: the graph as sorted quads.
