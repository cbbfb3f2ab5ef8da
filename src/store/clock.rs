//! The time of what is kept.

use std::sync::Arc;

/// Now, as RFC 3339 in UTC, to the second.
pub fn now() -> Arc<str> {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).map_or_else(|_| now.to_string(), |now| now.to_string()).into()
}
