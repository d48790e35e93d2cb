//! What is shown at this moment: the files of the last build that could be made, each page with the script that listens.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use super::findings::escaped;
use super::lost;
use crate::output::{Content, OutputFiles};
use crate::system::locate;
use crate::system::server::{Reply, Served, Site};
use crate::text::{Sources, VirtualPath};

/// Where the script lies.
const SCRIPT: &str = "/.waybook/live.js";
/// Where the findings lie.
const FINDINGS: &str = "/.waybook/findings.json";

/// What is shown at this moment, for all threads.
#[derive(Default)]
pub struct Board(RwLock<Shown>);

#[derive(Default)]
struct Shown {
    state: Arc<State>,
    /// What a page is told when it begins to listen.
    greeting: String,
    /// Why what is shown is not the newest state; empty if it is.
    trouble: String,
}

/// What one build shows.
#[derive(Default)]
pub(super) struct State {
    pub(super) files: OutputFiles,
    pub(super) project: PathBuf,
    /// The folders of the editions' sites, where there are several.
    pub(super) sites: Vec<String>,
    /// Whether it is made of editions, be it a single one.
    pub(super) has_editions: bool,
    /// The source of each page.
    pub(super) origins: BTreeMap<VirtualPath, VirtualPath>,
    /// The texts that it was made from.
    pub(super) texts: Arc<Sources>,
    /// Old addresses of pages with their new ones.
    pub(super) moved: BTreeMap<VirtualPath, VirtualPath>,
    pub(super) findings: String,
    pub(super) greeting: String,
    pub(super) version: usize,
}

impl Board {
    /// What is shown.
    pub(super) fn state(&self) -> Arc<State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).state.clone()
    }

    /// Shows what a build made.
    pub(super) fn show(&self, state: State) {
        let shown = Shown { greeting: state.greeting.clone(), state: Arc::new(state), trouble: String::new() };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = shown;
    }

    /// Keeps what is shown, and says on every page why it is not the newest state, until something is built: to those that
    /// begin to listen by a greeting, to those that are opened later in the page itself.
    pub(super) fn fail(&self, trouble: String, greeting: String) {
        let mut shown = self.0.write().unwrap_or_else(PoisonError::into_inner);
        (shown.trouble, shown.greeting) = (trouble, greeting);
    }

    /// What is shown, and why it is not the newest state.
    fn now(&self) -> (Arc<State>, String) {
        let shown = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (shown.state.clone(), shown.trouble.clone())
    }
}

impl Site for Board {
    fn reply(&self, path: &str) -> Reply {
        match path {
            SCRIPT => Reply::found("live.js", include_str!("live.js").into()),
            FINDINGS => Reply::found("findings.json", self.state().findings.clone().into()),
            path => {
                let (state, trouble) = self.now();
                state.reply(path, &trouble)
            }
        }
    }

    fn greeting(&self) -> String {
        self.0.read().unwrap_or_else(PoisonError::into_inner).greeting.clone()
    }
}

impl Reply {
    fn found(name: &str, bytes: Vec<u8>) -> Self {
        Self { status: 200, name: name.to_owned(), content: Served::Bytes(bytes), location: None }
    }

    fn to(location: &str) -> Self {
        let location = Some(format!("/{}", escaped(location)));
        Self { status: 302, name: String::new(), content: Served::Bytes(Vec::new()), location }
    }
}

impl State {
    fn reply(&self, path: &str, trouble: &str) -> Reply {
        let Some(wanted) = VirtualPath::new(path.trim_start_matches('/')) else {
            return self.not_found(&VirtualPath::root(), trouble);
        };
        let index = wanted.join("index.html").unwrap_or_else(VirtualPath::root);
        let is_folder = path.ends_with('/');
        if let Some(content) = self.files.get(if is_folder { &index } else { &wanted }) {
            return self.found(if is_folder { &index } else { &wanted }, content, trouble);
        }
        if !is_folder && self.files.get(&index).is_some() {
            return Reply::to(&format!("{wanted}/"));
        }
        if let Some(to) = self.moved.get(&wanted) {
            return Reply::to(to.as_str());
        }
        match self.entrances().as_slice() {
            _ if wanted != VirtualPath::root() => self.not_found(&wanted, trouble),
            [] => self.not_found(&wanted, trouble),
            [page] => Reply::to(page.as_str()),
            several => Reply::found("index.html", self.listening(lost::choice(self, several).as_bytes(), "", trouble)),
        }
    }

