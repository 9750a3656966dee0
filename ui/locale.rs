//! Which of the program's languages the listener is spoken to in.

use std::sync::OnceLock;

/// What the listener chose, for as long as the program runs.
static CHOSEN: OnceLock<Locale> = OnceLock::new();

/// Speaks to the listener in `locale` from now on; what was chosen first holds.
pub fn choose(locale: Locale) {
    CHOSEN.set(locale).ok();
}

/// The language that the listener chose; the system's where they did not.
pub fn chosen() -> Locale {
    CHOSEN.get().copied().unwrap_or_default()
}

/// A language of the program's words, as the settings file names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// That of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`), else that of the desktop.
    #[default]
    System,
    /// Traditional Chinese, as in Taiwan.
    ZhTw,
    /// English.
    En,
}

impl Locale {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::ZhTw, Self::En];

    /// The name in the settings file: `system`, or a BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::ZhTw => "zh-TW",
            Self::En => "en",
        }
    }

    /// The one whose [`tag`](Self::tag) is `tag`.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag.trim()))
    }

    /// The language it stands for: never [`Self::System`].
    #[must_use]
    pub fn resolved(self) -> Self {
        match self {
            Self::System => Self::of_environment(|name| std::env::var(name).ok(), sys_locale::get_locale),
            Self::ZhTw | Self::En => self,
        }
    }

    /// The language that the first of `LC_ALL`, `LC_MESSAGES`, `LANG` names which is set; the desktop's where
    /// none is.
    fn of_environment(
        variable: impl Fn(&str) -> Option<String>,
        desktop: impl FnOnce() -> Option<String>,
    ) -> Self {
        let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
        let name = set.find(|value| !value.is_empty()).or_else(desktop);
        // Any Chinese is closer to that of Taiwan than English is.
        if name.is_some_and(|name| name.to_ascii_lowercase().starts_with("zh")) {
            Self::ZhTw
        } else {
            Self::En
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_they_are_written() {
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::parse(" ZH-tw "), Some(Locale::ZhTw));
        assert_eq!(Locale::parse("tlh"), None);
    }

    #[test]
    fn the_environment_goes_before_the_desktop() {
        let of = |set: &[(&str, &str)], desktop: Option<&str>| {
            let variable =
                |name: &str| set.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned());
            Locale::of_environment(variable, || desktop.map(str::to_owned))
        };
        assert_eq!(of(&[("LC_ALL", "zh_TW.UTF-8"), ("LANG", "en_US.UTF-8")], None), Locale::ZhTw);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "en_GB"), ("LANG", "zh_TW")], None), Locale::En);
        assert_eq!(of(&[("LANG", "C.UTF-8")], Some("zh-TW")), Locale::En);
        assert_eq!(of(&[], Some("zh-Hant-TW")), Locale::ZhTw);
        assert_eq!(of(&[], Some("de-DE")), Locale::En);
        assert_eq!(of(&[], None), Locale::En);
    }
}
