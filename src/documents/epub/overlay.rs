//! Media Overlays of an EPUB (EPUB 3.3, section 9): which elements of its chapters a narrator has recorded, and where in
//! which file of sound. DAISY books write the same with other capitals.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use tingxinwen_article::Narration;
use tingxinwen_core::article::{DocumentFault, RecordedSound, Recording, TextRange};

use super::package::Package;
use crate::{
    archive::{Archive, percent_decoded, resolved},
    xml::Element,
};

/// The longest time that is believed, in seconds: a thousand hours.
const MOST_SECS: f64 = 3_600_000.0;

/// What a narrator has recorded of a book.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    /// Of each file, by its name.
    pub(super) of_files: HashMap<String, Narration>,
    /// The files of sound.
    pub(super) sounds: Vec<RecordedSound>,
    /// Whether some of it is not there or cannot be read.
    pub(super) is_damaged: bool,
    indices: HashMap<String, u32>,
}

/// Reads the overlays that `package` names.
///
/// # Errors
/// Those of [`Archive::read`].
pub(super) fn read(archive: &Archive<'_>, package: &Package) -> Result<Overlays, DocumentFault> {
    let mut overlays = Overlays { is_damaged: package.lacks_overlays, ..Overlays::default() };
    let names: BTreeSet<&String> = package.overlays.iter().collect();
    for name in names {
        match archive.text(name)?.and_then(|xml| Element::parse(&xml)).filter(|root| root.name == "smil") {
            Some(root) => overlays.add(&root, name, archive),
            None => overlays.is_damaged = true,
        }
    }
    Ok(overlays)
}

impl Overlays {
    /// Adds what stands below `parent` in the overlay called `from`.
    fn add(&mut self, parent: &Element, from: &str, archive: &Archive<'_>) {
        for child in parent.children() {
            if child.name == "par" {
                self.add_pair(child, from, archive);
            } else {
                self.add(child, from, archive);
            }
        }
    }

    /// Adds a text and its sound; one without a sound is for a voice to read.
    fn add_pair(&mut self, pair: &Element, from: &str, archive: &Archive<'_>) {
        let source = |name: &str| pair.child(name)?.attribute("src");
        let Some(text) = source("text") else { return };
        let Some(audio) = pair.child("audio") else { return };
        let time = |names: [&str; 2]| names.into_iter().find_map(|name| audio.attribute(name)).map(clock);
        let begin = time(["clipBegin", "clip-begin"]).unwrap_or(Some(Duration::ZERO));
        let end = time(["clipEnd", "clip-end"]);
        let sound = audio.attribute("src").and_then(|src| self.sound(&resolved(from, src)?, archive));
        let (Some(begin), Some(sound), false) = (begin, sound, end == Some(None)) else {
            self.is_damaged = true;
            return;
        };
        let end = end.flatten();
        if end.is_some_and(|end| end <= begin) {
            self.is_damaged = true;
            return;
        }
        let id = text.split_once('#').map_or_else(String::new, |(_, id)| percent_decoded(id));
        let file = resolved(from, text).and_then(|file| archive.find(&file).map(str::to_owned));
        if let Some(file) = file {
            let recording = Recording { range: TextRange::default(), sound, begin, end };
            self.of_files.entry(file).or_default().entry(id).or_insert(recording);
        }
    }

    /// The index of the file of sound called `name`; `None` where there is none.
    fn sound(&mut self, name: &str, archive: &Archive<'_>) -> Option<u32> {
        if let Some(index) = self.indices.get(name) {
            return Some(*index);
        }
        let sound = archive.sound(name)?;
        let index = self.sounds.len() as u32;
        self.sounds.push(sound);
        self.indices.insert(name.to_owned(), index);
        Some(index)
    }
}

/// A clock value of SMIL: `5:34:31.396`, `4:25`, `12.5s`, `345ms`, `76.2min`, `7.75h`, `9.58`; `None` for anything else.
fn clock(text: &str) -> Option<Duration> {
    let text = text.trim();
    let text = text.strip_prefix("npt=").unwrap_or(text);
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse::<f64>().ok().filter(|_| is_number)
    };
    let units = [("ms", 0.001), ("min", 60.0), ("h", 3600.0), ("s", 1.0)];
    let unit = units.into_iter().find_map(|(unit, secs)| Some((text.strip_suffix(unit)?, secs)));
    let secs = match unit {
        Some((count, secs)) => number(count.trim_end())? * secs,
        None => {
            let mut fields = text.split(':').rev();
            let secs = number(fields.next()?)?;
            let minutes = fields.next().map_or(Some(0.0), number)?;
            let hours = fields.next().map_or(Some(0.0), number)?;
            if fields.next().is_some() {
                return None;
            }
            hours * 3600.0 + minutes * 60.0 + secs
        }
    };
    (secs <= MOST_SECS).then(|| Duration::from_secs_f64(secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_values_are_those_of_smil() {
        for (text, millis) in [
            ("5:34:31.396", Some(20_071_396)),
            ("124:59:36", Some(449_976_000)),
            ("0:05:01.2", Some(301_200)),
            ("09:58", Some(598_000)),
            ("00:56.78", Some(56_780)),
            ("76.2s", Some(76_200)),
            ("7.75h", Some(27_900_000)),
            ("13min", Some(780_000)),
            ("2345ms", Some(2_345)),
            ("12.345", Some(12_345)),
            ("npt=1.5s", Some(1_500)),
            (" 3s ", Some(3_000)),
            ("", None),
            ("-1s", None),
            ("1e300", None),
            ("NaN", None),
            ("inf", None),
            ("1:2:3:4", None),
            ("99999999999h", None),
            ("一", None),
        ] {
            assert_eq!(clock(text).map(|time| time.as_millis()), millis, "{text}");
        }
    }
}
