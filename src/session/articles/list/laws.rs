//! Laws of the list: what it shows and in which order, against a filter and a sort that are plainly right.

use super::*;
use crate::{
    model::{Metadata, Published},
    session::articles::filter::{Wanted, Within},
    store::SetSummary,
};
use proptest::prelude::*;

fn me() -> AnnotatorName {
    AnnotatorName::new("Lan").unwrap()
}

fn key(n: usize) -> ArticleKey {
    ArticleKey::new(&format!("{n:03}.txt")).unwrap()
}

/// What is known of an article, drawn from few values so that many are alike.
#[derive(Clone, Debug)]
struct Seed {
    title: Option<&'static str>,
    outlet: Option<&'static str>,
    event: Option<&'static str>,
    day: Option<u8>,
    state: usize,
    actors: usize,
    trouble: bool,
}

fn seed() -> impl Strategy<Value = Seed> {
    let outlet = prop::sample::select(vec![None, Some("Ven Sông"), Some("River Post")]);
    let event = prop::sample::select(vec![None, Some("Đập"), Some("Dap"), Some("Chợ")]);
    let title = prop::sample::select(vec![None, Some("Đập vỡ"), Some("Chợ nổi"), Some("a"), Some("Z")]);
    (title, outlet, event, prop::option::of(1u8..6), 0usize..4, 0usize..3, prop::bool::weighted(0.1)).prop_map(
        |(title, outlet, event, day, state, actors, trouble)| Seed {
            title,
            outlet,
            event,
            day,
            state,
            actors,
            trouble,
        },
    )
}

fn summary(n: usize, seed: &Seed) -> Summary {
    let text = |value: Option<&str>| value.map(Arc::from);
    let set = SetSummary {
        annotator: me(),
        state: State::ALL[seed.state].0,
        by_label: (seed.actors > 0).then(|| ("Actor".into(), seed.actors)).into_iter().collect(),
        lost: 0,
        skipped: "".into(),
        trouble: None,
    };
    Summary {
        key: key(n),
        metadata: Metadata {
            title: text(seed.title),
            outlet: text(seed.outlet),
            event: text(seed.event),
            published: seed.day.map(|d| Published::parse(&format!("2024-01-0{d}")).unwrap()),
            ..Metadata::default()
        },
        trouble: seed.trouble.then(|| "gone".to_owned()),
        notices: Vec::new(),
        sets: vec![set],
        facts: Default::default(),
    }
}

fn filter() -> impl Strategy<Value = Filter> {
    let wanted = |one: &'static str| {
        prop::sample::select(vec![Wanted::Any, Wanted::Any, Wanted::Unknown, Wanted::Is(one.into())])
    };
    let day = || prop::option::weighted(0.3, (1i8..6).prop_map(|d| jiff::civil::date(2024, 1, d)));
    let within = prop::option::weighted(0.2, prop::collection::hash_set((0usize..20).prop_map(key), 0..12));
    (
        prop::sample::select(vec!["", "", "dap", "CHO noi", "song 00"]),
        prop::sample::select(Status::ALL.to_vec()),
        (wanted("Ven Sông"), wanted("Đập")),
        prop::option::weighted(0.3, any::<bool>()),
        (day(), day()),
        within,
        prop::bool::weighted(0.2),
    )
        .prop_map(|(words, status, (outlet, event), label, (from, to), within, mine)| Filter {
            words: words.to_owned(),
            mine,
            status,
            outlet,
            event,
            label: label.map(|has| ("Actor".into(), has)),
            from,
            to,
            within: within.map(|keys| Within { what: "Found".into(), keys: keys.into() }),
        })
}

fn order() -> impl Strategy<Value = ArticleOrder> {
    use SortBy::{Event, Marks, Name, Outlet, Published, Status, Title};
    (prop::sample::select(vec![Name, Title, Outlet, Published, Event, Marks, Status]), any::<bool>(), any::<bool>())
        .prop_map(|(by, descending, grouped)| ArticleOrder { by, descending, grouped })
}

