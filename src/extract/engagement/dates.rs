//! Dates of a status table: ISO, or numbers whose order the whole table settles. An order is never guessed.

use jiff::civil::Date;

pub use crate::model::DateOrder as Order;

/// The order that the dates of a table agree on; none if none of them settles it, or two contradict each other.
pub(super) fn order<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Order> {
    let mut settled = None;
    for order in texts.filter_map(day_before_month) {
        if settled.is_some_and(|settled| settled != order) {
            return None;
        }
        settled = Some(order);
    }
    settled
}

/// The order that a single date shows: one of its numbers is no month.
pub(in crate::extract) fn day_before_month(text: &str) -> Option<Order> {
    let (first, second, _) = numbers(text)?;
    match (first > 12, second > 12) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// A day from a cell. A time behind it is left out; two-digit years are those of this century.
pub(in crate::extract) fn date(text: &str, order: Option<Order>) -> Result<Date, &'static str> {
    let day = without_time(text);
    if let Some((year, month, day)) = year_first(day) {
        return Date::new(year, month, day).map_err(|_| "a day that no calendar has");
    }
    let Some((first, second, year)) = numbers(day) else { return Err("no date") };
    let order = match (first, second) {
        (first, second) if first == second => Order::DayFirst,
        (13.., _) => Order::DayFirst,
        (_, 13..) => Order::MonthFirst,
        _ if text.contains('.') => Order::DayFirst,
        _ => order.ok_or("a date whose day and month cannot be told apart")?,
    };
    let (day, month) = if order == Order::DayFirst { (first, second) } else { (second, first) };
    Date::new(year, month, day).map_err(|_| "a day that no calendar has")
}

fn without_time(text: &str) -> &str {
    text.split([' ', 'T']).next().unwrap_or_default()
}

fn year_first(text: &str) -> Option<(i16, i8, i8)> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, day] = parts[..] else { return None };
    (year.len() == 4).then(|| Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)))?
}

/// The numbers of `a/b/year`.
fn numbers(text: &str) -> Option<(i8, i8, i16)> {
    let parts: Vec<&str> = without_time(text).split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !digits || first.len() > 2 || second.len() > 2 {
        return None;
    }
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        (2, year) => 2000 + year,
        _ => return None,
    };
    Some((first.parse().ok()?, second.parse().ok()?, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_or_refused() {
        let cases = [
            ("2020-03-02", None, Ok("2020-03-02")),
            ("2020-03-02T11:20:00Z", None, Ok("2020-03-02")),
            ("2020/3/2 10:00", None, Ok("2020-03-02")),
            ("3/27/2020", None, Ok("2020-03-27")),
            ("27/3/20", None, Ok("2020-03-27")),
            ("02.03.2020", None, Ok("2020-03-02")),
            ("2/2/2020", None, Ok("2020-02-02")),
            ("2/3/2020", Some(Order::MonthFirst), Ok("2020-02-03")),
            ("2/3/2020", Some(Order::DayFirst), Ok("2020-03-02")),
            ("2/3/2020", None, Err("a date whose day and month cannot be told apart")),
            ("2021-02-29", None, Err("a day that no calendar has")),
            ("13/13/2020", None, Err("a day that no calendar has")),
            ("soon", None, Err("no date")),
        ];
        for (text, order, expected) in cases {
            assert_eq!(date(text, order).map(|day| day.to_string()), expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn one_clear_date_settles_the_table_and_two_that_differ_do_not() {
        assert_eq!(order(["1/2/2020", "1/31/2020"].into_iter()), Some(Order::MonthFirst));
        assert_eq!(order(["1/31/2020", "31/1/2020"].into_iter()), None);
        assert_eq!(order(["1/2/2020", "2020-01-31", ""].into_iter()), None);
    }
}
