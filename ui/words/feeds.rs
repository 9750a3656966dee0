//! Feeds in words.

use tingxinwen_feeds::{FeedProblem, Outcome};

use super::Words;

impl Words {
    /// What is wrong with a feed, and what to do.
    pub fn feed_problem(&self, problem: &FeedProblem) -> String {
        match problem {
            FeedProblem::BadAddress => self.feed_bad_address(),
            FeedProblem::Unreachable { host } => self.feed_unreachable(host),
            FeedProblem::TimedOut { host } => self.feed_timed_out(host),
            FeedProblem::NotFound => self.feed_not_found(),
            FeedProblem::Gone => self.feed_gone(),
            FeedProblem::AskedToWait { secs } => self.feed_asked_to_wait(secs.div_ceil(60)),
            FeedProblem::Status { status } => self.feed_status(*status),
            FeedProblem::TooLarge { limit_mib } => self.feed_too_large(*limit_mib),
            FeedProblem::Redirects => self.feed_redirects(),
            FeedProblem::WebPage => self.feed_web_page(),
            FeedProblem::NotAFeed => self.feed_not_a_feed(),
            FeedProblem::NoneFound => self.feed_none_found(),
            FeedProblem::Internal => self.feed_internal(),
        }
    }

    /// The same of a problem as the library keeps it.
    pub fn kept_feed_problem(&self, problem: &str) -> String {
        let known = serde_json::from_str(problem);
        self.feed_problem(&known.unwrap_or(FeedProblem::Internal))
    }

    /// What came of asking a feed.
    pub fn feed_outcome(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Updated(0) | Outcome::Unchanged => self.feed_unchanged(),
            Outcome::Updated(count) => self.feed_updated(*count),
            Outcome::Waiting => self.feed_waiting(),
            Outcome::Ended => self.feed_gone(),
            Outcome::Broken(problem) => self.feed_problem(problem),
        }
    }
}
