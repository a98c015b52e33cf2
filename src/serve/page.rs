//! The page with a form to type a query, and its answer as an HTML table.

use form_urlencoded::parse;

use super::{Request, Response, Service};
use crate::error::Result;
use crate::query::{Answer, AnswerFormat, Question, answer, write_answer};

/// Rows that a page shows.
const SHOWN: usize = 1000;

const USUAL: &str = "SELECT ?name ?type {\n  ?entity schema:name ?name ; a ?type\n}\nORDER BY ?name\nLIMIT 50";

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;\
background:#fff}textarea{width:100%;box-sizing:border-box;font:1rem/1.4 ui-monospace,monospace}button{font:inherit;\
padding:.4rem 1.2rem}.scroll{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0}caption{text-align:left}\
th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top}pre{white-space:pre-wrap}\
@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1a1a}a{color:#9cf}}";

pub(super) fn page(service: &Service, request: &Request) -> Response {
    let query = parse(request.query.as_bytes()).find(|(name, _)| name == "query").map(|(_, query)| query.into_owned());
    let (status, result) = match query.as_deref().map(|query| shown(service, query)) {
        None => (200, String::new()),
        Some(Ok(html)) => (200, html),
        Some(Err(error)) => {
            let response = Response::from(error);
            let message = escape(String::from_utf8_lossy(&response.body).trim_end());
            (response.status, format!("<div role=\"alert\"><h2>No answer</h2><pre>{message}</pre></div>"))
        }
    };
    let text = escape(query.as_deref().unwrap_or(USUAL));
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>pressgraph: query</title><style>{STYLE}</style></head>\n<body>\n<main>\n<h1>Ask the graph</h1>\n\
         <form action=\"/\" method=\"get\">\n<p><label for=\"query\">SPARQL query</label></p>\n\
         <p><textarea id=\"query\" name=\"query\" rows=\"10\" spellcheck=\"false\" required>{text}</textarea></p>\n\
         <p><button type=\"submit\">Ask</button></p>\n</form>\n{result}\n\
         <p>Programs ask <a href=\"/query\"><code>/query</code></a> (SPARQL 1.1 Protocol) and \
         <a href=\"/store?default\"><code>/store</code></a> (Graph Store Protocol).</p>\n</main>\n</body>\n</html>\n"
    );
    Response::new(status, "text/html; charset=utf-8", html)
        .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
        .with("referrer-policy", "no-referrer")
}

fn shown(service: &Service, query: &str) -> Result<String> {
    let question = Question::parse("query", query)?;
    let answer = answer(&service.store, &question, service.default_graph, service.limits)?;
    let Answer::Solutions { variables, rows } = &answer else {
        let mut text = Vec::new();
        write_answer(&answer, AnswerFormat::usual(&answer), &mut text)?;
        return Ok(format!("<h2>Answer</h2>\n<pre>{}</pre>", escape(&String::from_utf8_lossy(&text))));
    };
    let cells = |name: &str, cells: Vec<String>| -> String {
        let cells: String = cells.iter().map(|cell| format!("<{name}>{cell}</{}>", &name[..2])).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let head = cells("th scope=\"col\"", variables.iter().map(|name| escape(name)).collect());
    let value = |term: &Option<crate::query::Term>| match term {
        Some(crate::query::Term::Literal(literal)) => escape(literal.value()),
        Some(term) => escape(&term.to_string()),
        None => String::new(),
    };
    let body: String = rows.iter().take(SHOWN).map(|row| cells("td", row.iter().map(value).collect())).collect();
    let more = if rows.len() > SHOWN { format!(", the first {SHOWN} of them below") } else { String::new() };
    Ok(format!(
        "<h2>Answer</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Answer\"><table>\n\
         <caption>Rows: {}{more}</caption>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody>\n</table></div>",
        rows.len()
    ))
}

/// Text as it stands in HTML and in its attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_html() {
        let text = "</textarea><script>alert('x')</script>\"&\u{1b}\r";
        let escaped = "&lt;/textarea&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\u{fffd}\u{fffd}";
        assert_eq!(escape(text), escaped);
    }
}
