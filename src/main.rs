//! The `waybook` command. Everything it does is in the library.

/// Pages and reports are made from very many small texts by all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    waybook::cli::run()
}
