//! The `waybook` command. Everything it does is in the library.

fn main() -> std::process::ExitCode {
    waybook::cli::run()
}
