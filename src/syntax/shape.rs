//! What a YAML file may hold, as tables of keys: one table tells the reader what is unknown or of the wrong kind, and the
//! editor, as JSON Schema, what may be written. What a value means is for those who read it.

use jiff::civil::Date;

use super::yaml::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::nearest;

/// What a value may be. An empty value counts as left out, everywhere.
#[derive(Debug)]
pub enum Shape {
    /// A scalar, taken as it is written.
    Text,
    /// A text of a form that the reader checks: the regular expression is for the schema.
    Pattern(&'static str),
    /// A day as `2020-02-03`.
    Date,
    /// `true` or `false`.
    Switch,
    /// A whole number, at most this.
    Whole(u32),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One of these words, or of those known elsewhere; the reader of the value reports others by a rule of its own.
    Words(&'static [&'static str]),
    /// Anything.
    Any,
    /// A list; a single value counts as a list of one.
    List(&'static Shape),
    /// A map with keys of the author's choice.
    MapOf(&'static Shape),
    /// A map with known keys.
    Record(&'static Record),
    /// A short form or a long form: the first that the kind of the value allows.
    Either(&'static [Shape]),
}

/// A map with known keys.
#[derive(Debug)]
pub struct Record {
    /// What it describes, as messages name it: `batch`.
    pub name: &'static str,
    /// Its keys in the order of the documentation.
    pub keys: &'static [Field],
}

/// A known key.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What its value may be.
    pub shape: Shape,
    /// What it means, in one sentence.
    pub doc: &'static str,
    /// Whether it must be there.
    pub required: bool,
}

impl Field {
    /// A key that may be left out.
    pub const fn new(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, shape, doc, required: false }
    }

    /// A key that must be there.
    pub const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self { name, shape, doc, required: true }
    }
}

impl Shape {
    /// Whether a value of this kind may have this shape, whatever it holds.
    fn fits(&self, value: &Value) -> bool {
        match self {
            Shape::Any | Shape::List(_) => true,
            Shape::MapOf(_) | Shape::Record(_) => matches!(value, Value::Map(_)),
            Shape::Either(shapes) => shapes.iter().any(|shape| shape.fits(value)),
            _ => !matches!(value, Value::Map(_) | Value::List(_)),
        }
    }

    /// The shape in words.
    fn words(&self) -> String {
        match self {
            Shape::Text | Shape::Pattern(_) | Shape::Words(_) => "a text".to_owned(),
            Shape::Date => "a date".to_owned(),
            Shape::Switch => "`true` or `false`".to_owned(),
            Shape::Whole(_) => "a whole number".to_owned(),
            Shape::Choice(words) => format!("one of {}", ticked(words)),
            Shape::Any => "anything".to_owned(),
            Shape::List(_) => "a list".to_owned(),
            Shape::MapOf(_) | Shape::Record(_) => "keys and values".to_owned(),
            Shape::Either(shapes) => shapes.iter().map(Shape::words).collect::<Vec<_>>().join(" or "),
        }
    }
}

/// Holds a value against a shape: unknown keys, missing keys and values of the wrong kind are findings.
pub fn check(node: &Node, shape: &Shape) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    value(node, shape, &mut found);
    found
}

fn value(node: &Node, shape: &Shape, found: &mut Vec<Diagnostic>) {
    if node.is_null() {
        return;
    }
    if !shape.fits(&node.value) {
        let message = format!("expected {}, found {}", shape.words(), kind(&node.value));
        found.push(Diagnostic::at(Code::InvalidConfig, node.span, message));
        return;
    }
    match shape {
        Shape::List(item) => node.items().iter().for_each(|node| value(node, item, found)),
        Shape::MapOf(inner) => node.entries().iter().for_each(|(_, node)| value(node, inner, found)),
        Shape::Record(known) => record(node, known, found),
        Shape::Either(shapes) => {
            if let Some(shape) = shapes.iter().find(|shape| shape.fits(&node.value)) {
                value(node, shape, found);
            }
        }
        _ => found.extend(node.text().and_then(|text| scalar(text, shape, node))),
    }
}

fn record(node: &Node, record: &Record, found: &mut Vec<Diagnostic>) {
    for (key, node) in node.entries() {
        match record.keys.iter().find(|field| field.name == key.text) {
            Some(field) => value(node, &field.shape, found),
            None => found.push(unknown(key, record)),
        }
    }
    for field in record.keys.iter().filter(|field| field.required && is_missing(node.get(field.name))) {
        let message = format!("the {} has no `{}`", record.name, field.name);
        let span = node.entries().first().map_or(node.span, |(key, _)| key.span);
        found.push(Diagnostic::at(Code::InvalidConfig, span, message).help(format!("add `{}: …`", field.name)));
    }
}

