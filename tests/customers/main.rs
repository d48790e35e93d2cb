//! Reports on customers from the outside: numbers counted again, the gate of closure, workbooks, isolation, hostile data.

mod closing;
mod counting;
mod editions;
mod evidence;
mod gate;
mod hostile;
mod isolation;
mod languages;
mod many;
mod recount;
mod recounted;
mod sound;
mod workbooks;
mod world;
