//! Archive: a ZIP file whose entries are read within bounds of size, count and ratio, by names that cannot leave it.

use std::{
    borrow::Cow,
    cell::Cell,
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
};

use percent_encoding::percent_decode_str;
use zip::ZipArchive;

use tingxinwen_article::{DocumentFault, RecordedSound, decode};

/// How many entries an archive may have.
const MAX_ENTRIES: usize = 50_000;
/// How large an entry may be when unpacked, in bytes.
const MAX_ENTRY_BYTES: u64 = 96 << 20;
/// How much may be unpacked of one archive in all, in MiB.
const MAX_TOTAL_MIB: u64 = 256;
/// How many times its packed size an entry may have; text has 3 to 20.
const MAX_RATIO: u64 = 250;
/// Up to this size the ratio says nothing, in bytes.
const ANY_RATIO_BYTES: u64 = 4 << 20;

/// A ZIP file.
pub(crate) struct Archive<'a> {
    zip: std::cell::RefCell<ZipArchive<Place<'a>>>,
    /// Index of each entry by its name as [`resolved`] gives it.
    names: BTreeMap<String, usize>,
    unpacked: Cell<u64>,
}

/// Where a ZIP file is.
enum Place<'a> {
    Memory(Cursor<&'a [u8]>),
    File(BufReader<File>),
}

impl Read for Place<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(bytes) => bytes.read(buf),
            Self::File(file) => file.read(buf),
        }
    }
}

impl Seek for Place<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Memory(bytes) => bytes.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}

impl Archive<'static> {
    /// Opens the archive in `file`, of which no more is read than what is asked for.
    ///
    /// # Errors
    /// As [`open`](Archive::open).
    pub(crate) fn in_file(file: File) -> Result<Self, DocumentFault> {
        Self::at(Place::File(BufReader::new(file)))
    }
}

impl<'a> Archive<'a> {
    /// Opens the archive that `bytes` are.
    ///
    /// # Errors
    /// [`DocumentFault::Damaged`] where they are none, [`DocumentFault::Unpacks`] where it has too many entries.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, DocumentFault> {
        Self::at(Place::Memory(Cursor::new(bytes)))
    }

    fn at(place: Place<'a>) -> Result<Self, DocumentFault> {
        let mut zip = ZipArchive::new(place).map_err(|_| DocumentFault::Damaged)?;
        if zip.len() > MAX_ENTRIES {
            return Err(DocumentFault::Unpacks { limit_mib: MAX_TOTAL_MIB });
        }
        let names = entry_names(&mut zip);
        Ok(Self { zip: zip.into(), names, unpacked: Cell::new(0) })
    }

    /// The names of its entries, without those that climb out of it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The entry called `name`, in this spelling or another: percent-encoded, with other capitals.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        let known = |name: &str| self.names.get_key_value(name).map(|(name, _)| name.as_str());
        let exact = known(name).or_else(|| known(&percent_decoded(name)));
        exact.or_else(|| {
            let wanted = percent_decoded(name).to_lowercase();
            self.names().find(|name| name.to_lowercase() == wanted)
        })
    }

    /// The entry called `name` as a file of sound, of which nothing is read yet; `None` where there is none.
    pub(crate) fn sound(&self, name: &str) -> Option<RecordedSound> {
        let name = self.find(name)?;
        let mut zip = self.zip.borrow_mut();
        let entry = zip.by_index_raw(*self.names.get(name)?).ok()?;
        Some(RecordedSound { name: name.to_owned(), crc32: entry.crc32(), bytes: entry.size() })
    }

    /// The bytes of the entry called `name`; `None` where there is none or it is damaged.
    ///
    /// # Errors
    /// [`DocumentFault::Unpacks`] where it is larger than any, [`DocumentFault::NeedsPassword`] where it is encrypted.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DocumentFault> {
        let too_large = DocumentFault::Unpacks { limit_mib: MAX_TOTAL_MIB };
        let Some(index) = self.find(name).and_then(|name| self.names.get(name)) else { return Ok(None) };
        let mut zip = self.zip.borrow_mut();
        let entry = match zip.by_index(*index) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(DocumentFault::NeedsPassword);
            }
            Err(_) => return Ok(None),
        };
        let left = (MAX_TOTAL_MIB << 20).saturating_sub(self.unpacked.get());
        let by_ratio = (entry.compressed_size() * MAX_RATIO).max(ANY_RATIO_BYTES);
        let limit = MAX_ENTRY_BYTES.min(left).min(by_ratio);
        let mut bytes = Vec::new();
        let result = entry.take(limit + 1).read_to_end(&mut bytes);
        self.unpacked.set(self.unpacked.get() + bytes.len() as u64);
        if bytes.len() as u64 > limit {
            return Err(too_large);
        }
        // What came before the damage is still of the book.
        Ok((result.is_ok() || !bytes.is_empty()).then_some(bytes))
    }

    /// The text of the entry called `name`, as [`read`](Self::read).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, DocumentFault> {
        Ok(self.read(name)?.map(|bytes| decode(&bytes, None)))
    }
}

/// Index of each entry of `zip` by its name as [`resolved`] gives it.
pub(crate) fn entry_names<R: Read + Seek>(zip: &mut ZipArchive<R>) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for at in 0..zip.len().min(MAX_ENTRIES) {
        let Ok(entry) = zip.by_index_raw(at) else { continue };
        let raw = entry.name_raw();
        let name = std::str::from_utf8(raw).map_or_else(|_| decode(raw, None), str::to_owned);
        if let Some(name) = resolved("", &name) {
            names.entry(name).or_insert(at);
        }
    }
    names
}

/// The name of the entry that `href` in the entry `from` leads to, without its fragment; `None` for what is outside of
/// the archive.
pub(crate) fn resolved(from: &str, href: &str) -> Option<String> {
    let path = href.split('#').next().unwrap_or_default().replace('\\', "/");
    if path.contains("://") {
        return None;
    }
    let base =
        if path.starts_with('/') { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut steps: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}

/// `name` with its `%XX` as the bytes that they stand for.
pub(crate) fn percent_decoded(name: &str) -> String {
    percent_decode_str(name).decode_utf8().map_or_else(|_| name.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resolved_and_cannot_leave_the_archive() {
        for (from, href, name) in [
            ("OEBPS/package.opf", "text/c1.xhtml#s2", Some("OEBPS/text/c1.xhtml")),
            ("OEBPS/text/nav.xhtml", "../c1.xhtml", Some("OEBPS/c1.xhtml")),
            ("OEBPS/package.opf", "/OEBPS/c1.xhtml", Some("OEBPS/c1.xhtml")),
            ("OEBPS/package.opf", "../../etc/passwd", None),
            ("", "OEBPS\\c1.xhtml", Some("OEBPS/c1.xhtml")),
            ("a.opf", "https://a.test/c1.xhtml", None),
            ("a.opf", "#top", None),
        ] {
            assert_eq!(resolved(from, href).as_deref(), name, "{from} {href}");
        }
        assert_eq!(percent_decoded("%E7%AC%AC1%20%zz%"), "第1 %zz%");
    }
}
