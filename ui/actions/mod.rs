//! The action list: everything that a listener can do by a key, a menu or the palette, once.
//!
//! The window's keys, menus, tooltips, the help page, the palette, the terminal's keys and the README's table are
//! made from it; [`KeyMap`] has the keys, with the listener's own.

mod chord;
mod keymap;
mod pressed;
mod readme;

pub use chord::{BadChord, Chord};
pub use keymap::{KeyMap, KeyProblem, Overrides};
pub use pressed::{Pressed, given, pressed, selected};
pub use readme::readme_table;

use tingxinwen::{player::Snapshot, remote::RemoteCommand};

use crate::words::Words;

/// What belongs together in the help page and in menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Playing, and going from place to place.
    Playback,
    /// Speed and volume.
    Sound,
    /// The page and what of it is read.
    Page,
    /// Opening articles, and the program itself.
    Program,
}

impl Group {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Playback, Self::Sound, Self::Page, Self::Program];

    /// Its heading.
    pub fn label(self, words: &Words) -> String {
        match self {
            Self::Playback => words.group_playback(),
            Self::Sound => words.group_sound(),
            Self::Page => words.group_page(),
            Self::Program => words.group_program(),
        }
    }
}

/// Makes the enum and all that is known of each action from one table: name, id, message of the label, group,
/// default keys.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $id:literal $label:ident $group:ident [$($key:literal),*];)+) => {
        /// Something that a listener can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name in the settings file, which stays the same from release to release.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// What it does, as a listener reads it.
            pub fn label(self, words: &Words) -> String {
                match self {
                    $(Self::$name => words.$label(),)+
                }
            }

            /// What it belongs to.
            pub fn group(self) -> Group {
                match self {
                    $(Self::$name => Group::$group,)+
                }
            }

            /// Its keys unless the listener chose others, as the settings file writes them.
            pub fn default_keys(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($key),*],)+
                }
            }
        }
    };
}

actions! {
    /// Plays, or pauses.
    PlayPause "play-pause" action_play_pause Playback ["Space", "K"];
    /// Plays.
    Play "play" action_play Playback [];
    /// Pauses.
    Pause "pause" action_pause Playback [];
    /// Goes to the sentence before.
    PreviousSentence "previous-sentence" action_previous_sentence Playback ["Left"];
    /// Goes to the sentence after.
    NextSentence "next-sentence" action_next_sentence Playback ["Right"];
    /// Goes to the paragraph before.
    PreviousParagraph "previous-paragraph" action_previous_paragraph Playback ["Shift+Left"];
    /// Goes to the paragraph after.
    NextParagraph "next-paragraph" action_next_paragraph Playback ["Shift+Right"];
    /// Goes to the start of the chapter, then to the one before.
    PreviousChapter "previous-chapter" action_previous_chapter Playback ["Ctrl+Left"];
    /// Goes to the next chapter.
    NextChapter "next-chapter" action_next_chapter Playback ["Ctrl+Right"];
    /// Goes back ten seconds.
    BackTenSeconds "back-10-seconds" action_back_ten_seconds Playback ["J"];
    /// Goes forward ten seconds.
    ForwardTenSeconds "forward-10-seconds" action_forward_ten_seconds Playback ["L"];
    /// A step slower.
    Slower "slower" action_slower Sound ["["];
    /// A step faster.
    Faster "faster" action_faster Sound ["]"];
    /// Back to normal speed.
    NormalSpeed "normal-speed" action_normal_speed Sound ["Backspace"];
    /// Sound off, and on again.
    Mute "mute" action_mute Sound ["M"];
    /// A step softer.
    Softer "softer" action_softer Sound ["Shift+Down"];
    /// A step louder.
    Louder "louder" action_louder Sound ["Shift+Up"];
    /// Shows what is spoken, and goes on showing it.
    Follow "follow" action_follow Page ["F"];
    /// Scrolls up.
    ScrollUp "scroll-up" action_scroll_up Page ["Up"];
    /// Scrolls down.
    ScrollDown "scroll-down" action_scroll_down Page ["Down"];
    /// Scrolls up by what is in sight.
    PageUp "page-up" action_page_up Page ["PageUp"];
    /// Scrolls down by what is in sight.
    PageDown "page-down" action_page_down Page ["PageDown"];
    /// Scrolls to the beginning.
    ToTop "top" action_to_top Page ["Home"];
    /// Scrolls to the end.
    ToBottom "bottom" action_to_bottom Page ["End"];
    /// Corrects how the word that is heard is pronounced.
    Pronounce "pronounce" action_pronounce Page ["R"];
    /// Leaves out the block that is heard.
    LeaveOut "leave-out" action_leave_out Page ["X"];
    /// Has the block that was left out last read again.
    BringBack "bring-back" action_bring_back Page ["Shift+X"];
    /// Marks the sentence that is heard, or takes its mark away.
    Mark "mark" action_mark Page ["H"];
    /// Notes something on the sentence that is heard.
    Note "note" action_note Page ["Shift+H"];
    /// Shows the footnotes to what is heard.
    Footnotes "footnotes" action_footnotes Page ["G"];
    /// Searches within the article.
    Find "find" action_find Page ["Ctrl+F"];
    /// Shows Zhuyin beside the characters, or hides it.
    Zhuyin "zhuyin" action_zhuyin Page ["Z"];
    /// Shows the sentence that is heard, large and alone; ends that.
    Focus "focus" action_focus Page ["Shift+F"];
    /// Shows a small player on top of all windows, or closes it.
    Mini "mini" action_mini Page ["Ctrl+M"];
    /// Makes the text larger.
    LargerText "larger-text" action_larger_text Page ["Ctrl+Plus", "Ctrl+Equals"];
    /// Makes the text smaller.
    SmallerText "smaller-text" action_smaller_text Page ["Ctrl+Minus"];
    /// Gives the text its normal size.
    NormalText "normal-text" action_normal_text Page ["Ctrl+0"];
    /// Asks for an address, a path or text.
    Open "open" action_open Program ["Ctrl+L"];
    /// Asks for a file.
    OpenFile "open-file" action_open_file Program ["Ctrl+O"];
    /// Opens what was copied: an address or an article.
    Paste "paste" action_paste Program ["Ctrl+V"];
    /// Opens what is selected in any window: an address or a text.
    ReadSelection "read-selection" action_read_selection Program ["Shift+V"];
    /// Shows the library, or hides it.
    Library "library" action_library Program ["Ctrl+Shift+F", "B"];
    /// Shows the subscriptions, or hides them.
    Feeds "feeds" action_feeds Program ["S"];
    /// Plays today's news: what is new in the feeds that are part of it.
    TodaysNews "todays-news" action_todays_news Program ["T"];
    /// Puts the headline that is pointed at into the queue.
    QueueHeadline "queue-headline" action_queue_headline Program ["A"];
    /// Puts all new headlines that are listed into the queue.
    QueueHeadlines "queue-headlines" action_queue_headlines Program ["Shift+A"];
    /// Shows the queue, or hides it.
    Queue "queue" action_queue Program ["Q"];
    /// Shows the table of contents of a book, or hides it.
    Contents "contents" action_contents Page ["Shift+T"];
    /// Plays the next article of the queue.
    NextArticle "next-article" action_next_article Playback ["N", "Shift+N"];
    /// Fetches the page anew that is open.
    Reload "reload" action_reload Program ["Ctrl+R", "F5"];
    /// Keeps the sound of the whole article, or stops that.
    KeepOffline "keep-offline" offline Program ["Ctrl+S"];
    /// Takes articles along: as sound files, subtitles, a book; or closes that.
    TakeAlong "take-along" take_along Program ["Ctrl+E"];
    /// Opens the settings.
    Settings "settings" action_settings Program ["Ctrl+Comma"];
    /// Opens the palette of all actions.
    Palette "palette" action_palette Program ["Ctrl+Shift+P", "/"];
    /// Shows all keys.
    Keys "keys" action_keys Program ["?"];
    /// Ends the program.
    Quit "quit" action_quit Program ["Ctrl+Q"];
}

