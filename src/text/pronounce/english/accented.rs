//! Words with accents: those that are said otherwise than without, and the letters below.

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
        'a'..='z' | 'A'..='Z' => c,
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => 'a',
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' => 'i',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ç' | 'Ç' | 'ć' | 'č' | 'Č' => 'c',
        'ñ' | 'Ñ' | 'ń' => 'n',
        'š' | 'Š' | 'ś' | 'ş' => 's',
        'ž' | 'Ž' | 'ź' | 'ż' => 'z',
        'ý' | 'ÿ' => 'y',
        'ł' | 'Ł' => 'l',
        'ğ' => 'g',
        'đ' => 'd',
        'ř' => 'r',
        'ß' => 's',
        'æ' | 'œ' => 'e',
        _ => return None,
    })
}
