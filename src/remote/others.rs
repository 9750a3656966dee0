//! Other players of the session bus (MPRIS 2.2): when one of them begins to play, this one pauses.

use std::collections::HashMap;

use mpris_server::zbus::{
    self, Connection, MatchRule, Message, MessageStream, fdo::DBusProxy, message::Type, names::BusName,
    zvariant::Value,
};
use tokio_stream::StreamExt as _;

use super::Reached;
use crate::player::{Command, Phase};

/// The object that every player has on the bus, and the interface that tells of changes.
const PLAYER: &str = "/org/mpris/MediaPlayer2";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Pauses `reached`, which is called `own` on the session bus, whenever another player there begins to play, as long
/// as the listener wants that.
///
/// # Errors
/// Where the bus cannot be asked.
pub(super) async fn pause_for_others(own: &str, reached: &Reached) -> zbus::Result<()> {
    let connection = Connection::session().await?;
    let own = DBusProxy::new(&connection).await?.get_name_owner(BusName::try_from(own)?).await?;
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface(PROPERTIES)?
        .member("PropertiesChanged")?
        .path(PLAYER)?
        .build();
    let mut changes = MessageStream::for_match_rule(rule, &connection, None).await?;
    while let Some(change) = changes.next().await {
        let change = change?;
        let is_other = change.header().sender().is_some_and(|sender| **sender != **own);
        if is_other && begins_to_play(&change) && (reached.playback)().pause_for_others {
            let snapshot = reached.engine.snapshot();
            if matches!(snapshot.phase, Phase::Playing | Phase::Buffering { .. }) {
                tracing::info!("another player begins");
                reached.engine.send(Command::Pause);
            }
        }
    }
    Ok(())
}

/// Whether `change` says that a player plays from now on.
fn begins_to_play(change: &Message) -> bool {
    let body = change.body();
    let Ok((interface, changed, _)) = body.deserialize::<(&str, HashMap<&str, Value<'_>>, Vec<&str>)>()
    else {
        return false;
    };
    let status = changed.get("PlaybackStatus").and_then(|value| value.downcast_ref::<&str>().ok());
    interface == "org.mpris.MediaPlayer2.Player" && status == Some("Playing")
}
