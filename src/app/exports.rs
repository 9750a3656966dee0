//! Exports as a window asks for them: what is open, the queue or a choice of the library, opened and made one after the other.

use std::{collections::HashMap, sync::Arc};

use tingxinwen_core::document::Document;

use super::{LANGUAGES, Pages, VoiceSet};
use crate::{
    article::{OpenError, Source},
    engine::{Opener as _, SoundCache},
    export::{self, ExportError, Exported, Order, Overwriting, Picture, PlannedFile, Progress, Speech},
    settings::Settings,
    speech::Cancel,
    text::FrontEnd,
};

/// What documents are opened and spoken with.
pub(crate) struct ExportParts<'a> {
    pub(crate) pages: &'a Pages,
    pub(crate) voices: &'a Arc<VoiceSet>,
    pub(crate) front_end: &'a FrontEnd,
    pub(crate) sound_cache: Option<&'a SoundCache>,
    pub(crate) settings: &'a Settings,
}

/// What is exported.
#[derive(Clone, Debug)]
pub enum ExportOf {
    /// What is open.
    Open(Document),
    /// What is opened from here.
    From(Source),
}

/// What is told of an export.
#[derive(Debug)]
pub enum ExportStep {
    /// The titles of the files that are made.
    Planned(Vec<String>),
    /// Something cannot be opened, and is left out.
    NotOpened(OpenError),
    /// How far it is.
    Progress(Progress),
    /// The file with this index is done.
    Done(usize, Box<Exported>),
}

/// Opens all of `wanted`, and makes the files of `order`; tells how far it is. While `tell` does not come back, nothing goes on.
///
/// # Errors
/// Where something cannot be written, nothing is read aloud, no voice speaks, or it was cancelled.
pub(crate) fn export(
    parts: &ExportParts<'_>,
    wanted: Vec<ExportOf>,
    order: &Order,
    overwriting: Overwriting,
    cancel: &Cancel,
    tell: &(dyn Fn(ExportStep) + Sync),
) -> Result<(), ExportError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut documents = Vec::new();
    for one in wanted {
        if cancel.is_cancelled() {
            return Err(export::TrackError::Stopped.into());
        }
        match one {
            ExportOf::Open(document) => documents.push(document),
            ExportOf::From(source) => match runtime.block_on(parts.pages.open(source)) {
                Ok(document) => documents.push(document),
                Err(error) => tell(ExportStep::NotOpened(error)),
            },
        }
    }
    std::fs::create_dir_all(order.layout.folder())?;
    let mut files = export::plan(documents, order);
    add_covers(&mut files, parts.settings);
    tell(ExportStep::Planned(files.iter().map(|file| file.tags.title.clone()).collect()));
    let settings = parts.settings;
    let mut orders = settings.voices.order.clone();
    for language in LANGUAGES {
        // Whoever stands by in the player does here too.
        orders.set(language, parts.voices.complete(language, orders.of(language).to_vec()));
    }
    let speech = Speech {
        blocks: &settings.reading.blocks,
        voices: Arc::<VoiceSet>::clone(parts.voices),
        orders,
        front_end: parts.front_end,
        sound_cache: parts.sound_cache,
        cancel: cancel.clone(),
    };
    let progress = |progress| tell(ExportStep::Progress(progress));
    export::run(&files, order, overwriting, &speech, &progress, &mut |idx, exported| {
        tell(ExportStep::Done(idx, Box::new(exported)));
    })
}

/// Gives files without a cover the leading picture of their page, where `settings` want pictures: nothing is fetched
/// otherwise. What does not come is left out.
pub fn add_covers(files: &mut [PlannedFile], settings: &Settings) {
    let runtime =
        settings.looks.pictures.then(|| tokio::runtime::Builder::new_current_thread().enable_all().build());
    let runtime = runtime.and_then(Result::ok);
    covered(files, |page, address| {
        runtime.as_ref()?.block_on(tingxinwen_net::fetch_picture(page, address)).ok()
    });
}

/// Gives `files` without a cover what `fetch` gives for the page and the address of its picture; each is looked for once.
fn covered(files: &mut [PlannedFile], fetch: impl Fn(&str, &str) -> Option<Vec<u8>>) {
    let mut found: HashMap<String, Option<Picture>> = HashMap::new();
    for file in files.iter_mut().filter(|file| file.tags.cover.is_none()) {
        let meta = &file.document.first().meta;
        let (Some(source), Some(image)) = (&meta.source, &meta.image) else { continue };
        let cover = found.entry(image.clone()).or_insert_with(|| Picture::new(fetch(source, image)?));
        file.tags.cover.clone_from(cover);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::{
        article::{Article, BlockKind, Meta},
        export::{Kind, Layout, Per, Quality, SoundFormat, Template},
        player::Speed,
    };

    #[test]
    fn the_picture_of_a_page_is_the_cover_of_its_files_and_is_fetched_once() {
        let page = |image: Option<&str>| {
            let meta = Meta {
                source: Some("https://news.test/a".to_owned()),
                image: image.map(str::to_owned),
                ..Meta::default()
            };
            Document::of_article(Article::new(meta, [(BlockKind::Paragraph, "一句話。")]))
        };
        let layout = Layout::Each { folder: "x".into(), template: Template::default(), per: Per::Document };
        let order = Order {
            kind: Kind::Sound(SoundFormat::Mp3),
            quality: Quality::Standard,
            speed: Speed::NORMAL,
            subtitles: Vec::new(),
            cover: None,
            layout,
        };
        let (good, bad) = (Some("https://news.test/a.jpg"), Some("https://news.test/a.svg"));
        let mut files = export::plan(vec![page(good), page(None), page(good), page(bad)], &order);
        let asked = Cell::new(0);
        covered(&mut files, |page, address| {
            assert_eq!(page, "https://news.test/a");
            asked.set(asked.get() + 1);
            Some(if address.ends_with("jpg") { vec![0xFF, 0xD8, 0xFF, 0xE0] } else { b"<svg/>".to_vec() })
        });
        let covers: Vec<bool> = files.iter().map(|file| file.tags.cover.is_some()).collect();
        assert_eq!((covers.as_slice(), asked.get()), (&[true, false, true, false][..], 2));
        add_covers(&mut files, &Settings::default());
        assert!(files[1].tags.cover.is_none());
    }
}
