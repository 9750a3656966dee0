//! Facts: the numbers about a line by which the trees decide whether it is of the article.
//!
//! They are of five kinds: the two votes, the line's own words, the elements around it, the lines of the same
//! design, and the lines before and after it. What needs other lines is in `context`.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        Language, calls, is_han,
        phrases::{self, weight},
        shingles::{Shingles, words_of},
        wording::Wording,
    },
    context,
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Declares [`Fact`] and how many there are.
macro_rules! facts {
    ($($name:ident,)*) => {
        /// A fact of a line; the trees name it by its index here, so new ones are added at the end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Fact { $($name,)* }
        /// How many facts there are.
        pub(super) const COUNT: usize = [$(Fact::$name,)*].len();
    };
}

facts! {
    // How much of the line each voter takes for the article's text.
    Readability, Run, JsonLd, NotJsonLd, Votes,
    // The line's own words: their number, their kinds of characters, and what they are known as.
    Mandarin, Length, Links, Anchors, IsSentence, IsCutOff, Commas, Digits, Capitals, Han, HasSeparator, InTitle,
    IsFurniture, IsStop, IsRepeated, IsCaption, IsFirstOfKind,
    // The elements around it: their kind, how much of the page they hold, and how many votes they have.
    Shape, InFigure, InBody, InArticle, InMenu, InFooter, InHeader, InAside, InForm, InRelated, InPromotion,
    InComments, InTags, InByline, InDate, InBox, InList, InTable, Depth,
    OwnVotes, OwnShare, OwnLinks, OuterVotes, OuterShare, OuterLinks, WideVotes, WideShare, WideLinks,
    DesignVotes, DesignShare, DesignLinks,
    // The lines before and after it: votes, lengths, links, and how far the nearest surely voted lines are.
    Before1, Before1Length, Before1Links, Before2, Before2Length, Before5, Before12,
    After1, After1Length, After1Links, After2, After2Length, After5, After12,
    IsBridged, GapBefore, GapAfter, TextBefore, Place, SinceTitle, IsAfterStop, SinceStop,
    SinceHeading, HeadingVotes, FurnitureNear,
    // The page: whether the line is outside its declared text, how long it is, whether the two votes agree.
    OutOfBody, OutOfArticle, PageLength, PageLines, PageVoted, PageAgreement,
    // Typical wording: legal notices, calls to action, function words, sentences.
    Legal, Calls, Functions, Sentences,
    // Words that it shares with the headline, and whether it stands again further on.
    TitleIn, TitleAlike, SaidLater, HeadsLater,
    // Layout: right under a picture, in the middle.
    IsUnderPicture, IsCentered,
    // Whether it belongs to something else than the article.
    InNotes, IsCall, IsLabelledLink, InOtherStory, HeadingLeadsAway,
}

/// The facts of one line: shares are 0 to 1, lengths and distances logarithms.
pub(super) type Facts = [f32; COUNT];

/// The facts of all `lines` of a page that calls itself `title`, and whose JSON-LD says that `json_ld`
/// is the article's text; `in_run` are those of the densest run.
pub(super) fn facts(
    lines: &[Line],
    readability: Option<&Shingles>,
    in_run: &[bool],
    json_ld: Option<&Shingles>,
    title: &str,
    language: Language,
) -> Vec<Facts> {
    let covered = |text: Option<&Shingles>, line: &Line| text.map_or(0.0, |text| text.cover(&line.words));
    let title: HashSet<u64> = words_of(title).into_iter().collect();
    let mut seen = HashMap::new();
    let mut all = Vec::with_capacity(lines.len());
    for ((line, in_run), (is_said, is_heading)) in lines.iter().zip(in_run).zip(later(lines)) {
        let mut facts = [0.0; COUNT];
        let voted = [covered(readability, line), flag(*in_run)];
        let names = [Fact::Readability, Fact::Run];
        for (name, vote) in names.into_iter().zip(voted) {
            facts[name as usize] = vote;
        }
        facts[Fact::Votes as usize] = voted.iter().sum::<f32>() / voted.len() as f32;
        let json_ld = json_ld.map(|json_ld| json_ld.cover(&line.words));
        facts[Fact::JsonLd as usize] = json_ld.unwrap_or_default();
        facts[Fact::NotJsonLd as usize] = json_ld.map_or(0.0, |json_ld| 1.0 - json_ld);
        facts[Fact::Mandarin as usize] = flag(language == Language::Mandarin);
        let words = &line.words;
        let in_title = words.iter().filter(|word| title.contains(word)).count();
        facts[Fact::InTitle as usize] = share(in_title, words.len());
        let kinds: HashSet<u64> = words.iter().copied().collect();
        let common = kinds.intersection(&title).count();
        facts[Fact::TitleIn as usize] = share(common, title.len());
        facts[Fact::TitleAlike as usize] = share(common, kinds.len() + title.len() - common);
        facts[Fact::SaidLater as usize] = flag(is_said);
        facts[Fact::HeadsLater as usize] = flag(is_heading);
        let wording = Wording::of(&line.text, words);
        facts[Fact::Legal as usize] = log(wording.legal);
        facts[Fact::Calls as usize] = log(wording.calls);
        facts[Fact::Functions as usize] = share(wording.functions, words.len());
        facts[Fact::Sentences as usize] = log(wording.sentences);
        // A heading that a table of contents announced is none the less a heading.
        let is_heading = line.element == Element::Heading;
        let was_heading = seen.insert(words.as_slice(), is_heading);
        facts[Fact::IsRepeated as usize] = flag(was_heading.is_some_and(|was| was || !is_heading));
        add_own(line, &mut facts);
        all.push(facts);
    }
    context::add_groups(lines, &mut all);
    context::add_neighbours(lines, &mut all);
    context::add_page(lines, &mut all);
    context::add_stories(lines, &mut all);
    all
}

