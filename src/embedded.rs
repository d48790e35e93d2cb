//! What the binary carries: themes, the sample project, the page of each diagnostic code.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rust_embed::RustEmbed;

use crate::error::Error;
use crate::system::{System, locate};
use crate::text::VirtualPath;

/// The built-in themes, one folder each.
#[derive(RustEmbed)]
#[folder = "themes/"]
#[allow_missing = true]
struct Themes;

/// The pages and engagements of the sample project.
#[derive(RustEmbed)]
#[folder = "content/"]
#[prefix = "content/"]
#[allow_missing = true]
struct SampleContent;

/// The project file of the sample project.
const SAMPLE_PROJECT: &[u8] = include_bytes!("../waybook.yml");

/// The manual's pages on diagnostic codes.
#[derive(RustEmbed)]
#[folder = "book/pages/codes/"]
#[allow_missing = true]
struct CodePages;

/// The names of the built-in themes in order.
pub fn theme_names() -> Vec<String> {
    let folders = Themes::iter().filter_map(|path| path.split_once('/').map(|(name, _)| name.to_owned()));
    folders.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The files of a built-in theme by their names in it; none if there is no such theme.
pub fn theme(name: &str) -> BTreeMap<String, Arc<[u8]>> {
    let prefix = format!("{name}/");
    let inside =
        Themes::iter().filter_map(|path| path.strip_prefix(&prefix).map(str::to_owned).zip(Themes::get(&path)));
    inside.map(|(name, file)| (name, file.data.as_ref().into())).collect()
}

/// The files of the sample project by path, in order.
pub fn sample() -> BTreeMap<String, Cow<'static, [u8]>> {
    let pages = SampleContent::iter().filter_map(|path| Some((path.to_string(), SampleContent::get(&path)?.data)));
    let project = ("waybook.yml".to_owned(), Cow::Borrowed(SAMPLE_PROJECT));
    pages.chain([project]).collect()
}

/// Writes the sample project into a folder, no file over one that is there; gives the paths written.
pub fn plant(system: &dyn System, folder: &Path) -> Result<Vec<VirtualPath>, Error> {
    let mut written = Vec::new();
    for (name, bytes) in sample() {
        let Some(path) = VirtualPath::new(&name) else { continue };
        let disk = locate(folder, &path)?;
        if system.kind(&disk).is_none() {
            system.write(&disk, &bytes)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// The manual's page on a diagnostic code, if it is written.
pub fn code_page(code: &str) -> Option<String> {
    let page = CodePages::get(&format!("{code}.md"))?;
    Some(String::from_utf8_lossy(&page.data).into_owned())
}
