//! Mail reader: EML (RFC 5322) as a letter, MHTML (RFC 2557) as the page that it keeps.

use mail_parser::{Message, MessageParser, MimeHeaders as _};
use tingxinwen_article::{Chapter, extract_page, unwrapped_lines};
use tingxinwen_core::{
    article::{BlockKind, DocumentFault, OpenError},
    document::Document,
};

use crate::flow::Flow;

/// Reads the mail or saved page that `bytes` are.
///
/// # Errors
/// [`OpenError`]: damaged, nothing to read.
pub(crate) fn read(bytes: &[u8], source: Option<&str>) -> Result<Document, OpenError> {
    let message = MessageParser::default().parse(bytes);
    let message = message.ok_or(OpenError::Document(DocumentFault::Damaged))?;
    let is_page = message.content_type().is_some_and(|kind| kind.subtype() == Some("related"))
        && message.to().is_none();
    let html = message.html_part(0).and_then(|part| part.text_contents());
    if let Some(html) = html.filter(|_| is_page) {
        let address = message.html_part(0).and_then(|part| part.content_location());
        let address = address.or(message.header_raw("Snapshot-Content-Location").map(str::trim));
        let mut article = extract_page(html, address)?;
        article.meta.source = source.map(str::to_owned).or(article.meta.source);
        return Ok(Document::of_article(article));
    }
    letter(&message).into_document(source)
}

/// The letter's subject, who wrote it and when, and its text.
fn letter(message: &Message<'_>) -> Flow {
    let mut flow = Flow::default();
    flow.add(BlockKind::Title, message.subject().unwrap_or_default());
    if let Some(from) = message.from().and_then(|from| from.first()) {
        flow.add(BlockKind::Byline, from.name().or(from.address()).unwrap_or_default());
    }
    if let Some(date) = message.date() {
        flow.add(BlockKind::Date, date.to_rfc822());
    }
    let html = message.html_part(0).filter(|part| part.is_text_html()).and_then(|part| part.text_contents());
    match html {
        Some(html) => Chapter::read(html).blocks.into_iter().for_each(|block| flow.push(block.draft)),
        None => {
            for body in 0..message.text_body_count() {
                let text = message.body_text(body).unwrap_or_default();
                unwrapped_lines(&text).into_iter().for_each(|line| flow.add(BlockKind::Paragraph, line));
            }
        }
    }
    flow
}
