//! Reports on customers from the outside: numbers counted again, the gate of closure, workbooks, isolation, hostile data.

mod editions;
mod evidence;
mod gate;
mod hostile;
mod isolation;
mod many;
mod recount;
mod recounted;
mod workbooks;
mod world;
