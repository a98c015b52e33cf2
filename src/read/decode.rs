//! Bytes become text: UTF-8, UTF-16 with a byte order mark, else Windows-1252.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What the first bytes of files that are no text look like, with what they are.
const MAGIC: [(&[u8], &str); 14] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "a database"),
];

/// How far from the start a NUL byte tells a binary file.
const PROBE: usize = 8_192;

/// Decoded text, and whether the encoding was guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text without byte order mark.
    pub text: String,
    /// Set where the bytes were neither UTF-8 nor marked.
    pub is_guessed: bool,
}

/// Decodes the bytes of an article, or says what they are instead of text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let wide = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = wide {
        let (text, _) = encoding.decode_without_bom_handling(rest);
        return Ok(Decoded { text: text.into_owned(), is_guessed: false });
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err((*what).to_owned());
    }
    if bytes[..bytes.len().min(PROBE)].contains(&0) {
        return Err("a binary file".to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), is_guessed: false },
        Err(_) => Decoded { text: WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), is_guessed: true },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let cases: [(&[u8], &str, bool); 5] = [
            (b"caf\xc3\xa9", "café", false),
            (b"\xef\xbb\xbfcaf\xc3\xa9", "café", false),
            (b"\xff\xfea\0\xe9\0", "aé", false),
            (b"\xfe\xff\0a\0\xe9", "aé", false),
            (b"caf\xe9 \x93a\x94", "café “a”", true),
        ];
        for (bytes, text, is_guessed) in cases {
            assert_eq!(decode(bytes), Ok(Decoded { text: text.to_owned(), is_guessed }));
        }
        assert_eq!(decode(b"%PDF-1.4"), Err("a PDF".to_owned()));
        assert_eq!(decode(b"a\0b"), Err("a binary file".to_owned()));
    }
}
