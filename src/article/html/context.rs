//! Context of a line: the facts about the elements around it, the lines before and after it, and its page.

use std::collections::{HashMap, HashSet};

use super::{
    super::{phrases::weight, steps},
    facts::{Fact, Facts, flag, log, share},
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Weight (see [`weight`]) from which a line that both votes are for is surely text.
const STRONG: usize = 90;
/// How far apart two such lines may be, in lines, for what is between them to count as inside the text.
const BRIDGE: usize = 8;

/// Sums over the lines of one element or one design.
#[derive(Clone, Copy, Default)]
struct Group {
    weight: f32,
    voted: f32,
    linked: f32,
}

/// Adds the facts of all lines of the same elements and the same design.
pub(super) fn add_groups(lines: &[Line], all: &mut [Facts]) {
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
pub(super) fn add_neighbours(lines: &[Line], all: &mut [Facts]) {
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
    let furnished = sums(&|at| furniture[at]);
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
        set(Fact::FurnitureNear, ((furnished[to] - furnished[from]) / (to - from).max(1) as f64) as f32);
        if stops[at] > 0.0 {
            stop_at = Some(at);
        }
        if lines[at].element == Element::Heading {
            heading_at = Some(at);
        }
    }
}

/// Adds the facts of the whole page.
pub(super) fn add_page(lines: &[Line], all: &mut [Facts]) {
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
        let [a, b] = [Fact::Readability, Fact::Run].map(|fact| facts[fact as usize]);
        let weight = weight(&line.text) as f32;
        both += weight * a.min(b);
        either += weight * a.max(b);
    }
    for facts in all {
        facts[Fact::PageAgreement as usize] = both / either;
        facts[Fact::PageLines as usize] = log(lines.len());
    }
}

/// Adds whether a line stands in another story than most of what the votes take for the article, or under a heading
/// that is a link to another page.
pub(super) fn add_stories(lines: &[Line], all: &mut [Facts]) {
    let mut voted: HashMap<u32, f32> = HashMap::new();
    for (line, facts) in lines.iter().zip(&*all) {
        *voted.entry(line.story).or_default() += facts[Fact::Votes as usize] * weight(&line.text) as f32;
    }
    let main =
        voted.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(story, _)| story);
    let mut leads_away = false;
    for (line, facts) in lines.iter().zip(all) {
        if matches!(line.element, Element::Heading | Element::Headline) {
            leads_away =
                line.link_share() > 0.8 && line.anchors.iter().any(|anchor| !anchor.href.starts_with('#'));
        }
        facts[Fact::InOtherStory as usize] = flag(main != Some(0) && Some(line.story) != main);
        facts[Fact::HeadingLeadsAway as usize] = flag(leads_away);
    }
}
