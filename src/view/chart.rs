//! Pictures as geometry: numbers and words, drawn alike by every format that shows them. No colours: a mark has a class.

pub mod ageing;
pub mod burn_up;
pub mod series;
pub mod velocity;

mod scale;

use serde::Serialize;

/// A picture on a field of its own, the origin at the top left.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Picture {
    /// How wide the field is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// What it shows, for those who do not see it.
    pub title: String,
    /// What there is to be seen, in a sentence or two.
    pub description: String,
    /// What is drawn, from back to front.
    pub marks: Vec<Mark>,
}

/// One line, area or word of a picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mark {
    /// `line`, `area` or `text`.
    pub kind: String,
    /// What it stands for: `done`, `plan`, `band`, `axis`; a class name.
    pub class: String,
    /// The corners of a line or area; where a word is anchored.
    pub points: Vec<[f64; 2]>,
    /// `start`, `middle` or `end`: what of a word is anchored.
    pub anchor: String,
    /// The word.
    pub text: String,
}

impl Picture {
    fn new(width: f64, height: f64, title: String, description: String) -> Self {
        Self { width, height, title, description, marks: Vec::new() }
    }

    fn line(&mut self, class: &str, points: Vec<[f64; 2]>) {
        self.shape("line", class, points);
    }

    fn area(&mut self, class: &str, points: Vec<[f64; 2]>) {
        self.shape("area", class, points);
    }

    fn shape(&mut self, kind: &str, class: &str, points: Vec<[f64; 2]>) {
        let points = points.into_iter().map(|[x, y]| [rounded(x), rounded(y)]).collect();
        self.marks.push(Mark { kind: kind.to_owned(), class: class.to_owned(), points, ..Mark::default() });
    }

    fn text(&mut self, class: &str, at: [f64; 2], anchor: &str, text: impl Into<String>) {
        self.marks.push(Mark {
            kind: "text".to_owned(),
            class: class.to_owned(),
            points: vec![at.map(rounded)],
            anchor: anchor.to_owned(),
            text: text.into(),
        });
    }
}

/// The four corners of a rectangle.
fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> Vec<[f64; 2]> {
    vec![[left, top], [right, top], [right, bottom], [left, bottom]]
}

fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
