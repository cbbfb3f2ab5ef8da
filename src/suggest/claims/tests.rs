//! Claims in invented news.
