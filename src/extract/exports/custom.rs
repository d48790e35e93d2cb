//! A format from the project file: which header means what, which word is which state.

use crate::config::ExportMapping;
use crate::model::{DateOrder, DecimalMark, MigrationState};
use crate::syntax::csv::plain;

use super::format::{Column, Field, Format, Index, Rows, ServiceRule};

/// The format that a mapping describes. Its units need a name and a status.
pub(super) fn format(mapping: &ExportMapping) -> Format {
    let column = |(meaning, headers): &(String, Vec<String>)| {
        let field = Field::parse(meaning)?;
        Some(Column { headers: headers.clone(), field, rank: 0, factor: mapping.factor(meaning) })
    };
    let columns: Vec<Column> = mapping.columns.iter().filter_map(column).collect();
    let words = mapping.statuses.iter().map(|(word, state)| (plain(word), MigrationState::parse(state)));
    Format {
        name: mapping.name.clone(),
        rows: Rows::Units,
        service: mapping.service.clone().map_or(ServiceRule::Destination, ServiceRule::Named),
        required: columns.iter().map(|column| column.headers.clone()).collect(),
        columns,
        marks: Vec::new(),
        words: words.collect(),
        codes: false,
        errors_count: false,
        errors_ever: false,
        dates: mapping.dates.as_deref().and_then(DateOrder::parse),
        decimals: mapping.decimals.as_deref().and_then(DecimalMark::parse),
        batch_prefixes: &[],
        second: None,
        instead: "",
        own: true,
        index: Index::default(),
    }
}
