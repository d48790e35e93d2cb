//! Edits as programs and people make them, each seen by an open page.

use std::fs;

use waybook::system::watch::Mode;

use crate::served::{Ear, Served, write};

const ENGAGEMENT: &str = "customer: Contoso\nservices: [Exchange]\nopened: 2020-03-02\ntarget: 2020-07-01\n";

fn listening(served: &Served) -> Ear {
    let mut ear = Ear::new(served);
    ear.hear("built");
    ear
}

#[test]
fn a_file_written_beside_and_moved_over_is_seen() {
    let served = Served::new();
    let mut ear = listening(&served);
    for turn in 0..3 {
        let words = format!("Words of turn {turn}");
        served.write("content/p/.page.md.swp", &format!("# Page\n\n{words}\n"));
        let at = |name: &str| served.folder.path().join("content/p").join(name);
        fs::rename(at(".page.md.swp"), at("page.md")).expect("it can be moved over");
        ear.until(&served, "/p/page.html", &words);
    }
}

#[test]
fn a_file_that_appears_half_written_is_read_again() {
    let served = Served::new();
    let mut ear = listening(&served);
    served.write("content/p/page.md", "# Page\n\nHalf a sen");
    ear.until(&served, "/p/page.html", "Half a sen");
    served.write("content/p/page.md", "# Page\n\nHalf a sentence is made whole\n");
    ear.until(&served, "/p/page.html", "made whole");
}

#[test]
fn a_moved_folder_takes_its_pages_along() {
    let served = Served::new();
    let mut ear = listening(&served);
    let at = |name: &str| served.folder.path().join("content").join(name);
    fs::rename(at("p"), at("q")).expect("it can be moved");
    ear.until(&served, "/q/page.html", "First words");
    let (head, _) = served.ask("/p/page.html", "");
    assert!(head.starts_with("http/1.1 302") && head.contains("location: /q/page.html"), "{head}");
    served.write("content/q/page.md", "# Page\n\nWords at the new place\n");
    ear.until(&served, "/q/page.html", "Words at the new place");
}

#[test]
fn a_deleted_page_is_answered_by_its_neighbours_until_it_is_back() {
    let served = Served::new();
    let mut ear = listening(&served);
    served.write("content/p/other.md", "# Another page\n");
    ear.until(&served, "/p/other.html", "Another page");
    fs::remove_file(served.folder.path().join("content/p/page.md")).expect("it can be removed");
    ear.until(&served, "/p/page.html", "no page at this address");
    let (head, body) = served.ask("/p/page.html", "");
    assert!(head.starts_with("http/1.1 404") && body.contains("href=\"/p/other.html\""), "{head}\n{body}");
    served.write("content/p/page.md", "# Page\n\nBack again\n");
    ear.until(&served, "/p/page.html", "Back again");
}

#[test]
fn a_report_follows_the_data_of_its_customer() {
    let served = Served::with(Mode::Events, |folder| {
        write(folder, "engagements/contoso.yml", ENGAGEMENT);
    });
    let mut ear = listening(&served);
    assert!(served.ask("/reports/contoso/status.html", "").1.contains("Contoso"));
    served.write("engagements/contoso.yml", &ENGAGEMENT.replace("Contoso", "Fabrikam"));
    ear.until(&served, "/reports/contoso/status.html", "Fabrikam");
    assert!(served.ask("/reports/portfolio.html", "").1.contains("Fabrikam"));
    served.write("engagements/tailspin.yml", &ENGAGEMENT.replace("Contoso", "Tailspin"));
    ear.until(&served, "/reports/tailspin/status.html", "Tailspin");
}

#[test]
fn a_picture_that_changed_has_another_tag() {
    let served = Served::new();
    let mut ear = listening(&served);
    let tag = |served: &Served| {
        let head = served.ask("/media/film.mp4", "").0;
        head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("it has a tag").to_owned()
    };
    let first = tag(&served);
    served.write("content/media/film.mp4", "9876543210");
    ear.until(&served, "/media/film.mp4", "9876543210");
    assert_ne!(tag(&served), first);
    let (head, body) = served.ask("/media/film.mp4", &format!("If-None-Match: {first}\r\n"));
    assert!(head.starts_with("http/1.1 200") && body == "9876543210", "{head}");
}

#[test]
fn a_broken_table_is_named_until_it_is_mended() {
    let table = |id: &str| {
        format!(
            "# Page\n\n## FTOP Tasks\n\n| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n\
             | --- | --- | --- | --- | --- |\n| {id} | Start migration | M | FastTrack Engineer | Exchange |\n"
        )
    };
    let served = Served::new();
    let mut ear = listening(&served);
    served.write("content/p/page.md", &table("13x8"));
    let message = ear.hear("p/page.html");
    assert!(!message.contains("\"errors\":0"), "{message}");
    let findings = served.ask("/.waybook/findings.json", "").1;
    assert!(findings.contains("content/p/page.md\",\"line\":7,\"column\":1"), "{findings}");
    served.write("content/p/page.md", &table("1328"));
    assert!(ear.hear("p/page.html").contains("\"errors\":0"));
}

#[test]
fn a_checkout_of_a_thousand_files_is_one_build() {
    // With a table of contents, since without one every page lists all others.
    let served = Served::with(Mode::Events, |folder| {
        write(folder, "content/toc.yml", "- name: Start\n  href: index.md\n");
    });
    let mut ear = listening(&served);
    let away = served.folder.path().join(".away");
    for number in 0..1000 {
        write(&away, &format!("page{number}.md"), "# One of many\n");
    }
    fs::rename(&away, served.folder.path().join("content/many")).expect("it can be moved");
    assert_eq!(ear.until(&served, "/many/page999.html", "One of many"), 1, "a folder that is moved is one change");
    for number in 0..1000 {
        served.write(&format!("content/many/page{number}.md"), "# Another of many\n");
    }
    let builds = ear.until(&served, "/many/page999.html", "Another of many");
    assert!(builds < 5, "{builds} builds for one burst of a thousand changes");
}

#[cfg(unix)]
#[test]
fn a_content_folder_behind_a_link_is_watched() {
    let served = Served::with(Mode::Events, |folder| {
        fs::rename(folder.join("content"), folder.join("pages")).expect("it can be moved");
        std::os::unix::fs::symlink("pages", folder.join("content")).expect("a link can be made");
    });
    let mut ear = listening(&served);
    served.write("pages/p/page.md", "# Page\n\nWords behind the link\n");
    ear.until(&served, "/p/page.html", "Words behind the link");
    served.write("content/p/page.md", "# Page\n\nWords through the link\n");
    ear.until(&served, "/p/page.html", "Words through the link");
}

#[test]
fn walking_the_folders_sees_what_events_would_tell() {
    let served = Served::with(Mode::Poll, |_| ());
    let mut ear = listening(&served);
    served.write("content/p/page.md", "# Page\n\nWords that were walked to\n");
    ear.until(&served, "/p/page.html", "Words that were walked to");
}
