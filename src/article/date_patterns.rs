//! Patterns of dates, as pages write them in several languages.

use std::sync::LazyLock;

use regex::Regex;

/// 2025-09-04T12:30:00+08:00, 2025/9/4 12:30, 2025年9月4日 12:30.
pub(super) static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^0-9])((?:19|20)[0-9]{2}|民國\s*[0-9]{2,3})\s?(?:[-/.]|年)\s?([0-9]{1,2})\s?(?:[-/.]|月)\s?([0-9]{1,2})(?:[^0-9]|$)(?:(?:日|T|\s|,|\|){0,3}([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    )
});
/// September 4, 2025; a name may follow without a space, in an element of its own.
pub(super) static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?\s*,?\s+((?:19|20)[0-9]{2})(?:(?-u:\b)|(?-i:[A-Z]))",
    )
});
/// 4 September 2025.
pub(super) static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)([0-9]{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[\s,-]+((?:19|20)[0-9]{2})(?:(?-u:\b)|(?-i:[A-Z]))",
    )
});
/// 22. Mai 2025, 1er août 2025, 8 de mayo de 2025: other languages of Europe, by [`ELSEWHERE`].
pub(super) static NAMED_ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^0-9])([0-9]{1,2})(?:\.|er|º)?\s+(?:de\s+)?(\p{L}{3,10})\.?\s+(?:del?\s+)?((?:19|20)[0-9]{2})(?:[^0-9]|$)",
    )
});
/// How the names of months begin in German, French, Spanish, Italian, Portuguese and Dutch where that is not as in English.
pub(super) const ELSEWHERE: &[(&str, u32)] = &[
    ("jän", 1),
    ("ene", 1),
    ("gen", 1),
    ("fév", 2),
    ("fev", 2),
    ("mär", 3),
    ("maa", 3),
    ("avr", 4),
    ("abr", 4),
    ("mai", 5),
    ("mei", 5),
    ("mag", 5),
    ("juin", 6),
    ("giu", 6),
    ("juil", 7),
    ("lug", 7),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("set", 9),
    ("okt", 10),
    ("oct", 10),
    ("ott", 10),
    ("out", 10),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];
/// 9 月 4, 2025, as WordPress writes it in Chinese.
pub(super) static MONTH_HAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[^0-9])([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?\s*[,，]\s*((?:19|20)[0-9]{2})(?:[^0-9]|$)")
});
/// A. WriterSep 4, 2025: as [`MONTH_FIRST`], behind a name without a space.
pub(super) static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[a-z](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s+([0-9]{1,2})\s*,\s+((?:19|20)[0-9]{2})(?-u:\b)",
    )
});
/// 2025 Sep 4, as medical indexes write it.
pub(super) static YEAR_NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)((?:19|20)[0-9]{2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+([0-9]{1,2})(?-u:\b)",
    )
});
/// Sat Nov 15 22:41:07 2025, as `ctime` of the C library writes it.
pub(super) static CTIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:mon|tue|wed|thu|fri|sat|sun)\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+([0-9]{1,2})\s+([0-9]{2}:[0-9]{2}:[0-9]{2})\s+(?:[A-Z]{2,5}\s+)?((?:19|20)[0-9]{2})(?-u:\b)",
    )
});
/// Jun 14 Sat 2025 20:15, each in an element of its own, so that there may be no spaces.
pub(super) static PARTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\s*([0-9]{1,2})\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\s*((?:19|20)[0-9]{2})(?:\s*([0-9]{2}):([0-9]{2}))?$",
    )
});
/// 114-12-08, 114/12/08 14:30: a year of the Republic of China alone, or after the label of a date.
pub(super) static REPUBLICAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[\p{Han}\s]{0,8}[:：]?\s*|.*(?:日期|時間|發布|發佈|更新|上版)\s*[:：]?\s*)(1[0-4][0-9])\s?[-/.年]\s?([0-9]{1,2})\s?[-/.月]\s?([0-9]{1,2})日?(?:\s|\p{Han}|$)",
    )
});
/// 9/4/2025: month and day in the order of the page's land.
pub(super) static SLASHED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^0-9/.-])([0-9]{1,2})[/-]([0-9]{1,2})[/-]((?:19|20)[0-9]{2})(?-u:\b)"));
/// 04.09.2025, as Europeans write it.
pub(super) static DOTTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u:\b)([0-9]{1,2})\.([0-9]{1,2})\.((?:19|20)[0-9]{2})(?-u:\b)"));
/// The path of an address: /2025/09/04/.
pub(super) static PATH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"/((?:19|20)[0-9]{2})[/-]?([0-9]{2})[/-]?([0-9]{2})(?:/|-|_|\.|[0-9]{0,9}(?:\.|/|$))")
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file")
}
