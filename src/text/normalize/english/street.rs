//! American addresses: the kind of a street behind its number and name, and the code of a place behind its state.

use super::{super::line::Line, Part, numeral, say};

/// Kinds of streets as they are shortened, and in full.
const KINDS: [(&str, &str); 13] = [
    ("St", "Street"),
    ("Ave", "Avenue"),
    ("Av", "Avenue"),
    ("Blvd", "Boulevard"),
    ("Rd", "Road"),
    ("Dr", "Drive"),
    ("Ln", "Lane"),
    ("Pkwy", "Parkway"),
    ("Hwy", "Highway"),
    ("Ct", "Court"),
    ("Pl", "Place"),
    ("Sq", "Square"),
    ("Ter", "Terrace"),
];
/// What stands behind a street, written with a capital; a name behind Dr. is that of a doctor.
const BEHIND: [&str; 8] = ["Suite", "Ste", "Apt", "Unit", "Floor", "Room", "Building", "P.O."];
/// Most words of a street's name.
const MOST_WORDS: usize = 4;
/// The states, and how the post shortens them.
const STATES: [(&str, &str); 51] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
    ("DC", "D.C."),
];

/// Rule: the kind of a street: 801 Portola Dr. is a drive.
pub(super) fn street(line: &Line, at: usize) -> Option<Vec<Part>> {
    let &(written, spoken) = KINDS
        .iter()
        .find(|(written, _)| line.has(at, written) && !line.at(at + written.len()).is_alphanumeric())?;
    let end = at + written.len();
    let has_point = line.at(end) == '.';
    let next = line.skip_space(end + usize::from(has_point));
    let is_doctor =
        written == "Dr" && line.at(next).is_alphabetic() && line.first_of(next, &BEHIND).is_none();
    if line.before(at) != ' ' || is_doctor || !is_behind_number(line, at - 1) {
        return None;
    }
    // The last full stop of the sentence stays a pause.
    say(end + usize::from(has_point && next < line.len()), spoken)
}

/// Whether a number and a name of one word or more end at `end`.
fn is_behind_number(line: &Line, end: usize) -> bool {
    let mut end = end;
    for nth in 0..=MOST_WORDS {
        let letters = (1..=16).take_while(|&back| back <= end && line.at(end - back) != ' ').count();
        let start = end - letters;
        let word = line.text(start..end);
        if nth > 0 && (1..=5).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_digit()) {
            return true;
        }
        let is_name = word.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        if !is_name || word.ends_with([',', ';', ':']) || start == 0 {
            return false;
        }
        end = start - 1;
    }
    false
}

/// Rule: the code of a place, digit by digit: CA 94109, New York 10001-2345.
pub(super) fn zip(line: &Line, at: usize) -> Option<Vec<Part>> {
    let is_digit = |c: char| c.is_ascii_digit();
    let end = line.while_within(at, 6, is_digit);
    if end != at + 5 || line.before(at) != ' ' {
        return None;
    }
    let state = at - 1;
    let is_state = STATES.iter().any(|(short, name)| {
        line.ends_with(state, name)
            || (line.ends_with(state, short) && !line.at(state.wrapping_sub(3)).is_alphanumeric())
    });
    let more = line.while_within(end + 1, 5, is_digit);
    let has_more = line.at(end) == '-' && more == end + 5;
    let last = if has_more { more } else { end };
    // In Texas 10000 people.
    let counts = line.at(last) == ' ' && line.at(last + 1).is_lowercase();
    let goes_on =
        line.at(last).is_alphanumeric() || (",.%".contains(line.at(last)) && is_digit(line.at(last + 1)));
    if !is_state || counts || goes_on {
        return None;
    }
    let digits: String = line.text(at..last).chars().filter(char::is_ascii_digit).collect();
    say(last, numeral::english_digits(&digits))
}

/// How newspapers shorten the states, behind a town or a party.
const SHORT: [(&str, &str); 33] = [
    ("Ala", "Alabama"),
    ("Ariz", "Arizona"),
    ("Ark", "Arkansas"),
    ("Calif", "California"),
    ("Colo", "Colorado"),
    ("Conn", "Connecticut"),
    ("Del", "Delaware"),
    ("Fla", "Florida"),
    ("Ga", "Georgia"),
    ("Ill", "Illinois"),
    ("Ind", "Indiana"),
    ("Kan", "Kansas"),
    ("Ky", "Kentucky"),
    ("La", "Louisiana"),
    ("Mass", "Massachusetts"),
    ("Md", "Maryland"),
    ("Mich", "Michigan"),
    ("Minn", "Minnesota"),
    ("Miss", "Mississippi"),
    ("Mo", "Missouri"),
    ("Mont", "Montana"),
    ("Neb", "Nebraska"),
    ("Nev", "Nevada"),
    ("Okla", "Oklahoma"),
    ("Ore", "Oregon"),
    ("Pa", "Pennsylvania"),
    ("Tenn", "Tennessee"),
    ("Tex", "Texas"),
    ("Va", "Virginia"),
    ("Vt", "Vermont"),
    ("Wash", "Washington"),
    ("Wis", "Wisconsin"),
    ("Wyo", "Wyoming"),
];

/// Rule: a state as newspapers shorten it: Burlington, Vt.; Sanders, I-Vt.
pub(super) fn state(line: &Line, at: usize) -> Option<Vec<Part>> {
    let &(written, spoken) =
        SHORT.iter().find(|(written, _)| line.has(at, written) && line.at(at + written.len()) == '.')?;
    let end = at + written.len() + 1;
    let is_party = line.ends_with_any(at, &["D-", "R-", "I-"]);
    let is_town = line.ends_with(at, ", ") && at >= 3 && line.at(at - 3).is_alphabetic();
    let is_last = line.while_within(end, 8, |c| " \"')”".contains(c)) >= line.len();
    (is_party || is_town).then(|| say(end - usize::from(is_last), spoken))?
}
