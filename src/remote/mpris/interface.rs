//! The two D-Bus interfaces of MPRIS: the program, and its player.

use std::sync::Arc;

use mpris_server::{
    LoopStatus, Metadata, PlaybackRate, PlaybackStatus, PlayerInterface, RootInterface, Time, TrackId,
    Volume,
    zbus::{self, fdo},
};

use super::{is_web, metadata_of, position, status_of, time_of, track_of, volume_of};
use crate::{
    article::Source,
    player::{Command, Speed},
    remote::{APP_ID, Reached, RemoteCommand, art::CoverFile},
};

/// What the bus asks.
pub(super) struct Interface {
    pub(super) reached: Reached,
    /// What the desktop calls the program.
    pub(super) name: String,
    /// The cover of what is played.
    pub(super) art: Arc<CoverFile>,
}

impl Interface {
    fn position(&self) -> Time {
        time_of(position(&self.reached.engine, &self.reached.engine.snapshot()))
    }
}

/// The command that goes to `position`, or to the beginning where it is before that.
fn seek_to(position: Time) -> RemoteCommand {
    RemoteCommand::SeekTo { millis: u32::try_from(position.as_millis().max(0)).unwrap_or(u32::MAX) }
}

impl RootInterface for Interface {
    async fn raise(&self) -> fdo::Result<()> {
        let raise = self.reached.raise.as_ref().ok_or(fdo::Error::NotSupported("Raise".to_owned()))?;
        raise();
        Ok(())
    }

    async fn quit(&self) -> fdo::Result<()> {
        Err(fdo::Error::NotSupported("Quit".to_owned()))
    }

    async fn can_quit(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_fullscreen(&self, _fullscreen: bool) -> zbus::Result<()> {
        Err(fdo::Error::NotSupported("Fullscreen".to_owned()).into())
    }

    async fn can_set_fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_raise(&self) -> fdo::Result<bool> {
        Ok(self.reached.raise.is_some())
    }

    async fn has_track_list(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn identity(&self) -> fdo::Result<String> {
        Ok(self.name.clone())
    }

    async fn desktop_entry(&self) -> fdo::Result<String> {
        Ok(APP_ID.to_owned())
    }

    async fn supported_uri_schemes(&self) -> fdo::Result<Vec<String>> {
        Ok(["https", "http"].map(str::to_owned).to_vec())
    }

    async fn supported_mime_types(&self) -> fdo::Result<Vec<String>> {
        Ok(["text/html", "text/plain", "text/markdown"].map(str::to_owned).to_vec())
    }
}

impl PlayerInterface for Interface {
    async fn next(&self) -> fdo::Result<()> {
        self.reached.next();
        Ok(())
    }

    async fn previous(&self) -> fdo::Result<()> {
        self.reached.previous();
        Ok(())
    }

    async fn pause(&self) -> fdo::Result<()> {
        self.reached.tell(RemoteCommand::Pause);
        Ok(())
    }

    async fn play_pause(&self) -> fdo::Result<()> {
        self.reached.tell(RemoteCommand::Toggle);
        Ok(())
    }

    async fn stop(&self) -> fdo::Result<()> {
        self.reached.tell(RemoteCommand::Pause);
        Ok(())
    }

    async fn play(&self) -> fdo::Result<()> {
        self.reached.tell(RemoteCommand::Play);
        Ok(())
    }

    async fn seek(&self, offset: Time) -> fdo::Result<()> {
        self.reached.tell(seek_to(self.position().saturating_add(offset)));
        Ok(())
    }

    async fn set_position(&self, track_id: TrackId, position: Time) -> fdo::Result<()> {
        let snapshot = self.reached.engine.snapshot();
        let is_this = snapshot.script.as_ref().is_some_and(|script| track_of(script) == track_id);
        // As MPRIS has it: of another track, or beyond this one, nothing is done.
        if is_this && !position.is_negative() && position <= time_of(snapshot.clock.total()) {
            self.reached.tell(seek_to(position));
        }
        Ok(())
    }

    async fn open_uri(&self, uri: String) -> fdo::Result<()> {
        if !is_web(&uri) {
            return Err(fdo::Error::NotSupported(uri));
        }
        self.reached.engine.send(Command::Open(Source::Address(uri)));
        Ok(())
    }

    async fn playback_status(&self) -> fdo::Result<PlaybackStatus> {
        Ok(status_of(&self.reached.engine.snapshot()))
    }

    async fn loop_status(&self) -> fdo::Result<LoopStatus> {
        Ok(LoopStatus::None)
    }

    async fn set_loop_status(&self, _status: LoopStatus) -> zbus::Result<()> {
        Err(fdo::Error::NotSupported("LoopStatus".to_owned()).into())
    }

    async fn rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(self.reached.engine.snapshot().speed.into())
    }

    async fn set_rate(&self, rate: PlaybackRate) -> zbus::Result<()> {
        // As MPRIS has it: a rate of 0 pauses.
        let command =
            if rate == 0.0 { RemoteCommand::Pause } else { RemoteCommand::Speed { factor: rate as f32 } };
        self.reached.tell(command);
        Ok(())
    }

    async fn shuffle(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_shuffle(&self, _shuffle: bool) -> zbus::Result<()> {
        Err(fdo::Error::NotSupported("Shuffle".to_owned()).into())
    }

    async fn metadata(&self) -> fdo::Result<Metadata> {
        Ok(metadata_of(&self.reached.engine.snapshot(), &self.art))
    }

    async fn volume(&self) -> fdo::Result<Volume> {
        Ok(volume_of(&self.reached.engine.snapshot()))
    }

    async fn set_volume(&self, volume: Volume) -> zbus::Result<()> {
        self.reached.tell(RemoteCommand::Volume { gain: volume as f32 });
        Ok(())
    }

    async fn position(&self) -> fdo::Result<Time> {
        Ok(self.position())
    }

    async fn minimum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(Speed::MIN.into())
    }

    async fn maximum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(Speed::MAX.into())
    }

    async fn can_go_next(&self) -> fdo::Result<bool> {
        Ok(self.reached.is_open())
    }

    async fn can_go_previous(&self) -> fdo::Result<bool> {
        Ok(self.reached.is_open())
    }

    async fn can_play(&self) -> fdo::Result<bool> {
        Ok(self.reached.is_open())
    }

    async fn can_pause(&self) -> fdo::Result<bool> {
        Ok(self.reached.is_open())
    }

    async fn can_seek(&self) -> fdo::Result<bool> {
        Ok(self.reached.is_open())
    }

    async fn can_control(&self) -> fdo::Result<bool> {
        Ok(true)
    }
}
