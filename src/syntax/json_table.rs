//! Lists of objects in JSON to tables of text, so that what programs save as JSON is read as what they save as CSV.
//!
//! An object is a row, a key a column; `a.b` is the key `b` of an object under the key `a`. A list of objects below an object
//! makes a row of each of its members; lists below that are joined into one cell.

use std::fmt::Write;

use serde_json::{Map, Value};

/// The key under which services answer with the list itself, and the one that says that it goes on.
const LIST: &str = "value";
const NEXT_PAGE: &str = "@odata.nextLink";

/// What stands between the values of a list in one cell.
const BETWEEN: &str = "; ";

/// Cells by the places of their columns.
type Row = Vec<(usize, String)>;

/// The columns in order of first mention, and the rows.
#[derive(Default)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// The table of a JSON text: a list, an object with a list under `value`, one such page after another, or a single object.
/// A last page that is not the last has a row of its own that says so.
pub fn table(text: &str) -> Result<String, String> {
    let mut table = Table::default();
    let documents = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}')).into_iter::<Value>();
    let mut next = None;
    for document in documents {
        document.map_err(|reason| reason.to_string())?.add_to(&mut table, &mut next);
    }
    if let Some(next) = next {
        let column = table.column(NEXT_PAGE);
        table.rows.push(vec![(column, next)]);
    }
    Ok(table.text())
}

/// Adds the records of a value to a table.
trait Records {
    fn add_to(self, table: &mut Table, next: &mut Option<String>);
}

impl Records for Value {
    fn add_to(self, table: &mut Table, next: &mut Option<String>) {
        match self {
            Value::Array(items) => items.into_iter().for_each(|item| item.add_to(table, next)),
            Value::Object(mut object) => match object.remove(LIST) {
                Some(Value::Array(items)) if items.iter().all(Value::is_object) => {
                    items.into_iter().for_each(|item| item.add_to(table, next));
                    *next = object.get(NEXT_PAGE).and_then(Value::as_str).map(str::to_owned);
                }
                other => {
                    object.extend(other.map(|value| (LIST.to_owned(), value)));
                    table.record(&object);
                }
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

impl Table {
    fn column(&mut self, name: &str) -> usize {
        let known = self.columns.iter().position(|column| column == name);
        known.unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            self.columns.len() - 1
        })
    }

    /// Adds the rows of one object: one, or one for each member of its lists of objects.
    fn record(&mut self, object: &Map<String, Value>) {
        let mut shared = Row::new();
        let mut members: Vec<Row> = Vec::new();
        for (key, value) in object {
            match value {
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    for item in items {
                        let mut row = Row::new();
                        self.cells(key, item, &mut row);
                        members.push(row);
                    }
                }
                value => self.cells(key, value, &mut shared),
            }
        }
        if members.is_empty() {
            members.push(Row::new());
        }
        self.rows.extend(members.into_iter().map(|member| shared.iter().cloned().chain(member).collect()));
    }

    /// Adds the cells of a value under a name.
    fn cells(&mut self, name: &str, value: &Value, row: &mut Row) {
        // Two levels of objects are more than any of these lists has; the recursion ends with the text, whose depth the
        // reader of JSON bounds.
        match value {
            Value::Null => {
                self.column(name);
            }
            // A member of an enumeration as PowerShell writes it: its number and its name.
            Value::Object(object)
                if object.len() == 2 && object.contains_key("value") && object.contains_key("Value") =>
            {
                self.cells(name, &object["Value"], row);
            }
            Value::Object(object) => {
                object.iter().for_each(|(key, value)| self.cells(&format!("{name}.{key}"), value, row));
            }
            Value::Array(items) => {
                if !items.iter().any(Value::is_object) {
                    self.column(name);
                }
                items.iter().for_each(|item| self.cells(name, item, row));
            }
            Value::String(text) => self.put(name, text, row),
            Value::Bool(_) | Value::Number(_) => self.put(name, &value.to_string(), row),
        }
    }

    fn put(&mut self, name: &str, text: &str, row: &mut Row) {
        let column = self.column(name);
        match row.iter_mut().find(|(at, _)| *at == column) {
            Some((_, known)) => *known += &format!("{BETWEEN}{text}"),
            None => row.push((column, text.to_owned())),
        }
    }

    fn text(&self) -> String {
        let mut out = String::new();
        let mut line = |cells: &[&str]| {
            for (at, cell) in cells.iter().enumerate() {
                let comma = if at > 0 { "," } else { "" };
                let _ = write!(out, "{comma}{}", quoted(cell));
            }
            out.push('\n');
        };
        if self.columns.is_empty() {
            return String::new();
        }
        line(&self.columns.iter().map(String::as_str).collect::<Vec<_>>());
        for row in &self.rows {
            let mut cells = vec![""; self.columns.len()];
            for (at, text) in row {
                cells[*at] = text;
            }
            line(&cells);
        }
        out
    }
}

/// A cell as a table with commas has it.
fn quoted(text: &str) -> String {
    if text.contains([',', ';', '"', '\t', '\n', '\r']) || text.starts_with('#') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_objects_are_tables() {
        let cases = [
            (r#"[{"id": "a", "n": 1}, {"n": 2.5, "b": true}]"#, "id,n,b\na,1,\n,2.5,true\n"),
            (r#"{"value": [{"id": "a"}], "@odata.context": "x"}"#, "id\na\n"),
            (r#"{"id": "a, b", "s": {"t": 2, "u": {"v": "x"}}}"#, "id,s.t,s.u.v\n\"a, b\",2,x\n"),
            (r#"{"id": "a", "s": {"value": 20, "Value": "Completed"}}"#, "id,s\na,Completed\n"),
            (r#"[{"id": "a", "tags": ["x", "y"], "none": null, "empty": []}]"#, "id,tags,none,empty\na,\"x; y\",,\n"),
            (
                r#"[{"id": "a", "s": [{"w": "1", "e": [{"c": 5, "m": "p"}, {"c": 6}]}, {"w": "2"}]}, {"id": "b", "s": []}]"#,
                "id,s.w,s.e.c,s.e.m,s\na,1,\"5; 6\",p,\na,2,,,\nb,,,,\n",
            ),
            ("{\"id\": 1}\n{\"id\": 2}\n", "id\n1\n2\n"),
            ("[]", ""),
            ("\"text\"", ""),
        ];
        for (json, expected) in cases {
            let found = table(json).expect(json);
            assert_eq!(found, expected, "{json}");
        }
    }

    #[test]
    fn a_page_that_is_not_the_last_says_so() {
        let first = r#"{"value": [{"id": "a"}], "@odata.nextLink": "https://x/2"}"#;
        let second = r#"{"value": [{"id": "b"}]}"#;
        assert_eq!(table(first).as_deref(), Ok("id,@odata.nextLink\na,\n,https://x/2\n"));
        assert_eq!(table(&format!("{first}{second}")).as_deref(), Ok("id\na\nb\n"));
        assert_eq!(table(&format!("[{first},{second}]")).as_deref(), Ok("id\na\nb\n"));
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        assert!(table("Identity,Status\n").is_err());
        assert!(table("[{\"id\": 1}").is_err());
    }
}