/// Of each line, whether its words stand again further on, and whether they are a heading there: then the line is an
/// entry in a table of contents.
fn later(lines: &[Line]) -> Vec<(bool, bool)> {
    let mut is_heading: HashMap<&[u64], bool> = HashMap::new();
    let mut all: Vec<(bool, bool)> = lines
        .iter()
        .rev()
        .map(|line| {
            let heads = matches!(line.element, Element::Heading | Element::Headline);
            let known = is_heading.get(line.words.as_slice()).copied();
            is_heading.insert(&line.words, heads || known == Some(true));
            (known.is_some(), known == Some(true))
        })
        .collect();
    all.reverse();
    all
}

/// Adds the facts of the line itself and of the elements around it.
fn add_own(line: &Line, facts: &mut Facts) {
    let text = line.text.as_str();
    let mut set = |fact: Fact, value: f32| facts[fact as usize] = value;
    let (mut chars, mut commas, mut digits, mut capitals, mut words, mut han) = (0, 0, 0, 0, 0, 0);
    let mut before = ' ';
    for c in text.chars() {
        chars += 1;
        commas += usize::from(matches!(c, ',' | '，' | '、' | '；' | ';'));
        digits += usize::from(c.is_numeric());
        han += usize::from(is_han(c));
        if c.is_alphabetic() && !before.is_alphanumeric() {
            words += 1;
            capitals += usize::from(c.is_uppercase());
        }
        before = c;
    }
    set(Fact::Length, length(text));
    set(Fact::Links, line.link_share());
    set(Fact::Anchors, log(line.anchors.len()));
    set(Fact::IsSentence, flag(phrases::ends_sentence(text)));
    set(Fact::IsCutOff, flag(phrases::is_cut_off(text)));
    set(Fact::Commas, share(commas, chars));
    set(Fact::Digits, share(digits, chars));
    set(Fact::Capitals, share(capitals, words));
    set(Fact::Han, share(han, chars));
    set(Fact::HasSeparator, flag(text.contains(['|', '｜', '>', '»', '›', '©', '→', '#', '@'])));
    set(Fact::IsFurniture, flag(phrases::is_furniture(text)));
    set(Fact::IsStop, flag(phrases::is_stop(text)));
    set(Fact::IsCaption, flag(line.element == Element::Caption || phrases::is_caption(text)));
    set(
        Fact::Shape,
        match line.element {
            Element::Plain => 0.0,
            Element::Paragraph => 1.0,
            Element::Quote => 2.0,
            Element::ListItem => 3.0,
            Element::Row => 4.0,
            Element::Heading => 5.0,
            Element::Code => 6.0,
            Element::Headline => 7.0,
            Element::Time => 8.0,
            Element::Caption => 9.0,
        },
    );
    for (fact, hints) in [
        (Fact::InFigure, Hints::CAPTION),
        (Fact::InBody, Hints::BODY),
        (Fact::InArticle, Hints::ARTICLE | Hints::MAIN),
        (Fact::InMenu, Hints::NAV | Hints::CRUMBS),
        (Fact::InFooter, Hints::FOOTER),
        (Fact::InHeader, Hints::HEADER),
        (Fact::InAside, Hints::ASIDE),
        (Fact::InForm, Hints::FORM),
        (Fact::InRelated, Hints::RELATED),
        (Fact::InPromotion, Hints::PROMOTION),
        (Fact::InComments, Hints::COMMENTS),
        (Fact::InTags, Hints::TAGS),
        (Fact::InByline, Hints::BYLINE),
        (Fact::InDate, Hints::DATE),
        (Fact::InBox, Hints::BOX),
        (Fact::InList, Hints::LIST),
        (Fact::InTable, Hints::TABLE),
    ] {
        set(fact, flag(line.hints.has(hints)));
    }
    set(Fact::Depth, log(line.depth));
    set(Fact::InNotes, flag(line.hints.has(Hints::NOTES)));
    set(Fact::IsCall, flag(calls::is_call(text)));
    set(Fact::IsLabelledLink, flag(calls::is_labelled_link(text)));
    set(Fact::IsUnderPicture, flag(line.is_under_picture));
    set(Fact::IsCentered, flag(line.is_centered));
}

fn length(text: &str) -> f32 {
    log(weight(text))
}

pub(super) fn log(count: usize) -> f32 {
    (1.0 + count as f32).ln()
}

pub(super) fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

pub(super) fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}
