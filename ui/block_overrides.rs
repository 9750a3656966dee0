//! Block overrides in the window: saves blocks that the listener switches, and leaves them out or brings them back
//! by a key.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    thread::{self, JoinHandle},
};

use tingxinwen::{
    article::{Article, BlockOverride},
    block_overrides_file,
    player::Command,
    text::Script,
};

/// A block that was left out by a key.
struct LeftOut {
    /// [`Article::id`] of its article.
    article: String,
    index: usize,
    /// Where the voice was.
    at: u32,
}

/// What the listener switched.
#[derive(Default)]
pub(crate) struct BlockOverrides {
    /// Where it is kept, if it is.
    file: Option<PathBuf>,
    /// Once something was switched.
    writer: Option<Writer>,
    /// The article that was shown last, what it is known by, and what is switched in it.
    seen: Option<(Arc<Article>, String, Vec<BlockOverride>)>,
    /// By the key, the last one last.
    left_out: Vec<LeftOut>,
}

impl BlockOverrides {
    /// Kept in `file`, if there is one.
    pub(crate) fn kept_in(file: Option<PathBuf>) -> Self {
        Self { file, ..Self::default() }
    }

    /// Keeps what is switched in `article`, which is shown now, if that is not what was there before.
    pub(crate) fn keep(&mut self, article: &Arc<Article>) {
        if self.seen.as_ref().is_some_and(|(seen, ..)| Arc::ptr_eq(seen, article)) {
            return;
        }
        let (key, overrides) = (article.id().0, article.block_overrides());
        let before = self.seen.replace((Arc::clone(article), key.clone(), overrides.clone()));
        // What an article comes with is kept already.
        let changed = before.is_some_and(|(_, of, before)| of == key && before != overrides);
        if let (true, Some(file)) = (changed, &self.file) {
            let writer = self.writer.take().map_or_else(|| Writer::start(file.clone()), Ok);
            match writer {
                Ok(writer) => {
                    writer.write(Arc::clone(article));
                    self.writer = Some(writer);
                }
                Err(error) => tracing::warn!(%error, "switched blocks were not saved"),
            }
        }
    }

    /// Leaves out the block of `script` that is heard at byte `at`.
    pub(crate) fn leave_out(&mut self, script: &Script, at: u32) -> Option<Command> {
        let article = script.article();
        let is_heard = |block: &tingxinwen::article::Block| block.spoken && block.range.contains(at);
        let index = article.blocks().iter().position(is_heard)?;
        self.left_out.push(LeftOut { article: article.id().0, index, at });
        Some(Command::ToggleBlock(index))
    }

    /// Brings back the block of `script` that was left out last, and goes back into it.
    pub(crate) fn bring_back(&mut self, script: &Script) -> Vec<Command> {
        let article = script.article();
        let key = article.id().0;
        while let Some(last) = self.left_out.pop() {
            let block = article.blocks().get(last.index).filter(|_| last.article == key);
            if block.is_some_and(|block| !block.spoken) {
                return vec![Command::ToggleBlock(last.index), Command::SeekTo(last.at)];
            }
        }
        Vec::new()
    }
}

/// Writes what is switched in articles to a file, in order, on a thread of its own; ends when all is written.
struct Writer {
    /// Taken when it ends.
    articles: Option<Sender<Arc<Article>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    fn start(file: PathBuf) -> io::Result<Self> {
        let (articles, switched) = channel::<Arc<Article>>();
        let write = move || {
            for article in switched {
                if let Err(error) = block_overrides_file::keep(&file, &article) {
                    // A disk that is full forgets it, which is no reason not to read on.
                    tracing::warn!(%error, "switched blocks were not saved");
                }
            }
        };
        let thread = thread::Builder::new().name("block-overrides".to_owned()).spawn(write)?;
        Ok(Self { articles: Some(articles), thread: Some(thread) })
    }

    fn write(&self, article: Arc<Article>) {
        if let Some(articles) = &self.articles
            && articles.send(article).is_err()
        {
            tracing::warn!("the thread that saves switched blocks has ended");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.articles = None;
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("a panic while switched blocks were saved");
        }
    }
}

#[cfg(test)]
mod tests {
    use tingxinwen::article::{BlockKind, Meta};

    use super::*;

    fn script(article: Article) -> Script {
        Script::new(Arc::new(article))
    }

    fn article() -> Article {
        let texts = ["第一段。", "第二段。", "第三段。"];
        Article::new(Meta::default(), texts.map(|text| (BlockKind::Paragraph, text)))
    }

    #[test]
    fn what_was_left_out_comes_back_the_last_first() {
        let mut overrides = BlockOverrides::default();
        let whole = article();
        let [first, second] = [0, 1].map(|at: usize| whole.blocks()[at].range.start);
        let before = script(whole.clone());
        assert_eq!(overrides.bring_back(&before), []);
        assert_eq!(overrides.leave_out(&before, first), Some(Command::ToggleBlock(0)));
        let without = script(whole.clone().with_block_overridden(0));
        assert_eq!(overrides.leave_out(&without, first), None, "it is not heard any more");
        assert_eq!(overrides.leave_out(&without, second + 1), Some(Command::ToggleBlock(1)));
        let without = script(whole.clone().with_block_overridden(0).with_block_overridden(1));
        assert_eq!(overrides.bring_back(&without), [Command::ToggleBlock(1), Command::SeekTo(second + 1)]);
        // The other was brought back by a click.
        assert_eq!(overrides.bring_back(&before), []);
        assert_eq!(overrides.leave_out(&before, first), Some(Command::ToggleBlock(0)));
        let other = Article::new(Meta::default(), [(BlockKind::Caption, "別的文章。")]);
        assert_eq!(overrides.bring_back(&script(other)), [], "of another article");
    }

    #[test]
    fn only_what_changes_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("blocks.jsonl");
        let mut overrides = BlockOverrides::kept_in(Some(file.clone()));
        let shown = Arc::new(article());
        overrides.keep(&shown);
        assert!(!file.exists());
        overrides.keep(&Arc::new(article().with_block_overridden(1)));
        overrides.keep(&Arc::new(article().with_block_overridden(0).with_block_overridden(1)));
        overrides.keep(&Arc::new(article().with_block_overridden(1)));
        drop(overrides);
        let again = block_overrides_file::applied(&file, article());
        assert!(!again.blocks()[1].spoken);
        // The article is opened again, as it was kept.
        std::fs::remove_file(&file).unwrap();
        let mut later = BlockOverrides::kept_in(Some(file.clone()));
        later.keep(&Arc::new(again));
        assert!(!file.exists());
    }
}
