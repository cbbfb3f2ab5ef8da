//! The laws of parts: nothing depends on the order of articles, nothing frozen moves, and near-duplicates are those that comparing
//! each with each finds.

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

const WORDS: [&str; 24] = [
    "nước", "sông", "đập", "xả", "lũ", "người", "nói", "rằng", "huyện", "tỉnh", "mưa", "to", "the", "dam", "opened",
    "before", "dawn", "said", "bridge", "closed", "Ông", "Bà", "đã", "về",
];

fn grouping(articles: &[Owned]) -> Groups {
    let mut grouping = Grouping::new(Options::default());
    articles.iter().for_each(|a| grouping.add(&a.facts()));
    grouping.groups()
}

#[derive(Clone, Debug)]
struct Owned {
    id: String,
    text: String,
    event: Option<String>,
    url: Option<String>,
}

impl Owned {
    fn new(id: &str, text: &str) -> Self {
        Owned { id: id.into(), text: text.into(), event: None, url: None }
    }

    fn of(self, event: &str) -> Self {
        Owned { event: Some(event.into()), ..self }
    }

    fn at(self, url: &str) -> Self {
        Owned { url: Some(url.into()), ..self }
    }

    fn facts(&self) -> Facts<'_> {
        Facts { id: &self.id, text: &self.text, event: self.event.as_deref(), url: self.url.as_deref() }
    }
}

fn ids(groups: &Groups) -> Vec<Vec<String>> {
    groups.iter().map(|group| group.map(|id| id.to_string()).collect()).collect()
}

