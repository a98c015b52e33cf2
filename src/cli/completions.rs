//! `pressgraph completions`: prints a script that teaches a shell to complete our arguments.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::output::Output;
use crate::error::Result;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell to complete for
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  pressgraph completions bash > ~/.local/share/bash-completion/completions/pressgraph
  pressgraph completions zsh > ~/.zfunc/_pressgraph
  pressgraph completions fish > ~/.config/fish/completions/pressgraph.fish";

pub(super) fn run(arguments: &Arguments) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Cli::command(), "pressgraph", &mut script);
    let mut output = Output::open(None)?;
    output.write_all(&script).map_err(|cause| output.error(cause))?;
    output.finish()
}
