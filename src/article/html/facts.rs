//! Facts: what is measured of each line of a page, for the trees to decide whether it is of the article.
//!
//! A line is measured by the votes, by itself, among its neighbours, in the elements around it, and among the lines
//! of the same design.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        Language, is_han,
        phrases::{self, weight},
        shingles::{Shingles, words_of},
        steps,
        wording::Wording,
    },
    hints::Hints,
    line::Line,
    tags::Element,
    voters::Votes,
};

/// Weight of a line that can carry an article by itself.
const STRONG: usize = 90;
/// How far apart two strong lines may be to hold together what is between them, in lines.
const BRIDGE: usize = 8;

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
    // What the voters say.
    Readability, Trafilatura, Run, JsonLd, NotJsonLd, Votes,
    // What it says.
    Mandarin, Length, Links, Anchors, IsSentence, IsCutOff, Commas, Digits, Capitals, Han, HasSeparator, InTitle,
    IsFurniture, IsStop, IsRepeated, IsCaption, IsFirstOfKind,
    // What it stands in.
    Shape, InFigure, InBody, InArticle, InMenu, InFooter, InHeader, InAside, InForm, InRelated, InPromotion,
    InComments, InTags, InByline, InDate, InBox, InList, InTable, Depth,
    OwnVotes, OwnShare, OwnLinks, OuterVotes, OuterShare, OuterLinks, WideVotes, WideShare, WideLinks,
    DesignVotes, DesignShare, DesignLinks,
    // What is around it.
    Before1, Before1Length, Before1Links, Before2, Before2Length, Before5, Before12,
    After1, After1Length, After1Links, After2, After2Length, After5, After12,
    IsBridged, GapBefore, GapAfter, TextBefore, Place, SinceTitle, IsAfterStop, SinceStop,
    SinceHeading, HeadingVotes, FurnitureNear,
    // What the page is.
    OutOfBody, OutOfArticle, PageLength, PageLines, PageVoted, PageAgreement,
    // How it is worded.
    Legal, Calls, Functions, Sentences,
    // What it shares with the headline and with lines further on.
    TitleIn, TitleAlike, SaidLater, HeadsLater,
    // How it is set.
    IsUnderPicture, IsCentered,
}

/// The facts of one line: shares are 0 to 1, lengths and distances logarithms.
pub(super) type Facts = [f32; COUNT];

/// The facts of all `lines` of a page that calls itself `title`, and whose JSON-LD says that `json_ld`
/// is the article's text; `in_run` are those of the densest run.
pub(super) fn facts(
    lines: &[Line],
    votes: &Votes,
    in_run: &[bool],
    json_ld: Option<&Shingles>,
    title: &str,
    language: Language,
) -> Vec<Facts> {
    let covered =
        |text: &Option<Shingles>, line: &Line| text.as_ref().map_or(0.0, |text| text.cover(&line.words));
    let title: HashSet<u64> = words_of(title).into_iter().collect();
    let mut seen = HashMap::new();
    let mut all = Vec::with_capacity(lines.len());
    for ((line, in_run), (is_said, is_heading)) in lines.iter().zip(in_run).zip(later(lines)) {
        let mut facts = [0.0; COUNT];
        let voted = [covered(&votes.readability, line), covered(&votes.trafilatura, line), flag(*in_run)];
        let names = [Fact::Readability, Fact::Trafilatura, Fact::Run];
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
    add_groups(lines, &mut all);
    add_neighbours(lines, &mut all);
    add_page(lines, &mut all);
    all
}

/// Of each line, whether its words stand again further on, and whether as a heading there: then it is
/// an entry in a table of contents.
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
    set(Fact::IsUnderPicture, flag(line.is_under_picture));
    set(Fact::IsCentered, flag(line.is_centered));
}

/// Sums over the lines of one element or one design.
#[derive(Clone, Copy, Default)]
struct Group {
    weight: f32,
    voted: f32,
    linked: f32,
}