/// A text of so many words that no other seed has.
fn prose(seed: u64, words: usize) -> String {
    let word = |n: usize| {
        let n = shingles::mixed(seed << 32 | n as u64);
        format!("{}{}", WORDS[n as usize % WORDS.len()], n % 89)
    };
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn addresses_are_compared_as_what_they_lead_to() {
    let same = [
        "https://www.Tin.example/cau/dong?b=2&a=1",
        "http://tin.example/cau/dong/?a=1&utm_source=x&b=2&fbclid=y#binh-luan",
        "tin.example:443/cau/dong?a=1&b=2&",
        " HTTPS://lan:pw@tin.example/cau/dong//?a=1&b=2 ",
    ];
    for url in same {
        assert_eq!(address(url).as_deref(), Some("tin.example/cau/dong?a=1&b=2"), "{url}");
    }
    assert_ne!(address("https://tin.example/a?id=1"), address("https://tin.example/a?id=2"));
    assert_ne!(address("https://tin.example/A"), address("https://tin.example/a"));
    for front in ["", "https://", "https://tin.example/", "tin.example?utm_source=x", "#a", "?"] {
        assert_eq!(address(front), None, "{front}");
    }
}

#[test]
fn what_belongs_together_is_one_group() {
    let (dam, bridge) = (prose(1, 120), prose(2, 120));
    let articles = [
        Owned::new("a", &dam).of("Đập Sông Lụa"),
        Owned::new("b", &prose(3, 90)).of(" Đập Sông Lu\u{323}a "),
        Owned::new("c", &prose(4, 90)).at("https://tin.example/1"),
        Owned::new("d", &prose(5, 90)).at("http://www.tin.example/1/"),
        Owned::new("e", &bridge),
        Owned::new("f", &format!("{} {} THE END.", prose(6, 300), bridge.to_uppercase())),
        Owned::new("g", &dam.replacen("nước", "biển", 1)),
        Owned::new("h", &prose(7, 90)).of(""),
        Owned::new("i", &prose(8, 90)).of(""),
        Owned::new("j", ""),
        Owned::new("k", " … "),
        Owned::new("l", "Hết"),
        Owned::new("m", "hết."),
    ];
    let groups = grouping(&articles);
    let together: Vec<_> = ids(&groups).into_iter().filter(|group| group.len() > 1).collect();
    assert_eq!(together, [vec!["a", "b", "g"], vec!["c", "d"], vec!["e", "f"], vec!["l", "m"]]);
    let near = groups.assign(&Frozen::default()).near;
    let shown: Vec<_> = near.iter().map(|n| format!("{} {} {:?}", n.one, n.other, n.how)).collect();
    assert_eq!(shown.len(), 3, "{shown:?}");
    assert!(shown[0].starts_with("a g Alike(0.9"), "{shown:?}");
    assert_eq!(&shown[1..], ["e f Contained(1.0)", "l m Alike(1.0)"]);
}

#[test]
fn what_is_frozen_stays_and_leaks_are_told() {
    let text = prose(1, 200);
    let one = [Owned::new("a", &text), Owned::new("z", &prose(2, 200)).of("E")];
    let mut frozen = Frozen { salt: "s".into(), ..Frozen::default() };
    frozen.articles = [("a".into(), Split::Train), ("z".into(), Split::Test), ("gone".into(), Split::Dev)].into();
    let splits = grouping(&one).assign(&frozen);
    assert_eq!((splits.of["a"], splits.of["z"], splits.leaks.len()), (Split::Train, Split::Test, 0));
    // One that comes later joins the two.
    let half = text.split(' ').take(100).collect::<Vec<_>>().join(" ");
    let later = [&one[..], &[Owned::new("m", &half).of("E"), Owned::new("n", &half).of("E")]].concat();
    let splits = grouping(&later).assign(&frozen);
    assert_eq!((splits.of["a"], splits.of["z"]), (Split::Train, Split::Test), "nothing moves");
    assert_eq!((splits.of["m"], splits.of["n"]), (Split::Train, Split::Train));
    let told: Vec<_> = splits.leaks.iter().map(|l| format!("{} {} {:?}", l.one.0, l.other.0, l.why)).collect();
    assert_eq!(told, ["m z Event(\"E\")", "n z Event(\"E\")"]);
    let next = splits.freeze(&frozen);
    assert_eq!(next.articles.len(), 5, "what is gone stays frozen");
    assert_eq!(grouping(&later).assign(&next), splits);
    let torn = Frozen { articles: [("m".into(), Split::Dev), ("a".into(), Split::Test)].into(), ..frozen };
    let told = grouping(&later).assign(&torn).leaks;
    let near = told.iter().find(|l| (&*l.one.0, &*l.other.0) == ("m", "a")).unwrap();
    assert_eq!(near.why, Why::Near(Nearness::Contained(1.0)));
    assert_eq!((near.one.1, near.other.1), (Split::Dev, Split::Test));
}

#[test]
fn the_frozen_file_is_the_same_both_ways() {
    let mut frozen = Frozen { salt: "muối".into(), ..Frozen::default() };
    frozen.articles = [("b/2".into(), Split::Dev), ("a".into(), Split::Test), ("c".into(), Split::Train)].into();
    let file = frozen.write();
    assert_eq!(
        file,
        "{\n  \"articles\": {\n    \"a\": \"test\",\n    \"b/2\": \"dev\",\n    \"c\": \"train\"\n  },\n  \"ratios\": {\n    \"dev\": 10,\n    \"test\": 10,\n    \"train\": 80\n  },\n  \"salt\": \"muối\"\n}\n"
    );
    assert_eq!(Frozen::read(&file), Ok(frozen));
    assert_eq!(Frozen::read("{}"), Ok(Frozen::default()));
    let wrong = |file: &str| Frozen::read(file).unwrap_err();
    assert!(wrong("{\"articles\": {\"a\": \"dev\", \"a\": \"test\"}}").contains("“a” is in two parts; leave one"));
    assert!(wrong("{\"articles\": {\"a\": \"exam\"}}").contains("unknown variant `exam`"));
    assert!(wrong("{\"ratios\": {\"train\": -1}}").contains("line 1"));
    assert!(wrong("[").contains("line 1"));
}

#[test]
fn parts_are_as_large_as_wanted() {
    let share = |ratios: Ratios, split: Split| {
        let frozen = Frozen { ratios, ..Frozen::default() };
        (0..4000).filter(|n| frozen.part_of(&n.to_string()) == split).count()
    };
    let (dev, test) = (share(Ratios::default(), Split::Dev), share(Ratios::default(), Split::Test));
    assert!((320..480).contains(&dev) && (320..480).contains(&test), "{dev} {test}");
    assert_eq!(share(Ratios { train: 0, dev: 0, test: 1 }, Split::Test), 4000);
    assert_eq!(share(Ratios { train: 0, dev: 0, test: 0 }, Split::Train), 4000);
    assert_eq!(share(Ratios { train: u32::MAX, dev: 0, test: 0 }, Split::Train), 4000);
}

#[test]
fn a_heap_of_one_template_is_one_group() {
    let template = prose(1, 300);
    let articles: Vec<Owned> =
        (0..400).map(|n| Owned::new(&format!("{n:03}"), &format!("{template} {}", prose(n + 10, 8)))).collect();
    let groups = grouping(&articles);
    assert_eq!(ids(&groups).len(), 1);
}

/// Texts of which some are others, changed a little, cut, or put into one another.
fn corpus() -> impl Strategy<Value = Vec<Owned>> {
    let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0u8..4, 0usize..30);
    let article = (prop::option::weighted(0.7, edit), 0usize..80, prop::option::weighted(0.2, 0u8..3));
    prop::collection::vec(article, 1..14).prop_map(|wanted| {
        let mut made: Vec<Owned> = Vec::new();
        for (n, (edit, long, event)) in wanted.into_iter().enumerate() {
            let own = prose(n as u64, long);
            let text = match edit {
                Some((of, at, kind, count)) if !made.is_empty() => {
                    let mut words: Vec<String> =
                        made[of.index(made.len())].text.split(' ').map(str::to_owned).collect();
                    let at = at.index(words.len());
                    let end = (at + count).min(words.len());
                    match kind {
                        0 => drop(words.splice(at..end, own.split(' ').map(str::to_owned))),
                        1 => words = words[at..end].to_vec(),
                        2 => words.push(own),
                        _ => drop(words.drain(at..end)),
                    }
                    words.join(" ")
                }
                _ => own,
            };
            let article = Owned::new(&format!("{n:02}"), &text);
            made.push(match event {
                Some(event) => article.of(&event.to_string()),
                None => article,
            });
        }
        made
    })
}

