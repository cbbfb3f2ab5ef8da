//! The system's fonts for reading, on a thread of their own: looking through them takes hundreds of milliseconds.

use super::worker::{Message, Teller};
use crate::{
    session::{Event, Told, ToldKind},
    ui::theme::Face,
};
use egui::FontData;
use fontique::{
    Attributes, Collection, CollectionOptions, FontWeight, QueryFamily, QueryFont, QueryStatus, SourceCache,
    SourceCacheOptions,
};
use std::sync::{
    Arc, OnceLock,
    mpsc::{Receiver, Sender, channel},
};

/// Letters that a reading font must have itself: with a base letter of one font and a tone mark of another, the tone is lost.
const NEEDED: &str = "AZaz09“”–…ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}";

enum Ask {
    List,
    Load(String),
}

/// The system's fonts; nothing is looked for until it is asked for.
pub struct Fonts {
    families: Arc<OnceLock<Vec<String>>>,
    asks: OnceLock<Sender<Ask>>,
    teller: Teller,
}

impl Fonts {
    /// Fonts that will be told.
    pub fn new(teller: Teller) -> Self {
        Fonts { families: Arc::default(), asks: OnceLock::new(), teller }
    }

    /// The families that can show Vietnamese in both of its forms; none while they are looked for.
    pub fn families(&self) -> Option<Vec<String>> {
        if self.families.get().is_none() && self.asks.get().is_none() {
            self.ask(Ask::List);
        }
        self.families.get().cloned()
    }

    /// Loads a family, or takes the program's own again.
    pub fn load(&self, family: Option<String>) {
        match family {
            Some(family) => self.ask(Ask::Load(family)),
            None => self.teller.tell(Message::Face(None)),
        }
    }

    fn ask(&self, ask: Ask) {
        let asks = self.asks.get_or_init(|| {
            let (send, receive) = channel();
            let (families, teller) = (self.families.clone(), self.teller.clone());
            // Without a thread there are no other fonts; the program's own is always there.
            let _ = std::thread::Builder::new().name("fonts".into()).spawn(move || work(&receive, &families, &teller));
            send
        });
        let _ = asks.send(ask);
    }
}

fn work(asks: &Receiver<Ask>, families: &OnceLock<Vec<String>>, teller: &Teller) {
    let mut system = System {
        all: Collection::new(CollectionOptions { shared: false, system_fonts: true }),
        sources: SourceCache::new(SourceCacheOptions::default()),
    };
    while let Ok(mut ask) = asks.recv() {
        // Only the last of several choices counts.
        while let Ok(next) = asks.try_recv() {
            ask = next;
        }
        if let Ask::Load(family) = ask {
            match system.face(&family) {
                Some(face) => teller.tell(Message::Face(Some(face))),
                None => {
                    let text = format!(
                        "The font {family} is not on this system, or lacks letters; articles are shown in Noto Sans"
                    );
                    teller.tell(Message::Face(None));
                    teller.event(Event::Told(Told { kind: ToldKind::Warning, text: text.into() }));
                }
            }
        }
        if families.get().is_none() {
            let _ = families.set(system.families());
            teller.wake();
        }
    }
}

struct System {
    all: Collection,
    sources: SourceCache,
}

impl System {
    fn families(&mut self) -> Vec<String> {
        let mut names: Vec<String> = self.all.family_names().map(str::to_owned).collect();
        names.sort_by_key(|n| n.to_lowercase());
        names.dedup();
        names.retain(|name| !name.starts_with('.') && self.face(name).is_some());
        names
    }

    /// A family's faces, where it has what reading needs.
    fn face(&mut self, family: &str) -> Option<Face> {
        let regular = self.font(family, FontWeight::NORMAL)?;
        let letters = regular.charmap()?;
        let has = |c: char| letters.map(c).is_some_and(|glyph| glyph != 0);
        if !NEEDED.chars().all(has) {
            return None;
        }
        let bold = self.font(family, FontWeight::BOLD).filter(|f| !f.synthesis.any());
        Some(Face { regular: data(regular), bold: bold.map(data) })
    }

    fn font(&mut self, family: &str, weight: FontWeight) -> Option<QueryFont> {
        let mut found = None;
        let mut query = self.all.query(&mut self.sources);
        query.set_families([QueryFamily::Named(family)]);
        query.set_attributes(Attributes { weight, ..Attributes::default() });
        query.matches_with(|font| {
            found = Some(font.clone());
            QueryStatus::Stop
        });
        found
    }
}

fn data(font: QueryFont) -> FontData {
    let (blob, _) = font.blob.into_raw_parts();
    FontData::from_blob(blob, font.index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_that_is_offered_can_be_loaded_and_has_the_letters() {
        let mut system = System {
            all: Collection::new(CollectionOptions { shared: false, system_fonts: true }),
            sources: SourceCache::new(SourceCacheOptions::default()),
        };
        for family in system.families() {
            let face = system.face(&family).unwrap();
            let mut fonts = egui::epaint::text::Fonts::new(
                egui::epaint::text::TextOptions::default(),
                crate::ui::theme::fonts(Some(face)),
            );
            let font = egui::FontId::new(17.0, egui::FontFamily::Name("reading".into()));
            assert!(NEEDED.chars().all(|c| fonts.has_glyph(&font, c)), "{family}");
        }
        assert!(system.face("No such family").is_none());
    }
}
