//! Solutions as a table for people.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedNode, Term};
use unicode_width::UnicodeWidthStr;

use crate::schema::vocabulary::PREFIXES;

/// A header, a line, and a line a row; columns as wide as what stands in them, numbers to the right.
///
/// # Shape
/// Literals without quotes and types, IRIs with a prefix of the vocabulary where they have one. Line breaks and control
/// characters become spaces: what stands in articles must not draw on the terminal.
pub(super) fn table(variables: &[String], rows: &[Vec<Option<Term>>]) -> String {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let header: Vec<String> = variables.iter().map(|name| plain(name)).collect();
    let is_number: Vec<bool> = (0..variables.len())
        .map(|column| rows.iter().any(|row| row[column].is_some()) && rows.iter().all(|row| is_numeric(&row[column])))
        .collect();
    let width = |column: usize| {
        cells.iter().chain([&header]).map(|row| UnicodeWidthStr::width(row[column].as_str())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..variables.len()).map(width).collect();
    let line = |row: &[String]| {
        let mut line = String::new();
        for (column, text) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - UnicodeWidthStr::width(text.as_str()));
            let (before, after) = if is_number[column] { (padding.as_str(), "") } else { ("", padding.as_str()) };
            line.push_str(if column == 0 { "" } else { "  " });
            line.push_str(before);
            line.push_str(text);
            line.push_str(after);
        }
        line.truncate(line.trim_end().len());
        line + "\n"
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    [&header, &rule].into_iter().chain(&cells).map(|row| line(row)).collect()
}

fn cell(term: &Option<Term>) -> String {
    match term {
        None => String::new(),
        Some(Term::Literal(literal)) => plain(literal.value()),
        Some(Term::NamedNode(node)) => plain(&short(node)),
        Some(other) => plain(&other.to_string()),
    }
}

/// An IRI with a prefix, where what follows the prefix is a plain name.
fn short(node: &NamedNode) -> String {
    let local =
        |iri| node.as_str().strip_prefix(iri).filter(|local: &&str| !local.is_empty() && !local.contains(['/', '#']));
    let found = PREFIXES.iter().find_map(|(prefix, iri)| Some(format!("{prefix}:{}", local(*iri)?)));
    found.unwrap_or_else(|| node.as_str().to_owned())
}

fn is_numeric(term: &Option<Term>) -> bool {
    let numeric = [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT, xsd::NON_NEGATIVE_INTEGER];
    term.as_ref().is_none_or(|term| matches!(term, Term::Literal(literal) if numeric.contains(&literal.datatype())))
}

/// On one line, without what a terminal would obey.
fn plain(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut line = String::new();
    for c in text.chars().filter(|c| !turns(*c)) {
        let c = if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c };
        if c != ' ' || !line.ends_with(' ') {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    #[test]
    fn columns_are_as_wide_as_they_are_shown() {
        let text = |text: &str| Some(Term::from(Literal::new_simple_literal(text)));
        let number = |number: i32| Some(Term::from(Literal::from(number)));
        let variables = ["name".to_owned(), "count".to_owned(), "iri".to_owned()];
        let member = NamedNode::new_unchecked("http://schema.org/memberOf");
        let rows = [
            vec![text("日本"), number(7), Some(member.into())],
            vec![text("Ac\u{1b}[31mme\n\n Inc\u{202e} "), number(12345), None],
        ];
        let expected = "\
name            count  iri
--------------  -----  ---------------
日本                7  schema:memberOf
Ac [31mme Inc   12345
";
        assert_eq!(table(&variables, &rows), expected);
    }

    #[test]
    fn no_rows_leave_the_header() {
        assert_eq!(table(&["a".to_owned(), "bc".to_owned()], &[]), "a  bc\n-  --\n");
    }
}