/// Whether an article passes, said plainly.
fn passes(filter: &Filter, n: usize, seed: &Seed) -> bool {
    let state = State::ALL[seed.state].0;
    let all = [seed.title, seed.outlet, seed.event, Some(key(n).as_str())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let all = folded(&all);
    let day = seed.day.map(|d| jiff::civil::date(2024, 1, i8::try_from(d).unwrap()));
    let wanted = |wanted: &Wanted, value: Option<&str>| match wanted {
        Wanted::Any => true,
        Wanted::Unknown => value.is_none(),
        Wanted::Is(w) => value == Some(&**w),
    };
    filter.words.split_whitespace().all(|w| all.contains(&folded(w)))
        && match filter.status {
            Status::All => true,
            Status::Trouble => seed.trouble,
            Status::ToDo => !seed.trouble && state != State::Done && state != State::Skipped,
            Status::Only(wanted) => !seed.trouble && state == wanted,
        }
        && wanted(&filter.outlet, seed.outlet)
        && wanted(&filter.event, seed.event)
        && filter.label.as_ref().is_none_or(|(_, has)| *has == (seed.actors > 0))
        && (filter.from.is_none() && filter.to.is_none() || day.is_some())
        && filter.from.is_none_or(|from| day >= Some(from))
        && filter.to.is_none_or(|to| day <= Some(to))
        && (!filter.mine || n.is_multiple_of(2))
        && filter.within.as_ref().is_none_or(|w| w.keys.contains(&key(n)))
}

/// The key by which an article is sorted, unknown ones apart.
fn sort_key(by: SortBy, n: usize, seed: &Seed) -> Option<String> {
    match by {
        SortBy::Name => Some(format!("{n:03}")),
        SortBy::Title => Some(folded(seed.title.unwrap_or(key(n).file_name()))),
        SortBy::Outlet => seed.outlet.map(folded),
        SortBy::Published => seed.day.map(|d| d.to_string()),
        SortBy::Event => seed.event.map(|e| format!("{} {e}", folded(e))),
        SortBy::Marks => Some(seed.actors.to_string()),
        SortBy::Status => Some(format!("{:?}", State::ALL[seed.state].0 as u8)),
    }
}

/// Every second article is mine to do.
fn every_second() -> Settings {
    let assigned = (0..20).step_by(2).map(|n| (key(n), vec![me()])).collect();
    Settings { assigned, ..Settings::default() }
}

fn list(seeds: &[Seed], batches: usize) -> ArticleList {
    let mut list = ArticleList::default();
    list.replace((0..seeds.len()).map(key).collect());
    list.set_mine(&every_second(), &me());
    let all: Vec<Summary> = seeds.iter().enumerate().map(|(n, s)| summary(n, s)).collect();
    for batch in all.chunks(batches.max(1)) {
        list.learn(batch.to_vec(), Some(&me()));
    }
    list
}

fn shown(list: &ArticleList) -> Vec<ArticleKey> {
    (0..list.shown_len()).map(|n| list.shown(n).unwrap().key.clone()).collect()
}

proptest! {
    #[test]
    fn the_list_shows_what_passes_in_order(
        seeds in prop::collection::vec(seed(), 0..20), filter in filter(), order in order(), batches in 1usize..20)
    {
        let mut list = list(&seeds, batches);
        list.set_order(order);
        list.set_filter(filter.clone());
        let mut expected: Vec<usize> = (0..seeds.len()).filter(|n| passes(&filter, *n, &seeds[*n])).collect();
        let by = |by: SortBy, descending: bool, a: usize, b: usize| {
            match (sort_key(by, a, &seeds[a]), sort_key(by, b, &seeds[b])) {
                (Some(a), Some(b)) if descending => b.cmp(&a),
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => a.is_none().cmp(&b.is_none()),
            }
        };
        expected.sort_by(|a, b| {
            let groups = if order.grouped { by(SortBy::Event, order.descending && order.by == SortBy::Event, *a, *b) } else { Ordering::Equal };
            groups.then(by(order.by, order.descending, *a, *b)).then(a.cmp(b))
        });
        prop_assert_eq!(shown(&list), expected.iter().map(|n| key(*n)).collect::<Vec<_>>());
        // Sorted as they come in, it is the same.
        let mut early = ArticleList::default();
        early.set_order(order);
        early.set_filter(filter.clone());
        early.replace((0..seeds.len()).map(key).collect());
        early.set_mine(&every_second(), &me());
        for (n, s) in seeds.iter().enumerate() {
            early.learn(vec![summary(n, s)], Some(&me()));
        }
        prop_assert_eq!(shown(&early), shown(&list));
        // Where nothing passes, dropping what is offered shows as many as it says.
        for (part, count) in list.hindrances().to_vec() {
            list.set_filter(filter.without(part));
            prop_assert_eq!(list.shown_len(), count);
        }
    }

    #[test]
    fn rows_are_headings_and_articles_and_each_knows_its_place(
        seeds in prop::collection::vec(seed(), 0..20), filter in filter(), order in order(), folded in prop::collection::vec(any::<bool>(), 4))
    {
        let mut list = list(&seeds, 20);
        list.set_order(order);
        list.set_filter(filter);
        for (event, folded) in [None, Some("Đập"), Some("Dap"), Some("Chợ")].into_iter().zip(&folded) {
            list.fold(event.map(Arc::from), *folded);
        }
        let rows: Vec<Row<'_>> = (0..list.rows()).map(|n| list.row(n).unwrap()).collect();
        prop_assert!(list.row(rows.len()).is_none());
        let (mut articles, mut group, mut seen) = (Vec::new(), None, 0);
        for (n, row) in rows.iter().enumerate() {
            match row {
                Row::Group(g) => {
                    prop_assert_eq!(list.heading_of(n), Some(n));
                    prop_assert!(g.shown > 0 && g.shown <= g.total && g.done + g.skipped <= g.total);
                    prop_assert_eq!(g.total, seeds.iter().filter(|s| s.event == g.event.as_deref()).count());
                    seen += g.shown;
                    group = Some(g);
                }
                Row::Article(e) => {
                    prop_assert_eq!(list.row_of(&e.key), Some(n));
                    if let Some(g) = group {
                        prop_assert!(!g.folded && g.event.as_ref() == e.event());
                    }
                    articles.push(e.key.clone());
                }
            }
        }
        if order.grouped {
            prop_assert_eq!(seen, list.shown_len());
        } else {
            prop_assert_eq!(&articles, &shown(&list));
        }
        // From article to article, forward and back; from one without a row to its neighbours in the order.
        for pair in articles.windows(2) {
            prop_assert_eq!(list.beside(&pair[0], 1).map(|e| &e.key), Some(&pair[1]));
            prop_assert_eq!(list.beside(&pair[1], -1).map(|e| &e.key), Some(&pair[0]));
        }
        for hidden in (0..seeds.len()).map(key).filter(|k| list.row_of(k).is_none()) {
            let rank = |k: &ArticleKey| list.rank[list.by_key[k]];
            let after = articles.iter().find(|a| rank(a) > rank(&hidden));
            let before = articles.iter().rev().find(|a| rank(a) < rank(&hidden));
            prop_assert_eq!(list.beside(&hidden, 1).map(|e| &e.key), after);
            prop_assert_eq!(list.beside(&hidden, -1).map(|e| &e.key), before);
        }
    }
}

#[test]
fn what_there_is_to_filter_by_is_counted() {
    let seed = |outlet, event, state| Seed { title: None, outlet, event, day: None, state, actors: 0, trouble: false };
    let seeds = [seed(Some("B"), None, 0), seed(Some("á"), Some("E"), 2), seed(Some("B"), Some("E"), 3)];
    let list = list(&seeds, 3);
    let facets = list.facets();
    assert_eq!(facets.outlets, [(Some("á".into()), 1), (Some("B".into()), 2)]);
    assert_eq!(facets.events, [(Some("E".into()), 2), (None, 1)]);
    assert_eq!(facets.statuses, [3, 1, 1, 0, 1, 1, 0]);
    assert_eq!((list.done(), list.skipped()), (1, 1));
}

#[test]
fn news_of_very_many_articles_is_put_in_order_at_the_latest_when_all_are_known() {
    let name = |n: usize| ArticleKey::new(&format!("{n:05}.txt")).unwrap();
    let many = |n: usize| {
        let seed = Seed { title: None, outlet: None, event: None, day: None, state: 0, actors: n % 7, trouble: false };
        Summary { key: name(n), ..summary(0, &seed) }
    };
    let mut list = ArticleList::default();
    list.set_order(ArticleOrder { by: SortBy::Marks, descending: true, grouped: false });
    list.replace((0..MANY).map(name).collect());
    for n in 0..MANY + 3 {
        list.learn(vec![many(n)], Some(&me()));
    }
    list.all_known();
    let counts: Vec<usize> = (0..list.shown_len()).map(|n| list.shown(n).unwrap().count()).collect();
    assert_eq!(counts.len(), MANY + 3, "also those that were new");
    assert!(counts.is_sorted_by(|a, b| a >= b));
}

#[test]
fn articles_without_titles_are_in_the_order_of_their_files_whatever_their_events() {
    let seed = |event| Seed { title: None, outlet: None, event, day: None, state: 0, actors: 0, trouble: false };
    let mut list = list(&[seed(None), seed(Some("Đập"))], 1);
    list.set_order(ArticleOrder { by: SortBy::Title, descending: false, grouped: false });
    assert_eq!(shown(&list), [key(0), key(1)]);
}
