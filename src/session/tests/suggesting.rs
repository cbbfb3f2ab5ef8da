//! Stories with suggestions: accepted, mended, rejected, taken back; sources that are made up.

use super::*;
use crate::{
    model::{Origin, State},
    suggest::{Goal, Proposal},
};
use std::sync::Arc;

/// A made-up source: it proposes a label for these words wherever they stand, as often as it is asked.
#[derive(Clone)]
pub(super) struct Made {
    source: &'static str,
    words: &'static str,
    label: &'static str,
    attributes: Vec<(&'static str, &'static str)>,
    /// A role, and the words and the label of what it leads to.
    link: Option<(&'static str, &'static str, &'static str)>,
    score: f32,
}

fn made(source: &'static str, label: &'static str, words: &'static str) -> Made {
    Made { source, words, label, attributes: Vec::new(), link: None, score: 0.8 }
}

impl Made {
    fn says(mut self, name: &'static str, value: &'static str) -> Self {
        self.attributes.push((name, value));
        self
    }

    fn by(mut self, role: &'static str, words: &'static str) -> Self {
        self.link = Some((role, words, "Actor"));
        self
    }

    fn score(self, score: f32) -> Self {
        Made { score, ..self }
    }

    /// What it proposes for a text.
    pub(super) fn propose(&self, text: &Text) -> Vec<Proposal> {
        let places = |words: &str| -> Vec<Span> {
            let found = text.as_str().match_indices(words);
            found.map(|(at, w)| Span::new(ByteOffset(at), ByteOffset(at + w.len())).unwrap()).collect()
        };
        let goal = self.link.and_then(|(role, words, label)| {
            let span = *places(words).first()?;
            Some(Goal { role: role.into(), span, label: label.into() })
        });
        let of = |span: Span| Proposal {
            source: self.source.into(),
            span,
            label: self.label.into(),
            attributes: self.attributes.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
            links: goal.iter().cloned().collect(),
            score: self.score,
            why: format!("“{}” is known", self.words),
        };
        places(self.words).into_iter().map(of).collect()
    }
}

/// A world in which these sources propose.
fn asked(stories: &[&str], sources: Vec<Made>) -> World {
    let mut w = world(stories);
    w.sources = sources;
    // What was asked before there were sources is asked again.
    w.act(Action::Suggest(SuggestAction::Program(None)));
    w
}

impl World {
    /// The words that are suggested, each with its label; the one in hand between stars.
    fn ghosts(&self) -> String {
        let doc = self.session.doc().unwrap();
        let state = self.session.suggesting();
        let hand = state.in_hand().map(|s| s.id);
        let word = |s: &Arc<Suggestion>| {
            let words = format!("{} {}", s.label, s.span.of(doc.text()));
            if Some(s.id) == hand { format!("*{words}*") } else { words }
        };
        state.shown().iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// What marks came of: words, source, and whether they were mended.
    fn origins(&self) -> String {
        let doc = self.session.doc().unwrap();
        let of = |(span, mark): (Span, &Arc<crate::model::Annotation>)| {
            let Some(Origin { source, mended }) = mark.origin.as_deref() else { return span.of(doc.text()).to_owned() };
            format!("{}: {source}{}", span.of(doc.text()), if *mended { " mended" } else { "" })
        };
        doc.set().placed().map(of).collect::<Vec<_>>().join(", ")
    }
}

/// Before, the sources, what is done, after; undone it is before again, and done again after.
#[track_caller]
fn check_with(before: &str, sources: Vec<Made>, does: impl FnOnce(&mut World), after: &str) {
    let mut w = asked(&[before], sources);
    let ghosts = w.ghosts();
    does(&mut w);
    assert_eq!(w.story(), after);
    let later = w.ghosts().replace('*', "");
    while w.session.undo_title().is_some() {
        w.keys("Ctrl+z");
    }
    assert_eq!(w.story(), before, "undone");
    assert_eq!(w.ghosts().replace('*', ""), ghosts, "and suggested again");
    while w.session.redo_title().is_some() {
        w.keys("Ctrl+Shift+z");
    }
    assert_eq!(w.story(), after, "done again");
    assert_eq!(w.ghosts().replace('*', ""), later, "and decided again");
}

#[test]
fn a_sweep_goes_from_one_to_the_next_and_round() {
    let mut w = asked(&["Ann met Bob on Monday"], vec![made("x", "Actor", "Ann"), made("x", "Actor", "Bob")]);
    assert_eq!(w.ghosts(), "Actor Ann, Actor Bob");
    assert_eq!(w.keys("Tab").ghosts(), "*Actor Ann*, Actor Bob");
    assert_eq!(w.keys("Tab").ghosts(), "Actor Ann, *Actor Bob*");
    assert_eq!(w.keys("Space").ghosts(), "*Actor Ann*, Actor Bob");
    assert_eq!(w.keys("Shift+Tab").ghosts(), "Actor Ann, *Actor Bob*");
    let at = w.place("Bob").start();
    assert_eq!(w.session.reveal().map(|r| r.at), Some(at));
    assert_eq!(w.keys("Esc").ghosts(), "Actor Ann, Actor Bob", "Esc leaves the sweep");
    w.keys("Tab").click("Monday");
    assert_eq!(w.ghosts(), "Actor Ann, Actor Bob", "so does a click");
    assert_eq!(w.session.undo_title(), None, "nothing became a mark by itself");
    w.keys("a x A");
    assert_eq!(w.story(), "Ann met Bob on Monday", "with none in hand these keys do nothing");
}

#[test]
fn what_is_accepted_is_a_mark_and_the_next_comes_in_hand() {
    let sources = || vec![made("dates", "Date", "7/12").says("value", "2021-12-07"), made("x", "Actor", "Ann")];
    let does = |w: &mut World| {
        w.keys("Tab a");
        assert_eq!(w.ghosts(), "*Actor Ann*");
        assert_eq!(w.session.undo_title(), Some("Accept Date “7/12”"));
        w.keys("a");
        assert_eq!(w.origins(), "7/12: dates, Ann: x");
        let date = w.session.doc().unwrap().set().iter().next().unwrap().clone();
        let said: Vec<String> = date.attributes.iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(said, ["kind=DATE", "value=2021-12-07"], "the type follows from the value");
    };
    check_with("On 7/12 Ann came", sources(), does, "On [Date 7/12] [Actor Ann] came");
}

#[test]
fn values_that_do_not_check_or_that_the_label_lacks_are_left_out() {
    let date = made("dates", "Date", "7/12").says("value", "soon").says("type", "DATE").says("colour", "red");
    let mut w = asked(&["On 7/12 Ann came"], vec![date]);
    w.keys("Tab a");
    let mark = w.session.doc().unwrap().set().iter().next().unwrap().clone();
    let said: Vec<String> = mark.attributes.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(said, ["kind=DATE"], "a former name is read as the present one");
}

#[test]
fn a_claim_comes_with_its_source_as_one_step() {
    let claim = || made("claims", "Claim", "it rained").by("source", "Ann").says("cue", "said");
    let does = |w: &mut World| {
        w.keys("Tab a");
        assert_eq!(w.session.undo_title(), Some("Accept Claim “it rained” with its source"));
        let set = w.session.doc().unwrap().set();
        let (ann, said) = (set.iter().next().unwrap(), set.iter().nth(1).unwrap());
        assert_eq!(said.links.iter().map(|l| (&*l.role, &l.to)).collect::<Vec<_>>(), [("source", &ann.id)]);
        assert_eq!(said.attributes.get("cue").map(|v| &**v), Some("said"));
        assert_eq!(w.origins(), "Ann: claims, it rained: claims");
    };
    check_with("Ann said it rained", vec![claim()], does, "[Actor Ann] said [Claim it rained]");
    // The actor that is there is taken, also where it has other edges.
    let does = |w: &mut World| {
        w.keys("Tab a");
        let set = w.session.doc().unwrap().set();
        let (ann, said) = (set.iter().next().unwrap(), set.iter().nth(1).unwrap());
        assert_eq!(said.links.iter().map(|l| &l.to).collect::<Vec<_>>(), [&ann.id]);
        assert_eq!(w.origins(), "Ms Ann, it rained: claims");
    };
    check_with("[Actor Ms Ann] said it rained", vec![claim()], does, "[Actor Ms Ann] said [Claim it rained]");
    // What is proposed for the actor beside is said of it too.
    let mut w = asked(
        &["Ann said it rained"],
        vec![claim(), made("names", "Actor", "Ann").says("entity", "Ann Lee").score(0.1)],
    );
    w.keys("Tab a");
    let ann = w.session.doc().unwrap().set().iter().next().unwrap().clone();
    assert_eq!(ann.attributes.get("entity").map(|v| &**v), Some("Ann Lee"));
}

#[test]
fn links_whose_role_the_label_lacks_or_that_do_not_fit_are_left_out() {
    let odd = Made { link: Some(("source", "rained", "Date")), ..made("claims", "Claim", "it rained") };
    check_with("Ann said it rained", vec![odd], |w| _ = w.keys("Tab a"), "Ann said [Claim it rained]");
    let odd = made("claims", "Claim", "it rained").by("uncle", "Ann");
    check_with("Ann said it rained", vec![odd], |w| _ = w.keys("Tab a"), "Ann said [Claim it rained]");
}

#[test]
fn edges_and_label_may_be_mended_first() {
    let mut w = asked(&["hôm qua ông Biden nói"], vec![made("x", "Actor", "Biden")]);
    assert_eq!(w.keys("Tab [").ghosts(), "*Actor ông Biden*");
    assert_eq!(w.session.undo_title(), None);
    w.keys("3 a");
    assert_eq!((w.story().as_str(), w.origins().as_str()), ("hôm qua [Date ông Biden] nói", "ông Biden: x mended"));
    assert_eq!(w.ghosts(), "", "nor is what it was suggested again");
    assert_eq!(w.keys("Ctrl+z").ghosts().replace('*', ""), "Date ông Biden", "what was mended of it stays");
    let mut w = asked(&["hôm qua ông Biden nói"], vec![made("x", "Actor", "Biden")]);
    w.keys("Tab [ ]");
    w.keys("a");
    assert_eq!(w.origins(), "Biden: x", "put back it is as it was proposed");
}

#[test]
fn a_mark_that_is_changed_afterwards_was_mended_and_undo_says_it_was_not() {
    let sources = || vec![made("x", "Actor", "Biden").says("entity", "Joe Biden")];
    for keys in ["[", "2"] {
        let mut w = asked(&["ông Biden nói"], sources());
        w.keys("Tab a").click("Biden").keys(keys);
        assert!(w.origins().ends_with("Biden: x mended"), "{keys}: {}", w.origins());
        assert_eq!(w.ghosts(), "", "and is not suggested again");
        assert_eq!(w.keys("Ctrl+z").origins(), "Biden: x");
        assert!(w.keys("Ctrl+Shift+z").origins().ends_with("mended"));
    }
    let mut w = asked(&["ông Biden nói"], sources());
    w.keys("Tab a");
    let mark = w.session.doc().unwrap().set().iter().next().unwrap().id.clone();
    let say = |name: &str, value: &str| Action::Attribute {
        article: key("0.txt"),
        mark: mark.clone(),
        name: name.into(),
        value: value.to_owned(),
    };
    w.act(say("kind", "person"));
    assert_eq!(w.origins(), "Biden: x", "to say more is not to mend");
    w.act(say("entity", "Biden"));
    assert_eq!(w.origins(), "Biden: x mended");
}

#[test]
fn what_is_rejected_never_comes_back() {
    let does = |w: &mut World| {
        w.keys("Tab x");
        assert_eq!(w.ghosts(), "*Actor Bob*");
        assert_eq!(w.session.undo_title(), Some("Reject Actor “Ann”"));
        w.drag("came").keys("1");
        assert_eq!(w.ghosts(), "Actor Bob", "though the sources were asked again");
    };
    let sources = || vec![made("x", "Actor", "Ann"), made("x", "Actor", "Bob")];
    check_with("Ann and Bob came", sources(), does, "Ann and Bob [Actor came]");
    // Nor from another source, nor when the article is read again.
    let mut w = asked(&["Ann and Bob came"], sources());
    w.keys("Tab x");
    w.sources.push(made("y", "Actor", "Ann"));
    w.act(Action::Suggest(SuggestAction::Program(None)));
    assert_eq!(w.ghosts().replace('*', ""), "Actor Bob");
    w.sources.push(made("y", "Date", "Ann"));
    w.act(Action::Suggest(SuggestAction::Program(None)));
    assert_eq!(w.ghosts().replace('*', ""), "Date Ann, Actor Bob", "as something else it may");
}

#[test]
fn a_mark_that_was_accepted_and_is_removed_was_rejected_after_all() {
    let does = |w: &mut World| {
        w.keys("Tab a").click("Ann").keys("Delete");
        assert_eq!(w.ghosts(), "");
        assert_eq!(w.session.suggestion_figures().here["x"], figures(1, 0, 0, 1));
    };
    check_with("Ann came", vec![made("x", "Actor", "Ann")], does, "Ann came");
}

#[test]
fn all_of_a_label_all_like_one_and_all_are_one_step_each() {
    let sources = || vec![made("x", "Actor", "Ann"), made("x", "Date", "May"), made("x", "Actor", "Bob")];
    let text = "Ann met Bob in May and Ann left in May";
    check_with(
        text,
        sources(),
        |w| {
            w.keys("Tab A");
            assert_eq!(w.session.undo_title(), Some("Accept 3 × Actor"));
            assert_eq!(w.ghosts(), "Date May, *Date May*", "the one behind the last of them");
        },
        "[Actor Ann] met [Actor Bob] in May and [Actor Ann] left in May",
    );
    check_with(
        text,
        sources(),
        |w| {
            w.keys("Tab Alt+a");
            assert_eq!(w.session.undo_title(), Some("Accept 2 × “Ann” as Actor"));
        },
        "[Actor Ann] met Bob in May and [Actor Ann] left in May",
    );
    check_with(
        text,
        sources(),
        |w| {
            w.keys("Tab Tab Tab X");
            assert_eq!(w.session.undo_title(), Some("Reject 2 × “May” as Date"));
            assert_eq!(w.ghosts(), "Actor Ann, Actor Bob, Actor Ann");
        },
        text,
    );
    check_with(
        text,
        sources(),
        |w| {
            w.keys("Ctrl+Shift+a");
            assert_eq!(w.session.undo_title(), Some("Accept 5 suggestions"));
            assert_eq!(w.ghosts(), "");
        },
        "[Actor Ann] met [Actor Bob] in [Date May] and [Actor Ann] left in [Date May]",
    );
}

#[test]
fn what_a_person_marked_is_not_suggested_but_claims_nest() {
    let sources = vec![made("x", "Actor", "Ann Lee"), made("x", "Claim", "no"), made("x", "Claim", "said Bob said no")];
    let w = asked(&["Ann Lee said Bob said no"], sources.clone());
    assert_eq!(w.ghosts(), "Actor Ann Lee, Claim said Bob said no, Claim no");
    let w = asked(&["Ann [Actor Lee] said [Claim Bob said no]"], sources);
    assert_eq!(w.ghosts(), "Claim said Bob said no, Claim no", "other edges are the person's");
    let w = asked(&["Ann said [Claim no]"], vec![made("x", "Claim", "said no"), made("x", "Claim", "no")]);
    assert_eq!(w.ghosts(), "Claim said no");
}

#[test]
fn the_slider_and_the_sources_that_are_off_say_what_is_shown() {
    let sources = vec![made("x", "Actor", "Ann").score(0.4), made("y", "Actor", "Bob").score(0.9)];
    let mut w = asked(&["Ann and Bob"], sources);
    assert_eq!((w.ghosts(), w.session.suggestion_threshold()), ("Actor Bob".to_owned(), 0.5), "worth accepting unseen");
    w.act(Action::Suggest(SuggestAction::Threshold(0.1)));
    assert_eq!(w.ghosts(), "Actor Ann, Actor Bob");
    w.act(Action::Suggest(SuggestAction::Source("y".into(), false)));
    assert_eq!(w.ghosts(), "Actor Ann");
    assert!(w.session.settings().suggestions_off.contains("y"), "the project keeps it");
    w.act(Action::Suggest(SuggestAction::Source("y".into(), true)));
    assert_eq!(w.ghosts(), "Actor Ann, Actor Bob");
}

#[test]
fn late_answers_are_not_listened_to_and_names_stay() {
    let mut w = asked(&["Ann and Bob", "Eve and Ann"], vec![made("x", "Actor", "Ann"), made("x", "Actor", "Bob")]);
    let bob = w.session.suggesting().shown()[1].id;
    w.asks = Some(Vec::new());
    w.drag("and").keys("2");
    assert!(w.session.suggesting().is_looking());
    w.drag("Ann").keys("1");
    assert_eq!(w.asks.as_ref().map(Vec::len), Some(1), "one question at a time");
    assert_eq!(w.ghosts(), "Actor Bob", "what was decided goes at once");
    // An answer for an article that was left.
    w.act(Action::OpenArticle(key("1.txt")));
    let asks = w.asks.take().unwrap();
    let jobs: Vec<_> = asks.iter().map(|job| job.key.as_str()).collect();
    assert_eq!(jobs, ["0.txt", "1.txt"]);
    let late = asks[0].report(w.propose(&asks[0].text), None, None);
    w.session.handle(Event::Suggested(Box::new(late)));
    assert_eq!(w.ghosts(), "");
    let now = asks[1].report(w.propose(&asks[1].text), None, None);
    w.session.handle(Event::Suggested(Box::new(now)));
    w.settle();
    assert_eq!(w.ghosts(), "Actor Ann");
    w.act(Action::OpenArticle(key("0.txt")));
    assert_ne!(w.session.suggesting().shown()[0].id, bob, "another time, another name");
    let again = w.session.suggesting().shown()[0].id;
    w.drag("Ann").keys("Delete");
    assert_eq!(w.session.suggesting().shown().iter().filter(|s| s.id == again).count(), 1);
}

#[test]
fn a_first_part_is_shown_while_the_rest_is_looked_at() {
    let mut w = asked(&["Ann and Bob"], vec![made("x", "Actor", "Ann"), made("x", "Actor", "Bob")]);
    w.asks = Some(Vec::new());
    w.sources = vec![made("x", "Actor", "and")];
    w.act(Action::Suggest(SuggestAction::Program(None)));
    let job = w.asks.take().unwrap().pop().unwrap();
    let part = Span::new(ByteOffset(0), ByteOffset(7)).unwrap();
    let report = job.report(w.propose(&job.text), Some(part), None);
    w.session.handle(Event::Suggested(Box::new(report)));
    assert_eq!(w.ghosts(), "Actor and, Actor Bob");
    assert!(w.session.suggesting().is_looking());
    let report = job.report(w.propose(&job.text), None, None);
    w.session.handle(Event::Suggested(Box::new(report)));
    assert_eq!(w.ghosts(), "Actor and");
    assert!(!w.session.suggesting().is_looking());
}

fn figures(proposed: u32, accepted: u32, mended: u32, rejected: u32) -> Figures {
    Figures { proposed, accepted, mended, rejected }
}

#[test]
fn a_finished_article_teaches_once_and_the_figures_know_what_was_passed_over() {
    let sources = ["Ann", "Bob", "Eve", "Kim"].map(|name| made("x", "Actor", name)).to_vec();
    let mut w = asked(&["Ann, Bob, Eve Lee, Kim", "Next"], sources);
    w.session.set_now(10.0, "2026-01-02T03:04:05Z");
    w.session.set_today(jiff::civil::date(2026, 1, 2));
    w.keys("Tab a x } a");
    assert_eq!(w.ghosts(), "*Actor Kim*");
    assert_eq!(w.session.suggestion_figures().here["x"], figures(4, 1, 1, 1));
    assert_eq!(w.learnt, [], "not before it is done");
    w.keys("Enter");
    let (learnt, set, proposed) = &w.learnt[0];
    assert_eq!((learnt.as_str(), set.state(), *proposed), ("0.txt", State::Done, 4));
    assert_eq!(w.session.current().map(|k| k.as_str()), Some("1.txt"));
    let all = w.session.suggestion_figures();
    assert_eq!(all.whole["x"], figures(4, 1, 1, 1), "what was passed over is kept: one of the four");
    assert_eq!(all.actions_whole, Some(1.5), "three things done, two marks");
    w.act(Action::OpenArticle(key("0.txt")));
    assert_eq!(w.ghosts(), "", "in a finished article what is left was seen");
    w.keys("Ctrl+Enter");
    assert_ne!(w.ghosts(), "");
    w.keys("Ctrl+Enter");
    assert_eq!(w.learnt.len(), 1, "the same marks teach nothing new");
}

#[test]
fn a_project_is_learnt_from_when_it_is_opened() {
    let mut w = world(&["[Actor Ann] came", "[Actor Bob] left", "Eve"]);
    w.sources = vec![made("x", "Actor", "Eve")];
    w.session.handle(Event::SummariesDone);
    let effects = w.session.take_effects();
    let jobs: Vec<_> = effects.iter().filter(|e| matches!(e, Effect::Rebuild(_))).collect();
    assert_eq!(jobs.len(), 1);
    w.session.handle(Event::SummariesDone);
    assert!(!w.session.take_effects().iter().any(|e| matches!(e, Effect::Rebuild(_))), "once");
    let Some(Effect::Rebuild(job)) = jobs.first() else { panic!() };
    w.session.handle(Event::Taught(Box::new(job.begin())));
    let asked = w.session.take_effects().iter().any(|e| matches!(e, Effect::Suggest(_)));
    assert!(asked, "and the sources are asked again");
}

#[test]
fn a_date_takes_the_value_of_the_year_or_the_week_beside() {
    let sources = vec![
        made("dates", "Date", "7/12").says("value", "2021-12-07"),
        made("dates", "Date", "thứ Ba").says("value", "2021-12-14"),
    ];
    let mut w = asked(&["Hôm 7/12 và thứ Ba tới"], sources);
    let value = |w: &World| w.session.suggesting().in_hand().unwrap().attributes["value"].to_string();
    w.keys("Tab ,");
    assert_eq!(value(&w), "2020-12-07");
    w.keys("; ;");
    assert_eq!(value(&w), "2022-12-07");
    w.keys(",");
    assert!(!w.session.suggesting().in_hand().unwrap().mended, "back where it was it is not mended");
    w.keys("; a");
    assert_eq!(w.origins(), "7/12: dates mended");
    w.keys(",");
    assert_eq!(value(&w), "2021-12-07", "a weekday goes by weeks");
    w.keys("x").click("7/12").keys(";");
    let mark = w.session.doc().unwrap().selected().unwrap().clone();
    assert_eq!(&*mark.attributes["value"], "2023-12-07", "a mark too");
    assert_eq!(w.session.undo_title(), Some("Set value of “7/12” to 2023-12-07"));
    w.click("tới").keys(";");
    assert_eq!(w.session.undo_title(), Some("Set value of “7/12” to 2023-12-07"), "what is no date has no neighbour");
}

/// Answers what waits with the program's own sources; gives what was told on the way.
fn answer_for_real(w: &mut World) -> Vec<SuggestReport> {
    answer_knowing(w, &mut Knowledge::default())
}

fn answer_knowing(w: &mut World, know: &mut Knowledge) -> Vec<SuggestReport> {
    let mut told = Vec::new();
    for job in w.asks.take().unwrap() {
        know.follow(&job);
        let report = job.ask(know, &[], None, &|| true, &mut |part| told.push(part)).unwrap();
        told.push(report.clone());
        w.session.handle(Event::Suggested(Box::new(report)));
    }
    w.asks = Some(Vec::new());
    told
}

/// A world in which the program's own sources are asked.
fn real(story: &str) -> World {
    let mut w = world(&[story]);
    w.asks = Some(Vec::new());
    w.act(Action::Suggest(SuggestAction::Program(None)));
    w
}

#[test]
fn the_publication_date_that_a_text_gives_away_is_asked_once() {
    let text = "Hôm thứ Ba (7/12/2021), bà Lan cho biết nước đã rút.";
    let mut w = real(text);
    answer_for_real(&mut w);
    let question = w.session.asked_published().cloned().unwrap();
    let date = question.date.unwrap();
    assert_eq!(date.to_string(), "2021-12-07");
    w.act(Action::Suggest(SuggestAction::AnswerPublished(PublishedAnswer::Yes)));
    assert_eq!(w.session.doc().unwrap().metadata().published, Some(date));
    assert_eq!(w.session.asked_published(), None);
    let mut w = real(text);
    answer_for_real(&mut w);
    w.act(Action::Suggest(SuggestAction::AnswerPublished(PublishedAnswer::No)));
    w.drag("nước").keys("1");
    answer_for_real(&mut w);
    assert_eq!(w.session.asked_published(), None, "once");
    let mut w = real(text);
    answer_for_real(&mut w);
    w.act(Action::Suggest(SuggestAction::AnswerPublished(PublishedAnswer::Other("2021-12-08".to_owned()))));
    assert_eq!(w.session.doc().unwrap().metadata().published.as_ref().unwrap().to_string(), "2021-12-08");
}

#[test]
fn where_the_text_gives_no_publication_date_away_it_is_asked_for() {
    let mut w = real("Bà Lan cho biết nước rút hôm 7/12. Ông Minh chờ hai ngày.");
    answer_for_real(&mut w);
    let question = w.session.asked_published().cloned().unwrap();
    assert_eq!((question.date, &*question.from), (None, "hôm 7/12"));
    w.act(Action::Suggest(SuggestAction::AnswerPublished(PublishedAnswer::Other("2021-12-08".to_owned()))));
    answer_for_real(&mut w);
    assert_eq!(w.session.asked_published(), None);
    let date = w.session.suggesting().shown().iter().find(|s| &*s.label == "Date").unwrap().clone();
    assert_eq!(&*date.attributes["value"], "2021-12-07");
    let mut w = real("Ông Minh chờ hai ngày.");
    answer_for_real(&mut w);
    assert_eq!(w.session.asked_published(), None, "nothing here needs one");
}

#[test]
fn the_sources_of_the_program_are_asked_and_learn() {
    let mut w = real("Ngày 7/12/2021, bà Lan đến. Bà Lan nói trời mưa.");
    answer_for_real(&mut w);
    let date = w.session.suggesting().shown().iter().find(|s| &*s.label == "Date").unwrap().clone();
    assert_eq!((&*date.source, &*date.title, &*date.attributes["value"]), ("dates", "Dates", "2021-12-07"));
    w.act(Action::Suggest(SuggestAction::Accept(date.id)));
    answer_for_real(&mut w);
    assert!(w.session.suggesting().shown().iter().all(|s| s.span != date.span));
    w.session.act(Action::Run("done"));
    let jobs = w.session.take_effects();
    let mut know = Knowledge::default();
    let learn = jobs.iter().find_map(|e| if let Effect::Learn(job) = e { Some(job) } else { None }).unwrap();
    assert!(learn.proposed.iter().any(|p| p.span == date.span), "what was taken was proposed");
    learn.teach(&mut know);
    assert_eq!(know.memory.get::<crate::suggest::Tallies>().map(|t| t.articles()), Some(1));
}

#[test]
fn a_source_that_turned_itself_down_is_asked_anew_and_that_is_taken_back() {
    let days: String = (1..=9).map(|day| format!("Ngày {day}/12/2021 trời mưa. ")).collect();
    let mut w = real(&days);
    answer_for_real(&mut w);
    w.session.act(Action::Run("done"));
    let learn =
        w.session.take_effects().into_iter().find_map(|e| if let Effect::Learn(job) = e { Some(job) } else { None });
    let mut know = Knowledge::default();
    learn.unwrap().teach(&mut know);
    let mut w = real("Ngày 7/12/2021 trời nắng.");
    let dates = |w: &World| {
        let row = w.session.suggestion_sources().into_iter().find(|row| &*row.id == "dates").unwrap();
        (row.turned_down.is_some(), row.anew, w.session.suggesting().shown().len())
    };
    answer_knowing(&mut w, &mut know);
    assert_eq!(dates(&w), (true, false, 0));
    w.act(Action::Suggest(SuggestAction::Anew("dates".into(), true)));
    answer_knowing(&mut w, &mut know);
    assert_eq!(dates(&w), (false, true, 1));
    w.act(Action::Suggest(SuggestAction::Anew("dates".into(), false)));
    answer_knowing(&mut w, &mut know);
    assert_eq!(dates(&w), (true, false, 0));
}

#[test]
fn word_lists_that_changed_are_read_and_the_sources_asked_again() {
    let mut w = real("Bà Lan đến.");
    answer_for_real(&mut w);
    w.session.handle(Event::Changed(Change::Lists));
    let effects = w.session.take_effects();
    assert!(matches!(effects[..], [Effect::ReadLists]), "{effects:?}");
    w.session.handle(Event::ListsRead);
    w.settle();
    assert_eq!(w.asks.as_ref().map(Vec::len), Some(1), "asked again");
}

#[test]
fn of_a_long_text_the_part_that_is_seen_comes_first() {
    let day = |n: usize| format!("Ngày {}/12/2021 trời mưa to ở nhiều nơi trong tỉnh.\r\n", n % 28 + 1);
    let text: String = (0..2000).map(day).collect();
    let middle = text.len() / 2;
    let mut w = real(&text);
    let caret = w.session.doc().unwrap().text().grapheme_floor(ByteOffset(middle));
    answer_for_real(&mut w);
    w.act(Action::MoveCaret { to: caret, extend: false });
    w.act(Action::Suggest(SuggestAction::Program(None)));
    let told = answer_for_real(&mut w);
    let [part, whole] = &told[..] else { panic!("{}", told.len()) };
    let (seen, all) = (part.spans(), whole.spans());
    assert!(all.len() > 1500 && seen.len() > 300 && seen.len() < 1000, "{} of {}", seen.len(), all.len());
    assert!(seen.iter().all(|s| all.contains(s)), "at the very places");
    assert!(seen.iter().all(|s| s.start().0.abs_diff(middle) < 40 << 10));
}

#[test]
fn machine_annotators_sets_are_a_source_under_their_name() {
    let mut w = real("Ann said it rained");
    let machine = AnnotatorName::new("machine: tagger").unwrap();
    let story = story::parse("[Actor Ann] said [Claim it rained]").unwrap();
    let job = w.asks.take().unwrap().pop().unwrap();
    let work = |text: &str| crate::store::Work {
        key: key("0.txt"),
        text: Text::new(text),
        metadata: Metadata::default(),
        meta_trouble: None,
        sets: vec![(machine.clone(), Ok(story::set(&story, 3)))],
    };
    assert!(job.of_machines(&work("Ann said it snowed")).is_empty(), "on another text they say nothing");
    let proposed = job.of_machines(&work("Ann said it rained"));
    w.session.handle(Event::Suggested(Box::new(job.report(proposed, None, None))));
    assert_eq!(w.ghosts(), "Actor Ann, Claim it rained");
    w.keys("Tab a");
    assert_eq!(w.origins(), "Ann: machine: tagger");
}
