//! Tags as ID3v2.4, with chapters (CHAP, CTOC) and what is said, with and without its times (SYLT, USLT).

use std::io::Write;

use id3::{
    Content, Encoder, Frame, Tag, TagLike as _, Timestamp, Version,
    frame::{
        Chapter, Lyrics, Picture, PictureType, SynchronisedLyrics, SynchronisedLyricsType, TableOfContents,
        TimestampFormat,
    },
};
use tingxinwen_core::speech::Frames;

use crate::{EncodeError, Tags, tags::millis};

/// Marks the offset of a chapter as not told: its time is.
const NO_OFFSET: u32 = u32::MAX;

/// Writes `tags` of sound that is `len` long into `out`.
pub(super) fn write(tags: &Tags, len: Frames, out: &mut dyn Write) -> Result<(), EncodeError> {
    let written = Encoder::new().version(Version::Id3v24).encode(&tag(tags, len)?, out);
    written.map_err(|error| {
        if let id3::ErrorKind::Io(error) = error.kind {
            EncodeError::Write(error)
        } else {
            EncodeError::refused(error)
        }
    })
}

fn tag(tags: &Tags, len: Frames) -> Result<Tag, EncodeError> {
    let mut tag = Tag::with_version(Version::Id3v24);
    tag.set_title(&tags.title);
    if let Some(artist) = &tags.artist {
        tag.set_artist(artist);
        tag.set_album_artist(artist);
    }
    if let Some(album) = &tags.album {
        tag.set_album(album);
    }
    if let Some(date) = tags.date.as_deref().and_then(|date| date.parse::<Timestamp>().ok()) {
        tag.set_date_recorded(date);
        tag.set_date_released(date);
    }
    if let Some(source) = &tags.source {
        tag.add_frame(Frame::link("WOAS", source));
    }
    if let Some((number, total)) = tags.track {
        tag.set_track(number);
        tag.set_total_tracks(total);
    }
    tag.set_text("TLAN", tags.language_code());
    if let Some(cover) = &tags.cover {
        tag.add_frame(Picture {
            mime_type: cover.mime().to_owned(),
            picture_type: PictureType::CoverFront,
            description: String::new(),
            data: cover.bytes().to_vec(),
        });
    }
    add_chapters(&mut tag, tags, len)?;
    if !tags.lines.is_empty() {
        add_lines(&mut tag, tags)?;
    }
    Ok(tag)
}

fn add_chapters(tag: &mut Tag, tags: &Tags, len: Frames) -> Result<(), EncodeError> {
    let ends = tags.chapters.iter().skip(1).map(|chapter| chapter.start).chain([len]);
    let mut elements = Vec::new();
    for (idx, (chapter, end)) in tags.chapters.iter().zip(ends).enumerate() {
        let element_id = format!("chp{idx}");
        elements.push(element_id.clone());
        tag.add_frame(Chapter {
            element_id,
            start_time: time(chapter.start)?,
            end_time: time(end)?,
            start_offset: NO_OFFSET,
            end_offset: NO_OFFSET,
            frames: vec![Frame::text("TIT2", chapter.title.as_str())],
        });
    }
    // A table counts its entries in a byte: what has more is in tables of 200, and one of those tables.
    const ENTRIES: usize = 200;
    if elements.len() <= ENTRIES {
        if !elements.is_empty() {
            tag.add_frame(contents("toc".to_owned(), true, elements));
        }
        return Ok(());
    }
    let mut tables = Vec::new();
    for (idx, part) in elements.chunks(ENTRIES).take(ENTRIES).enumerate() {
        let id = format!("toc{idx}");
        tag.add_frame(contents(id.clone(), false, part.to_vec()));
        tables.push(id);
    }
    tag.add_frame(contents("toc".to_owned(), true, tables));
    Ok(())
}

fn contents(element_id: String, top_level: bool, elements: Vec<String>) -> TableOfContents {
    TableOfContents { element_id, top_level, ordered: true, elements, frames: Vec::new() }
}

fn add_lines(tag: &mut Tag, tags: &Tags) -> Result<(), EncodeError> {
    let lang = tags.language_code().to_owned();
    tag.add_frame(Lyrics { lang: lang.clone(), description: String::new(), text: tags.words() });
    let timed = tags.lines.iter().map(|line| Ok((time(line.start)?, line.text.clone())));
    let content: Vec<(u32, String)> = timed.collect::<Result<_, EncodeError>>()?;
    let lyrics = SynchronisedLyrics {
        lang,
        timestamp_format: TimestampFormat::Ms,
        content_type: SynchronisedLyricsType::Lyrics,
        description: String::new(),
        content,
    };
    tag.add_frame(Frame::with_content("SYLT", Content::SynchronisedLyrics(lyrics)));
    Ok(())
}

fn time(frames: Frames) -> Result<u32, EncodeError> {
    u32::try_from(millis(frames)).map_err(|_| EncodeError::TooLong)
}
