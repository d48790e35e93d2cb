//! Exactly what a page or a report shows, in plain fields. The last place with logic: templates neither sort nor count.

pub mod dates;
pub mod pages;
pub mod parts;
pub mod status_report;
