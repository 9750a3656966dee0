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
            if let Ok(code) = QrCode::with_error_correction_level(&address, EcLevel::L) {
                // Dark on light, whatever the terminal's colours are: the light modules are the ones that are printed.
                let code =
                    code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
                say(code);
            }
            Ok(server.serve(&self.folder).await?)
        })
    }
}
