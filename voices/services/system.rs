//! What the desktop itself has: `espeak-ng` on Linux, `say` on macOS, the Windows voices through PowerShell.
//! The voice of last resort. Text goes in on standard input, so that it is never taken for an option.

use std::{process::Stdio, sync::Arc};

use tingxinwen_core::article::Language;

use super::Account;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
};

use super::{
    fault::{Fault, NetworkFault, SettingFault, SoundFault},
    intake::{Kind, Outlet},
    sent::Sent,
    speaker::{Delivery, Service},
};

/// The voice that is the program's own choice for the language.
const DEFAULT: &str = "default";
const BLOCK: usize = 1 << 14;

/// A voice of the desktop.
pub(super) struct System {
    program: String,
    voice: String,
}

impl System {
    pub(super) fn new(account: &Account, voice: &str) -> Self {
        Self { program: program(account), voice: voice.to_owned() }
    }

    fn command(&self, language: Language) -> Command {
        let mut command = Command::new(&self.program);
        let is_default = self.voice == DEFAULT;
        if cfg!(target_os = "macos") {
            let voice = match (is_default, language) {
                (false, _) => self.voice.as_str(),
                (true, Language::Mandarin) => "Meijia",
                (true, Language::English) => "Samantha",
            };
            command.args([
                "-v",
                voice,
                "--file-format=WAVE",
                "--data-format=LEI16@24000",
                "-o",
                "/dev/stdout",
                "-f",
                "-",
            ]);
        } else if cfg!(windows) {
            command.args(["-NoProfile", "-Command", WINDOWS]);
            match (is_default, language) {
                (false, _) => command.env("TINGXINWEN_SYSTEM_VOICE", &self.voice),
                (true, Language::Mandarin) => command.env("TINGXINWEN_SYSTEM_LANGUAGE", "zh-TW"),
                (true, Language::English) => command.env("TINGXINWEN_SYSTEM_LANGUAGE", "en-US"),
            };
            // Its console would be a window that comes with every sentence.
            #[cfg(windows)]
            command.creation_flags(CREATE_NO_WINDOW);
        } else {
            let voice = match (is_default, language) {
                (false, _) => self.voice.as_str(),
                (true, Language::Mandarin) => "cmn",
                (true, Language::English) => "en-us",
            };
            command.args(["--stdout", "--stdin", "-v", voice]);
        }
        command
    }
}

/// Starts a program of the console without one (`processthreadsapi.h`).
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// Speaks standard input, which is UTF-8 whatever the code page of the system is, into memory, and writes that out as a
/// WAV file. Without a voice by name it is one of the language; where there is none, the usual one.
const WINDOWS: &str = "Add-Type -AssemblyName System.Speech; \
    $i = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8); $t = $i.ReadToEnd(); \
    $s = New-Object System.Speech.Synthesis.SpeechSynthesizer; \
    if ($env:TINGXINWEN_SYSTEM_VOICE) { $s.SelectVoice($env:TINGXINWEN_SYSTEM_VOICE) } \
    else { try { $s.SelectVoiceByHints('NotSet', 'NotSet', 0, \
    [Globalization.CultureInfo]$env:TINGXINWEN_SYSTEM_LANGUAGE) } catch { } }; \
    $m = New-Object IO.MemoryStream; $s.SetOutputToWaveStream($m); $s.Speak($t); \
    $o = [Console]::OpenStandardOutput(); $m.WriteTo($o); $o.Flush()";

fn program(account: &Account) -> String {
    let usual = if cfg!(target_os = "macos") {
        "say"
    } else if cfg!(windows) {
        "powershell"
    } else {
        "espeak-ng"
    };
    account.address.clone().unwrap_or_else(|| usual.to_owned())
}

/// Whether the program is there.
pub(super) fn is_here(account: &Account) -> bool {
    let program = program(account);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&folders).map(|folder| folder.join(&program));
    cfg!(windows) || places.any(|place| place.is_file())
}

fn not_started(program: &str, kind: std::io::ErrorKind) -> SettingFault {
    SettingFault::NotStarted { program: program.to_owned(), kind }
}

impl Service for System {
    fn deliver(&self, sent: Arc<Sent>, outlet: Outlet) -> Delivery {
        let program = self.program.clone();
        let mut command = self.command(sent.language);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        Box::pin(async move {
            let fault = |error: std::io::Error| Fault::Cut(NetworkFault::of(&error));
            let mut child =
                command.spawn().map_err(|error| Fault::Settings(not_started(&program, error.kind())))?;
            let (Some(mut stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
                return Err(Fault::Settings(not_started(&program, std::io::ErrorKind::BrokenPipe)));
            };
            // A sentence fits into the pipe, so that nothing waits here.
            stdin.write_all(sent.plain().as_bytes()).await.map_err(fault)?;
            drop(stdin);
            outlet.kind(Kind::File).await?;
            let mut block = vec![0; BLOCK];
            loop {
                let count = stdout.read(&mut block).await.map_err(fault)?;
                if count == 0 {
                    break;
                }
                outlet.sound(bytes::Bytes::copy_from_slice(&block[..count])).await?;
            }
            let status = child.wait().await.map_err(fault)?;
            if status.success() { Ok(()) } else { Err(Fault::NotSound(SoundFault::ProgramFailed(program))) }
        })
    }

    /// `espeak-ng` promises the longest sound that a file can hold.
    fn knows_its_end(&self) -> bool {
        true
    }

    /// The work is done here, and fast.
    fn at_once(&self) -> usize {
        2
    }
}
