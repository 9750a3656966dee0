//! Office documents: DOCX (ISO/IEC 29500) and ODT (ISO/IEC 26300).

mod docx;
mod docx_styles;
mod odt;
mod odt_styles;

pub(crate) use docx::read as read_docx;
pub(crate) use odt::read as read_odt;

/// Whether `text` is what stands over a table of contents.
fn is_contents_heading(text: &str) -> bool {
    let text = text.trim().to_lowercase().replace(['\u{3000}', ' '], "");
    ["目錄", "目次", "目录", "contents", "tableofcontents", "章節目錄"].contains(&text.as_str())
}
