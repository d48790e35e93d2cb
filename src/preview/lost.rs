//! Pages that are no longer where they were: renamed ones lead to their new address, for others near pages are named.

use std::collections::BTreeMap;

use super::board::State;
use super::findings::escaped;
use crate::output::{Changes, Content, OutputFiles};
use crate::text::{Sources, VirtualPath, nearest};

/// How many near pages are named.
const MOST_NEAR: usize = 6;

/// The new addresses of pages that are gone: of the page with the same text, else of the new page with the same title.
pub(super) fn moved(
    before: &State,
    origins: &BTreeMap<VirtualPath, VirtualPath>,
    texts: &Sources,
    files: &OutputFiles,
    changes: &Changes,
) -> BTreeMap<VirtualPath, VirtualPath> {
    let new: Vec<&VirtualPath> =
        changes.written.iter().filter(|path| before.files.get(path).is_none() && is_page(path)).collect();
    let text = |path: &VirtualPath| texts.at(origins.get(path)?).map(|source| source.hash);
    let old_text = |path: &VirtualPath| before.texts.at(before.origins.get(path)?).map(|source| source.hash);
    let to = |gone: &VirtualPath| {
        let same_text = || new.iter().find(|path| old_text(gone).is_some() && text(path) == old_text(gone));
        let name = title(before.files.get(gone));
        let same_title = || new.iter().find(|path| name.is_some() && title(files.get(path)) == name);
        same_text().or_else(same_title).map(|path| (*path).clone())
    };
    let gone = changes.removed.iter().filter(|path| is_page(path));
    gone.filter_map(|gone| Some((gone.clone(), to(gone)?))).collect()
}

fn is_page(path: &VirtualPath) -> bool {
    path.extension() == "html"
}

/// The title of a finished page.
fn title(content: Option<&Content>) -> Option<String> {
    let Some(Content::Bytes(bytes)) = content else { return None };
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned();
    let (_, rest) = head.split_once("<title>")?;
    rest.split_once("</title>").map(|(title, _)| title.to_owned())
}

/// Pages that may have been meant by an address: of the same name, of a near name, in the same folder.
pub(super) fn near<'f>(files: &'f OutputFiles, wanted: &VirtualPath) -> Vec<&'f VirtualPath> {
    let pages: Vec<&VirtualPath> = files.iter().map(|(path, _)| path).filter(|path| is_page(path)).collect();
    let stem = wanted.stem().to_lowercase();
    let mut found: Vec<&VirtualPath> =
        pages.iter().copied().filter(|path| path.stem().to_lowercase() == stem).collect();
    let close = nearest(wanted.stem(), pages.iter().map(|path| path.stem())).map(str::to_owned);
    found.extend(pages.iter().copied().filter(|path| Some(path.stem()) == close.as_deref()));
    found.extend(pages.iter().copied().filter(|path| path.parent() == wanted.parent()));
    let mut named: Vec<&VirtualPath> = Vec::new();
    for path in found {
        if !named.contains(&path) && named.len() < MOST_NEAR {
            named.push(path);
        }
    }
    named
}

/// A page for an address where there is none. It names pages that may have been meant, in the looks of the site.
pub(super) fn page(files: &OutputFiles, wanted: &VirtualPath) -> String {
    let item = |path: &VirtualPath| {
        let name = title(files.get(path)).unwrap_or_else(|| html(path.stem()));
        let (href, shown) = (escaped(path.as_str()), html(path.as_str()));
        format!("<li><a href=\"/{href}\"><b>{name}</b><span>/{shown}</span></a></li>\n")
    };
    let near: String = near(files, wanted).into_iter().map(item).collect();
    let near = if near.is_empty() { near } else { format!("<h2>Pages near it</h2>\n<ul>\n{near}</ul>\n") };
    let sheet = files.iter().map(|(path, _)| path).find(|path| path.as_str().ends_with("assets/site.css"));
    let sheet = sheet.map(|path| format!("<link rel=\"stylesheet\" href=\"/{}\">\n", escaped(path.as_str())));
    include_str!("lost.html")
        .replace("{sheet}", &sheet.unwrap_or_default())
        .replace("{near}", &near)
        .replace("{wanted}", &html(wanted.as_str()))
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
