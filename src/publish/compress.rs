//! Texts a second and third time, compressed, for servers that send `page.html.br` or `page.html.gz` where a browser
//! takes it.

use std::io::Write;
use std::path::Path;

use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use crate::error::Error;
use crate::output::{Content, OutputFiles};
use crate::system::{System, locate};
use crate::text::VirtualPath;

/// Smaller files fit into the first packets as they are.
const SMALLEST: usize = 1024;
/// Of eleven; the last two cost ten times as long for a hundredth of the bytes.
const BROTLI_QUALITY: u32 = 9;
/// Two to the power of this is how far back Brotli looks, in bytes.
const BROTLI_WINDOW: u32 = 22;

/// The files, and beside each text that is worth it one with `.gz` and one with `.br` at its end. Reports are sent, not
/// served, and stay as they are. The same files give the same bytes.
pub fn with_compressed(system: &dyn System, project: &Path, files: &OutputFiles) -> Result<OutputFiles, Error> {
    let texts: Vec<_> = files.iter().filter(|(path, _)| is_text(path) && !is_report(path)).collect();
    let both = |(path, content): &(&VirtualPath, &Content)| -> Result<Vec<(VirtualPath, Vec<u8>)>, Error> {
        let bytes = match content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Copy(resource) => system.read(&locate(project, &resource.path)?)?,
        };
        if bytes.len() < SMALLEST {
            return Ok(Vec::new());
        }
        let forms = [("gz", gzip(&bytes)), ("br", brotli(&bytes))];
        let beside = forms
            .into_iter()
            .map(|(ending, form)| Some((path.with_file_name(&format!("{}.{ending}", path.file_name())), form?)));
        Ok(beside.flatten().filter(|(_, form)| form.len() < bytes.len()).collect())
    };
    let made = texts.par_iter().map(both).collect::<Result<Vec<_>, Error>>()?;
    let mut all = files.clone();
    for (path, bytes) in made.into_iter().flatten() {
        all.insert(path, bytes);
    }
    Ok(all)
}

fn is_text(path: &VirtualPath) -> bool {
    matches!(path.extension(), "html" | "css" | "js" | "json" | "svg" | "xml" | "txt" | "csv")
}

fn is_report(path: &VirtualPath) -> bool {
    path.as_str().starts_with("reports/")
}

/// Without a time in the head, so that the same text gives the same bytes.
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    out.write_all(bytes).ok()?;
    out.finish().ok()
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = brotli::CompressorWriter::new(Vec::new(), 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
    out.write_all(bytes).ok()?;
    Some(out.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::system::Memory;

    fn world() -> Memory {
        Memory::new(jiff::civil::date(2020, 6, 30))
    }

    fn path(text: &str) -> VirtualPath {
        VirtualPath::new(text).expect("it is a path")
    }

    #[test]
    fn texts_get_both_forms_which_unpack_to_the_same() {
        let text = "<p>Task 1328</p>\n".repeat(200);
        let mut files = OutputFiles::default();
        files.insert(path("a/page.html"), text.clone());
        let all = with_compressed(&world(), Path::new("/p"), &files).expect("memory reads all");
        let names: Vec<String> = all.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(names, ["a/page.html", "a/page.html.br", "a/page.html.gz"]);
        let bytes = |name: &str| match all.get(&path(name)) {
            Some(Content::Bytes(bytes)) => bytes.to_vec(),
            other => panic!("{other:?}"),
        };
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(bytes("a/page.html.gz").as_slice()).read_to_string(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, text);
        unpacked.clear();
        brotli::Decompressor::new(bytes("a/page.html.br").as_slice(), 4096).read_to_string(&mut unpacked).expect("br");
        assert_eq!(unpacked, text);
    }

    #[test]
    fn small_files_pictures_and_reports_stay_alone() {
        let text = "words and words and ".repeat(200);
        let mut files = OutputFiles::default();
        files.insert(path("small.html"), "<p>short</p>".to_owned());
        files.insert(path("photo.png"), text.clone());
        files.insert(path("reports/contoso/status.html"), text);
        let all = with_compressed(&world(), Path::new("/p"), &files).expect("memory reads all");
        assert_eq!(all, files);
    }

    #[test]
    fn a_form_that_is_no_smaller_than_the_text_is_not_kept() {
        let mut noise = blake3::Hasher::new().finalize_xof();
        let mut bytes = vec![0; 4096];
        noise.fill(&mut bytes);
        let mut files = OutputFiles::default();
        files.insert(path("noise.json"), bytes);
        let all = with_compressed(&world(), Path::new("/p"), &files).expect("memory reads all");
        assert_eq!(all, files);
    }
}
