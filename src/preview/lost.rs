//! Pages that are no longer where they were: renamed ones lead to their new address, for others near pages are named. Both
//! stay within the site of one edition, whatever became of the editions meanwhile.

use std::collections::BTreeMap;

use super::board::State;
use super::findings::escaped;
use crate::output::{Changes, Content};
use crate::text::{VirtualPath, nearest};

/// How many near pages are named.
const MOST_NEAR: usize = 6;

/// The new addresses of pages that are gone: of the page with the same text, else of the new page with the same title.
pub(super) fn moved(before: &State, after: &State, changes: &Changes) -> BTreeMap<VirtualPath, VirtualPath> {
    let State { origins, texts, files, .. } = after;
    let new: Vec<&VirtualPath> =
        changes.written.iter().filter(|path| before.files.get(path).is_none() && is_page(path)).collect();
    let text = |path: &VirtualPath| texts.at(origins.get(path)?).map(|source| source.hash);
    let old_text = |path: &VirtualPath| before.texts.at(before.origins.get(path)?).map(|source| source.hash);
    let to = |gone: &VirtualPath| {
        let new: Vec<&&VirtualPath> = new.iter().filter(|path| after.site_of(path) == before.site_of(gone)).collect();
        let same_text = || new.iter().find(|path| old_text(gone).is_some() && text(path) == old_text(gone));
        let name = title(before.files.get(gone));
        let same_title = || new.iter().find(|path| name.is_some() && title(files.get(path)) == name);
        same_text().or_else(same_title).map(|path| (**path).clone())
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
fn near<'f>(state: &'f State, wanted: &VirtualPath) -> Vec<&'f VirtualPath> {
    let site = state.site_of(wanted);
    let pages = state.files.iter().map(|(path, _)| path).filter(|path| is_page(path) && state.site_of(path) == site);
    let pages: Vec<&VirtualPath> = pages.collect();
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
pub(super) fn page(state: &State, wanted: &VirtualPath) -> String {
    let item = |path: &VirtualPath| {
        let name = title(state.files.get(path)).unwrap_or_else(|| html(path.stem()));
        let (href, shown) = (escaped(path.as_str()), html(path.as_str()));
        format!("<li><a href=\"/{href}\"><b>{name}</b><span>/{shown}</span></a></li>\n")
    };
    let near: String = near(state, wanted).into_iter().map(item).collect();
    let near = if near.is_empty() { near } else { format!("<h2>Pages near it</h2>\n<ul>\n{near}</ul>\n") };
    let site = state.site_of(wanted);
    let home = site.map(|site| format!("/{}/", escaped(site))).unwrap_or_else(|| "/".to_owned());
    let text = include_str!("lost.html").replace("{near}", &near).replace("{home}", &home);
    notice("No page here", state, site, &text.replace("{wanted}", &html(wanted.as_str())))
}

/// The way into each edition, where a reader named none.
pub(super) fn choice(state: &State, entrances: &[&VirtualPath]) -> String {
    let item = |path: &&VirtualPath| {
        let name = path.as_str().split('/').next().unwrap_or_default();
        format!("<li><a href=\"/{}\"><b>{}</b></a></li>\n", escaped(path.as_str()), html(name))
    };
    let items: String = entrances.iter().map(item).collect();
    // All editions have the same style sheet; it says nothing of their pages.
    let site = entrances.first().and_then(|path| state.site_of(path));
    notice("Editions", state, site, &include_str!("choice.html").replace("{editions}", &items))
}

/// A page of the preview itself, in the looks of a site.
fn notice(title: &str, state: &State, site: Option<&str>, text: &str) -> String {
    let is_sheet = |path: &&VirtualPath| path.as_str().ends_with("assets/site.css") && state.site_of(path) == site;
    let sheet = state.files.iter().map(|(path, _)| path).find(is_sheet);
    let sheet = sheet.map(|path| format!("<link rel=\"stylesheet\" href=\"/{}\">\n", escaped(path.as_str())));
    let page = include_str!("notice.html").replace("{sheet}", &sheet.unwrap_or_default());
    page.replace("{title}", title).replace("{text}", text)
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
