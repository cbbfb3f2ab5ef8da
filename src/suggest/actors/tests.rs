//! Actors in invented news.
