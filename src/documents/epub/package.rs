//! Package document: manifest, spine, title and author of an EPUB.

use std::collections::HashMap;

use tingxinwen_core::article::DocumentFault;

use crate::{
    archive::{Archive, resolved},
    xml::Element,
};

/// What a package document says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    /// The files to be read, in order.
    pub(super) spine: Vec<String>,
    /// The navigation document of EPUB 3.
    pub(super) nav: Option<String>,
    /// The NCX of EPUB 2.
    pub(super) ncx: Option<String>,
    /// The Media Overlays of the files to be read.
    pub(super) overlays: Vec<String>,
    /// Whether an overlay that is named is not there.
    pub(super) lacks_overlays: bool,
    /// Who reads in them.
    pub(super) narrator: Option<String>,
    /// The picture on the cover, or a page with it.
    pub(super) cover: Option<String>,
}

impl Package {
    /// The package document that the container names, else the first there is; `None` where there is none.
    pub(super) fn find(archive: &Archive<'_>) -> Result<Option<Self>, DocumentFault> {
        let container = archive.text("META-INF/container.xml")?;
        let named = container.and_then(|xml| {
            let root = Element::parse(&xml)?;
            let files = root.descendants("rootfile");
            files.into_iter().find_map(|file| resolved("", file.attribute("full-path")?))
        });
        let named = named.and_then(|name| archive.find(&name).map(str::to_owned));
        let first = || archive.names().find(|name| name.ends_with(".opf")).map(str::to_owned);
        let Some(name) = named.or_else(first) else { return Ok(None) };
        let xml = archive.text(&name)?;
        Ok(xml.and_then(|xml| Element::parse(&xml)).map(|root| Self::of(&root, &name, archive)))
    }

    fn of(root: &Element, name: &str, archive: &Archive<'_>) -> Self {
        let mut package = Self::default();
        if let Some(metadata) = root.child("metadata") {
            let metadata = metadata.child("dc-metadata").unwrap_or(metadata);
            package.title = metadata.child("title").and_then(super::words);
            let authors: Vec<String> = metadata
                .children()
                .filter(|child| child.name == "creator" && is_author(child))
                .filter_map(super::words)
                .collect();
            let narrators = metadata.children().filter(|child| {
                child.name == "meta" && child.attribute("property") == Some("media:narrator")
            });
            let narrators: Vec<String> = narrators.filter_map(super::words).collect();
            package.narrator = (!narrators.is_empty()).then(|| narrators.join("、"));
            package.author = (!authors.is_empty()).then(|| authors.join("、"));
        }
        let mut items: HashMap<&str, (String, &Element)> = HashMap::new();
        for item in root.child("manifest").into_iter().flat_map(Element::children) {
            let file = item.attribute("href").and_then(|href| resolved(name, href));
            let file = file.and_then(|file| archive.find(&file).map(str::to_owned));
            if let (Some(id), Some(file)) = (item.attribute("id"), file) {
                items.insert(id, (file, item));
            }
        }
        let of_type = |kind: &str| {
            let mut found: Vec<&String> = items
                .values()
                .filter(|(_, item)| item.attribute("media-type") == Some(kind))
                .map(|(file, _)| file)
                .collect();
            found.sort();
            found.first().map(|file| (*file).clone())
        };
        let is_nav = |item: &Element| has_property(item, "nav");
        package.nav = items.values().find(|(_, item)| is_nav(item)).map(|(file, _)| file.clone());
        let spine = root.child("spine");
        let toc = spine.and_then(|spine| items.get(spine.attribute("toc")?)).map(|(file, _)| file.clone());
        package.ncx = toc.or_else(|| of_type("application/x-dtbncx+xml"));
        let in_guide = |kind: &str| {
            let one = root.child("guide")?.children().find(|one| one.attribute("type") == Some(kind))?;
            resolved(name, one.attribute("href")?).and_then(|file| archive.find(&file).map(str::to_owned))
        };
        let contents = in_guide("toc");
        // By EPUB 3, by the convention of EPUB 2, by the guide.
        let marked = items.values().find(|(_, item)| has_property(item, "cover-image"));
        let named = || {
            let metas = root.child("metadata")?.descendants("meta");
            let meta = metas.into_iter().find(|meta| meta.attribute("name") == Some("cover"))?;
            items.get(meta.attribute("content")?)
        };
        let item = marked.or_else(named).map(|(file, _)| file.clone());
        package.cover = item.or_else(|| in_guide("cover"));
        for reference in spine.into_iter().flat_map(Element::children) {
            let item = reference.attribute("idref").and_then(|id| items.get(id));
            let Some((file, item)) = item else { continue };
            let is_aside =
                reference.attribute("linear").is_some_and(|linear| linear.eq_ignore_ascii_case("no"));
            let is_text =
                item.attribute("media-type").is_none_or(|kind| kind.contains("html") || kind.contains("xml"));
            let is_contents = contents.as_ref() == Some(file) && holds_nav(archive, file);
            if !is_aside && is_text && !is_nav(item) && !is_contents {
                package.spine.push(file.clone());
                if let Some(id) = item.attribute("media-overlay") {
                    let overlay = items.get(id).map(|(file, _)| file.clone());
                    package.lacks_overlays |= overlay.is_none();
                    package.overlays.extend(overlay);
                }
            }
        }
        package
    }
}

/// Whether an item of the manifest is marked as `property`.
fn has_property(item: &Element, property: &str) -> bool {
    item.attribute("properties").is_some_and(|all| all.split_whitespace().any(|one| one == property))
}

/// Whether a creator is the author: nothing else is said of them.
fn is_author(creator: &Element) -> bool {
    creator.attribute("role").is_none_or(|role| role == "aut")
}

/// Whether `file`, which the guide calls the contents, holds nothing else: some guides name the first chapter so.
fn holds_nav(archive: &Archive<'_>, file: &str) -> bool {
    let text = archive.text(file).ok().flatten().unwrap_or_default();
    text.contains("<nav") || text.matches("<a ").count() > text.matches("<p").count()
}
