//! The manifest of a Flatpak, which holds what the folder for any Linux holds.

use std::path::PathBuf;

use super::{APP_ID, Package, tar, write};
use crate::{
    packages::ensure,
    tools::{Failed, Tool},
};

/// Makes `tw.tingxinwen.Tingxinwen.yml` beside the archive that it is built of, and has flatpak-builder read it.
pub(super) fn make(package: &Package) -> Result<PathBuf, Failed> {
    ensure(&[&["flatpak-builder"]])?;
    let archive = tar::make(package)?;
    let sum = Tool::new("sha256sum").args([&archive]).output().unwrap_or_default();
    let sum = sum.split(' ').next().unwrap_or_default();
    let file = archive.file_name().unwrap_or_default().to_string_lossy();
    let manifest = format!(
        "id: {APP_ID}
runtime: org.freedesktop.Platform
runtime-version: '25.08'
sdk: org.freedesktop.Sdk
command: tingxinwen
finish-args:
  - --share=ipc
  - --share=network
  - --socket=wayland
  - --socket=fallback-x11
  - --socket=pulseaudio
  - --device=dri
  - --own-name=org.mpris.MediaPlayer2.tingxinwen.*
  - --talk-name=org.freedesktop.Notifications
  - --talk-name=org.freedesktop.ScreenSaver
  - --talk-name=org.freedesktop.secrets
  - --filesystem=xdg-music
modules:
  - name: tingxinwen
    buildsystem: simple
    build-commands:
      - install -D bin/tingxinwen -t /app/bin
      - cp -r share /app
    sources:
      - type: archive
        path: {file}
        sha256: {sum}
"
    );
    let made = package.folder.join(format!("{APP_ID}.yml"));
    write(&made, manifest)?;
    let read =
        Tool::new("flatpak-builder").within(&package.folder).args(["--show-manifest"]).args([&made]).output();
    read.map(|_| made).ok_or_else(|| Failed("flatpak-builder cannot read the manifest".to_owned()))
}
