//! English abbreviations, signs between words, and Roman numerals of kings and wars.

use super::{Line, Part, numeral, say};
use crate::normalize::math::roman_value;

/// Abbreviations as they are written, and what is said for them. One that starts like another stands before it.
const ABBREVIATIONS: [(&str, &str); 72] = [
    ("tbsp.", "tablespoons"),
    ("tbsp ", "tablespoons"),
    ("tsp.", "teaspoons"),
    ("tsp ", "teaspoons"),
    ("e.g.", "for example"),
    ("i.e.", "that is"),
    ("etc.", "et cetera"),
    ("vs.", "versus"),
    ("Mr.", "Mister"),
    ("Mrs.", "Missus"),
    ("Ms.", "Miss"),
    ("Dr.", "Doctor"),
    ("Prof.", "Professor"),
    ("Gov.", "Governor"),
    ("Sen.", "Senator"),
    ("Rep.", "Representative"),
    ("Gen.", "General"),
    ("Lt.", "Lieutenant"),
    ("Col.", "Colonel"),
    ("Capt.", "Captain"),
    ("Sgt.", "Sergeant"),
    ("Rev.", "Reverend"),
    ("Jr.", "Junior"),
    ("Sr.", "Senior"),
    ("Inc.", "Incorporated"),
    ("Corp.", "Corporation"),
    ("Ltd.", "Limited"),
    ("Co.", "Company"),
    ("Ave.", "Avenue"),
    ("Blvd.", "Boulevard"),
    ("Rd.", "Road"),
    ("Mt.", "Mount"),
    ("Ft.", "Fort"),
    ("approx.", "approximately"),
    ("dept.", "department"),
    ("Dept.", "Department"),
    ("est.", "established"),
    ("Jan.", "January"),
    ("Feb.", "February"),
    ("Mar.", "March"),
    ("Apr.", "April"),
    ("Jun.", "June"),
    ("Jul.", "July"),
    ("Aug.", "August"),
    ("Sept.", "September"),
    ("Sep.", "September"),
    ("Oct.", "October"),
    ("Nov.", "November"),
    ("Dec.", "December"),
    ("Mon.", "Monday"),
    ("Tue.", "Tuesday"),
    ("Tues.", "Tuesday"),
    ("Wed.", "Wednesday"),
    ("Thu.", "Thursday"),
    ("Thurs.", "Thursday"),
    ("Fri.", "Friday"),
    ("Sat.", "Saturday"),
    ("a.k.a.", "also known as"),
    ("w/o ", "without"),
    ("Calif.", "California"),
    ("Fla.", "Florida"),
    ("Ariz.", "Arizona"),
    ("Colo.", "Colorado"),
    ("Conn.", "Connecticut"),
    ("Mich.", "Michigan"),
    ("Minn.", "Minnesota"),
    ("Okla.", "Oklahoma"),
    ("Tenn.", "Tennessee"),
    ("Pp. ", "Pages"),
    ("w/ ", "with"),
    ("vol.", "volume"),
    ("Vol.", "Volume"),
];
/// Names behind which a Roman numeral is an ordinal: Henry VIII.
const RULERS: [&str; 34] = [
    "Henry",
    "Elizabeth",
    "Charles",
    "George",
    "Louis",
    "Edward",
    "William",
    "James",
    "Richard",
    "Mary",
    "Pope",
    "Paul",
    "Benedict",
    "John",
    "Pius",
    "Francis",
    "Napoleon",
    "Nicholas",
    "Alexander",
    "Catherine",
    "Philip",
    "Frederick",
    "Leo",
    "Gregory",
    "Innocent",
    "Clement",
    "Urban",
    "Felipe",
    "Carlos",
    "Gustaf",
    "Ivan",
    "Peter",
    "Christian",
    "Rama",
];

/// Titles after which a Roman numeral behind any name is an ordinal: Pope Leo XIV.
const TITLES: [&str; 9] =
    ["Pope ", "King ", "Queen ", "Emperor ", "Empress ", "Tsar ", "Sultan ", "Prince ", "Patriarch "];
/// Longest title with its name, in characters.
const LONGEST_NAME: usize = 20;
/// Saints that places are named after: before these St. is Saint, though a name stands before it too.
const SAINTS: [&str; 24] = [
    "Louis",
    "Paul",
    "Petersburg",
    "John",
    "George",
    "Mary",
    "Peter",
    "James",
    "Patrick",
    "Andrews",
    "Joseph",
    "Lucia",
    "Kitts",
    "Vincent",
    "Helena",
    "Francis",
    "Michael",
    "Thomas",
    "Augustine",
    "Martin",
    "Moritz",
    "Cloud",
    "Mark",
    "Nicholas",
];

