//! The password of an encrypted document: given with the command, or asked for in the terminal.

use std::{io::IsTerminal as _, path::PathBuf};

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use tingxinwen::article::DocumentFault;

use crate::{failure::Failure, words::Words};

/// The variable of the environment that may hold the password.
const VARIABLE: &str = "TINGXINWEN_PASSWORD";

/// The password of a document that is encrypted. Without any of these, `TINGXINWEN_PASSWORD` holds, or it is asked for.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct PasswordArgs {
    /// The password of a document that is encrypted. Other users of the machine can see it here; without it,
    /// TINGXINWEN_PASSWORD holds, or it is asked for.
    #[arg(long)]
    password: Option<SecretString>,
    /// A file whose first line is that password; `/dev/fd/3` where the shell has it open.
    #[arg(long, value_name = "FILE", conflicts_with = "password")]
    password_file: Option<PathBuf>,
}

impl PasswordArgs {
    /// Whether the command says where it is.
    pub(super) fn is_given(&self) -> bool {
        self.password.is_some() || self.password_file.is_some()
    }

    /// What the command or the environment says.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(super) fn given(&self) -> anyhow::Result<Option<SecretString>> {
        if let Some(path) = &self.password_file {
            let text = std::fs::read_to_string(path).map_err(Failure::read(path))?;
            return Ok(Some(text.lines().next().unwrap_or_default().into()));
        }
        let in_environment = || std::env::var(VARIABLE).ok().filter(|text| !text.is_empty());
        Ok(self.password.clone().or_else(|| in_environment().map(SecretString::from)))
    }

    /// What is asked for the password of the document called `name`: first what was given, then whoever sits at the
    /// terminal.
    ///
    /// # Errors
    /// As [`given`](Self::given).
    pub(super) fn asker(
        &self,
        name: &str,
    ) -> anyhow::Result<impl FnMut(DocumentFault) -> std::future::Ready<Option<String>>> {
        let (mut given, mut was_asked) = (self.given()?, false);
        Ok(move |fault| {
            let password = given.take().or_else(|| {
                let fault = if std::mem::replace(&mut was_asked, true) {
                    fault
                } else {
                    DocumentFault::NeedsPassword
                };
                prompted(Words::of_listener(), name, &fault)
            });
            std::future::ready(password.map(|password| password.expose_secret().to_owned()))
        })
    }
}

/// Asks for the password of the document called `name` in the terminal, without showing what is typed; `None` where there
/// is no terminal, or nothing is typed.
pub(crate) fn prompted(words: &Words, name: &str, fault: &DocumentFault) -> Option<SecretString> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    if *fault == DocumentFault::WrongPassword {
        crate::setup::warn(words.document_wrong_password());
    }
    let typed = rpassword::prompt_password(words.password_prompt(crate::output::printable(name)));
    typed.ok().filter(|typed| !typed.is_empty()).map(SecretString::from)
}
