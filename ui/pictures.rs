//! The pictures of the article that is shown: fetched when they come into sight, decoded beside the window.

use std::{
    collections::HashMap,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use image::{ImageReader, Limits};
use tingxinwen::{app::Application, article::Picture};

/// How many are fetched at the same time; the others wait until they are asked for again.
const AT_ONCE: usize = 3;
/// The widest and highest picture that is decoded, in pixels.
const LARGEST: u32 = 10_000;
/// The memory that decoding one may take, in bytes.
const MEMORY: u64 = 256 << 20;
/// The width and height that pictures are reduced to, in pixels: a column on a screen of two pixels a point.
const SHOWN: u32 = 1600;

/// What became of a picture.
#[derive(Clone)]
pub enum PictureState {
    /// It was not there yet when it was asked for.
    Waiting,
    /// It can be shown.
    Ready(TextureHandle),
    /// It does not come, or is no picture that can be shown.
    Failed,
}

type States = Arc<Mutex<HashMap<String, PictureState>>>;

/// The pictures of one article.
#[derive(Default)]
pub struct ArticlePictures {
    program: Option<Arc<dyn Application>>,
    /// The address of the article's page.
    page: String,
    states: States,
}

impl ArticlePictures {
    /// Those of the article at `page`, fetched by `program`.
    pub fn new(program: Option<Arc<dyn Application>>, page: &str) -> Self {
        Self { program, page: page.to_owned(), states: States::default() }
    }

    /// What became of `picture`, which is in sight: fetched from now on where it was not asked for before.
    pub fn state(&self, ctx: &Context, picture: &Picture) -> PictureState {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = states.get(&picture.url) {
            return state.clone();
        }
        let waiting = states.values().filter(|state| matches!(state, PictureState::Waiting)).count();
        let Some(program) = self.program.as_ref().filter(|_| waiting < AT_ONCE) else {
            return PictureState::Waiting;
        };
        let (program, page) = (Arc::clone(program), self.page.clone());
        let (states_there, url, there) = (Arc::clone(&self.states), picture.url.clone(), ctx.clone());
        let fetch = move || {
            let bytes =
                program.picture(&page, &url).inspect_err(|error| tracing::info!(%error, "no picture"));
            // A decoder that a damaged file brings down takes nothing with it.
            let image =
                bytes.ok().and_then(|bytes| catch_unwind(AssertUnwindSafe(|| decode(bytes, SHOWN))).ok()?);
            let state = image.map_or(PictureState::Failed, |image| {
                PictureState::Ready(there.load_texture(&url, image, TextureOptions::LINEAR))
            });
            states_there.lock().unwrap_or_else(PoisonError::into_inner).insert(url, state);
            there.request_repaint();
        };
        let state = match thread::Builder::new().name("picture".to_owned()).spawn(fetch) {
            Ok(_) => PictureState::Waiting,
            Err(_) => PictureState::Failed,
        };
        states.insert(picture.url.clone(), state.clone());
        state
    }
}

/// The image in `bytes`, reduced to a width and height of `shown` pixels: a JPEG, PNG, WebP or GIF, of the last its first
/// picture.
pub(crate) fn decode(bytes: Vec<u8>, shown: u32) -> Option<ColorImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let image = reader.decode().ok()?;
    let is_large = image.width() > shown || image.height() > shown;
    let image = if is_large { image.thumbnail(shown, shown) } else { image }.into_rgba8();
    let size = [usize::try_from(image.width()).ok()?, usize::try_from(image.height()).ok()?];
    Some(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = image::RgbImage::from_pixel(width, height, image::Rgb([200, 40, 30]));
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_are_reduced_to_what_a_column_shows_and_what_is_none_is_refused() {
        let shown = decode(png(3200, 1600), SHOWN).unwrap();
        assert_eq!(shown.size, [1600, 800]);
        assert_eq!(shown.pixels[0], egui::Color32::from_rgb(200, 40, 30));
        assert_eq!(decode(png(40, 30), SHOWN).unwrap().size, [40, 30]);
        assert!(decode(png(10_001, 1), SHOWN).is_none(), "wider than any screen");
        assert!(decode(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), SHOWN).is_none());
        let mut cut = png(300, 300);
        cut.truncate(cut.len() / 2);
        assert!(decode(cut, SHOWN).is_none());
    }
}
