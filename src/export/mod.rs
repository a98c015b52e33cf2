//! Stage 7: formats.
