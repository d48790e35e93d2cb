//! Tells cargo that files which come or go in these folders change the binary: they are built into it.

fn main() {
    for folder in ["themes", "content", "book/pages/codes"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