/// Adds the facts of all lines of the same elements and the same design.
fn add_groups(lines: &[Line], all: &mut [Facts]) {
    let mut elements: HashMap<u32, Group> = HashMap::new();
    let mut designs: HashMap<u64, Group> = HashMap::new();
    let mut page = Group::default();
    for (line, facts) in lines.iter().zip(&*all) {
        let weight = weight(&line.text) as f32 + 1.0;
        let [voted, linked] = [Fact::Votes, Fact::Links].map(|fact| facts[fact as usize] * weight);
        let add = |group: &mut Group| {
            group.weight += weight;
            group.voted += voted;
            group.linked += linked;
        };
        for at in line.inside {
            add(elements.entry(at).or_default());
        }
        add(designs.entry(line.design).or_default());
        add(&mut page);
    }
    let mut seen = HashSet::new();
    for (line, facts) in lines.iter().zip(all) {
        let mut set = |fact: Fact, value: f32| facts[fact as usize] = value;
        let names = [
            [Fact::OwnVotes, Fact::OwnShare, Fact::OwnLinks],
            [Fact::OuterVotes, Fact::OuterShare, Fact::OuterLinks],
            [Fact::WideVotes, Fact::WideShare, Fact::WideLinks],
            [Fact::DesignVotes, Fact::DesignShare, Fact::DesignLinks],
        ];
        let groups = line.inside.map(|at| elements.get(&at));
        for ([votes, share, links], group) in
            names.into_iter().zip(groups.into_iter().chain([designs.get(&line.design)]))
        {
            let group = group.copied().unwrap_or_default();
            set(votes, group.voted / group.weight.max(1.0));
            set(share, group.weight / page.weight.max(1.0));
            set(links, group.linked / group.weight.max(1.0));
        }
        set(Fact::IsFirstOfKind, flag(seen.insert(line.design)));
        set(Fact::PageLength, (1.0 + page.weight).ln());
        set(Fact::PageVoted, page.voted / page.weight.max(1.0));
    }
}

