//! The text of an article, cut by code points, and the sentences around its names.

/// How far a sentence reaches beyond the names in it, in code points.
const REACH: usize = 240;

/// The text with the byte offset of each code point.
pub(super) struct Text<'a> {
    text: &'a str,
    offsets: Vec<u32>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        offsets.push(text.len() as u32);
        Self { text, offsets }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        let at = |point: usize| self.offsets.get(point).map_or(self.text.len(), |at| *at as usize);
        self.text.get(at(start)..at(end)).unwrap_or("")
    }

    /// The sentence around a piece of text, as far as line ends and full stops show it.
    pub(super) fn sentence(&self, start: usize, end: usize) -> (usize, usize) {
        let last = self.offsets.len() - 1;
        let (start, end) = (start.min(last), end.min(last));
        let from = start.saturating_sub(REACH);
        let before = self.slice(from, start);
        let cut = ends_of_sentences(before).last().map_or(0, |at| before[..at].chars().count());
        let after = self.slice(end, (end + REACH).min(last));
        let more = ends_of_sentences(after).next().unwrap_or(after.len());
        let skipped = before[before.len().min(before.char_indices().nth(cut).map_or(before.len(), |(at, _)| at))..]
            .chars()
            .take_while(|c| c.is_whitespace())
            .count();
        (from + cut + skipped, end + after[..more].trim_end().chars().count())
    }
}

/// Offsets after the marks that end sentences, and of blank lines.
fn ends_of_sentences(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    text.char_indices().filter_map(move |(at, c)| {
        let next = bytes.get(at + 1);
        match c {
            '.' | '!' | '?' if next.is_none_or(u8::is_ascii_whitespace) => Some(at + 1),
            '\n' if next == Some(&b'\n') => Some(at + 1),
            _ => None,
        }
    })
}
