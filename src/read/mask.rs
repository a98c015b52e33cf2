//! Fills what no page shows, so that the readers of markup pass over it: template tags, shortcodes, attribute lists.
//!
//! Takes the source, gives text of the same length and the same offsets. To add a notation: one arm of `hidden_end`.

use std::borrow::Cow;

/// The longest tag that counts as one.
const LONGEST: usize = 2_000;

/// The source with its template tags filled.
pub(super) fn mask(source: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = source[at..].find(['{', '[']) {
        let start = at + found;
        match hidden_end(source, start) {
            Some(end) => {
                let out = out.get_or_insert_with(|| String::with_capacity(source.len()));
                out.push_str(&source[copied..start]);
                fill(&source[start..end], out);
                copied = end;
                at = end;
            }
            None => at = start + 1,
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&source[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(source),
    }
}

/// Writes as many bytes of nothing, line breaks kept.
fn fill(hidden: &str, out: &mut String) {
    for (number, line) in hidden.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let mut left = line.len();
        while left > 0 {
            match left {
                1 => out.push(' '),
                2 | 4 => out.push('\u{80}'),
                _ => out.push('\u{e000}'),
            }
            left = left.saturating_sub(match left {
                1 => 1,
                2 | 4 => 2,
                _ => 3,
            });
        }
    }
}

/// Where the hidden piece that starts here ends, if one does.
fn hidden_end(source: &str, start: usize) -> Option<usize> {
    let rest = &source[start..];
    let close = match rest.as_bytes().get(1)? {
        b'{' => "}}",
        b'%' => "%}",
        b':' => "}",
        _ if rest.starts_with('[') => return word_press_end(source, start),
        _ => return None,
    };
    if !rest.starts_with('{') {
        return None;
    }
    let window = window(rest);
    let end = window.find(close)? + close.len();
    (close != "}" || !window[..end].contains('\n')).then_some(start + end)
}

/// Word Press shortcodes that stand around or for something that is no text.
fn word_press_end(source: &str, start: usize) -> Option<usize> {
    let rest = &source[start + 1..];
    let name = rest.trim_start_matches('/');
    let known = ["caption", "gallery", "embed", "audio", "video", "playlist", "youtube", "vimeo", "twitter", "wpvideo"];
    let word = known.iter().find(|word| name.starts_with(**word))?;
    let after = name.as_bytes().get(word.len())?;
    let is_tag = matches!(after, b' ' | b'/') || (*after == b']' && !name[word.len()..].starts_with("]("));
    let window = window(rest);
    let end = window.find(']')?;
    (is_tag && !window[..end].contains('\n')).then_some(start + 1 + end + 1)
}

fn window(rest: &str) -> &str {
    let mut end = rest.len().min(LONGEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_tags_are_filled_and_offsets_stay() {
        let source = "a {{ site.base }}/x b {% raw %}\nc [caption id=\"1\"]d[/caption] [x](y) {:.é}";
        let masked = mask(source);
        assert_eq!(masked.len(), source.len());
        let kept: String = masked.chars().filter(|c| !super::super::page::FILLER.contains(c)).collect();
        assert_eq!(kept, "a /x b \nc d [x](y) ");
    }

    #[test]
    fn open_tags_do_not_take_quadratic_time() {
        let source = "{{".repeat(200_000);
        assert_eq!(mask(&source), source);
    }
}