/// Whether a value that must be there says nothing.
fn is_missing(node: Option<&Node>) -> bool {
    node.is_none_or(|node| match &node.value {
        Value::List(items) => items.is_empty(),
        _ => node.text().is_some_and(|text| text.trim().is_empty()),
    })
}

fn unknown(key: &Key, record: &Record) -> Diagnostic {
    let names = record.keys.iter().map(|field| field.name);
    let help = match nearest(&key.text, names.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("use one of {}", ticked(&names.collect::<Vec<_>>())),
    };
    Diagnostic::at(Code::UnknownKey, key.span, format!("unknown key `{}` in the {}", key.text, record.name)).help(help)
}

fn scalar(text: &str, shape: &Shape, node: &Node) -> Option<Diagnostic> {
    let (message, help) = match shape {
        Shape::Date if date(text).is_none() => {
            (format!("`{text}` is no date"), "write year, month and day as `2020-02-03`".to_owned())
        }
        Shape::Switch if !matches!(node.value, Value::Bool(_)) => {
            (format!("`{text}` is neither `true` nor `false`"), "write `true` or `false`".to_owned())
        }
        Shape::Whole(most) if text.parse::<u32>().ok().is_none_or(|number| number > *most) => {
            let range = if *most == u32::MAX { String::new() } else { format!(" from 0 to {most}") };
            (format!("`{text}` is no whole number{range}"), format!("write digits only{range}"))
        }
        Shape::Choice(words) if !words.contains(&text) => {
            let help = nearest(text, words.iter().copied()).map(|word| format!("did you mean `{word}`?"));
            (
                format!("`{text}` is none of {}", ticked(words)),
                help.unwrap_or_else(|| "use one of these words".to_owned()),
            )
        }
        _ => return None,
    };
    Some(Diagnostic::at(Code::InvalidConfig, node.span, message).help(help))
}

/// A day written as `2020-02-03`.
pub fn date(text: &str) -> Option<Date> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let form = year.len() == 4 && month.len() == 2 && day.len() == 2 && digits(year) && digits(month) && digits(day);
    form.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::List(_) => "a list",
        Value::Map(_) => "keys and values",
    }
}

fn ticked(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml;
    use crate::text::FileId;

    static PERSON: Record = Record {
        name: "person",
        keys: &[
            Field::required("name", Shape::Text, "The name."),
            Field::new("born", Shape::Date, "The day of birth."),
            Field::new("percent", Shape::Whole(100), "How much."),
            Field::new("likes", Shape::List(&Shape::Choice(&["tea", "coffee"])), "What to offer."),
            Field::new("friends", Shape::MapOf(&Shape::Either(&[Shape::Text, Shape::Record(&PERSON)])), "Who else."),
        ],
    };

    fn found(text: &str) -> String {
        let root = yaml::parse(FileId(0), text, 0).value.expect("a value");
        let found = check(&root, &Shape::Record(&PERSON)).into_iter().map(|finding| {
            let span = finding.primary.expect("every finding has a place").span;
            format!("<{}> {} ({})", &text[span.range()], finding.message, finding.help.unwrap_or_default())
        });
        found.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_does_not_fit_is_said_at_its_value() {
        let cases = [
            ("name: A\nborn: 2020-02-29\nlikes: tea\nfriends: {b: B, c: {name: C}}\npercent:", ""),
            ("nam: A\nname: B", "<nam> unknown key `nam` in the person (did you mean `name`?)"),
            (
                "name: A\ncolour: red",
                "<colour> unknown key `colour` in the person (use one of `name`, `born`, `percent`, `likes`, `friends`)",
            ),
            ("born: 2020-02-01", "<born> the person has no `name` (add `name: …`)"),
            ("name: ' '", "<name> the person has no `name` (add `name: …`)"),
            (
                "name: A\nborn: 2021-02-29",
                "<2021-02-29> `2021-02-29` is no date (write year, month and day as `2020-02-03`)",
            ),
            ("name: A\npercent: 101", "<101> `101` is no whole number from 0 to 100 (write digits only from 0 to 100)"),
            ("name: [A]", "<[A]> expected a text, found a list ()"),
            ("name: A\nlikes: [tea, cofee]", "<cofee> `cofee` is none of `tea`, `coffee` (did you mean `coffee`?)"),
            ("name: A\nfriends: {b: [x]}", "<[x]> expected a text or keys and values, found a list ()"),
            (
                "name: A\nfriends: {b: {nme: X, name: Y}}",
                "<nme> unknown key `nme` in the person (did you mean `name`?)",
            ),
            ("- a", "<- a> expected keys and values, found a list ()"),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
