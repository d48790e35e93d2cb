//! Views to bytes, one file per format. Sees views and texts, never the model; computes nothing that a view could hold.

pub mod drift;
pub mod feed;
pub mod html;
pub mod xlsx;
pub mod manuscript;
#[cfg(feature = "pdf")]
pub mod pdf;

use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of the theme `default`.
#[derive(rust_embed::Embed)]
#[folder = "themes/default"]
struct DefaultTheme;

/// The files of the theme `plain`.
#[derive(rust_embed::Embed)]
#[folder = "themes/plain"]
struct PlainTheme;

/// The files of a built-in theme (`default` or `plain`) by name; none for any other name.
pub fn built_in_theme(name: &str) -> Option<BTreeMap<String, Arc<[u8]>>> {
    match name {
        "default" => Some(files::<DefaultTheme>()),
        "plain" => Some(files::<PlainTheme>()),
        _ => None,
    }
}

fn files<Theme: rust_embed::RustEmbed>() -> BTreeMap<String, Arc<[u8]>> {
    Theme::iter()
        .filter_map(|name| Theme::get(&name).map(|file| (name.into_owned(), Arc::from(file.data.as_ref()))))
        .collect()
}