    /// The pages to open first: the nearest `index.html` to the top, or where there are several editions that of each one.
    /// Which edition a reader sees is for the reader to say.
    fn entrances(&self) -> Vec<&VirtualPath> {
        let indexes = || self.files.iter().map(|(path, _)| path).filter(|path| path.file_name() == "index.html");
        let nearest = |site: Option<&str>| {
            let inside =
                indexes().filter(move |path| !path.as_str().starts_with("reports/") && self.site_of(path) == site);
            inside.min_by_key(|path| path.depth())
        };
        let of_sites: Vec<&VirtualPath> = self.sites.iter().filter_map(|site| nearest(Some(site))).collect();
        if of_sites.is_empty() { nearest(None).into_iter().collect() } else { of_sites }
    }

    /// The edition whose site a path lies in, where there are several.
    pub(super) fn site_of(&self, path: &VirtualPath) -> Option<&str> {
        let folder = path.as_str().split('/').next()?;
        self.sites.iter().find(|site| *site == folder).map(String::as_str)
    }

    fn found(&self, path: &VirtualPath, content: &Content, trouble: &str) -> Reply {
        let content = match content {
            Content::Bytes(bytes) if path.extension() == "html" => {
                Served::Bytes(self.listening(bytes, self.origin(path).map_or("", VirtualPath::as_str), trouble))
            }
            Content::Bytes(bytes) => Served::Bytes(bytes.to_vec()),
            Content::Copy(resource) => match locate(&self.project, &resource.path) {
                Ok(disk) => Served::File(disk, resource.hash.clone()),
                Err(_) => return self.not_found(path, trouble),
            },
        };
        Reply { status: 200, name: path.to_string(), content, location: None }
    }

    /// The file that a page was written from; of a report, its engagement.
    fn origin(&self, path: &VirtualPath) -> Option<&VirtualPath> {
        self.origins.get(path).or_else(|| self.origins.get(&path.parent()))
    }

    /// A page that names what may have been meant.
    fn not_found(&self, wanted: &VirtualPath, trouble: &str) -> Reply {
        let page = lost::page(self, wanted);
        let content = Served::Bytes(self.listening(page.as_bytes(), "", trouble));
        Reply { status: 404, name: "404.html".to_owned(), content, location: None }
    }

