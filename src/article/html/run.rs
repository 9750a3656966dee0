//! Densest run: the third vote, for the run of lines with most text, whatever the markup.

use super::{
    super::{
        best_range::best_range,
        phrases::{self, weight},
    },
    hints::Hints,
    line::Line,
    tags::Element,
};

/// Weight (see [`weight`]) of a line that is worth one point.
const POINT: f32 = 60.0;

/// Whether each of `lines` belongs to the run.
pub(super) fn densest(lines: &[Line]) -> Vec<bool> {
    let points: Vec<f32> = lines.iter().map(points).collect();
    let (from, to) = best_range(&points);
    (0..lines.len()).map(|at| (from..to).contains(&at) && points[at] > -0.5).collect()
}

/// Points for (above 0) or against a line being of an article, by its shape.
fn points(line: &Line) -> f32 {
    let said = weight(&line.text) as f32;
    if phrases::is_stop(&line.text) {
        return -3.5;
    }
    if line.link_share() > 0.6 {
        return -1.0 - (said / POINT).min(1.0);
    }
    let is_beside = line.hints.has(Hints::COMMENTS | Hints::NAV | Hints::FORM | Hints::BOX);
    if is_beside || phrases::is_furniture(&line.text) {
        return -1.5;
    }
    if said > POINT / 2.0 && phrases::ends_sentence(&line.text) && !phrases::is_cut_off(&line.text) {
        return (said / POINT).min(6.0);
    }
    match line.element {
        Element::Paragraph | Element::Quote => (said / POINT).min(2.0) * 0.5,
        Element::Heading | Element::ListItem | Element::Row => -0.2,
        Element::Caption | Element::Code => -0.3,
        Element::Plain | Element::Headline | Element::Time => -0.7,
    }
}
