//! Writes lines into containers and keeps count of which readers see what is written. It knows what is open because it
//! opened it: nothing is read back.

use crate::canary::{self, Canary, Doubt, Page, Shown, both, editions_for};

/// A container of Markdown that each of its lines begins with.
enum Container {
    Quote,
    Item { mark: &'static str, begun: bool },
}

/// What a line of colons opened.
enum Open {
    Audience(Shown),
    Other,
}

/// The file that is being written.
#[derive(Default)]
struct Draft {
    path: String,
    lines: Vec<String>,
    containers: Vec<Container>,
    open: Vec<Open>,
    /// Whom the file is for, where it stands.
    shown: Shown,
    fence: Fence,
    /// Whether the directive just written has no closing colons, and takes what follows for its own.
    open_leaf: bool,
}

/// What became of the last fence that was not closed.
#[derive(Default)]
enum Fence {
    #[default]
    None,
    /// What closes it if anything follows in its container.
    Open(String),
    /// Its container ended: the next line's margin closes it.
    Left,
}

/// A page that is being written.
pub(crate) struct Pen {
    /// Where the page is in its project: what makes its canaries its own.
    at: usize,
    count: usize,
    newline: &'static str,
    draft: Draft,
    page: Page,
    /// Whether two readings may differ on what follows, so that nothing is asked of it.
    free: bool,
    /// Whether readers need not see what follows.
    loose: bool,
    /// Labels of links and footnotes that are used and not yet defined.
    pub(crate) wanted: Vec<usize>,
}

impl Pen {
    /// Begins a page for some editions.
    pub(crate) fn new(seed: u64, at: usize, newline: &'static str, shown: Shown) -> Self {
        let page = Page { seed, name: String::new(), files: Vec::new(), canaries: Vec::new(), doubt: Doubt::No };
        let draft = Draft { shown, ..Draft::default() };
        Self { at, count: 0, newline, draft, page, free: false, loose: false, wanted: Vec::new() }
    }

    /// A number of its own.
    pub(crate) fn number(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }

    fn canary(&mut self, word: String, what: &'static str, shown: Shown, plain: bool) -> String {
        let plain = plain && !self.free && !self.loose;
        self.page.canaries.push(Canary { word: word.clone(), what, shown, plain });
        word
    }

    /// A word that readers of the place must see.
    pub(crate) fn plain(&mut self, what: &'static str) -> String {
        let number = self.number();
        self.canary(canary::word(self.at, number), what, self.shown(), true)
    }

    /// A word that readers of the place may see.
    pub(crate) fn loose(&mut self, what: &'static str) -> String {
        let number = self.number();
        self.canary(canary::word(self.at, number), what, self.shown(), false)
    }

    /// A task id.
    pub(crate) fn task(&mut self) -> String {
        let number = self.number();
        self.canary(canary::task(self.at, number), "task id", self.shown(), false)
    }

    /// The name of a new file that readers of the place may get; its bytes hold another word.
    pub(crate) fn picture(&mut self) -> String {
        let (name, bytes) = (self.loose("picture name"), self.loose("picture bytes"));
        self.page.files.push((format!("content/media/{name}.png"), format!("\u{89}PNG {bytes}").into_bytes()));
        format!("{}media/{name}.png", self.up())
    }

    /// A new file of code.
    pub(crate) fn code(&mut self) -> String {
        let (name, line) = (self.loose("code name"), self.loose("code"));
        self.page.files.push((format!("content/code/{name}.ps1"), format!("Get-Item {line}\nend\n").into_bytes()));
        format!("{}code/{name}.ps1", self.up())
    }

