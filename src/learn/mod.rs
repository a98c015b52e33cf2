//! What several stages learn their weights with; in the program that trains, nowhere else.

pub mod margin;
