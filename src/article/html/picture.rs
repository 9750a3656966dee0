//! Pictures of a page: where an `img` gets its image from, and which of them belong to the article.

use std::collections::HashSet;

use dom_query::Element;

use super::super::{BlockDraft, BlockKind, Picture};

/// The least width and height of a picture, in pixels, where the page tells them: smaller ones are dots, letters,
/// faces or rulers.
const LEAST: u32 = 100;
/// The longest address, in bytes.
const LONGEST: usize = 4096;
/// The most pictures of an article.
const MOST: usize = 200;
/// The widest of several sizes that is taken, in pixels: a column on a screen of two pixels a point.
const WIDEST: u32 = 1600;

/// Whether an `img` is a picture, and not a dot, a letter or a ruler.
pub(super) fn is_picture(element: &Element) -> bool {
    [pixels(element, "width"), pixels(element, "height")].into_iter().flatten().all(|pixels| pixels >= LEAST)
}

/// What the `img` shows, its address as the page writes it; `None` where it is no picture or has no address.
pub(super) fn picture(element: &Element) -> Option<Picture> {
    if !is_picture(element) {
        return None;
    }
    // Pages that load pictures late keep their addresses in attributes of their own, and a blank one in `src`.
    let own = |name: &str| element.attr(name).map(|value| value.trim().to_owned());
    let single = ["data-src", "data-original", "data-lazy-src", "data-url"].into_iter().find_map(own);
    let several = || ["data-srcset", "srcset"].into_iter().find_map(|name| widest(&own(name)?));
    let plain = || own("src");
    let url = single.or_else(several).or_else(plain)?;
    let is_address = !url.is_empty() && url.len() <= LONGEST && !url.starts_with("data:");
    let size = pixels(element, "width").zip(pixels(element, "height"));
    let alt = own("alt").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    is_address.then_some(Picture { at: 0, url, alt, size })
}

fn pixels(element: &Element, name: &str) -> Option<u32> {
    let value = element.attr(name)?;
    value.trim_end_matches("px").trim().parse().ok()
}

/// The address of the widest picture of a `srcset` that is not wider than [`WIDEST`], or else of the narrowest.
fn widest(set: &str) -> Option<String> {
    let candidate = |text: &str| {
        let (url, width) = text.trim().rsplit_once(char::is_whitespace)?;
        Some((width.strip_suffix('w')?.parse::<u32>().ok()?, url.trim().to_owned()))
    };
    // Addresses may hold commas: those between candidates have a space behind them.
    let all: Vec<(u32, String)> = set.split(", ").filter_map(candidate).collect();
    let fitting = all.iter().filter(|(width, _)| *width <= WIDEST).max_by_key(|(width, _)| *width);
    fitting.or(all.iter().min_by_key(|(width, _)| *width)).map(|(_, url)| url.clone())
}

/// Leaves the pictures that stand among what is read, each once, and makes their addresses whole with `absolute`.
pub(super) fn keep_of_article(blocks: &mut [BlockDraft], absolute: impl Fn(&str) -> Option<String>) {
    let last = blocks.iter().rposition(|block| block.kind.is_spoken()).unwrap_or(0);
    let mut kept = HashSet::new();
    for (at, block) in blocks.iter_mut().enumerate() {
        let is_beside_text =
            block.kind.is_spoken() || matches!(block.kind, BlockKind::Caption | BlockKind::Credit);
        if !is_beside_text || block.kind == BlockKind::Title || at > last + 1 {
            block.pictures.clear();
        }
        block.pictures.retain_mut(|picture| {
            let Some(url) = absolute(&picture.url) else { return false };
            picture.url = url;
            kept.len() < MOST && kept.insert(picture.url.clone())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_sizes_the_widest_that_a_column_can_show_is_taken() {
        let set = "https://a.test/f,w_320/x.jpg 320w, https://a.test/f,w_1280/x.jpg 1280w, /x-3200.jpg 3200w";
        assert_eq!(widest(set).as_deref(), Some("https://a.test/f,w_1280/x.jpg"));
        assert_eq!(widest("/big.jpg 4000w").as_deref(), Some("/big.jpg"));
        assert_eq!(widest("/x.jpg"), None, "its width is not told");
    }
}