    /// A new page that only the internal edition has.
    pub(crate) fn internal_page(&mut self) -> String {
        let shown = editions_for(&["internal"]);
        let words: Vec<String> = ["page name", "page title", "page text"]
            .map(|what| {
                let number = self.number();
                self.canary(canary::word(self.at, number), what, shown, false)
            })
            .into();
        let text = format!("---\nft.audience: internal\n---\n\n# {}\n\nIt is {}.\n", words[1], words[2]);
        self.page.files.push((format!("content/{}.md", words[0]), text.into_bytes()));
        format!("{}{}.md", self.up(), words[0])
    }

    /// From the folder of the file to that of all pages.
    fn up(&self) -> &'static str {
        if self.draft.path.contains("includes/") { "../" } else { "" }
    }

    /// The editions that have what is written now.
    pub(crate) fn shown(&self) -> Shown {
        let blocks = self.draft.open.iter().filter_map(|open| match open {
            Open::Audience(shown) => Some(*shown),
            Open::Other => None,
        });
        blocks.fold(self.draft.shown, both)
    }

    /// Whether no block for some readers is open, here or around.
    pub(crate) fn is_outside(&self) -> bool {
        self.draft.path.is_empty() && !self.draft.open.iter().any(|open| matches!(open, Open::Audience(_)))
    }

    /// Whether nothing but the margin is around.
    pub(crate) fn is_at_margin(&self) -> bool {
        self.draft.containers.is_empty()
    }

    /// Whether the next line begins an item of a list.
    pub(crate) fn is_at_marker(&self) -> bool {
        self.draft.containers.iter().any(|container| matches!(container, Container::Item { begun: false, .. }))
    }

    /// Writes a line into the containers that are open.
    pub(crate) fn line(&mut self, text: &str) {
        self.close_fence();
        let text = if self.needs_margin() { text.trim_start() } else { text };
        let goes_on = text.strip_prefix(":::").is_some_and(|rest| rest.trim_start().starts_with(char::is_alphabetic));
        if std::mem::take(&mut self.draft.open_leaf) && !goes_on && !text.is_empty() {
            self.draft.lines.push(String::new());
        }
        if !text.is_empty() {
            self.draft.fence = Fence::None;
        }
        self.push(text);
    }

    /// Writes several lines.
    pub(crate) fn lines(&mut self, lines: &[&str]) {
        lines.iter().for_each(|line| self.line(line));
    }

    /// Closes a fence of the innermost container in which something follows.
    fn close_fence(&mut self) {
        if let Fence::Open(mark) = &self.draft.fence {
            let mark = mark.clone();
            self.push(&mark);
            self.draft.fence = Fence::None;
        }
    }

    fn push(&mut self, text: &str) {
        let mut line = String::new();
        for container in &mut self.draft.containers {
            match container {
                Container::Quote => line.push_str("> "),
                Container::Item { mark, begun: true } => line.push_str(&" ".repeat(width(mark))),
                Container::Item { mark, begun } => {
                    line.push_str(mark);
                    *begun = true;
                }
            }
        }
        line.push_str(text);
        if text.is_empty() {
            line.truncate(line.trim_end().len());
        }
        self.draft.lines.push(line);
    }

    /// Writes an empty line, unless there is one or a container has just begun. An empty line of a quote that was left does
    /// not part its fence from a quote that follows.
    pub(crate) fn gap(&mut self) {
        let quotes = self.draft.containers.iter().filter(|container| matches!(container, Container::Quote)).count();
        let parts = |line: &String| !self.needs_margin() || line.matches('>').count() <= quotes;
        let blank = |line: &String| line.trim_matches(['>', ' ']).is_empty() && parts(line);
        if !self.is_at_marker() && !self.draft.lines.last().is_none_or(blank) {
            self.draft.open_leaf = false;
            self.push("");
        }
    }

    /// Whether the next line must stand at the margin of its container, or it would be taken into a fence.
    pub(crate) fn needs_margin(&self) -> bool {
        matches!(self.draft.fence, Fence::Left)
    }

    /// The fence just written is closed by the end of its container, unless something follows there.
    pub(crate) fn leave_fence_open(&mut self, mark: String) {
        self.draft.fence = Fence::Open(mark);
    }

