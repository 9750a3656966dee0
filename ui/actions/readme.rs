//! The README's table of keys, made from the action list.

use super::{Action, Group, KeyMap};
use crate::{locale::Locale, words::Words};

/// The table of keys in Markdown: the keys, and what they do in Chinese and English.
pub fn readme_table() -> String {
    let keys = KeyMap::defaults();
    let (chinese, english) = (Words::of(Locale::ZhTw), Words::of(Locale::En));
    let mut table = "| | | |\n|---|---|---|\n".to_owned();
    for group in Group::ALL {
        for &action in Action::ALL.iter().filter(|action| action.group() == group) {
            if let Some(shown) = keys.shown(action, chinese) {
                table += &format!("| {shown} | {} | {} |\n", action.label(chinese), action.label(english));
            }
        }
    }
    for (gesture, effect) in chinese
        .gestures()
        .into_iter()
        .zip(english.gestures())
        .map(|(chinese, english)| (chinese.0, format!("{} | {}", chinese.1, english.1)))
    {
        table += &format!("| {gesture} | {effect} |\n");
    }
    table
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use super::*;

    const BEGIN: &str =
        "<!-- keys: made from ui/actions, by UPDATE_README=1 cargo test -p tingxinwen-ui readme -->\n";
    const END: &str = "<!-- end of keys -->";

    #[test]
    fn the_readme_lists_the_keys_that_there_are() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
        let readme = fs::read_to_string(&path).unwrap();
        let begin = readme.find(BEGIN).expect("the README has the line before the table") + BEGIN.len();
        let end = begin + readme[begin..].find(END).expect("the README has the line after the table");
        let table = format!("\n{}\n", readme_table());
        if env::var_os("UPDATE_README").is_some() {
            fs::write(&path, format!("{}{table}{}", &readme[..begin], &readme[end..])).unwrap();
        } else {
            let told = "the table of keys is old: UPDATE_README=1 cargo test -p tingxinwen-ui readme";
            assert_eq!(&readme[begin..end], table, "{told}");
        }
    }
}
