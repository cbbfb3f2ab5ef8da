//! Actors.
mod scan;
pub(super) use scan::scan;