    /// The directive just written has no closing colons.
    pub(crate) fn leave_leaf_open(&mut self) {
        self.draft.open_leaf = true;
    }

    /// Writes what stands in a quote.
    pub(crate) fn quote(&mut self, inner: impl FnOnce(&mut Self)) {
        self.inside(Container::Quote, inner);
    }

    /// Writes what stands in an item of a list.
    pub(crate) fn item(&mut self, mark: &'static str, inner: impl FnOnce(&mut Self)) {
        self.inside(Container::Item { mark, begun: false }, inner);
    }

    fn inside(&mut self, container: Container, inner: impl FnOnce(&mut Self)) {
        self.close_fence();
        self.draft.containers.push(container);
        inner(self);
        self.draft.containers.pop();
        if matches!(self.draft.fence, Fence::Open(_)) {
            self.draft.fence = Fence::Left;
        }
    }

    /// Opens a block for some readers.
    pub(crate) fn open_audience(&mut self, audiences: &[&str]) {
        self.draft.open.push(Open::Audience(editions_for(audiences)));
    }

    /// Opens a container of colons.
    pub(crate) fn open_other(&mut self) {
        self.draft.open.push(Open::Other);
    }

    /// Three bare colons were written: the innermost block ends.
    pub(crate) fn close(&mut self) {
        if self.draft.open.pop().is_none() {
            self.must();
        }
    }

    /// The end of a block for some readers was written: the innermost ends, and all that was opened in it.
    pub(crate) fn close_audience(&mut self) {
        match self.draft.open.iter().rposition(|open| matches!(open, Open::Audience(_))) {
            Some(at) => self.draft.open.truncate(at),
            None => self.must(),
        }
    }

    /// The build must stop at what was just written.
    pub(crate) fn must(&mut self) {
        self.page.doubt = Doubt::Must(None);
    }

    /// The build may stop.
    pub(crate) fn may(&mut self) {
        if self.page.doubt == Doubt::No {
            self.page.doubt = Doubt::May;
        }
    }

    /// Readings may differ on what follows.
    pub(crate) fn set_free(&mut self) {
        self.free = true;
        self.may();
    }

    /// Writes what readers need not see.
    pub(crate) fn loosely(&mut self, inner: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.loose, true);
        inner(self);
        self.loose = outer;
    }

    /// Writes another file that is included here, and tells its path.
    pub(crate) fn included(&mut self, audience: Option<&'static str>, inner: impl FnOnce(&mut Self)) -> String {
        let shown = match audience {
            Some(audience) => both(self.shown(), editions_for(&[audience.trim_matches(['[', ']'])])),
            None => self.shown(),
        };
        let number = self.number();
        let name = self.canary(canary::word(self.at, number), "include name", shown, false);
        let up = self.up();
        let draft = Draft { path: format!("content/includes/{name}.md"), shown, ..Draft::default() };
        let outer = std::mem::replace(&mut self.draft, draft);
        if let Some(audience) = audience {
            self.lines(&["---", &format!("ft.audience: {audience}"), "---", ""]);
        }
        inner(self);
        let draft = std::mem::replace(&mut self.draft, outer);
        let text = draft.lines.join(self.newline) + self.newline;
        self.page.files.push((draft.path, text.into_bytes()));
        format!("{up}includes/{name}.md")
    }

    /// The page, under a path.
    pub(crate) fn finished(mut self, path: String, bom: bool) -> Page {
        let text = self.draft.lines.join(self.newline) + self.newline;
        let text = if bom { format!("\u{feff}{text}") } else { text };
        self.page.files.insert(0, (path, text.into_bytes()));
        self.page
    }
}

/// How far the lines below a marker are indented; the box of a task is text of the first line.
fn width(mark: &str) -> usize {
    mark.trim_end_matches("[ ] ").len()
}
