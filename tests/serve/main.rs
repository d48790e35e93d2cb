//! The live preview over a real socket: what a browser is told and given.

mod edits;
mod program;
mod served;

use std::fs;

use served::{Ear, Served};
use waybook::system::watch::Mode;

#[test]
fn each_file_has_its_type_and_nothing_lies_outside() {
    let served = Served::new();
    let (head, body) = served.ask("/", "");
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(head.contains("cache-control: no-store"), "{head}");
    assert!(body.contains("/.waybook/live.js") && body.contains("data-source=\"content/index.md\""), "{body}");
    assert!(served.ask("/assets/site.css", "").0.contains("content-type: text/css"));
    assert!(served.ask("/.waybook/live.js", "").0.contains("content-type: text/javascript"));
    assert!(served.ask("/.waybook/findings.json", "").1.contains("\"total\":0"));
    for path in ["/../waybook.yml", "/%2e%2e/waybook.yml", "/..%2fwaybook.yml", "//etc/passwd", "/p/../../waybook.yml"]
    {
        let (head, body) = served.ask(path, "");
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
        assert!(!body.contains("title: Playbook"), "{path}");
    }
    assert!(served.ask("/p/pgae.html", "").1.contains("href=\"/p/page.html\""), "near pages are named");
}

#[cfg(unix)]
#[test]
fn what_lies_in_the_output_folder_is_not_served_wherever_it_leads() {
    let secret = tempfile::tempdir().expect("a folder for the test");
    fs::write(secret.path().join("secret.html"), "not for browsers").expect("files can be written");
    let served = Served::with(waybook::system::watch::Mode::Events, |folder| {
        let site = folder.join("site");
        fs::create_dir_all(&site).expect("folders can be made");
        std::os::unix::fs::symlink(secret.path().join("secret.html"), site.join("out.html"))
            .expect("links can be made");
        std::os::unix::fs::symlink(secret.path(), site.join("folder")).expect("links can be made");
    });
    for path in ["/out.html", "/folder/secret.html", "/site/out.html", "/site/folder/secret.html"] {
        let (head, body) = served.ask(path, "");
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
        assert!(!body.contains("not for browsers"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_page_that_another_name_leads_to_is_new_under_both() {
    let served = Served::with(waybook::system::watch::Mode::Events, |folder| {
        let link = folder.join("content/p/other.md");
        std::os::unix::fs::symlink(folder.join("content/p/page.md"), link).expect("links can be made");
    });
    let mut ear = Ear::new(&served);
    ear.hear("built");
    served.write("content/p/page.md", "# Page\n\nWritten once\n");
    ear.until(&served, "/p/page.html", "Written once");
    ear.until(&served, "/p/other.html", "Written once");
}

#[test]
fn media_are_sent_in_parts_and_asked_for_again_only_if_they_changed() {
    let served = Served::new();
    let (head, body) = served.ask("/media/film.mp4", "");
    assert!(head.contains("content-type: video/mp4") && head.contains("cache-control: no-cache"), "{head}");
    assert_eq!(body, "0123456789");
    let (head, body) = served.ask("/media/film.mp4", "Range: bytes=2-4\r\n");
    assert!(head.starts_with("http/1.1 206") && head.contains("content-range: bytes 2-4/10"), "{head}");
    assert_eq!(body, "234");
    assert!(served.ask("/media/film.mp4", "Range: bytes=10-\r\n").0.starts_with("http/1.1 416"));
    let head = served.ask("/media/film.mp4", "").0;
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("it has a tag");
    assert!(served.ask("/media/film.mp4", &format!("If-None-Match: {tag}\r\n")).0.starts_with("http/1.1 304"));
}

#[test]
fn a_foreign_host_gets_nothing() {
    let served = Served::new();
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""] {
        let (head, body) = served.request(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n"));
        assert!(head.starts_with("http/1.1 421"), "{host}: {head}");
        assert!(!body.contains("Playbook"), "{host}");
    }
    let (head, _) = served.request("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n");
    assert!(head.starts_with("http/1.1 405"), "{head}");
}

#[test]
fn an_edit_on_the_disk_reaches_every_open_page() {
    let served = Served::new();
    let mut ears = [Ear::new(&served), Ear::new(&served)];
    ears.iter_mut().for_each(|ear| drop(ear.hear("built")));
    served.write("content/p/page.md", "# Page\n\nOther words, [nowhere](gone.md)\n");
    for ear in &mut ears {
        let message = ear.hear("p/page.html");
        assert!(message.contains("\"findings\":1"), "{message}");
    }
    assert!(served.ask("/p/page.html", "").1.contains("Other words"));
    let findings = served.ask("/.waybook/findings.json", "").1;
    assert!(findings.contains("\"line\":3") && findings.contains("vscode://file/"), "{findings}");
}

#[test]
fn a_renamed_page_leads_on_and_a_burst_is_one_build() {
    let served = Served::new();
    let mut ear = Ear::new(&served);
    ear.hear("built");
    let (from, to) = (served.folder.path().join("content/p/page.md"), served.folder.path().join("content/p/new.md"));
    fs::rename(from, to).expect("it can be renamed");
    ear.hear("p/new.html");
    let (head, _) = served.ask("/p/page.html", "");
    assert!(head.starts_with("http/1.1 302") && head.contains("location: /p/new.html"), "{head}");
    for number in 0..300 {
        served.write(&format!("content/many/page{number}.md"), "# One of many\n");
    }
    let mut builds = 1;
    while !served.ask("/many/page299.html", "").0.starts_with("http/1.1 200") {
        ear.hear("built");
        builds += 1;
    }
    assert!(builds < 12, "{builds} builds for one burst");
}

#[test]
fn spoilt_settings_keep_the_last_good_site_and_lead_nobody_into_another_edition() {
    let good = "title: Playbook\neditions:\n  internal: [internal]\n  partner: [partner]\n";
    let served = Served::with(Mode::Events, |folder| {
        for (path, text) in [
            ("waybook.yml", good),
            ("content/index.md", "---\nft.audience: internal, partner\n---\n# Start\n"),
            ("content/p/page.md", "---\nft.audience: internal, partner\n---\n# Page\n\nShared words\n"),
            ("content/secret.md", "---\nft.audience: internal\n---\n# Secret\n"),
        ] {
            served::write(folder, path, text);
        }
    });
    let mut ear = Ear::new(&served);
    ear.hear("built");
    for spoilt in
        ["title: Playbook\neditions:\n\tpartner: [partner]\n", "editons: {}\n", "title: a: b\n", "editions:\n"]
    {
        served.write("waybook.yml", spoilt);
        ear.hear("failed");
        assert!(Ear::new(&served).hear("waybook.yml:").contains("failed"), "a page that listens later hears it, too");
        let page = served.ask("/partner/p/page.html", "").1;
        assert!(page.contains("Shared words") && page.contains("data-trouble=\"did not use the settings"), "{page}");
        assert!(served.ask("/p/page.html", "").0.starts_with("http/1.1 404"));
        let lost = served.ask("/partner/secret.html", "").1;
        assert!(!lost.contains("internal") && lost.contains("data-trouble"), "{lost}");
    }
    served.write("waybook.yml", good);
    ear.hear("built");
    let (head, page) = served.ask("/partner/p/page.html", "");
    assert!(head.starts_with("http/1.1 200") && !page.contains("data-trouble"), "{head}");
    // Editions that are gone are mostly a slip, and everything would be shown to everybody who reads along.
    let lost = |ear: &mut Ear| {
        ear.hear("failed");
        let page = served.ask("/partner/p/page.html", "").1;
        assert!(page.contains("Shared words") && page.contains("data-trouble=\"will not show one site"), "{page}");
        assert!(served.ask("/p/page.html", "").0.starts_with("http/1.1 404"));
        assert!(served.ask("/secret.html", "").0.starts_with("http/1.1 404"));
    };
    served.write("waybook.yml", "title: Playbook\n");
    lost(&mut ear);
    served.write("content/p/page.md", "---\nft.audience: internal, partner\n---\n# Page\n\nOther words\n");
    lost(&mut ear);
    fs::remove_file(served.folder.path().join("waybook.yml")).expect("it is there");
    lost(&mut ear);
    served.write("waybook.yml", "title: Playbook\neditions: { partner: [partner] }\n");
    ear.hear("built");
    assert!(served.ask("/p/page.html", "").1.contains("Other words"), "one edition has no folder of its own");
    served.write("waybook.yml", "title: Playbook\n");
    ear.hear("failed");
    assert!(served.ask("/secret.html", "").0.starts_with("http/1.1 404"), "a single edition is one, too");
}

#[test]
fn the_content_folder_can_go_and_come_back() {
    let served = Served::new();
    let mut ear = Ear::new(&served);
    ear.hear("built");
    // In one step, so that no build meets a folder half emptied.
    let (from, to) = (served.folder.path().join("content"), served.folder.path().join(".away"));
    fs::rename(from, to).expect("it can be moved");
    ear.hear("failed");
    assert!(served.ask("/p/page.html", "").1.contains("First words"), "the last good page stays");
    served.write("content/p/page.md", "# Page\n\nBack again\n");
    while !served.ask("/p/page.html", "").1.contains("Back again") {
        ear.hear("built");
    }
}
