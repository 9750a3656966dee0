//! Passwords of encrypted documents: those that the listener gave in this run, and who waits for another.

use std::{
    fmt,
    future::Future,
    sync::{Arc, Mutex, OnceLock},
};

use secrecy::{ExposeSecret as _, SecretString};
use tingxinwen_core::article::DocumentFault;
use tokio::sync::oneshot;

use crate::engine::lock;

/// The passwords of encrypted documents. Clones share them.
#[derive(Clone, Default)]
pub struct Passwords(Arc<Shared>);

#[derive(Default)]
struct Shared {
    given: Mutex<Vec<SecretString>>,
    waiting: Mutex<Vec<Waiting>>,
    /// Tells whoever asks the listener; nobody does where it is not set.
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

/// A document that waits for its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its file or address.
    pub name: String,
    /// Whether one is needed, or was wrong.
    pub fault: DocumentFault,
}

struct Waiting {
    question: Question,
    answer: oneshot::Sender<Option<SecretString>>,
}

impl Passwords {
    /// Tries `password` on what is opened from here on.
    pub fn give(&self, password: SecretString) {
        lock(&self.0.given).push(password);
    }

    /// Has documents wait for an [`answer`](Self::answer) from here on; `wake` is called where there is a question.
    pub fn ask_by(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.0.wake.set(Box::new(wake)).ok();
    }

    /// The document that waits for its password, if any does.
    pub fn question(&self) -> Option<Question> {
        let mut waiting = lock(&self.0.waiting);
        waiting.retain(|one| !one.answer.is_closed());
        waiting.first().map(|one| one.question.clone())
    }

    /// Answers `question`: all that wait with it go on with `password`, or are not opened without one.
    pub fn answer(&self, question: &Question, password: Option<&SecretString>) {
        password.cloned().into_iter().for_each(|password| self.give(password));
        let all = std::mem::take(&mut *lock(&self.0.waiting));
        for one in all {
            if one.question.name == question.name {
                // Whoever does not wait any more needs no answer.
                one.answer.send(password.cloned()).ok();
            } else {
                lock(&self.0.waiting).push(one);
            }
        }
    }

    /// What is asked for the password of the document called `name`: those that were given, then the listener.
    pub(super) fn asker(
        &self,
        name: String,
    ) -> impl FnMut(DocumentFault) -> std::pin::Pin<Box<dyn Future<Output = Option<String>> + Send>> {
        let passwords = self.clone();
        let mut untried = lock(&self.0.given).clone().into_iter();
        let mut was_asked = false;
        move |fault| {
            if let Some(known) = untried.next() {
                return Box::pin(std::future::ready(Some(known.expose_secret().to_owned())));
            }
            // What was tried unasked is not the listener's mistake.
            let fault = if was_asked { fault } else { DocumentFault::NeedsPassword };
            was_asked = true;
            let (passwords, question) = (passwords.clone(), Question { name: name.clone(), fault });
            Box::pin(async move { passwords.ask(question).await })
        }
    }

    async fn ask(&self, question: Question) -> Option<String> {
        let wake = self.0.wake.get()?;
        let (answer, answered) = oneshot::channel();
        lock(&self.0.waiting).push(Waiting { question, answer });
        wake();
        answered.await.ok().flatten().map(|password| password.expose_secret().to_owned())
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(passwords: &Passwords, fault: DocumentFault) -> Question {
        let question = Question { name: "a.pdf".to_owned(), fault };
        assert_eq!(passwords.question(), Some(question.clone()));
        question
    }

    #[tokio::test]
    async fn what_was_given_is_tried_before_the_listener_is_asked() {
        let passwords = Passwords::default();
        passwords.give("old".into());
        let mut asker = passwords.asker("a.pdf".to_owned());
        assert_eq!(asker(DocumentFault::NeedsPassword).await.as_deref(), Some("old"));
        assert_eq!(asker(DocumentFault::WrongPassword).await, None, "nobody asks");
        passwords.ask_by(|| ());
        let mut asker = passwords.asker("a.pdf".to_owned());
        assert_eq!(asker(DocumentFault::NeedsPassword).await.as_deref(), Some("old"));
        let first = tokio::spawn(asker(DocumentFault::WrongPassword));
        tokio::task::yield_now().await;
        let question = waits(&passwords, DocumentFault::NeedsPassword);
        passwords.answer(&question, Some(&"typo".into()));
        assert_eq!(first.await.unwrap().as_deref(), Some("typo"));
        let second = tokio::spawn(asker(DocumentFault::WrongPassword));
        tokio::task::yield_now().await;
        let question = waits(&passwords, DocumentFault::WrongPassword);
        passwords.answer(&question, None);
        assert_eq!((second.await.unwrap(), passwords.question()), (None, None));
    }

    #[tokio::test]
    async fn one_answer_is_for_all_that_wait_for_it_and_who_left_is_not_asked_for() {
        let passwords = Passwords::default();
        passwords.ask_by(|| ());
        let ask = |name: &str| tokio::spawn(passwords.asker(name.to_owned())(DocumentFault::NeedsPassword));
        let (plays, queued, other) = (ask("a.pdf"), ask("a.pdf"), ask("b.pdf"));
        tokio::task::yield_now().await;
        let question = waits(&passwords, DocumentFault::NeedsPassword);
        passwords.answer(&question, Some(&"right".into()));
        assert_eq!(plays.await.unwrap().as_deref(), Some("right"));
        assert_eq!(queued.await.unwrap().as_deref(), Some("right"));
        assert_eq!(passwords.question().map(|question| question.name).as_deref(), Some("b.pdf"));
        other.abort();
        assert!(other.await.is_err());
        assert_eq!(passwords.question(), None);
    }
}
