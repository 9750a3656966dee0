//! Covers of books as small as rows show them: taken from the library or from what is open, decoded beside the window.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use egui::{Context, TextureHandle, TextureOptions};
use tingxinwen::core::document::DocumentId;
use tingxinwen_library::Library;

use crate::pictures::{PictureState, decode};

/// How many are decoded at the same time; the others wait until they are asked for again.
const AT_ONCE: usize = 2;
/// Their width and height, in pixels: twice what the player shows.
const SHOWN: u32 = 112;
/// How many are kept: more than a list shows.
const KEPT: usize = 400;

/// Small pictures of covers; clones share them.
#[derive(Clone, Default)]
pub struct Covers {
    library: Option<Library>,
    states: Arc<Mutex<HashMap<DocumentId, PictureState>>>,
}

impl Covers {
    /// Those of `library`, and of what is open.
    pub fn new(library: Option<Library>) -> Self {
        Self { library, ..Self::default() }
    }

    /// The cover of the document `id` of the library; `None` as long as it is not there.
    pub fn of_library(&self, ctx: &Context, id: &DocumentId) -> Option<TextureHandle> {
        let (library, own) = (self.library.clone()?, id.clone());
        self.shown(ctx, id, move || library.call(move |database| database.cover(&own)).ok().flatten())
    }

    /// The cover of the document `id`, which is open and has `picture`.
    pub fn of_open(&self, ctx: &Context, id: &DocumentId, picture: &Arc<[u8]>) -> Option<TextureHandle> {
        let picture = Arc::clone(picture);
        self.shown(ctx, id, move || Some(picture.to_vec()))
    }

    fn shown(
        &self,
        ctx: &Context,
        id: &DocumentId,
        find: impl FnOnce() -> Option<Vec<u8>> + Send + 'static,
    ) -> Option<TextureHandle> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        match states.get(id) {
            Some(PictureState::Ready(texture)) => return Some(texture.clone()),
            Some(PictureState::Waiting | PictureState::Failed) => return None,
            None => (),
        }
        if states.values().filter(|state| matches!(state, PictureState::Waiting)).count() >= AT_ONCE {
            return None;
        }
        if states.len() >= KEPT {
            states.retain(|_, state| matches!(state, PictureState::Waiting));
        }
        let (own, there, to) = (id.clone(), ctx.clone(), Arc::clone(&self.states));
        let make = move || {
            // A decoder that a damaged file brings down takes nothing with it.
            let image = catch_unwind(AssertUnwindSafe(|| decode(find()?, SHOWN))).ok().flatten();
            let state = image.map_or(PictureState::Failed, |image| {
                PictureState::Ready(there.load_texture(&own.0, image, TextureOptions::LINEAR))
            });
            to.lock().unwrap_or_else(PoisonError::into_inner).insert(own, state);
            there.request_repaint();
        };
        let started = thread::Builder::new().name("cover".to_owned()).spawn(make);
        let state = if started.is_ok() { PictureState::Waiting } else { PictureState::Failed };
        states.insert(id.clone(), state);
        None
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Cursor, time::Duration};

    use super::*;

    #[test]
    fn a_cover_is_small_and_a_damaged_one_is_asked_for_once() {
        let mut png = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(600, 900, image::Rgb([20, 90, 60]));
        picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let (ctx, covers) = (Context::default(), Covers::default());
        let (good, bad) = (DocumentId("good".to_owned()), DocumentId("bad".to_owned()));
        let (png, words): (Arc<[u8]>, Arc<[u8]>) = (png.into_inner().into(), b"no picture".to_vec().into());
        let texture = (0..2_000).find_map(|_| {
            covers.of_open(&ctx, &bad, &words);
            let texture = covers.of_open(&ctx, &good, &png);
            thread::sleep(Duration::from_millis(if texture.is_some() { 0 } else { 5 }));
            texture
        });
        assert_eq!(texture.unwrap().size(), [75, 112]);
        assert!(covers.of_open(&ctx, &bad, &words).is_none());
        assert_eq!(covers.states.lock().unwrap().len(), 2);
    }
}
