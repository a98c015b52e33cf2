//! What the names of two arguments tell of what may hold between them.

use crate::model::{Annotated, EntityId};

/// How the name of an entity looks.
#[derive(Debug, Clone)]
pub struct Look {
    /// In lower case.
    name: String,
    words: usize,
    has_digit: bool,
    is_lower: bool,
    is_upper: bool,
    is_in_title: bool,
}

impl Look {
    /// How an entity looks, and whether it stands in the title of the article.
    pub fn new(annotated: &Annotated<'_>, id: EntityId, is_in_title: bool) -> Self {
        let shown = &annotated.entity(id).name;
        let name = shown.to_lowercase();
        Self {
            words: name.split(' ').count(),
            has_digit: name.bytes().any(|b| b.is_ascii_digit()),
            is_lower: *shown == name,
            is_upper: *shown == shown.to_uppercase() && *shown != name,
            is_in_title,
            name,
        }
    }

    /// Calls back with each clue; `side` is the argument, `place` where the arguments stand, `types` of what types they are.
    pub fn clues(&self, side: char, place: &str, types: &str, tell: &mut dyn FnMut(std::fmt::Arguments<'_>)) {
        tell(format_args!("{side}name:{}", self.name));
        tell(format_args!("{side}last:{}", self.name.rsplit(' ').next().unwrap_or_default()));
        tell(format_args!("{side}len:{}", self.words.min(6)));
        if self.has_digit {
            tell(format_args!("{side}digit|{place}|{types}"));
        }
        if self.is_lower {
            tell(format_args!("{side}lower|{place}"));
        }
        if self.is_upper {
            tell(format_args!("{side}upper|{place}"));
        }
        if self.is_in_title {
            tell(format_args!("{side}title|{place}|{types}"));
        }
    }
}
