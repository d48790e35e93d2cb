//! Charts of Excel's own: progress per workload, burn-up with the band of the forecast, units per week.

use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartSolidFill, ChartType,
};

use super::book::Placed;

/// What is moved, under way, failed, not begun and unknown, as in the page.
const STAGES: [u32; 5] = [0x1B_7F_5C, 0x5B_9B_D5, 0xC0_00_00, 0xBF_BF_BF, 0x7F_7F_7F];

/// The cells of a column of a table.
type Range<'p> = (&'p str, u32, u16, u32, u16);

fn cells(placed: &Placed, column: u16) -> Range<'_> {
    (&placed.sheet, 1, column, placed.rows, column)
}

fn head(placed: &Placed, column: u16) -> Range<'_> {
    (&placed.sheet, 0, column, 0, column)
}

fn filled(color: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}

fn lined(color: u32, dash: ChartLineDashType) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(color).set_width(2.25).set_dash_type(dash));
    format
}

fn named(mut chart: Chart, title: &str, description: &str) -> Chart {
    chart.title().set_name(title);
    chart.set_alt_text(description);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart
}

/// Stacked bars, one a workload; the five stages stand in five columns one beside the other.
pub(super) fn workloads(placed: &Placed, first: u16, title: &str) -> Chart {
    let mut chart = named(Chart::new(ChartType::BarPercentStacked), title, title);
    for (column, color) in (first..).zip(STAGES) {
        let series = chart.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, column));
        series.set_name(head(placed, column)).set_format(&mut filled(color)).set_gap(60);
    }
    // Excel draws the first row at the bottom.
    chart.y_axis().set_reverse();
    chart
}

/// Columns per week, with the median that the forecast goes by as a line.
pub(super) fn weeks(placed: &Placed, with_median: bool, title: &str, description: &str) -> Chart {
    let mut chart = named(Chart::new(ChartType::Column), title, description);
    let series = chart.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, 1));
    series.set_name(head(placed, 1)).set_format(&mut filled(STAGES[0])).set_gap(60);
    // On an axis of days a column would be a seventh as wide.
    chart.x_axis().set_text_axis(true).set_num_format("d mmm");
    if with_median {
        let mut median = Chart::new(ChartType::Line);
        let series = median.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, 3));
        series.set_name(head(placed, 3)).set_format(&mut lined(0x40_40_40, ChartLineDashType::Dash));
        chart.combine(&median);
    }
    chart
}

/// Lines of what was moved, planned and is expected over days. The columns are: day, moved, planned, forecast, the lower
/// edge of the band, its height.
pub(super) fn burn_up(placed: &Placed, with_forecast: bool, title: &str, description: &str) -> Chart {
    let mut lines = Chart::new(ChartType::Line);
    let drawn = [
        (1, 0x1B_7F_5C, ChartLineDashType::Solid),
        (2, 0x7F_7F_7F, ChartLineDashType::Dash),
        (3, 0x2F_5F_9E, ChartLineDashType::RoundDot),
    ];
    for (column, color, dash) in drawn.into_iter().filter(|(column, ..)| *column < 3 || with_forecast) {
        let series = lines.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, column));
        series.set_name(head(placed, column)).set_format(&mut lined(color, dash));
    }
    if !with_forecast {
        return dated(named(lines, title, description));
    }
    let mut chart = named(Chart::new(ChartType::AreaStacked), title, description);
    let mut nothing = ChartFormat::new();
    nothing.set_no_fill().set_no_line();
    let series = chart.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, 4));
    series.set_name(head(placed, 4)).set_format(&mut nothing);
    let mut band = ChartFormat::new();
    band.set_solid_fill(ChartSolidFill::new().set_color(0x9B_C2_E6).set_transparency(45));
    let series = chart.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, 5));
    series.set_name(head(placed, 5)).set_format(&mut band);
    chart.combine(&lines);
    // The lower edge is drawn as nothing, so that it needs no key.
    chart.legend().delete_entries(&[0]);
    dated(chart)
}

fn dated(mut chart: Chart) -> Chart {
    chart.x_axis().set_date_axis(true).set_num_format("d mmm");
    chart.show_empty_cells_as(ChartEmptyCells::Connected);
    chart
}

/// Bars from nought to all, one a customer.
pub(super) fn shares(placed: &Placed, column: u16, title: &str) -> Chart {
    let mut chart = named(Chart::new(ChartType::Bar), title, title);
    let series = chart.add_series().set_categories(cells(placed, 0)).set_values(cells(placed, column));
    series.set_name(head(placed, column)).set_format(&mut filled(STAGES[0])).set_gap(40);
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(0).set_max(1).set_num_format("0%");
    chart.legend().set_hidden();
    chart
}
