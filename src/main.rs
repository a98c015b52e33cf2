//! The `pressgraph` program: parses arguments, calls the library, sets the exit status.

fn main() -> std::process::ExitCode {
    pressgraph::cli::run()
}