/// The runs of five words of a text, plainly.
fn runs(text: &str) -> HashSet<Vec<String>> {
    let words: Vec<String> = crate::text::folded(text).split_whitespace().map(str::to_owned).collect();
    match words.len() {
        0 => HashSet::new(),
        1..5 => HashSet::from([words]),
        _ => words.windows(5).map(<[String]>::to_vec).collect(),
    }
}

proptest! {
    #[test]
    fn near_duplicates_are_those_that_comparing_all_finds(articles in corpus()) {
        let groups = grouping(&articles);
        let found: BTreeMap<(String, String), Nearness> =
            groups.pairs.iter().map(|p| ((p.one.to_string(), p.other.to_string()), p.how)).collect();
        let runs: Vec<_> = articles.iter().map(|a| runs(&a.text)).collect();
        let mut wanted = BTreeMap::new();
        let mut sets = Sets::new(articles.len());
        for (b, other) in runs.iter().enumerate() {
            for (a, one) in runs.iter().enumerate().take(b) {
                let (common, all) = (one.intersection(other).count() as f64, one.union(other).count() as f64);
                let (short, long) = if one.len() <= other.len() { (a, b) } else { (b, a) };
                let share = common / runs[short].len() as f64;
                let near = if common / all >= 0.7 {
                    Some((a, b, Nearness::Alike(common / all)))
                } else if runs[short].len() >= 8 && share >= 0.9 {
                    Some((short, long, Nearness::Contained(share)))
                } else {
                    None
                };
                let event = articles[a].event.is_some() && articles[a].event == articles[b].event;
                if near.is_some() || event {
                    sets.join(a, b);
                }
                // Of texts that are the same only the first is compared with others.
                let is_first = |at: usize| runs[..at].iter().all(|before| *before != runs[at]);
                if let Some((one, other, how)) = near
                    && is_first(a) && (is_first(b) || runs[a] == runs[b])
                {
                    wanted.insert((articles[one].id.clone(), articles[other].id.clone()), how);
                }
            }
        }
        prop_assert_eq!(&found, &wanted);
        for (a, one) in articles.iter().enumerate() {
            for (b, other) in articles.iter().enumerate() {
                let together = ids(&groups).iter().any(|g| g.contains(&one.id) && g.contains(&other.id));
                prop_assert_eq!(together, sets.root(a) == sets.root(b), "{} {}", one.id, other.id);
            }
        }
    }

    #[test]
    fn the_order_of_articles_makes_no_difference(articles in corpus(), shuffled in any::<prop::sample::Index>(), frozen in prop::collection::vec((0usize..14, 0usize..3), 0..6)) {
        let frozen = Frozen {
            articles: frozen.into_iter().map(|(n, s)| (format!("{n:02}").into(), Split::ALL[s].0)).collect(),
            ..Frozen::default()
        };
        let mut other = articles.clone();
        other.reverse();
        let middle = shuffled.index(other.len());
        other.rotate_left(middle);
        let splits = grouping(&articles).assign(&frozen);
        prop_assert_eq!(&splits, &grouping(&other).assign(&frozen));
        prop_assert_eq!(splits.of.len(), articles.len());
        for (id, split) in &splits.of {
            prop_assert!(frozen.articles.get(id).is_none_or(|f| f == split), "{} moved", id);
        }
        for pair in &splits.near {
            let apart = splits.of[&pair.one] != splits.of[&pair.other];
            let told = splits.leaks.iter().any(|l| (&l.one.0, &l.other.0) == (&pair.one, &pair.other));
            prop_assert_eq!(apart, told);
        }
        let next = splits.freeze(&frozen);
        prop_assert_eq!(Frozen::read(&next.write()), Ok(next.clone()));
        prop_assert_eq!(grouping(&articles).assign(&next).of, splits.of);
    }

    #[test]
    fn any_text_and_address_can_come(id in any::<String>(), text in any::<String>(), url in "\\PC{0,30}|[a:/?#&=@.]{0,12}", alike in any::<f64>()) {
        let mut grouping = Grouping::new(Options { alike, contained: alike, words: 0 });
        grouping.add(&Facts { id: &id, text: &text, event: Some(&text), url: Some(&url) });
        grouping.add(&Facts { id: &id, text: &url, event: None, url: None });
        let splits = grouping.groups().assign(&Frozen::default());
        prop_assert_eq!(splits.of.len(), 1);
        prop_assert_eq!(splits.leaks, []);
        let _ = Frozen::read(&text);
    }
}
