//! Model names and versions: Latin letters beside digits.

use super::{Line, Part, Say, mandarin as say, numeral, unit::unit_at, word::is_letter};

/// Rule: a name of Latin letters and a number: F-16, COVID-19, A380, H5N1, PM2.5, v1.2.3.
pub(super) fn model(line: &Line, at: usize) -> Option<Vec<Part>> {
    if !line.at(at).is_ascii_alphabetic() || is_letter(line.before(at)) {
        return None;
    }
    let letters = line.while_at(at, |c| c.is_ascii_alphabetic());
    // XBB.1.5, JN.1: the point is said.
    let is_lineage = (letters - at > 1
        || version(line, letters + 1).is_some()
        || line.while_within(letters + 1, 4, |c| c.is_ascii_digit()) == letters + 4)
        && line.text(at..letters).bytes().all(|c| c.is_ascii_uppercase())
        && line.before(at) != '.';
    let is_point = is_lineage && line.at(letters) == '.' && line.at(letters + 1).is_ascii_digit();
    let dash = usize::from(line.at(letters) == '-' || is_point);
    let start = letters + dash;
    let (spoken, end) = version(line, start).or_else(|| {
        let digits = line.digits(start).filter(|digits| !digits.has_commas)?;
        let is_flight = ["航班", "班機", "號班機", "次列車"].iter().any(|what| line.has(digits.end, what));
        let by_digit =
            digits.whole.len() >= 3 || is_flight || digits.whole.len() > 1 && digits.whole.starts_with('0');
        // GB200, EMU3000, but A350-900.
        let is_round = !is_flight
            && !digits.whole.starts_with('0')
            && (digits.whole.len() == 3 && digits.whole.ends_with("00")
                || digits.whole.len() == 4 && digits.whole.ends_with("000"));
        let spoken = if by_digit && !is_round && digits.decimals.is_empty() {
            numeral::digit_by_digit(&digits.whole)
        } else {
            numeral::decimal(&digits.whole, &digits.decimals)
        };
        Some((spoken, digits.end))
    })?;
    let mut parts = vec![Part { end: letters, say: Say::English(line.text(at..letters)) }];
    if dash > 0 {
        let point = if is_point { Say::Mandarin("點".to_owned()) } else { Say::Silent };
        parts.push(Part { end: start, say: point });
    }
    parts.push(Part { end, say: Say::Mandarin(spoken) });
    Some(parts)
}

/// Rule: a version number of three parts or more: 1.2.3.
pub(super) fn dotted(line: &Line, at: usize) -> Option<Vec<Part>> {
    let (spoken, end) = version(line, at)?;
    say(end, spoken)
}

/// Rule: a number directly before letters that are no unit: 5G, 4K, 16GB. A 2 is 二 there (2D), but 兩 before sizes of data.
pub(super) fn graded(line: &Line, at: usize) -> Option<Vec<Part>> {
    let digits = line.digits(at).filter(|digits| digits.is_plain() && digits.whole.len() <= 4)?;
    // 1980s in Chinese.
    let is_decade = digits.whole.len() == 4
        && digits.whole.ends_with('0')
        && line.at(digits.end) == 's'
        && !is_letter(line.at(digits.end + 1));
    if is_decade {
        return say(digits.end + 1, format!("{}年代", numeral::digit_by_digit(&digits.whole)));
    }
    let is_graded = is_letter(line.at(digits.end)) && unit_at(line, digits.end).is_none();
    let bytes = ["TB", "GB", "MB", "KB", "PB"].iter().any(|size| line.has(digits.end, size));
    // 9800X3D, 1080P, but 5500K.
    let next = line.at(digits.end);
    let is_type = digits.whole.len() == 4
        && next.is_ascii_uppercase()
        && next != 'K'
        && !line.at(digits.end + 1).is_ascii_alphabetic()
        && !digits.whole.ends_with("000");
    // 052D, 777-300ER.
    let is_name = is_type
        || digits.whole.starts_with('0')
        || (digits.whole.len() == 3 && line.before(at) == '-' && line.before(at - 1).is_ascii_digit());
    let spoken = match digits.whole.as_str() {
        "2" if bytes => "兩".to_owned(),
        whole if is_name && whole.len() > 1 => numeral::digit_by_digit(whole),
        whole => numeral::cardinal(whole),
    };
    is_graded.then(|| say(digits.end, spoken))?
}

/// A dotted number of three parts or more, and where it ends.
fn version(line: &Line, at: usize) -> Option<(String, usize)> {
    let mut spoken = String::new();
    let mut end = at;
    let mut parts = 0;
    loop {
        let next = line.while_at(end, |c| c.is_ascii_digit());
        if next == end || next - end > 5 || parts == 6 {
            return None;
        }
        spoken.push_str(&numeral::cardinal(&line.text(end..next)));
        parts += 1;
        end = next;
        if line.at(end) == '.' && line.at(end + 1).is_ascii_digit() {
            spoken.push('點');
            end += 1;
        } else {
            return (parts >= 3).then_some((spoken, end));
        }
    }
}
