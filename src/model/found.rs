//! What a text itself says about where it comes from: title, outlet, URL, publication date, language.

use super::Metadata;
use crate::text::Text;

/// What stands in the text about the article.
pub fn detect(text: &Text, _file_name: &str) -> Metadata {
    let title = text.as_str().lines().map(str::trim).find(|l| !l.is_empty()).filter(|l| l.chars().count() <= 200);
    let language = is_vietnamese(text.as_str()).then(|| "vi".into());
    Metadata { title: title.map(Into::into), language, ..Metadata::default() }
}

/// Whether a text is Vietnamese.
pub fn is_vietnamese(text: &str) -> bool {
    text.contains(['đ', 'ư', 'ơ'])
}
