//! Words with accents: those that are said otherwise than without, and the letters below.

use unicode_normalization::char::decompose_canonical;

/// Words with accents that are other words without, or not in the lexicon.
const ACCENTED: [(&str, &str); 14] = [
    ("résumé", "ɹˈɛzəmˌA"),
    ("résumés", "ɹˈɛzəmˌAz"),
    ("rosé", "ɹOzˈA"),
    ("exposé", "ˌɛkspOzˈA"),
    ("pâté", "pɑtˈA"),
    ("café", "kæfˈA"),
    ("cafés", "kæfˈAz"),
    ("fiancé", "fˌiɑnsˈA"),
    ("fiancée", "fˌiɑnsˈA"),
    ("cliché", "kliʃˈA"),
    ("protégé", "pɹˈOTəʒˌA"),
    ("beyoncé", "biˈɑnsA"),
    ("são", "sˈW"),
    ("naïve", "nɑˈiv"),
];

/// The sound of a word that is said otherwise than without its accents.
pub(super) fn sound(word: &str) -> Option<&'static str> {
    if word.is_ascii() {
        return None;
    }
    let lower = word.to_lowercase();
    ACCENTED.iter().find(|(known, _)| *known == lower).map(|(_, sound)| *sound)
}

/// The letter without its accent; nothing for what is no Latin letter.
pub(super) fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' | 'ð' | 'Ð' => 'd',
        'ı' => 'i',
        'ß' => 's',
        'æ' | 'Æ' | 'œ' | 'Œ' => 'e',
        'þ' | 'Þ' => 't',
        _ => {
            let mut letter = None;
            decompose_canonical(c, |part| letter = letter.or(part.is_ascii_alphabetic().then_some(part)));
            letter?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latin_letter_has_one_without_accent() {
        let plain: String = "Żabka Đức Şanlı Ōsaka Ærø Thủ".chars().filter_map(unaccented).collect();
        assert_eq!(plain, "ZabkaducSanliOsakaeroThu");
        assert_eq!(unaccented('新'), None);
    }
}
