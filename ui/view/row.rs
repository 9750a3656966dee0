//! Text of a row of a list: painted, since the row itself is what screen readers and tests know.

use egui::{Color32, FontId, Pos2, Ui, text::LayoutJob, text::TextWrapping};

/// Paints `text` on one line from `corner` on, cut with an ellipsis after `width` points; returns its width.
pub fn paint_line(ui: &Ui, corner: Pos2, text: &str, font: FontId, color: Color32, width: f32) -> f32 {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    paint_job(ui, corner, job, color)
}

/// Paints `job` from `corner` on; returns its width.
pub fn paint_job(ui: &Ui, corner: Pos2, job: LayoutJob, color: Color32) -> f32 {
    let galley = ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
    let width = galley.size().x;
    ui.painter().galley(corner, galley, color);
    width
}

/// Paints `text` on two lines at the most, of `width` points, from `corner` on; returns its height.
pub fn paint_title(ui: &Ui, corner: Pos2, text: &str, font: FontId, color: Color32, width: f32) -> f32 {
    let mut job = LayoutJob::simple(text.to_owned(), font, color, width.max(0.0));
    (job.wrap.max_rows, job.wrap.break_anywhere) = (2, false);
    let galley = ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
    let height = galley.size().y;
    ui.painter().galley(corner, galley, color);
    height
}
