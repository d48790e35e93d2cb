//! Reports as PDF: gathers fonts and logo, has the reports typeset, and puts them beside the other files of the build.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Build, Making, Session};
use crate::error::Error;
use crate::pipeline::{Fonts, Printed, Typesetter, Unprinted, letters};
use crate::system::{Kind, System, locate};
use crate::text::VirtualPath;

/// Fonts that are known to be good for a language (none: for many), with the file of their bold face. The first that
/// a machine has is taken; whatever else there is, is looked through after them.
const KNOWN: [(&str, &str, &str); 24] = [
    ("ja", "YuGothR.ttc", "YuGothB.ttc"),
    ("ja", "ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("ja", "meiryo.ttc", "meiryob.ttc"),
    ("zh", "msyh.ttc", "msyhbd.ttc"),
    ("zh", "PingFang.ttc", ""),
    ("zh", "Hiragino Sans GB.ttc", ""),
    ("ko", "malgun.ttf", "malgunbd.ttf"),
    ("ko", "AppleSDGothicNeo.ttc", ""),
    ("", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("", "NotoSansCJK-VF.otf.ttc", ""),
    ("", "SourceHanSans.ttc", ""),
    ("", "wqy-microhei.ttc", ""),
    ("", "segoeui.ttf", "segoeuib.ttf"),
    ("", "seguisym.ttf", ""),
    ("", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("", "NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    ("", "NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
    ("", "arial.ttf", "arialbd.ttf"),
    ("", "Arial Unicode.ttf", ""),
    ("", "Apple Symbols.ttf", ""),
    ("", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("", "seguiemj.ttf", ""),
    ("", "NotoEmoji-Regular.ttf", ""),
    ("", "NotoColorEmoji.ttf", ""),
];

/// A report that could not be typeset, or not as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misprint {
    /// The report.
    pub path: VirtualPath,
    /// What was found.
    pub reason: String,
    /// The way out, if there is no PDF.
    pub help: Option<String>,
}

impl Session<'_> {
    /// Typesets reports of a build and adds them to its files; says which could not be, or not as they are written.
    pub fn typeset(
        &self,
        build: &mut Build,
        chosen: &[VirtualPath],
        folders: &[PathBuf],
    ) -> Result<Vec<Misprint>, Error> {
        let given = self.given_fonts(build, folders)?;
        let typesetter = Typesetter::new(&build.built.manuscripts.theme, self.logo(build));
        let reports = &build.built.manuscripts.reports;
        let mut by_language: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for report in reports.iter().filter(|report| chosen.contains(&report.path)) {
            by_language.entry(&report.language).or_default().push(report);
        }
        let count = self.counted(Making::Documents, by_language.values().map(Vec::len).sum());
        let mut misprints = Vec::new();
        let mut files = Vec::new();
        for (language, reports) in by_language {
            let fonts = self.with_fonts_of_machine(&given, &letters(reports.iter().copied()), language);
            let printed = typesetter.print(&reports, &fonts, &count);
            for (path, printed) in reports.iter().map(|report| report.path.clone()).zip(printed) {
                misprints.extend(misprint(&path, &printed));
                files.extend(printed.ok().map(|printed| (path, printed.bytes)));
            }
        }
        for (path, bytes) in files {
            build.built.outputs.insert(path, bytes);
        }
        misprints.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(misprints)
    }

    /// The fonts of the binary, then those of the folders that were named and of the project's.
    fn given_fonts(&self, build: &Build, folders: &[PathBuf]) -> Result<Fonts, Error> {
        let mut fonts = Fonts::built_in();
        let named = folders.iter().map(|folder| Ok(self.system.resolve(folder)));
        let of_project = build.config.fonts.iter().map(|folder| locate(&build.project.root, folder));
        for folder in named.chain(of_project) {
            let folder = folder?;
            if self.system.kind(&folder) != Some(Kind::Folder) {
                return Err(Error::at("could not find the fonts", &folder, "no such folder")
                    .help("name a folder with files that end in `.ttf`, `.otf` or `.ttc`"));
            }
            for path in fonts_below(self.system, &folder) {
                fonts.add(self.system.read(&path)?);
            }
        }
        Ok(fonts)
    }

    /// As many fonts of the machine as some characters ask for; those that cannot be read are left out.
    fn with_fonts_of_machine(&self, given: &Fonts, characters: &BTreeSet<char>, language: &str) -> Fonts {
        let mut fonts = given.clone();
        let mut lacking = fonts.lacking(characters);
        if lacking.is_empty() {
            return fonts;
        }
        let folders = self.system.font_folders();
        let mut files: Vec<PathBuf> = folders.iter().flat_map(|folder| fonts_below(self.system, folder)).collect();
        files.sort_by_key(|path| rank(path, language));
        for path in &files {
            let Ok(bytes) = self.system.read(path) else { continue };
            let still = fonts.add_useful(&bytes, &lacking, language);
            if still.len() < lacking.len() {
                let relative = relative(path).filter(|relative| files.contains(relative));
                if let Some(bytes) = relative.and_then(|relative| self.system.read(&relative).ok()) {
                    fonts.add_relatives(&bytes);
                }
            }
            lacking = still;
            if lacking.is_empty() {
                break;
            }
        }
        fonts
    }

    /// The brand's logo, if it is there: its extension and bytes.
    fn logo<'b>(&self, build: &'b Build) -> Option<(&'b str, Vec<u8>)> {
        let path = build.config.brand.logo.as_ref()?;
        Some((path.extension(), self.system.read(&locate(&build.project.root, path).ok()?).ok()?))
    }
}

fn misprint(path: &VirtualPath, printed: &Result<Printed, Unprinted>) -> Vec<Misprint> {
    let note = |reason, help| Misprint { path: path.clone(), reason, help };
    match printed {
        Err(Unprinted { reason, help }) => vec![note(reason.clone(), Some(help.clone()))],
        Ok(printed) => {
            let signs: Vec<String> =
                printed.replaced.iter().take(8).map(|sign| format!("U+{:04X}", u32::from(*sign))).collect();
            let boxes = (!signs.is_empty()).then(|| format!("no font has {}, a box stands instead", signs.join(", ")));
            let theme = printed.problem.as_ref().map(|problem| format!("{problem}; the built-in theme was used"));
            boxes.into_iter().chain(theme).map(|reason| note(reason, None)).collect()
        }
    }
}

fn fonts_below(system: &dyn System, folder: &Path) -> Vec<PathBuf> {
    let is_font = |path: &Path| {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        extension.is_some_and(|extension| ["ttf", "otf", "ttc", "otc"].contains(&extension.as_str()))
    };
    let walk = system.walk(folder, &|path, kind| kind == Kind::Folder || is_font(path));
    walk.files.into_iter().map(|met| met.path).collect()
}

/// Known fonts for the language, known ones for many, those for other languages, the rest by path; within each the
/// plain weight first.
fn rank(path: &Path, language: &str) -> (usize, usize, PathBuf) {
    let name = path.file_name().unwrap_or_default();
    let own = language.split('-').next().unwrap_or_default();
    let known = KNOWN.iter().position(|(_, regular, _)| name == *regular);
    let class = match known.and_then(|at| KNOWN.get(at)) {
        Some(("", ..)) => 1,
        Some((language, ..)) if own.eq_ignore_ascii_case(language) => 0,
        Some(_) => 2,
        None => 3 + usize::from(!name.to_string_lossy().contains("Regular")),
    };
    (class, known.unwrap_or_default(), path.to_owned())
}

/// The file of the bold face, if its name is known.
fn relative(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    match KNOWN.iter().find(|(_, regular, _)| *regular == name) {
        Some((_, _, bold)) => Some(path.with_file_name(bold)).filter(|_| !bold.is_empty()),
        None => name.contains("Regular").then(|| path.with_file_name(name.replace("Regular", "Bold"))),
    }
}
