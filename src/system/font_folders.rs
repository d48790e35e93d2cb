//! Where the fonts of a machine lie. Nothing of it says what is in them.

use std::env;
use std::path::{Path, PathBuf};

/// The folders in which the platform looks for fonts.
pub(super) fn of_machine() -> Vec<PathBuf> {
    let below = |variable: &str, path: &str| {
        let folder = env::var_os(variable).filter(|folder| !folder.is_empty())?;
        Some(Path::new(&folder).join(path))
    };
    let fixed = |path: &str| Some(PathBuf::from(path));
    let folders = if cfg!(windows) {
        vec![below("WINDIR", "Fonts"), below("LOCALAPPDATA", "Microsoft/Windows/Fonts")]
    } else if cfg!(target_os = "macos") {
        vec![fixed("/System/Library/Fonts"), fixed("/Library/Fonts"), below("HOME", "Library/Fonts")]
    } else {
        vec![
            fixed("/usr/share/fonts"),
            fixed("/usr/local/share/fonts"),
            below("XDG_DATA_HOME", "fonts"),
            below("HOME", ".local/share/fonts"),
            below("HOME", ".fonts"),
        ]
    };
    folders.into_iter().flatten().collect()
}