/// Rule: abbreviations, said in full, and initials: Dr., St. Louis, U.S.
pub(super) fn abbreviation(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at).is_alphanumeric() || line.before(at) == '.' {
        return None;
    }
    if line.has(at, "St.") {
        // St. Louis, but Main St.: behind a name it is a street, unless the name of a saint follows.
        let next = line.skip_space(at + 3);
        let behind_name = line.before(at) == ' ' && starts_with_capital(line, at - 1);
        let is_saint =
            line.at(next).is_ascii_uppercase() && (!behind_name || line.first_of(next, &SAINTS).is_some());
        return say(at + 3, if is_saint { "Saint" } else { "Street" });
    }
    if let Some(&(written, spoken)) = ABBREVIATIONS.iter().find(|row| line.has(at, row.0)) {
        let end = at + written.trim_end().len();
        // The last full stop of the sentence stays a pause.
        let is_last = line.while_within(end, 8, |c| " \"')”".contains(c)) >= line.len();
        return say(end - usize::from(is_last && written.ends_with('.')), spoken);
    }
    // U.S., U.K., J. K. Rowling: the full stops are silent.
    let mut end = at;
    while line.at(end).is_ascii_uppercase() && line.at(end + 1) == '.' {
        end += 2;
    }
    let letters = (end - at) / 2;
    let next = line.at(line.skip_space(end));
    if letters == 0 || (letters == 1 && !next.is_ascii_uppercase()) {
        return None;
    }
    let is_last = line.while_within(end, 8, |c| " \"')”".contains(c)) >= line.len();
    let spoken: String = line.text(at..end);
    say(end - usize::from(is_last), spoken)
}

/// Whether the word that ends at `end` starts with a capital.
fn starts_with_capital(line: &Line, end: usize) -> bool {
    let letters =
        (1..=20).take_while(|&back| back <= end && line.at(end - back).is_ascii_alphabetic()).count();
    line.at(end - letters).is_ascii_uppercase()
}

/// Rule: the signs &, @ and °, and # before a number.
pub(super) fn sign(line: &Line, at: usize) -> Option<Vec<Part>> {
    match line.at(at) {
        '&' => say(at + 1, "and"),
        '#' if line.at(at + 1).is_ascii_digit() => {
            let digits = line.digits(at + 1)?;
            say(digits.end, format!("number {}", numeral::english_cardinal(&digits.whole)))
        }
        '@' => say(at + 1, "at"),
        '§' if line.at(at + 1) == '§' => say(at + 2, "sections"),
        '§' => say(at + 1, "section"),
        '°' => say(at + 1, "degrees"),
        _ => None,
    }
}

/// Rule: Roman numerals behind a name or a thing that is numbered: World War II, Henry VIII, Super Bowl LIX.
pub(super) fn roman(line: &Line, at: usize) -> Option<Vec<Part>> {
    if line.before(at) != ' ' {
        return None;
    }
    let is_bowl = line.ends_with_any(at, &["Bowl ", "WrestleMania "]);
    let end =
        line.while_within(at, 9, |c| matches!(c, 'I' | 'V' | 'X') || (is_bowl && matches!(c, 'L' | 'C')));
    if end - at > 8 || line.at(end).is_alphanumeric() || line.at(end) == '\'' {
        return None;
    }
    let value = roman_value(&line.text(at..end))?;
    let number = value.to_string();
    let is_ruler = RULERS.iter().any(|ruler| line.ends_with(at - 1, ruler))
        || TITLES.iter().any(|title| line.has_before(at - 1, LONGEST_NAME, &[title]));
    if is_ruler && !is_bowl && (end - at > 1 || value > 1) {
        return say(end, format!("the {}", numeral::english_ordinal(&number)));
    }
    // A lone I, V or X is a letter, but behind what is counted.
    let counted = ["War", "Part", "Chapter", "Phase", "Type", "Stage", "Volume", "Act", "Bowl", "Class"];
    let told = counted.iter().any(|word| line.ends_with(at - 1, word));
    (end - at > 1 || told).then(|| say(end, numeral::english_cardinal(&number)))?
}
