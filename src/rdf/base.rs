//! The base IRI: where our own things stand.

use std::fmt;
use std::str::FromStr;

use oxrdf::NamedNode;

use crate::error::Error;
use crate::schema::vocabulary::DEFAULT_BASE;

/// An absolute IRI that ends with `/`, so that base and path together are an IRI.
///
/// # Example
/// ```
/// use pressgraph::rdf::Base;
/// let base: Base = "https://acme.example/graph/".parse()?;
/// assert_eq!(base.iri("company/vexor"), "https://acme.example/graph/company/vexor");
/// assert!("acme".parse::<Base>().is_err());
/// # Ok::<(), pressgraph::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// The base as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IRI of a path.
    pub fn iri(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Whether every reader resolves a path against the base to base and path: not all know other schemes, and some
    /// normalise.
    pub(crate) fn resolves_alike(&self) -> bool {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"./-_".contains(&b);
        let rest = self.0.strip_prefix("https://").or_else(|| self.0.strip_prefix("http://"));
        rest.is_some_and(|rest| rest.bytes().all(is_plain) && !rest.contains("//"))
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(DEFAULT_BASE.to_owned())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Base {
    type Err = Error;

    /// # Errors
    /// [`Error::Usage`] where the text is not an absolute IRI, does not end with `/`, or has a query, a fragment or
    /// dot segments, which would change what paths mean.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |what: &str| Error::Usage {
            what: format!("the base '{}' {what}", text.escape_debug()),
            hint: "give an absolute IRI that ends with '/', such as https://example.org/graph/".to_owned(),
        };
        if NamedNode::new(text).is_err() {
            return Err(wrong("is not an absolute IRI"));
        }
        if !text.ends_with('/') {
            return Err(wrong("does not end with '/'"));
        }
        if text.contains(['?', '#']) {
            return Err(wrong("has a query or a fragment"));
        }
        if text.contains("/./") || text.contains("/../") {
            return Err(wrong("has a dot segment"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_base_to_which_paths_can_be_added_is_one() {
        for base in ["https://a.example/", "http://a.example/x/", "urn:example:x/", "https://ä.example/"] {
            assert!(base.parse::<Base>().is_ok(), "{base}");
        }
        for base in
            ["", "a/", "https://a.example", "https://a.example/#", "https://a b/", "http://a/?q=/", "http://a/../"]
        {
            assert!(base.parse::<Base>().is_err(), "{base}");
        }
        assert!(DEFAULT_BASE.parse::<Base>().is_ok());
    }
}
