//! Sound files: their length, where their sound stands, what they say of themselves.

use serde_json::Value;
use tingxinwen_core::speech::Frames;
use tingxinwen_encode::{Picture, SoundFormat, Tags};

use crate::common::{decoded, file, is_missing, most_longer, output, shift, speech, tags};

/// A sample more than a millisecond away would be heard beside a subtitle before it is heard by itself.
const MOST_OFF: i64 = 24;

#[test]
fn every_format_decodes_to_the_same_length_with_every_word_where_it_was() {
    let samples = speech(12.3);
    for format in SoundFormat::ALL {
        let (_folder, path) = file(format, &samples, &Tags::default());
        let Some(found) = decoded(&path) else { return };
        let off = found.len() as i64 - samples.len() as i64;
        assert!((-24..=most_longer(format)).contains(&off), "{format:?} is {off} samples longer");
        for at in [24_000, 140_000, 270_000] {
            let (by, likeness) = shift(&samples, &found, at);
            assert!(by.abs() <= MOST_OFF && likeness > 0.7, "{format:?} at {at}: {by}, {likeness}");
        }
    }
}

#[test]
fn very_short_sound_is_a_file_too() {
    for len in [1, 100, 480, 1_000, 3_000] {
        let samples = &speech(0.5)[2_000..2_000 + len];
        for format in SoundFormat::ALL {
            let (_folder, path) = file(format, samples, &Tags::default());
            let Some(found) = decoded(&path) else { return };
            let off = found.len() as i64 - len as i64;
            assert!((-24..=most_longer(format)).contains(&off), "{format:?} of {len}: {off}");
        }
    }
}

fn probed(path: &std::path::Path) -> Option<Value> {
    let args = ["-v", "error", "-of", "json", "-show_format", "-show_chapters", "-show_streams"];
    Some(serde_json::from_slice(&output("ffprobe", &args, path, &[])?).unwrap())
}

#[test]
fn tags_chapters_and_covers_are_what_others_read_there() {
    let samples = speech(6.0);
    let wanted = tags(Frames(samples.len() as u64));
    for format in SoundFormat::ALL {
        let (_folder, path) = file(format, &samples, &wanted);
        let Some(found) = probed(&path) else { return };
        // In Ogg they are those of the stream.
        let all = match format {
            SoundFormat::Opus => &found["streams"][0]["tags"],
            SoundFormat::Mp3 | SoundFormat::M4b | SoundFormat::M4a | SoundFormat::Flac | SoundFormat::Wav => {
                &found["format"]["tags"]
            }
        };
        let tag = |name: &str| {
            let tags = all.as_object().unwrap();
            let value = tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            value.map(|(_, value)| value.as_str().unwrap().to_owned())
        };
        assert_eq!(tag("title").as_ref(), Some(&wanted.title), "{format:?}: {found}");
        assert_eq!((tag("artist"), tag("album")), (wanted.artist.clone(), wanted.album.clone()));
        assert_eq!(tag("date"), wanted.date, "{format:?}: {found}");
        let secs: f64 = found["format"]["duration"].as_str().unwrap().parse().unwrap();
        // FFmpeg counts whole frames of MP3, with what the encoder put around the sound.
        let most = if format == SoundFormat::Mp3 { 0.072 } else { 0.03 };
        assert!((secs - 6.0).abs() < most, "{format:?} lasts {secs}");
        let chapters = found["chapters"].as_array().unwrap();
        let names: Vec<&str> = chapters.iter().map(|one| one["tags"]["title"].as_str().unwrap()).collect();
        let titles: Vec<&str> = wanted.chapters.iter().map(|one| one.title.as_str()).collect();
        // FFmpeg reads no chapters of WAV.
        if format != SoundFormat::Wav {
            assert_eq!(names, titles, "{format:?}");
            for (found, wanted) in chapters.iter().zip(&wanted.chapters) {
                let start: f64 = found["start_time"].as_str().unwrap().parse().unwrap();
                assert!((start - wanted.start.as_secs_f64()).abs() < 0.03, "{format:?}: {found}");
            }
            let cover =
                found["streams"].as_array().unwrap().iter().any(|stream| stream["codec_name"] == "png");
            assert!(cover, "{format:?} has no cover: {found}");
        }
    }
}

