//! Office documents: DOCX (ISO/IEC 29500) and ODT (ISO/IEC 26300).

mod docx;
mod docx_styles;
mod odt;
mod odt_styles;

pub(crate) use docx::read as read_docx;
pub(crate) use odt::read as read_odt;
