//! How much memory a run may take.

/// Most that is taken unless asked for.
const MOST: u64 = 4 << 30;
/// What is taken where the system does not say how much there is.
const UNKNOWN: u64 = 1 << 30;

/// A quarter of the machine's memory, at most 4 GiB.
pub(super) fn usual() -> u64 {
    let told = std::fs::read_to_string("/proc/meminfo").ok();
    let total = told.as_deref().and_then(total).map(|kibibytes| kibibytes.saturating_mul(1 << 10));
    total.map_or(UNKNOWN, |total| (total / 4).min(MOST))
}

/// The line `MemTotal:  24000000 kB`.
fn total(told: &str) -> Option<u64> {
    told.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix("kB")?.trim().parse().ok())
}

/// Reads `512M`, `4G`, `4GiB` or a number of bytes.
pub(super) fn parse(text: &str) -> Result<u64, String> {
    let wrong = || format!("'{}' is no amount of memory, such as 512M or 4G", text.escape_debug());
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor: u64 = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return Err(wrong()),
    };
    let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    bytes.filter(|bytes| *bytes > 0).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read() {
        for (text, bytes) in [("512M", 512 << 20), ("4GiB", 4 << 30), ("1k", 1 << 10), ("77", 77)] {
            assert_eq!(parse(text), Ok(bytes));
        }
        for text in ["", "0", "M", "1T", "-1", "1.5G", "99999999999G"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(total("MemFree: 1 kB\nMemTotal:       24000000 kB\n"), Some(24_000_000));
        assert!(usual() > 0 && usual() <= MOST);
    }
}
