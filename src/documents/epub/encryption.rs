//! Encryption of an EPUB: fonts that are only obfuscated do not matter, chapters that are encrypted close the book.

use tingxinwen_core::article::DocumentFault;

use super::package::Package;
use crate::{
    archive::{Archive, resolved},
    xml::Element,
};

/// What only fonts are obfuscated by (EPUB 3.3, section 4.4, and Adobe's own).
const OBFUSCATIONS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Whether a file that is to be read is encrypted.
pub(super) fn is_protected(archive: &Archive<'_>, package: &Package) -> Result<bool, DocumentFault> {
    let Some(xml) = archive.text("META-INF/encryption.xml")? else { return Ok(false) };
    let Some(root) = Element::parse(&xml) else { return Ok(false) };
    Ok(root.descendants("EncryptedData").into_iter().any(|data| {
        let method = data.child("EncryptionMethod").and_then(|method| method.attribute("Algorithm"));
        let is_font = method.is_some_and(|method| OBFUSCATIONS.contains(&method));
        let references = data.descendants("CipherReference");
        let files = references.iter().filter_map(|reference| resolved("", reference.attribute("URI")?));
        !is_font
            && files.into_iter().any(|file| {
                archive.find(&file).is_some_and(|file| package.spine.iter().any(|one| one == file))
            })
    }))
}
