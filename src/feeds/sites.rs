//! Sites to begin with, from one data file. None of them is asked for anything before the listener adds it.

/// A site whose feed may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub name: &'static str,
    /// The address of its feed.
    pub address: &'static str,
    /// What it is about, and in which language: a folder.
    pub folder: &'static str,
}

const SITES: &str = include_str!("data/sites.tsv");

/// The sites in their order.
pub fn sites() -> impl Iterator<Item = Site> {
    let lines = SITES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some(Site { folder: cells.next()?, name: cells.next()?, address: cells.next()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_site_of_the_web() {
        let lines = SITES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        let all: Vec<Site> = sites().collect();
        assert_eq!(all.len(), lines);
        assert!(lines >= 10);
        for site in all {
            assert!(
                url::Url::parse(site.address).is_ok_and(|url| url.scheme() == "https"),
                "{}",
                site.address
            );
        }
    }
}