/// What mutagen, which programs for tags are built on, reads of each; it opens files by what is in them.
const MUTAGEN: &str = "
import json, mutagen, sys
file = mutagen.File(sys.argv[1])
tags = file.tags
def one(*names):
    for name in names:
        try:
            value = tags.get(name)
        except ValueError:
            continue
        if value:
            value = value[0] if isinstance(value, list) else value.text[0] if hasattr(value, 'text') else value
            return str(value)
chapters = []
if hasattr(tags, 'getall'):
    chapters = [[c.start_time, str(c.sub_frames['TIT2'])] for c in tags.getall('CHAP')]
elif getattr(file, 'chapters', None):
    chapters = [[round(c.start * 1000), c.title] for c in file.chapters]
print(json.dumps({'length': file.info.length, 'title': one('TIT2', '\\xa9nam', 'title'),
    'artist': one('TPE1', '\\xa9ART', 'artist'), 'date': one('TDRC', '\\xa9day', 'date'), 'chapters': chapters}))
";

#[test]
fn mutagen_reads_tags_and_chapters() {
    let has = std::process::Command::new("python3").args(["-c", "import mutagen"]).output();
    if !has.is_ok_and(|run| run.status.success()) {
        return is_missing("mutagen");
    }
    let samples = speech(6.0);
    let wanted = tags(Frames(samples.len() as u64));
    for format in SoundFormat::ALL {
        let (_folder, path) = file(format, &samples, &wanted);
        let found: Value =
            serde_json::from_slice(&output("python3", &["-c", MUTAGEN], &path, &[]).unwrap()).unwrap();
        assert_eq!(found["title"], wanted.title, "{format:?}: {found}");
        assert_eq!(found["artist"], "晴川日報", "{format:?}");
        assert_eq!(found["date"], "2026-11-24", "{format:?}");
        assert!((found["length"].as_f64().unwrap() - 6.0).abs() < 0.1, "{format:?}: {found}");
        let chapters = found["chapters"].as_array().unwrap();
        if matches!(format, SoundFormat::Mp3 | SoundFormat::M4b | SoundFormat::M4a | SoundFormat::Wav) {
            let starts: Vec<i64> = chapters.iter().map(|one| one[0].as_i64().unwrap()).collect();
            assert_eq!(starts, [0, 1_860, 4_620], "{format:?}");
            assert_eq!(chapters[1][1], "第一章　開館", "{format:?}");
        }
    }
}

#[test]
fn what_reads_a_format_only_has_nothing_to_say_against_it() {
    let samples = speech(3.0);
    let (_folder, opus) = file(SoundFormat::Opus, &samples, &tags(Frames(72_000)));
    if let Some(said) = output("opusinfo", &[], &opus, &[]) {
        let said = String::from_utf8_lossy(&said);
        assert!(!said.contains("WARNING") && !said.contains("ERROR"), "{said}");
        assert!(said.contains("CHAPTER001NAME=第一章"), "{said}");
    }
    let (_folder, flac) = file(SoundFormat::Flac, &samples, &tags(Frames(72_000)));
    output("flac", &["--test", "--silent", "--warnings-as-errors"], &flac, &[]);
}

#[test]
fn hundreds_of_chapters_and_a_picture_that_is_none() {
    assert!(Picture::new(b"<svg/>".to_vec()).is_none());
    let samples = speech(2.0);
    let mut wanted = tags(Frames(48_000));
    wanted.chapters = (0..700)
        .map(|idx| tingxinwen_encode::Chapter { title: format!("第{idx}章"), start: Frames(idx * 60) })
        .collect();
    // Looks like a picture at its beginning only.
    wanted.cover = Picture::new(b"\x89PNG\r\n\x1a\n".to_vec());
    for format in SoundFormat::ALL {
        let (_folder, path) = file(format, &samples, &wanted);
        if let Some(found) = decoded(&path) {
            let off = found.len() as i64 - 48_000;
            assert!((-24..=most_longer(format)).contains(&off), "{format:?}: {off}");
        }
    }
    let (_folder, path) = file(SoundFormat::M4b, &samples, &wanted);
    if let Some(found) = probed(&path) {
        assert_eq!(found["chapters"].as_array().unwrap().len(), 700);
    }
}
