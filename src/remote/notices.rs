//! Notices on the desktop: which article begins, where the listener wants to be told.

use std::sync::Arc;

use notify_rust::Notification;
use tingxinwen_core::document::DocumentId;

use super::{APP_ID, Reached, status::shortened};
use crate::{article::Article, player::Phase};

/// Tells of each article of `reached` that begins to play; `name` is what the desktop calls the program. What cannot
/// be told is only noted.
pub(super) async fn tell_of_articles(reached: &Reached, name: &str) {
    let mut snapshots = reached.engine.subscribe();
    let mut told: Option<(DocumentId, u32)> = None;
    while snapshots.changed().await.is_ok() {
        let snapshot = Arc::clone(&snapshots.borrow_and_update());
        let plays = matches!(snapshot.phase, Phase::Playing);
        if !plays || snapshot.document == told || !(reached.playback)().notices {
            continue;
        }
        told.clone_from(&snapshot.document);
        let Some(notice) = snapshot.script.as_ref().map(|script| notice_of(script.article(), name)) else {
            continue;
        };
        // The desktop may take its time.
        let shown = tokio::task::spawn_blocking(move || notice.show().map(|_| ())).await;
        if let Ok(Err(error)) = shown {
            tracing::info!(%error, "no notice on the desktop");
        }
    }
}

fn notice_of(article: &Article, name: &str) -> Notification {
    let mut notice = Notification::new();
    notice.appname(name).icon(APP_ID).summary(&shortened(&article.name()));
    if let Some(site) = &article.meta.site {
        notice.body(&shortened(site));
    }
    notice
}
