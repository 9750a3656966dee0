//! English words of one spelling that the words around tell apart.

/// Words, sounds and what stands around them; its head tells how it is written.
const TABLE: &str = include_str!("../data/heteronyms.tsv");
/// How many words on each side are looked at.
const REACH: usize = 4;
/// Words that end in s and are no plural nouns.
const NO_PLURALS: [&str; 24] = [
    "is", "was", "has", "this", "his", "its", "as", "us", "does", "thus", "yes", "always", "perhaps", "plus",
    "less", "across", "unless", "besides", "previous", "various", "serious", "news", "versus", "business",
];

/// The sound of `words[at]`, where the table knows it there.
pub(super) fn sound(words: &[&str], at: usize) -> Option<&'static str> {
    let word = words[at].to_lowercase();
    if !TABLE.contains(&format!("\n{word}\t")) {
        return None;
    }
    let before = words[at.saturating_sub(REACH)..at].join(" ").to_lowercase();
    let behind = words[at + 1..(at + 1 + REACH).min(words.len())].join(" ").to_lowercase();
    TABLE.lines().find_map(|line| {
        let mut columns = line.split('\t');
        let is_word = columns.next() == Some(word.as_str());
        let sound = columns.next().filter(|_| is_word)?;
        let is_before = |part: &str| match part {
            "s$" => is_plural(&before),
            part => before.strip_suffix(part).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')),
        };
        // The end of the text is a full stop, as of headlines.
        let is_behind = |part: &str| {
            (part == "." && behind.is_empty())
                || behind.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let holds = |column: Option<&str>, fits: &dyn Fn(&str) -> bool| {
            column.is_none_or(|column| column.is_empty() || column.split('|').any(fits))
        };
        (holds(columns.next(), &is_before) && holds(columns.next(), &is_behind)).then_some(sound)
    })
}

/// Whether the last word of `text` may be a plural noun.
fn is_plural(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    last.len() > 3
        && last.ends_with('s')
        && !last.ends_with("'s")
        && !last.ends_with("ss")
        && !NO_PLURALS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_tell_words_of_one_spelling_apart() {
        for (text, word, expected) in [
            ("old lead pipes leak", "lead", Some("lˈɛd")),
            ("she took the lead today", "lead", None),
            ("he plays bass guitar", "bass", Some("bˈAs")),
            ("a striped bass swam by", "bass", Some("bˈæs")),
            ("minute amounts of it", "minute", Some("mInˈut")),
            ("one minute later", "minute", Some("mˈɪnət")),
            ("they took a bow", "bow", Some("bˈW")),
            ("a bow and arrow", "bow", Some("bˈO")),
            ("built to house refugees", "house", Some("hˈWz")),
            ("a new house for the family", "house", None),
            ("my learned friend", "learned", Some("lˈɜɹnɪd")),
            ("when muscles contract they hurt", "contract", Some("kəntɹˈækt")),
            ("the contract was signed", "contract", Some("kˈɑntɹˌækt")),
            ("they had read it twice", "read", Some("ɹˈɛd")),
            ("i read the news every morning", "read", Some("ɹˈid")),
            ("rose to record highs", "record", None),
            ("police record thousands of cases", "record", Some("ɹəkˈɔɹd")),
            ("a police record", "record", None),
            ("economists project slower growth", "project", Some("pɹəʤˈɛkt")),
            ("police suspect foul play", "suspect", Some("səspˈɛkt")),
            ("students protest against the law", "protest", Some("pɹətˈɛst")),
            ("an associate editor", "associate", Some("əsˈOsiət")),
            ("lack of sleep may affect children", "affect", Some("əfˈɛkt")),
            ("content creation is hard", "content", Some("kˈɑntɛnt")),
            ("or live music", "live", Some("lˈIv")),
            ("they live here", "live", Some("lˈɪv")),
            ("a live wire", "live", None),
            ("the site is live now", "live", Some("lˈIv")),
            ("it is easy to use", "use", Some("jˈuz")),
            ("was put to use", "use", Some("jˈus")),
            ("the use of force", "use", Some("jˈus")),
            ("perfect for small businesses", "perfect", Some("pˈɜɹfəkt")),
            ("they want to perfect the engine", "perfect", Some("pəɹfˈɛkt")),
            ("she attributes it to luck", "attributes", Some("ətɹˈɪbjˌuts")),
            ("list all attributes", "attributes", Some("ˈætɹəbjˌuts")),
            ("fresh produce is expensive", "produce", Some("pɹˈOdˌus")),
            ("farmers produce rice", "produce", None),
            ("southerly winds ahead of it", "winds", Some("wˈɪndz")),
            ("the road winds through hills", "winds", Some("wˈIndz")),
            ("many associate it with summer", "associate", Some("əsˈOsiˌAt")),
            ("children with lead in their blood", "lead", Some("lˈɛd")),
            ("drug use has doubled", "use", Some("jˈus")),
            ("they got used to it", "used", Some("jˈust")),
            ("the drug is used to treat cancer", "used", None),
            ("a tear in the fabric", "tear", Some("tˈɛɹ")),
            ("a tear rolled down", "tear", Some("tˈɪɹ")),
            ("ships transport oil", "transport", Some("tɹænspˈɔɹt")),
            ("export controls", "export", Some("ˈɛkspˌɔɹt")),
            ("he lied on his resume", "resume", Some("ɹˈɛzəmˌA")),
            ("mobile phones", "mobile", Some("mˈObᵊl")),
            ("he was born in nice", "nice", Some("nˈis")),
            ("a nice day", "nice", None),
            ("they care for the aged", "aged", Some("ˈAʤɪd")),
            ("shares dove after the report", "dove", Some("dˈOv")),
            ("a stunning upset", "upset", Some("ˈʌpsˌɛt")),
            ("growth will moderate", "moderate", Some("mˈɑdəɹˌAt")),
            ("have you read it", "read", Some("ɹˈɛd")),
            ("the stores close at nine", "close", Some("klˈOz")),
            ("a close race", "close", None),
            ("officials separate families", "separate", Some("sˈɛpəɹˌAt")),
            ("two separate rooms", "separate", None),
            ("the jury voted to convict", "convict", Some("kənvˈɪkt")),
            ("the two accounts conflict", "conflict", Some("kənflˈɪkt")),
            ("the conflict with iran", "conflict", None),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let at = words.iter().position(|known| *known == word).unwrap();
            assert_eq!(sound(&words, at), expected, "{text}");
        }
    }
}
