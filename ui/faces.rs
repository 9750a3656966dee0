//! The face of the page: found beside the window, and shown once it is there.

use std::{
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
};

use egui::Context;
use tingxinwen::settings::Face;

use crate::{
    locale,
    theme::{self, FaceFonts},
};

/// The face that is shown, and the one that is looked for.
#[derive(Default)]
pub(crate) struct Faces {
    /// The face that was asked for last.
    wanted: Face,
    looking: Option<Receiver<Option<FaceFonts>>>,
    /// Whether this computer has no font of [`wanted`](Self::wanted).
    is_missing: bool,
}

impl Faces {
    /// Has the page of `ctx` set in `face`, as soon as that is there.
    pub(crate) fn follow(&mut self, ctx: &Context, face: Face) {
        if face != self.wanted {
            self.wanted = face;
            self.is_missing = false;
            self.looking = None;
            theme::set_face(ctx, locale::chosen(), None);
            if face != Face::Sans {
                self.look_for(ctx, face);
            }
        }
        match self.looking.as_ref().map(Receiver::try_recv) {
            Some(Ok(Some(fonts))) => {
                self.looking = None;
                theme::set_face(ctx, locale::chosen(), Some(fonts));
            }
            Some(Ok(None) | Err(TryRecvError::Disconnected)) => {
                self.looking = None;
                self.is_missing = true;
            }
            Some(Err(TryRecvError::Empty)) | None => (),
        }
    }

    /// The name of a font to install, where this computer has none of the face that is wanted.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        self.is_missing.then(|| theme::wanted_font(self.wanted))
    }

    fn look_for(&mut self, ctx: &Context, face: Face) {
        let (tell, told) = channel();
        let ctx = ctx.clone();
        let look = move || {
            // The window may be gone.
            tell.send(theme::find_face(face)).ok();
            ctx.request_repaint();
        };
        self.is_missing = thread::Builder::new().name("fonts".to_owned()).spawn(look).is_err();
        self.looking = Some(told);
    }
}