/// Adds the facts of the lines around.
fn add_neighbours(lines: &[Line], all: &mut [Facts]) {
    let of = |fact: Fact| all.iter().map(|facts| facts[fact as usize]).collect::<Vec<f32>>();
    let (votes, links, lengths) = (of(Fact::Votes), of(Fact::Links), of(Fact::Length));
    let (titles, stops, furniture) = (of(Fact::InTitle), of(Fact::IsStop), of(Fact::IsFurniture));
    let weights: Vec<f32> = lines.iter().map(|line| weight(&line.text) as f32 + 1.0).collect();
    // Weighted votes of all lines before a place, to take means of ranges.
    let sums = |value: &dyn Fn(usize) -> f32| {
        let mut sum = 0.0_f64;
        let mut sums = vec![0.0];
        for at in 0..lines.len() {
            sum += f64::from(value(at));
            sums.push(sum);
        }
        sums
    };
    let voted = sums(&|at| votes[at] * weights[at]);
    let weighed = sums(&|at| weights[at]);
    let dressed = sums(&|at| furniture[at]);
    let mean = |from: usize, to: usize| {
        let to = to.min(lines.len()).max(from);
        ((voted[to] - voted[from]) / (weighed[to] - weighed[from]).max(1.0)) as f32
    };
    let is_strong = |at: usize| votes[at] > 0.6 && weights[at] > STRONG as f32;
    let strong: Vec<usize> = (0..lines.len()).filter(|at| is_strong(*at)).collect();
    let whole = voted.last().copied().unwrap_or_default().max(1.0);
    let (mut next_strong, mut is_after_stop) = (0, false);
    let (mut title_at, mut stop_at, mut heading_at) = (None, None, None);
    for at in 0..lines.len() {
        while strong.get(next_strong).is_some_and(|strong| *strong < at) {
            next_strong += 1;
            steps::add(1);
        }
        let after = strong.get(next_strong).copied();
        let before = next_strong.checked_sub(1).and_then(|before| strong.get(before)).copied();
        is_after_stop |= before.is_some() && stops[at] > 0.0;
        if titles[at] > 0.7
            && lengths[at] > 1.0
            && matches!(lines[at].element, Element::Headline | Element::Heading)
        {
            title_at = Some(at);
        }
        let far = |since: Option<usize>| since.map_or(log(lines.len()), |since| log(at - since));
        let facts = &mut all[at];
        let mut set = |fact: Fact, value: f32| facts[fact as usize] = value;
        for (fact, of, back) in [
            (Fact::Before1, &votes, 1),
            (Fact::Before1Length, &lengths, 1),
            (Fact::Before1Links, &links, 1),
            (Fact::Before2, &votes, 2),
            (Fact::Before2Length, &lengths, 2),
        ] {
            set(fact, at.checked_sub(back).and_then(|at| of.get(at)).copied().unwrap_or(-1.0));
        }
        for (fact, of, on) in [
            (Fact::After1, &votes, 1),
            (Fact::After1Length, &lengths, 1),
            (Fact::After1Links, &links, 1),
            (Fact::After2, &votes, 2),
            (Fact::After2Length, &lengths, 2),
        ] {
            set(fact, of.get(at + on).copied().unwrap_or(-1.0));
        }
        set(Fact::Before5, mean(at.saturating_sub(5), at));
        set(Fact::Before12, mean(at.saturating_sub(12), at));
        set(Fact::After5, mean(at + 1, at + 6));
        set(Fact::After12, mean(at + 1, at + 13));
        let is_bridged = before.zip(after).is_some_and(|(before, after)| after - before <= BRIDGE);
        set(Fact::IsBridged, flag(is_bridged));
        set(Fact::GapBefore, far(before));
        set(Fact::GapAfter, after.map_or(log(lines.len()), |after| log(after - at)));
        set(Fact::TextBefore, (voted[at] / whole) as f32);
        set(Fact::Place, share(at, lines.len()));
        set(Fact::SinceTitle, far(title_at));
        set(Fact::IsAfterStop, flag(is_after_stop && after.is_none()));
        set(Fact::SinceStop, far(stop_at));
        set(Fact::SinceHeading, far(heading_at));
        set(Fact::HeadingVotes, heading_at.map_or(-1.0, |at: usize| votes[at]));
        let (from, to) = (at.saturating_sub(3), (at + 4).min(lines.len()));
        set(Fact::FurnitureNear, ((dressed[to] - dressed[from]) / (to - from).max(1) as f64) as f32);
        if stops[at] > 0.0 {
            stop_at = Some(at);
        }
        if lines[at].element == Element::Heading {
            heading_at = Some(at);
        }
    }
}

/// Adds the facts of the whole page.
fn add_page(lines: &[Line], all: &mut [Facts]) {
    /// Weight of a body that may be the whole article.
    const ENOUGH: usize = 500;
    for (hint, fact) in [(Hints::BODY, Fact::OutOfBody), (Hints::ARTICLE, Fact::OutOfArticle)] {
        let inside: usize =
            lines.iter().filter(|line| line.hints.has(hint)).map(|line| weight(&line.text)).sum();
        if inside > ENOUGH {
            for (line, facts) in lines.iter().zip(&mut *all) {
                facts[fact as usize] = flag(!line.hints.has(hint));
            }
        }
    }
    let (mut both, mut either) = (0.0, 1.0);
    for (line, facts) in lines.iter().zip(&*all) {
        let [a, b] = [Fact::Readability, Fact::Trafilatura].map(|fact| facts[fact as usize]);
        let weight = weight(&line.text) as f32;
        both += weight * a.min(b);
        either += weight * a.max(b);
    }
    for facts in all {
        facts[Fact::PageAgreement as usize] = both / either;
        facts[Fact::PageLines as usize] = log(lines.len());
    }
}

fn length(text: &str) -> f32 {
    log(weight(text))
}

fn log(count: usize) -> f32 {
    (1.0 + count as f32).ln()
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}