/// What a press goes back or forward, in seconds.
const SEEK_SECS: i32 = 10;

impl Action {
    /// The action whose [`id`](Self::id) is `id`.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id.trim())
    }

    /// What it is without a window, where it needs none.
    pub fn remote(self) -> Option<RemoteCommand> {
        match self {
            Self::PlayPause => Some(RemoteCommand::Toggle),
            Self::Play => Some(RemoteCommand::Play),
            Self::Pause => Some(RemoteCommand::Pause),
            Self::PreviousSentence => Some(RemoteCommand::Previous),
            Self::NextSentence => Some(RemoteCommand::Next),
            Self::PreviousParagraph => Some(RemoteCommand::PreviousParagraph),
            Self::NextParagraph => Some(RemoteCommand::NextParagraph),
            Self::PreviousChapter => Some(RemoteCommand::PreviousChapter),
            Self::NextChapter => Some(RemoteCommand::NextChapter),
            Self::BackTenSeconds => Some(RemoteCommand::Seek { secs: -SEEK_SECS }),
            Self::ForwardTenSeconds => Some(RemoteCommand::Seek { secs: SEEK_SECS }),
            Self::Slower => Some(RemoteCommand::Slower),
            Self::Faster => Some(RemoteCommand::Faster),
            Self::NormalSpeed => Some(RemoteCommand::NormalSpeed),
            Self::Mute => Some(RemoteCommand::Mute),
            Self::Softer => Some(RemoteCommand::Softer),
            Self::Louder => Some(RemoteCommand::Louder),
            Self::Follow
            | Self::ScrollUp
            | Self::ScrollDown
            | Self::PageUp
            | Self::PageDown
            | Self::ToTop
            | Self::ToBottom
            | Self::Pronounce
            | Self::LeaveOut
            | Self::BringBack
            | Self::Mark
            | Self::Note
            | Self::Footnotes
            | Self::Find
            | Self::Zhuyin
            | Self::Focus
            | Self::Mini
            | Self::LargerText
            | Self::SmallerText
            | Self::NormalText
            | Self::Open
            | Self::OpenFile
            | Self::Paste
            | Self::Library
            | Self::Feeds
            | Self::TodaysNews
            | Self::QueueHeadline
            | Self::QueueHeadlines
            | Self::ReadSelection
            | Self::Queue
            | Self::Contents
            | Self::NextArticle
            | Self::Reload
            | Self::KeepOffline
            | Self::TakeAlong
            | Self::Settings
            | Self::Palette
            | Self::Keys
            | Self::Quit => None,
        }
    }

    /// Whether it does anything, as things stand in `snapshot`.
    pub fn is_enabled(self, snapshot: &Snapshot) -> bool {
        match self {
            Self::PlayPause
            | Self::PreviousSentence
            | Self::NextSentence
            | Self::PreviousParagraph
            | Self::NextParagraph
            | Self::BackTenSeconds
            | Self::ForwardTenSeconds
            | Self::Follow
            | Self::ScrollUp
            | Self::ScrollDown
            | Self::PageUp
            | Self::PageDown
            | Self::ToTop
            | Self::ToBottom
            | Self::Pronounce
            | Self::LeaveOut
            | Self::BringBack
            | Self::Mark
            | Self::Note
            | Self::Footnotes
            | Self::Find
            | Self::Focus
            | Self::Mini
            | Self::Reload
            | Self::KeepOffline => snapshot.script.is_some(),
            Self::PreviousChapter | Self::NextChapter | Self::Contents => snapshot.parts.is_some(),
            Self::Play => snapshot.script.is_some() && !snapshot.wants_sound(),
            Self::Pause => snapshot.wants_sound(),
            Self::Slower
            | Self::Faster
            | Self::NormalSpeed
            | Self::Mute
            | Self::Softer
            | Self::Louder
            | Self::Zhuyin
            | Self::LargerText
            | Self::SmallerText
            | Self::NormalText
            | Self::Open
            | Self::OpenFile
            | Self::Paste
            | Self::Library
            | Self::Feeds
            | Self::TodaysNews
            | Self::QueueHeadline
            | Self::QueueHeadlines
            | Self::ReadSelection
            | Self::Queue
            | Self::NextArticle
            | Self::TakeAlong
            | Self::Settings
            | Self::Palette
            | Self::Keys
            | Self::Quit => true,
        }
    }

    /// Whether the terminal that reads without a window can do it.
    pub fn is_for_terminal(self) -> bool {
        self.remote().is_some() || matches!(self, Self::Keys | Self::Quit)
    }

    /// Whether it is found by all words of `query`: in its id, or in its label in any language.
    pub fn is_found_by(self, query: &str) -> bool {
        use crate::locale::Locale;
        let labels = [Locale::ZhTw, Locale::En].map(|locale| self.label(Words::of(locale)));
        let all = format!("{} {}", self.id(), labels.join(" ")).to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::locale::Locale;

    #[test]
    fn each_action_has_an_id_a_label_in_every_language_and_a_group_that_is_shown() {
        let ids: BTreeSet<_> = Action::ALL.iter().map(|action| action.id()).collect();
        assert_eq!(ids.len(), Action::ALL.len());
        for &action in Action::ALL {
            let id = action.id();
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
            assert_eq!(Action::parse(id), Some(action));
            assert!(Group::ALL.contains(&action.group()));
            let [chinese, english] = [Locale::ZhTw, Locale::En].map(|locale| action.label(Words::of(locale)));
            assert!(chinese.chars().any(|c| c > '\u{2E80}'), "{id}: {chinese}");
            assert!(english.is_ascii() && english.len() > 2, "{id}: {english}");
        }
        let labels: BTreeSet<_> =
            Action::ALL.iter().map(|action| action.label(Words::of(Locale::En))).collect();
        assert_eq!(labels.len(), Action::ALL.len(), "no two are called the same");
    }

    #[test]
    fn actions_are_found_in_either_language_and_by_id() {
        let found = |query: &str| -> Vec<_> {
            Action::ALL.iter().copied().filter(|action| action.is_found_by(query)).collect()
        };
        assert_eq!(found("").len(), Action::ALL.len());
        assert_eq!(found("下一段"), [Action::NextParagraph]);
        assert_eq!(found("PARAGRAPH next"), [Action::NextParagraph]);
        assert_eq!(found("back-10"), [Action::BackTenSeconds]);
        assert_eq!(found("沒有這回事"), []);
    }

    #[test]
    fn what_needs_no_window_has_a_name_of_its_own() {
        let remote: Vec<_> = Action::ALL.iter().filter_map(|action| action.remote()).collect();
        let names: BTreeSet<_> = remote.iter().map(|remote| remote.name()).collect();
        assert_eq!(names.len() + 1, remote.len(), "both ways to seek have one name");
        assert!(
            ["play", "pause", "toggle", "next", "previous", "seek"].iter().all(|name| names.contains(name))
        );
    }
}
