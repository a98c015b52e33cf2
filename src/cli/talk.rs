//! What is said on standard error: errors, warnings, progress.
//!
//! Article text and file names are untrusted: [`terminal_safe`] takes out of them what a terminal would obey.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::error::{Error, Warning};
use crate::load;
use crate::pipeline::Observer;

/// When messages are colored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorChoice {
    /// Whether to color what goes to `stream`.
    fn colors(self, stream: &impl IsTerminal) -> bool {
        match self {
            ColorChoice::Auto => {
                let refused = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                stream.is_terminal() && !refused("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
            }
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        }
    }
}

/// Talks to the user and counts what went wrong.
pub(super) struct Talk {
    quiet: bool,
    verbose: bool,
    colored: bool,
    bar: ProgressBar,
    articles: usize,
    warnings: usize,
    skipped: usize,
    failures: usize,
    differs: bool,
}

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[1;34m";

impl Talk {
    pub(super) fn new(quiet: bool, verbose: bool, color: ColorChoice) -> Self {
        let colored = color.colors(&io::stderr());
        let bar = if quiet || !io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        };
        Self { quiet, verbose, colored, bar, articles: 0, warnings: 0, skipped: 0, failures: 0, differs: false }
    }

    /// Says an error that ends the run.
    pub(super) fn error(&mut self, error: &Error) {
        self.bar.finish_and_clear();
        match error {
            Error::Several(all) => all.iter().for_each(|one| self.say("error", RED, one)),
            one => self.say("error", RED, one),
        }
    }

    /// Says what could not be found in the articles, and what could; the run counts as failed.
    pub(super) fn not_found(&mut self, what: impl Display, hint: impl Display) {
        self.failures += 1;
        self.bar.finish_and_clear();
        self.say("error", RED, format_args!("{what}\nhint: {hint}"));
    }

    /// Counts an input that failed and of which standard output tells.
    pub(super) fn fail(&mut self) {
        self.failures += 1;
    }

    /// Says where to turn to; only `--quiet` keeps it from being said.
    pub(super) fn announce(&self, what: impl Display) {
        self.bar.finish_and_clear();
        if !self.quiet {
            self.say("note", BLUE, what);
        }
    }

    /// Says something to those who want to hear all.
    pub(super) fn note(&self, what: impl Display) {
        if self.verbose {
            self.say("note", BLUE, what);
        }
    }

    /// Notes that what was compared is not the same, which the exit status tells.
    pub(super) fn differs(&mut self) {
        self.differs = true;
    }

    /// Whether some input failed so far.
    pub(super) fn has_failures(&self) -> bool {
        self.failures > 0
    }

    /// Whether every input failed or was skipped, so that there is nothing to write.
    pub(super) fn has_nothing(&self, articles: usize) -> bool {
        articles == 0 && self.failures + self.skipped > 0
    }

    /// Articles that were skipped for their language.
    pub(super) fn skipped_articles(&self) -> usize {
        self.skipped
    }

    /// Warnings so far.
    pub(super) fn warnings(&self) -> usize {
        self.warnings
    }

    /// Shows how many of so many triples are loaded.
    pub(super) fn counts(&mut self, triples: u64) {
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} triples, {eta} left {msg}") {
            self.bar.reset();
            self.bar.set_length(triples);
            self.bar.set_style(style);
        }
    }

    /// Ends the talk; whether some input failed, or what was compared differs.
    pub(super) fn finish(&mut self) -> bool {
        self.bar.finish_and_clear();
        if self.verbose {
            let Self { articles, skipped, warnings, failures, .. } = *self;
            self.say(
                "note",
                BLUE,
                format_args!("articles: {articles}, skipped: {skipped}, warnings: {warnings}, errors: {failures}"),
            );
        }
        self.failures > 0 || self.differs
    }

    fn say(&self, label: &str, color: &str, message: impl Display) {
        let message = terminal_safe(&message.to_string());
        let text = if self.colored {
            let message = message.replace("\nhint:", &format!("\n{BLUE}hint:\x1b[0m"));
            format!("{color}{label}:\x1b[0m {message}\n")
        } else {
            format!("{label}: {message}\n")
        };
        // Nobody is left to be told when standard error is closed.
        self.bar.suspend(|| io::stderr().write_all(text.as_bytes()).unwrap_or(()));
    }
}

impl Observer for Talk {
    fn started(&mut self, bytes: u64) {
        let template = "{bar:30} {bytes}/{total_bytes}, {eta} left {msg}";
        if bytes > 0
            && let Ok(style) = ProgressStyle::with_template(template)
        {
            self.bar.set_length(bytes);
            self.bar.set_style(style);
        }
    }

    fn advanced(&mut self, source_name: &str, bytes: u64, articles: usize) {
        self.articles += articles;
        self.bar.inc(bytes);
        if self.verbose {
            self.say("note", BLUE, format_args!("{source_name}: articles: {articles}"));
        }
    }

    fn warned(&mut self, warning: &Warning) {
        self.warnings += 1;
        if !self.quiet {
            self.say("warning", YELLOW, warning);
        }
    }

    fn skipped(&mut self, warning: &Warning) {
        self.skipped += 1;
        if !self.quiet {
            self.say("warning", YELLOW, warning);
        }
    }

    fn failed(&mut self, error: &Error) {
        self.failures += 1;
        self.say("error", RED, error);
    }
}

impl load::client::Observer for Talk {
    fn sent(&mut self, statements: u64) {
        self.bar.inc(statements);
    }

    fn waits(&mut self, what: &str) {
        self.warns(what);
    }

    fn warns(&mut self, what: &str) {
        self.warnings += 1;
        if !self.quiet {
            self.say("warning", YELLOW, what);
        }
    }
}

/// A text without what a terminal would obey: control characters but for the line feed, and marks that turn the
/// direction of writing.
pub(super) fn terminal_safe(text: &str) -> String {
    let obeyed = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|&c| !obeyed(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_turned_text_never_reach_the_terminal() {
        let hostile = "Acme\x1b]0;owned\x07 \u{9b}31m\u{202e}joins\u{2066}\r Beta\tGroup\n";
        assert_eq!(terminal_safe(hostile), "Acme]0;owned 31mjoins Beta Group\n");
    }
}
