//! JSON Schemas of the files that people write, and of the twins of reports.
//!
//! Files: made from the very tables of keys that their readers use, so that the two cannot drift apart. Twins: from
//! the structs that are written. Draft 2020-12.

use serde_json::{Map, Value, json};

use crate::config::PROJECT;
use crate::diagnostic::Code;
use crate::extract::engagement::ENGAGEMENT;
use crate::syntax::shape::{Field, Record, Shape};
use crate::view::closure_report::ClosureReport;
use crate::view::portfolio::Portfolio;
use crate::view::status_report::StatusReport;

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `waybook.yml`
    Project,
    /// `engagements/<id>.yml`
    Engagement,
    /// `status.json`, the twin of a status report.
    Status,
    /// `closure.json`, the twin of a closure report.
    Closure,
    /// `portfolio.json`, the twin of the portfolio.
    Portfolio,
}

impl Kind {
    /// Every kind, in the order of the manual.
    pub const ALL: [Kind; 5] = [Kind::Project, Kind::Engagement, Kind::Status, Kind::Closure, Kind::Portfolio];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Project => "waybook",
            Kind::Engagement => "engagement",
            Kind::Status => "status",
            Kind::Closure => "closure",
            Kind::Portfolio => "portfolio",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// The schema of one kind of file.
pub fn schema(kind: Kind) -> Value {
    match kind {
        Kind::Project => project(),
        Kind::Engagement => file("A Waybook engagement", &ENGAGEMENT),
        Kind::Status => schemars::schema_for!(StatusReport).to_value(),
        Kind::Closure => schemars::schema_for!(ClosureReport).to_value(),
        Kind::Portfolio => schemars::schema_for!(Portfolio).to_value(),
    }
}

/// The project file's schema. Which rules there are is known to the diagnostics alone.
fn project() -> Value {
    let mut schema = file("A Waybook project", &PROJECT);
    let check = &mut schema["properties"]["check"];
    let severity = check["additionalProperties"].take();
    let rules = Code::ALL.iter().map(|code| {
        let mut rule = severity.clone();
        rule["description"] = json!(code.summary());
        (code.as_str().to_owned(), rule)
    });
    check["properties"] = Value::Object(rules.collect());
    check["additionalProperties"] = json!(false);
    schema
}

fn file(title: &str, keys: &Record) -> Value {
    let mut out = Map::new();
    out.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    out.insert("title".to_owned(), json!(title));
    if let Value::Object(record) = record(keys) {
        out.extend(record);
    }
    Value::Object(out)
}

fn record(keys: &Record) -> Value {
    let properties: Map<String, Value> =
        keys.keys.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let required: Vec<&str> = keys.keys.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut out = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        out["required"] = json!(required);
    }
    out
}

fn property(field: &Field) -> Value {
    let mut schema = value(&field.shape);
    schema["description"] = json!(field.doc);
    schema
}

fn value(shape: &Shape) -> Value {
    match shape {
        // YAML reads `1.10` and `true` as no strings; the reader takes them as they are written.
        Shape::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
        Shape::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
        Shape::Date => json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Shape::Switch => json!({ "type": ["boolean", "null"] }),
        Shape::Whole(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Shape::Choice(words) | Shape::Words(words) => json!({ "type": "string", "enum": words }),
        Shape::Any => json!({}),
        Shape::List(item) => {
            let item = value(item);
            json!({ "anyOf": [{ "type": "array", "items": item }, item, { "type": "null" }] })
        }
        Shape::MapOf(inner) => json!({ "type": ["object", "null"], "additionalProperties": value(inner) }),
        Shape::Record(keys) => record(keys),
        Shape::Either(shapes) => {
            let nothing = json!({ "type": "null" });
            json!({ "anyOf": shapes.iter().map(value).chain([nothing]).collect::<Vec<_>>() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_tables_is_in_the_schema_with_its_words() {
        for (kind, keys) in [(Kind::Project, &PROJECT), (Kind::Engagement, &ENGAGEMENT)] {
            let schema = schema(kind);
            let properties = schema["properties"].as_object().expect("an object has properties");
            let names: Vec<&str> = keys.keys.iter().map(|field| field.name).collect();
            assert_eq!(properties.keys().map(String::as_str).collect::<Vec<_>>(), names);
            assert!(properties.values().all(|property| property["description"].is_string()));
            assert_eq!(schema["additionalProperties"], json!(false));
        }
    }

    #[test]
    fn closed_sets_are_closed_in_the_schema() {
        let project = schema(Kind::Project);
        let check = &project["properties"]["check"];
        assert_eq!(check["properties"]["broken-link"]["anyOf"][0]["enum"], json!(["error", "warning", "info", "off"]));
        assert_eq!(check["additionalProperties"], json!(false));
        let engagement = schema(Kind::Engagement);
        let short = &engagement["properties"]["tasks"]["additionalProperties"]["anyOf"][0];
        assert_eq!(short["enum"].as_array().map(Vec::len), Some(13));
        assert_eq!(engagement["required"], json!(["customer", "services"]));
    }

    #[test]
    fn the_twin_is_described_as_it_is_written() {
        let schema = schema(Kind::Status);
        let written = serde_json::to_value(StatusReport::default()).expect("plain data");
        let described = schema["properties"].as_object().expect("an object has properties");
        let written = written.as_object().expect("a struct is an object");
        assert_eq!(described.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
        assert!(schema["$defs"]["Bar"]["properties"]["percent"]["description"].is_string());
    }
}
