//! Exports as a window asks for them: what is open, the queue or a choice of the library, opened and made one after the other.

use std::sync::Arc;

use tingxinwen_core::document::Document;

use super::{LANGUAGES, Pages, VoiceSet};
use crate::{
    article::{OpenError, Source},
    engine::{Opener as _, SoundCache},
    export::{self, ExportError, Exported, Order, Overwriting, Progress, Speech},
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
    let files = export::plan(documents, order);
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
