//! What of a project is never published, whatever globs, links and includes say: data of customers, settings, themes,
//! other versions of the playbook. One list, which `content`, links and quotations of code all ask.

use super::project::{DOCFX_FILE, PROJECT_FILE};
use crate::config::Config;
use crate::text::VirtualPath;

/// Folders and files that are never published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Apart {
    folders: Vec<VirtualPath>,
    /// Extensions of files that are not published where an engagement lies among the pages themselves.
    withheld: Vec<&'static str>,
}

impl Apart {
    /// What the settings of a project keep apart.
    pub(super) fn of(config: &Config) -> Self {
        let Config { engagements, theme, earlier_reports, versions, fonts, .. } = config;
        let versions = versions.iter().filter(|version| version.revision.is_none());
        let named = [engagements, theme, earlier_reports].into_iter().flatten().chain(fonts);
        let named = named.chain(versions.filter_map(|version| version.folder.as_ref()));
        let folders = named.filter(|folder| !config.content.is_below(folder)).cloned().collect();
        Self { folders, withheld: Vec::new() }
    }

    /// The same for an older version of the project, whose pages lie in another folder.
    pub(super) fn of_version(&self, content: &VirtualPath) -> Self {
        let folders = self.folders.iter().filter(|folder| !content.is_below(folder)).cloned().collect();
        Self { folders, withheld: self.withheld.clone() }
    }

    /// Keeps one more folder apart; of the content folder itself only files with some extensions.
    pub(super) fn add(&mut self, folder: VirtualPath, content: &VirtualPath, extensions: &[&'static str]) {
        if content.is_below(&folder) {
            self.withheld = extensions.to_vec();
        } else {
            self.folders.push(folder);
        }
    }

    /// The folders, for those who quote files.
    pub(super) fn folders(&self) -> &[VirtualPath] {
        &self.folders
    }

    /// Whether a file is never published.
    pub(super) fn holds(&self, path: &VirtualPath) -> bool {
        is_settings(path)
            || self.folders.iter().any(|folder| path.is_below(folder))
            || self.withheld.iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
    }

    /// Whether one who follows a link to a place, while walking a folder, would come to what is never published.
    pub(super) fn is_reached_from(&self, place: &VirtualPath, walked: &VirtualPath) -> bool {
        let others = self.folders.iter().filter(|folder| !walked.is_below(folder));
        is_settings(place) || others.into_iter().any(|folder| place.is_below(folder) || folder.is_below(place))
    }
}

impl From<Vec<VirtualPath>> for Apart {
    fn from(folders: Vec<VirtualPath>) -> Self {
        Self { folders, withheld: Vec::new() }
    }
}

/// Whether a file describes a project, this one or another.
pub(super) fn is_settings(path: &VirtualPath) -> bool {
    [PROJECT_FILE, DOCFX_FILE].iter().any(|name| path.file_name().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VirtualPath {
        VirtualPath::new(text).expect("inside the root")
    }

    #[test]
    fn folders_of_customers_themes_and_versions_are_kept_apart_wherever_they_lie() {
        let text = "content: .\nengagements: c\ntheme: t\nfonts: [f]\nreports: { earlier: e }\n\
                    versions: { new: , old: o, gone: { revision: r, folder: kept } }";
        let config = Config::read(crate::text::FileId(0), text).value;
        let apart = Apart::of(&config);
        for held in ["c/a.csv", "t/base.html", "f/a.ttf", "e/x.json", "o/index.md", "waybook.yml", "x/Docfx.json"] {
            assert!(apart.holds(&path(held)), "{held}");
        }
        for shown in ["a.csv", "cc/a.csv", "kept/a.md", "x.yml"] {
            assert!(!apart.holds(&path(shown)), "{shown}");
        }
        let old = apart.of_version(&path("o"));
        assert!(!old.holds(&path("o/index.md")) && old.holds(&path("c/a.csv")));
    }

    #[test]
    fn a_link_may_not_lead_to_them_nor_to_a_folder_that_holds_them() {
        let config = Config { engagements: Some(path("data/customers")), content: path("pages"), ..Config::default() };
        let apart = Apart::of(&config);
        let reached = |place: &str, walked: &str| apart.is_reached_from(&path(place), &path(walked));
        assert!(
            reached("data/customers/a.csv", "pages") && reached("data", "pages") && reached("waybook.yml", "pages")
        );
        assert!(!reached("shared", "pages") && !reached("data/customers/a.csv", "data/customers"));
    }

    #[test]
    fn among_the_pages_only_data_is_withheld() {
        let mut apart = Apart::default();
        apart.add(path("pages"), &path("pages"), &["csv"]);
        apart.add(path("pages/c"), &path("pages"), &["csv"]);
        assert!(apart.holds(&path("pages/x.CSV")) && apart.holds(&path("pages/c/a.md")));
        assert!(!apart.holds(&path("pages/a.md")));
    }
}
