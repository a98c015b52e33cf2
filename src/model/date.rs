//! Dates as precise as the text that states them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date known to the year, the month or the day.
///
/// # Shape
/// Displayed and parsed as `2015-04-02`, `2015-04` or `2015` (EDTF level 0). Only real dates of the years
/// 1000-2999 exist. Ordered by time, a coarser date before the finer ones that it contains.
///
/// # Example
/// ```
/// use pressgraph::model::PartialDate;
/// let date: PartialDate = "2014-06".parse()?;
/// assert_eq!(date.to_string(), "2014-06");
/// assert!("2014-02-30".parse::<PartialDate>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A year alone, if it lies in 1000-2999.
    pub fn from_year(year: i16) -> Option<Self> {
        (1000..=2999).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn from_month(year: i16, month: i8) -> Option<Self> {
        let base = Self::from_year(year)?;
        (1..=12).contains(&month).then_some(Self { month: Some(month), ..base })
    }

    /// A day; only if the calendar has it.
    pub fn from_day(year: i16, month: i8, day: i8) -> Option<Self> {
        let base = Self::from_month(year, month)?;
        Date::new(year, month, day).ok()?;
        Some(Self { day: Some(day), ..base })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month 1-12, where known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// Whether it lies in the other date and may say more than it: '2014-06-03' in '2014-06', any date in itself.
    pub fn is_within(self, other: Self) -> bool {
        self.year == other.year
            && (other.month.is_none() || other.month == self.month)
            && (other.day.is_none() || other.day == self.day)
    }

    /// The full calendar date, where the day is known.
    pub fn as_day(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }
}

/// Whether a word is the date of a build: '20160831'.
pub fn is_build_date(word: &str) -> bool {
    let part = |from: usize, to: usize| word.get(from..to).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    word.len() == 8
        && word.bytes().all(|b| b.is_ascii_digit())
        && (1990..2100).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
}

/// The number of a month from its English name or the first letters of it, in any case: 'June', 'jun', 'Sept.'.
pub fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.strip_suffix('.').unwrap_or(word);
    let is_named = |month: &&str| {
        word.eq_ignore_ascii_case(month)
            || word.len() == 3 && word.eq_ignore_ascii_case(&month[..3])
            || word.eq_ignore_ascii_case("sept") && month.starts_with("sept")
    };
    (1..).zip(MONTHS).find(|(_, month)| is_named(month)).map(|(number, _)| number)
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is not a date of the form 2015-04-02, 2015-04 or 2015");
        let parts: Vec<&str> = text.split('-').collect();
        let widths = [4, 2, 2];
        if parts.len() > 3
            || parts
                .iter()
                .zip(widths)
                .any(|(part, width)| part.len() != width || !part.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(wrong());
        }
        let year = parts[0].parse().map_err(|_| wrong())?;
        let date = match parts[1..] {
            [] => Self::from_year(year),
            [month] => Self::from_month(year, month.parse().map_err(|_| wrong())?),
            [month, day] => {
                Self::from_day(year, month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?)
            }
            _ => None,
        };
        date.ok_or_else(wrong)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
