//! `tingxinwen serve`.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use clap::Args;
use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use tingxinwen::export::{PODCAST_PORT, PodcastFolder, PodcastServer};

use super::{runtime, say};

/// The podcast to serve.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The folder that `export --feed` wrote into.
    folder: PathBuf,
    /// The address to listen at: 0.0.0.0 lets all of the network in who know the secret part of the address that is told.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// The port.
    #[arg(long, default_value_t = PODCAST_PORT)]
    port: u16,
}

impl Serve {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let podcast = PodcastFolder::open(&self.folder)?;
        runtime()?.block_on(async {
            let address = SocketAddr::new(self.address, self.port);
            let server = PodcastServer::listen(&podcast, address).await?;
            podcast.save(&server.base())?;
            let address = server.feed_address();
            say(&address);
            if let Some(code) = code(&address) {
                say(code);
            }
            Ok(server.serve(&self.folder).await?)
        })
    }
}

/// The QR code of `address` in half blocks, for terminals that write light on dark: the light modules are printed.
fn code(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::L).ok()?;
    Some(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_reads_the_address_from_the_terminal() {
        /// Pixels of a half block.
        const SIDE: usize = 4;
        let address = "http://192.168.100.200:8017/0123456789abcdef0123456789abcdef/feed.xml";
        let code = code(address).unwrap();
        let is_light = |c: char, half: usize| match c {
            '█' => true,
            '▀' => half == 0,
            '▄' => half == 1,
            _ => false,
        };
        let lines: Vec<Vec<char>> = code.lines().map(|line| line.chars().collect()).collect();
        let rows = lines
            .iter()
            .flat_map(|line| [0, 1].map(|half| line.iter().map(|&c| is_light(c, half)).collect::<Vec<_>>()));
        let rows: Vec<Vec<bool>> = rows.collect();
        let width = rows[0].len() * SIDE;
        let pixels = (0..width * rows.len() * SIDE)
            .map(|at| if rows[at / width / SIDE][at % width / SIDE] { 255 } else { 0 });
        let pixels: Vec<u8> = pixels.collect();
        let found = quircs::Quirc::default().identify(width, rows.len() * SIDE, &pixels).next().unwrap();
        assert_eq!(found.unwrap().decode().unwrap().payload, address.as_bytes());
    }
}
