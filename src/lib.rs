//! The program without a window: what is read, how it is said, who speaks, what plays, and what is kept.
//!
//! This page is the map of the whole tree. Read it first.
//!
//! # One article, from address to ear
//!
//! ```text
//! address, file, text ─▶ article ─▶ text ─▶ Utterance ─▶ voice ─▶ Clip + Marks ─▶ player ─▶ audio ─▶ ear
//!                        (blocks,   (words with          (sound with            (timeline)  (stretch,   │
//!                         spans)     phonemes and         a time per                         device)    │
//!                                    source ranges)       word)                                         ▼
//!                        window, terminal ◀── highlight = timeline.word_at(what is heard now) ◀── SharedPlayhead
//! ```
//!
//! The listener opens something; `Effect::Open` fetches and extracts it off the thread that draws; the player cuts it
//! into sentences and asks for the first in a hurry: it comes in portions, the first of a second or so (of a voice that
//! makes all its sound in one go, the first clause is asked for alone); then for whole sentences, as long as each can be
//! made before the sound runs out. A synthesis thread turns the piece into words with phonemes that remember
//! their place in the text; the voice turns those into sound, and its model's own durations say when each word is heard.
//! What a book's narrator has recorded is cut out of the book instead, before any voice is asked. The player lays the clip on the
//! timeline and queues it. The device thread pulls it through the stretcher and notes,
//! with each buffer, which article frame will be heard when. The window asks that note for the present moment, looks up
//! the word, paints a box behind it, and sleeps until the next word is due.
//!
//! A seek, a new voice, a new article, a new choice of what is read and a new device are one thing: a new
//! [`Epoch`](player::Epoch); whatever carries an older one is stale. A new speed is not: sound is stretched on its way to
//! the device.
//!
//! # Floors: packages, each depending only on those above it
//!
//! | folder | package | what it is |
//! |---|---|---|
//! | `src/core` | `tingxinwen-core` | the shared types: articles, documents, places, utterances, clips, faults |
//! | `src/library` | `tingxinwen-library` | every opened article, how far it was heard, tags, marks, the queue: one SQLite file |
//! | `src/store` | `tingxinwen-store` | the listener's files: where they lie, whole-or-nothing writes, locks |
//! | `src/net` | `tingxinwen-net` | the HTTP client of pages, with limits and the guard of the listener's own network |
//! | `src/text` | `tingxinwen-text` | the reading front-end: sentences, normalization, pronunciation. Pure |
//! | `src/article` | `tingxinwen-article` | extraction: bytes to an [`Article`](article::Article) |
//! | `src/documents` | `tingxinwen-documents` | books and documents: the bytes of a file to a [`Document`](core::document::Document) of parts |
//! | `src/encode` | `tingxinwen-encode` | sound files (MP3, M4B, Opus, FLAC, WAV) and subtitles (SRT, WebVTT, LRC, ASS) |
//! | `src/feeds` | `tingxinwen-feeds` | RSS, Atom and JSON Feed: read, mended, found, refreshed; OPML |
//! | `voices/network` | `tingxinwen-network` | the network of the embedded voice, from symbols to samples; optimised in debug builds |
//! | `voices` | `tingxinwen-voices` | the catalogue, the installer, the embedded voice, the speech services |
//! | `src` | `tingxinwen` | this package: [`player`], [`engine`], [`audio`], [`export`], [`settings`], [`app`] |
//! | `ui` | `tingxinwen-ui` | window, terminal, command line; the binary `tingxinwen` |
//! | `xtask` | | the commands of the README: set-up, tests, figures, packages, other systems |
//!
//! In this package: [`session`] decides what is played next, [`player`] how one article is played (state machines without
//! clock, thread or IO: inputs in, effects out), [`engine`] carries the player's effects out, [`audio`] is the sound card,
//! [`export`] makes files from the same clips and marks, [`settings`] is the one schema and its file, [`app`] joins them
//! for whoever shows them.
//!
//! # Walls
//!
//! Who may depend on whom stands in `tests/tidy.rs`, checked by `cargo metadata`: our own packages, and the one home of
//! each crate of others (egui in `ui`, the HTTP client in `net` and `voices`, vectors in `voices/network`, rodio and
//! cpal here). What `core` and `text` may not name of the standard library (files, network, threads, clocks) stands in
//! the `.clippy.toml` of each.
//!
//! # Threads
//!
//! - the thread that draws: loads an `Arc<Snapshot>` and one playhead, sends commands; waits for no file, lock, network
//!   or keyring;
//! - the engine: one task, one mailbox; opening is a task a request;
//! - synthesis: two named threads, the newest request first, which ends what nobody will hear; service requests and alignment beside them;
//! - the device's callback: takes no lock, allocates and frees nothing; a thread beside it opens and watches devices;
//! - exports: a thread beside the window, which encodes while the voice of its track speaks on threads of its own; a podcast
//!   is served by a thread beside the window, or by the command that serves it;
//! - feeds: one thread, which asks servers whose time has come;
//! - the library: one thread, which owns the connection; the queue: one task beside the engine's;
//! - settings: one thread that reads and writes their file; the log has its own.
//!
//! All of them end when what started them is dropped.
//!
//! # Where to add
//!
//! - a rule of normalization: a row of the table in `src/text/normalize/mod.rs`, and pairs in `tests/data/normalize.tsv`;
//! - a reading: `src/text/pronounce/data/`, and a line of `tests/data/taiwan.tsv`;
//! - a speech service: a file in `voices/services` that says what is asked and what the answer is, an entry of
//!   `ServiceKind`, a catalogue file, a test against `tests/tools/server.rs`;
//! - a format of books or documents: a variant of `Format` in `src/documents/format.rs`, and a module that fills a `Flow`;
//! - a format of pages: a branch of `format_of` in `src/article/open.rs` and a module that makes blocks with spans;
//! - an action: a variant of `Action` in `ui/actions`, its label in every locale; keys, menus, help, palette and the
//!   README's table follow;
//! - a format of sound files or subtitles: a variant of `SoundFormat` or `SubtitleFormat` in `src/encode`, and what writes it;
//!   a feature of the packages from there up to `ui`, where it needs a codec of others;
//! - a site to begin with: a line of `src/feeds/data/sites.tsv`;
//! - a change of the library's schema: one more step in `src/library/schema.rs`; released steps stay as they are;
//! - a setting: a field of [`settings::Settings`], a line with its comment in `src/settings/template.toml`;
//! - a language of the program's own words: a folder in `ui/locales`, a variant of `Locale`.
//!
//! # Invariants, and the tests that hold them
//!
//! 1. The walls above stand; files open with `//!` and have at most 400 lines. *(tidy)*
//! 2. The player's state is data: no handle, no future, no invalid state; `Phase` is derived.
//! 3. For any order of inputs the player does not panic, queues each sentence of a pass once and in order, nothing of an
//!    old epoch after a new one starts, and what is played to its end is `Finished`. *(program: model)*
//! 4. Silence does not move the playhead; a new epoch silences the old within 10 ms; a clip that comes before its epoch
//!    waits. *(audio unit tests)*
//! 5. The device's callback allocates and frees nothing, and loses and reorders nothing. *(realtime)*
//! 6. Marks are in order, do not overlap, lie in the clip and in its text. *(`Clip::new`)*
//! 7. Text never fails; words cover their text without gap or overlap; every phoneme is in the voice's vocabulary; an
//!    author's own reading is said, and once. *(text: property tests, annotations)*
//! 8. Speed keeps the pitch and never synthesizes anew; the sound cache knows nothing of speed. *(program: engine)*
//! 9. A voice that panics fails over as one that fails. *(program: engine, failover)*
//! 10. A portion is a prefix of the whole. The same voice goes on at the next sample, another at the next unfinished
//!     word; whatever a server does, every sentence is heard once and in order, or another voice reads it. *(program:
//!     failover, desk; chaos)*
//! 11. Kept sound is whole or gone; what was asked to be kept is not dropped before it was heard; a release forgets none
//!     unless the sound changed. *(engine unit tests; voices: services)*
//! 12. What a listener owns is written whole or not at all; nothing unreadable or unknown in it is lost; every released
//!     schema opens; two windows do not overwrite each other. *(settings, store unit tests)*
//! 13. A place finds its sentence again after the text was edited, or the nearest. *(core unit tests)*
//! 14. What is exported is what is heard; an export that is killed leaves nothing broken under a final name, and goes on
//!     to the same file; all is equally loud, and nothing clips; a longer sound takes no more memory. *(program: desk, export;
//!     export_memory; export unit tests; ui: cli)*
//! 15. Each action has an id, a label in every locale, a place in menu or palette; no two share a default key; the
//!     README's table is that table. *(ui unit tests)*
//! 16. Every error is said in every locale, and no English sentence stands inside a Chinese one. *(ui unit tests)*
//! 17. A key goes only to its service's host, and shows nothing of itself; the log and a bug report hold no text of
//!     articles and no keys. *(voices: services; ui: cli)*
//! 18. The network gives the same bits on one thread and on several, numbers for any input, and what ONNX Runtime gives.
//!     *(network; voices: network)*
//! 19. The timeline holds no sound; better word times move marks, never sound. *(chaos; program: timing)*
//! 20. A rule for a site that does not fit the page is not followed. *(article: pages)*
//! 21. The queue plays each item once, in order, whatever fails or is removed meanwhile. *(program: queue)*
//! 22. A program that is killed loses the place in its last sentence at the most; two programs may have the library open;
//!     what is opened is not fetched again unless asked. *(ui: remote; library: safety; program: listening)*
//! 23. A service is asked once for each sentence, whatever its answer looks like. *(voices: paid_once)*
//! 24. Text has the contrast of WCAG AA or better in every theme. *(ui unit tests)*
//! 25. Views change nothing; colours live in `ui/theme.rs`; an idle window does not repaint. *(ui: views, window)*
//! 26. A feed is read whatever is broken in it, or says what is wrong and keeps its items; an item is the same at every
//!     reading; a teaser is never read as the article; no feed leads into the listener's network unless the listener put
//!     it there. *(feeds)*
//! 27. Only our own extension is answered, of messages that are limited; a page of a browser is read without asking its server.
//!     *(ui unit tests; ui: browser)*
//! 28. A plain text of any length is never held as a whole: its parts are made when they are reached. *(core unit tests;
//!     documents: formats)*
//! 29. A sound file decodes to the sound that went in, its words where they were; no word of a subtitle is lost or split,
//!     and no line is too wide. *(encode)*
//! 30. A podcast's server gives its own files only, in the network only to who knows its secret. *(program: podcast)*
//! 31. What a book's narrator has recorded is heard, from the sample on at which it stands, whatever the codec; what is missing of it
//!     is told once and read by a voice. *(program: cuts, recordings; documents: overlays)*
//! 32. A book of a thousand chapters takes no more memory than its first ones did, and nothing of places that were left is held.
//!     *(book_memory; audio unit tests)*

pub mod app;
pub mod audio;
pub mod block_overrides_file;
pub mod engine;
pub mod export;
pub mod lexicon_file;
pub mod player;
pub mod remote;
pub mod session;
pub mod settings;

pub use tingxinwen_article as article;
pub use tingxinwen_core::{self as core, speech};
pub use tingxinwen_documents as documents;
pub use tingxinwen_text as text;
