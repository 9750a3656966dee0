//! Encryption of an EPUB: fonts that are only obfuscated do not matter, chapters that are encrypted close the book.

use tingxinwen_core::article::{DocumentFault, Lock};

use super::package::Package;
use crate::{
    archive::{Archive, resolved},
    xml::Element,
};

/// What only fonts are obfuscated by (EPUB 3.3, section 4.4, and Adobe's own).
const OBFUSCATIONS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// What a file that is to be read is encrypted by; `None` where none is.
pub(super) fn lock(archive: &Archive<'_>, package: &Package) -> Result<Option<Lock>, DocumentFault> {
    let Some(xml) = archive.text("META-INF/encryption.xml")? else { return Ok(None) };
    let Some(root) = Element::parse(&xml) else { return Ok(None) };
    let is_protected = root.descendants("EncryptedData").into_iter().any(|data| {
        let method = data.child("EncryptionMethod").and_then(|method| method.attribute("Algorithm"));
        let is_font = method.is_some_and(|method| OBFUSCATIONS.contains(&method));
        let references = data.descendants("CipherReference");
        let files = references.iter().filter_map(|reference| resolved("", reference.attribute("URI")?));
        !is_font
            && files.into_iter().any(|file| {
                archive.find(&file).is_some_and(|file| package.spine.iter().any(|one| one == file))
            })
    });
    if !is_protected {
        return Ok(None);
    }
    let rights = archive.text("META-INF/rights.xml")?.unwrap_or_default();
    Ok(Some(if archive.find("META-INF/license.lcpl").is_some() {
        Lock::Lcp
    } else if archive.find("META-INF/sinf.xml").is_some() {
        Lock::Apple
    } else if rights.contains("ns.adobe.com/adept") {
        Lock::Adobe
    } else {
        Lock::Other
    }))
}
