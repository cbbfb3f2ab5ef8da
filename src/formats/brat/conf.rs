//! What a brat folder declares: labels in `annotation.conf`, their colours in `visual.conf`, their keys in `kb_shortcuts.conf`.

use crate::formats::{Flow, LabelSeen, News, Source, lines, names::unescaped};
use std::collections::{BTreeMap, HashSet};

/// Tells of the labels.
pub fn labels(source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Flow {
    let (mut order, mut seen) = (Vec::new(), HashSet::new());
    let (mut colors, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for name in source.files() {
        let file = name.rsplit('/').next().unwrap_or(name);
        if !matches!(file, "annotation.conf" | "visual.conf" | "kb_shortcuts.conf") {
            continue;
        }
        let text = match lines::whole(source, name) {
            Ok(text) => text,
            Err(error) => {
                tell(News::Rejected(error.rejected()))?;
                continue;
            }
        };
        let mut section = "";
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name;
                continue;
            }
            let (first, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
            match (file, section) {
                // A separator, a group that cannot be chosen, a macro.
                ("annotation.conf", "entities" | "events") if !first.starts_with(['-', '!', '<']) => {
                    let label = unescaped(first);
                    if seen.insert(label.clone()) {
                        order.push(label);
                    }
                }
                ("visual.conf", "drawing") => {
                    let color = rest.split(',').find_map(|part| part.trim().strip_prefix("bgColor:"));
                    colors.extend(color.map(|color| (unescaped(first), color.trim().to_owned())));
                }
                ("kb_shortcuts.conf", _) => {
                    keys.insert(unescaped(rest.trim()), first.to_owned());
                }
                _ => {}
            }
        }
    }
    for name in order {
        let color = colors.remove(&name).unwrap_or_default();
        let key = keys.remove(&name).unwrap_or_default();
        tell(News::Label(LabelSeen { name, color, key }))?;
    }
    Flow::Continue(())
}