    /// A page with the script that listens for news.
    fn listening(&self, page: &[u8], source: &str, trouble: &str) -> Vec<u8> {
        const END: &[u8] = b"</body>";
        let quoted = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;");
        let mut about = format!("data-source=\"{}\" data-version=\"{}\"", quoted(source), self.version);
        if !trouble.is_empty() {
            about.push_str(&format!(" data-trouble=\"{}\"", quoted(trouble)));
        }
        let script = format!("<script src=\"{SCRIPT}\" {about} defer></script>\n");
        let at = page.windows(END.len()).rposition(|window| window == END).unwrap_or(page.len());
        [&page[..at], script.as_bytes(), &page[at..]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let mut state = State::default();
        for path in ["index.html", "p/page one.html", "p/two.html", "q/index.html"] {
            let path = VirtualPath::new(path).expect("inside the root");
            state.files.insert(path, "<html><body>x</body></html>".to_owned());
        }
        state
    }

    fn told(reply: &Reply) -> (u16, Option<&str>) {
        (reply.status, reply.location.as_deref())
    }

    #[test]
    fn folders_lead_to_their_index_and_nothing_leads_out() {
        let state = state();
        assert_eq!(told(&state.reply("/", "")), (200, None));
        assert_eq!(told(&state.reply("/q", "")), (302, Some("/q/")));
        assert_eq!(told(&state.reply("/q/", "")), (200, None));
        assert_eq!(told(&state.reply("/p/page one.html", "")), (200, None));
        assert_eq!(told(&state.reply("/../Cargo.toml", "")).0, 404);
        assert_eq!(told(&state.reply("//etc/passwd", "")).0, 404);
    }

    #[test]
    fn a_lost_page_names_near_ones_and_a_moved_one_leads_on() {
        let mut state = state();
        let Served::Bytes(page) = state.reply("/p/tow.html", "").content else { panic!("a page is bytes") };
        let page = String::from_utf8(page).expect("it is UTF-8");
        assert!(page.contains("href=\"/p/two.html\"") && page.contains("/p/page%20one.html"), "{page}");
        let path = |text| VirtualPath::new(text).expect("inside the root");
        state.moved.insert(path("old.html"), path("p/page one.html"));
        assert_eq!(told(&state.reply("/old.html", "")), (302, Some("/p/page%20one.html")));
    }

    #[test]
    fn the_script_is_added_before_the_end_of_the_body() {
        let page = String::from_utf8(state().listening(b"<body>a</body>", "a\".md", "")).expect("it is UTF-8");
        let about = "data-source=\"a&quot;.md\" data-version=\"0\"";
        assert_eq!(page, format!("<body>a<script src=\"{SCRIPT}\" {about} defer></script>\n</body>"));
    }

    /// The body of an answer.
    fn body(reply: Reply) -> String {
        let Served::Bytes(page) = reply.content else { panic!("a page is bytes") };
        String::from_utf8(page).expect("it is UTF-8")
    }

    /// Two editions with pages of the same names, and a report.
    fn editions() -> State {
        let mut state = State { sites: vec!["partner".to_owned(), "internal".to_owned()], ..State::default() };
        for path in
            ["internal/index.html", "internal/two.html", "partner/index.html", "partner/tow.html", "reports/index.html"]
        {
            let path = VirtualPath::new(path).expect("inside the root");
            state.files.insert(path, "<html><body>x</body></html>".to_owned());
        }
        state
    }

    #[test]
    fn no_address_leads_from_one_edition_into_another() {
        let state = editions();
        let choice = body(state.reply("/", ""));
        assert!(choice.contains("href=\"/partner/index.html\"") && choice.contains("href=\"/internal/index.html\""));
        assert!(choice.contains("<title>Editions</title>") && !choice.contains("stylesheet"), "{choice}");
        let mut dressed = editions();
        dressed.files.insert(VirtualPath::new("partner/assets/site.css").expect("inside"), String::new());
        let choice = body(dressed.reply("/", ""));
        assert!(choice.contains("<link rel=\"stylesheet\" href=\"/partner/assets/site.css\">"), "{choice}");
        let lost = body(state.reply("/partner/two.html", ""));
        assert!(lost.contains("/partner/tow.html") && !lost.contains("/internal/"), "{lost}");
        assert!(lost.contains("href=\"/partner/\""), "the first page is that of the edition: {lost}");
        let lost = body(state.reply("/two.html", ""));
        assert!(!lost.contains("/internal/") && !lost.contains("/partner/"), "{lost}");
        let mut alone = State { sites: editions().sites, ..State::default() };
        alone.files.insert(VirtualPath::new("partner/index.html").expect("inside"), String::new());
        assert_eq!(told(&alone.reply("/", "")), (302, Some("/partner/index.html")));
    }

    #[test]
    fn every_page_says_why_it_is_not_the_newest() {
        let board = Board::default();
        board.show(state());
        board.fail("waybook.yml:1:1: a \"slip\"".to_owned(), "{}".to_owned());
        for path in ["/index.html", "/nowhere.html"] {
            let page = body(board.reply(path));
            assert!(page.contains("data-trouble=\"waybook.yml:1:1: a &quot;slip&quot;\""), "{page}");
        }
        assert_eq!(board.greeting(), "{}");
        board.show(state());
        assert!(!body(board.reply("/index.html")).contains("data-trouble"));
    }
}
