//! A program of the person's own that suggests: a child process that is told documents and marks, a JSON object a line, and answers
//! each with a line. What it does wrong is told in words; it is then not asked again until the person gives it again.

use crate::{
    formats::protocol::{Answer, Line, LineDoc, LineLink, LineSpan},
    model::{ArticleKey, Published},
    session::{LearnJob, command_words, program_name},
    suggest::{Goal, Marked, Proposal, Roles},
    text::{CharOffset, Cursor, Span, Text, one_line},
};
use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

/// How long a program may take until it has answered for the first time: it may have to load much.
const START: Duration = Duration::from_secs(60);
/// How long it may take over an answer.
const ANSWER: Duration = Duration::from_secs(20);
/// How often it is looked at whether anybody still waits for an answer.
const LOOK: Duration = Duration::from_millis(50);
/// The longest answer, in bytes.
const LONGEST: u64 = 32 << 20;
/// So many of the last lines of what it says of itself are shown.
const TAIL: usize = 4;
/// What a proposal is taken for that does not say how sure it is.
const SCORE: f32 = 0.6;
/// How long it is given to end by itself.
const LEAVE: Duration = Duration::from_millis(500);

/// The program while it runs.
pub struct Program {
    command: Arc<str>,
    source: Arc<str>,
    child: Child,
    say: Option<Sender<String>>,
    answers: Receiver<Result<String, String>>,
    tail: Arc<Mutex<VecDeque<String>>>,
    /// Hangs up when all that it writes of itself was read.
    told_all: Receiver<()>,
    /// The labels it was told.
    roles: Roles,
    live: bool,
    /// Answers that nobody waits for any more and that are still to come.
    owed: usize,
    /// The document that it was told last.
    doc: Option<Known>,
}

/// A document as it is told.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    pub key: &'a ArticleKey,
    pub text: &'a Text,
    pub language: Option<&'a str>,
    pub published: Option<&'a Published>,
}

/// What a program knows of a document.
struct Known {
    key: ArticleKey,
    text: Text,
    marked: Vec<Marked>,
    spans: Vec<LineSpan>,
}

/// Why there is no answer.
enum Not {
    /// Nobody waits for it any more.
    Wanted,
    /// Something went wrong.
    Well(String),
}

impl Program {
    /// Starts a program.
    ///
    /// # Errors
    /// A sentence that says what went wrong.
    pub fn start(command: &Arc<str>, roles: &Roles) -> Result<Self, String> {
        let source = program_name(command);
        let words = command_words(command)?;
        let Some((file, arguments)) = words.split_first() else { return Err("No program was given".to_owned()) };
        let mut child = Command::new(file);
        child.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Not the project's folder: what lies there must not come to run by lying there.
        if let Some(home) = directories::UserDirs::new() {
            child.current_dir(home.home_dir());
        }
        let mut child = child.spawn().map_err(|e| format!("“{file}” could not be started: {e}"))?;
        let tail: Arc<Mutex<VecDeque<String>>> = Arc::default();
        let (say, lines) = channel::<String>();
        let (tell, answers) = channel();
        if let Some(mut input) = child.stdin.take() {
            aside(move || {
                while let Ok(line) = lines.recv() {
                    if input.write_all(line.as_bytes()).and_then(|()| input.flush()).is_err() {
                        return; // It is gone; its answers say so.
                    }
                }
            });
        }
        if let Some(output) = child.stdout.take() {
            aside(move || read_lines(output, &tell));
        }
        let (telling, told_all) = channel();
        if let Some(errors) = child.stderr.take() {
            let tail = tail.clone();
            aside(move || {
                keep_tail(errors, &tail);
                drop(telling);
            });
        }
        let (roles, command) = (roles.clone(), command.clone());
        let mut program = Program {
            command,
            source,
            child,
            say: Some(say),
            answers,
            tail,
            told_all,
            roles,
            live: false,
            owed: 0,
            doc: None,
        };
        let labels = program.roles.all.iter().map(ToString::to_string).collect();
        let hello = program.ask(&Line::Hello { labels }, START, &|| true);
        match hello {
            Ok(answer) => program.live = answer.live == Some(true),
            Err(Not::Well(why)) => return Err(program.complain(&why)),
            Err(Not::Wanted) => {}
        }
        Ok(program)
    }

    /// Whether it is the program that is wanted, and was told these labels.
    pub fn is(&self, command: &str, roles: &Roles) -> bool {
        *self.command == *command && self.roles == *roles
    }

    /// What it proposes; `None` where nobody waits for that any more.
    ///
    /// # Errors
    /// A sentence that says what went wrong.
    pub fn propose(
        &mut self,
        doc: Document<'_>,
        marked: &[Marked],
        go_on: &dyn Fn() -> bool,
    ) -> Option<Result<Vec<Proposal>, String>> {
        match self.follow(doc, marked, go_on) {
            Ok(()) => Some(self.proposals(doc.text).map_err(|why| self.complain(&why))),
            Err(Not::Wanted) => {
                self.doc = None; // What came of it is not known.
                None
            }
            Err(Not::Well(why)) => Some(Err(self.complain(&why))),
        }
    }

    /// Tells it the document, or what was marked in it since.
    fn follow(&mut self, of: Document<'_>, marked: &[Marked], go_on: &dyn Fn() -> bool) -> Result<(), Not> {
        let known = self.doc.take().filter(|doc| doc.key == *of.key && doc.text == *of.text);
        let stays = |doc: &Known| doc.marked.iter().all(|m| marked.contains(m));
        let mut doc = match known {
            Some(known) if stays(&known) || !self.live => known,
            _ => {
                let told = LineDoc {
                    id: of.key.to_string(),
                    lang: of.language.map(str::to_owned),
                    date: of.published.map(|p| p.date.to_string()),
                    text: of.text.as_str().to_owned(),
                };
                let answer = self.ask(&Line::Suggest { doc: told }, ANSWER, go_on)?;
                let spans = answer.spans.unwrap_or_default();
                Known { key: of.key.clone(), text: of.text.clone(), marked: Vec::new(), spans }
            }
        };
        if self.live {
            let mut cursor = Cursor::new(of.text);
            for mark in marked.iter().filter(|m| !doc.marked.contains(m)) {
                let span = line_span(mark, &mut cursor);
                let answer = self.ask(&Line::Added { id: of.key.to_string(), span }, ANSWER, go_on)?;
                doc.spans.extend(answer.spans.unwrap_or_default());
            }
            doc.marked = marked.to_vec();
        }
        self.doc = Some(doc);
        Ok(())
    }

    fn proposals(&self, text: &Text) -> Result<Vec<Proposal>, String> {
        let spans = self.doc.iter().flat_map(|d| &d.spans);
        let known = spans.filter(|s| self.roles.all.iter().any(|l| **l == *s.label));
        let place = |start: usize, end: usize| {
            let at = |chars: usize| text.byte_of(CharOffset(chars));
            let place = at(start).zip(at(end)).and_then(|(start, end)| Span::in_text(text, start, end).ok());
            place.ok_or_else(|| format!("it answered with a place that is not in the text ({start}–{end})"))
        };
        let proposal = |span: &LineSpan| {
            let said = [("kind", &span.kind), ("value", &span.value), ("mod", &span.modifier)];
            let said = said.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
            let more = span.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let goal = |link: &LineLink| {
                let span = place(link.start, link.end)?;
                Ok(Goal { role: link.role.as_str().into(), span, label: link.label.as_str().into() })
            };
            let why = span.why.as_ref().or(span.source.as_ref());
            Ok(Proposal {
                source: self.source.clone(),
                span: place(span.start, span.end)?,
                label: span.label.as_str().into(),
                attributes: more.chain(said).map(|(name, value)| (name.into(), value.into())).collect(),
                links: span.links.iter().map(goal).collect::<Result<_, String>>()?,
                score: span.score.unwrap_or(SCORE),
                why: why.map_or_else(|| "Your own program".to_owned(), |why| format!("Your own program: {why}")),
            })
        };
        known.map(proposal).collect()
    }

    /// Tells it what a document came to. It need not be waited for.
    ///
    /// # Errors
    /// A sentence that says what went wrong.
    pub fn learn(&mut self, job: &LearnJob, marked: &[Marked]) -> Result<(), String> {
        // It knows only what it was asked about.
        if self.doc.take().is_none_or(|doc| doc.key != job.key || doc.text != job.text) {
            return Ok(());
        }
        let mut cursor = Cursor::new(&job.text);
        let spans = marked.iter().map(|m| whole_span(m, &mut cursor)).collect();
        match self.ask(&Line::Done { id: job.key.to_string(), spans, doc: None }, ANSWER, &|| false) {
            Ok(_) | Err(Not::Wanted) => Ok(()),
            Err(Not::Well(why)) => Err(self.complain(&why)),
        }
    }

    /// Says a line and waits for the answer.
    fn ask(&mut self, line: &Line, most: Duration, go_on: &dyn Fn() -> bool) -> Result<Answer, Not> {
        // One answer after the other: those that nobody waited for come first.
        while self.owed > 0 {
            self.hear(most, go_on)?;
            self.owed -= 1;
        }
        if let Some(say) = &self.say {
            let _ = say.send(format!("{}\n", line.write())); // Where it is gone its answers say so.
        }
        match self.hear(most, go_on) {
            Ok(answer) => Ok(answer),
            Err(why) => {
                self.owed += usize::from(matches!(why, Not::Wanted));
                Err(why)
            }
        }
    }

    fn hear(&self, most: Duration, go_on: &dyn Fn() -> bool) -> Result<Answer, Not> {
        let begun = Instant::now();
        let line = loop {
            match self.answers.recv_timeout(LOOK) {
                Ok(line) => break line.map_err(Not::Well)?,
                Err(RecvTimeoutError::Disconnected) => return Err(Not::Well("it ended".to_owned())),
                Err(RecvTimeoutError::Timeout) if begun.elapsed() >= most => {
                    return Err(Not::Well(format!("it did not answer within {} s", most.as_secs())));
                }
                Err(RecvTimeoutError::Timeout) if !go_on() => return Err(Not::Wanted),
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        let said = || one_line(&line, 60);
        let answer = Answer::read(&line).map_err(|why| Not::Well(format!("it answered “{}”: {why}", said())))?;
        match (&answer.error, answer.ok) {
            (Some(error), _) => Err(Not::Well(format!("it says: {}", one_line(error, 200)))),
            (None, Some(false)) => Err(Not::Well("it says that it cannot do this".to_owned())),
            _ => Ok(answer),
        }
    }

    /// What went wrong, with how it ended and the last it said of itself.
    fn complain(&mut self, why: &str) -> String {
        // What it says of itself may come a moment later.
        let ended = wait(&mut self.child, LEAVE / 5);
        if ended.is_some() {
            let _ = self.told_all.recv_timeout(LEAVE);
        }
        let ended = ended.filter(|status| !status.is_empty()).map(|status| format!(" ({status})")).unwrap_or_default();
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let tail: Vec<&str> = tail.iter().map(String::as_str).collect();
        let tail = if tail.is_empty() { String::new() } else { format!(". The last it wrote: {}", tail.join(" / ")) };
        format!("Your own program is not asked any more: {why}{ended}{tail}. Give it again to start it again")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(say) = self.say.take() {
            let _ = say.send(format!("{}\n", Line::Quit.write()));
        }
        if wait(&mut self.child, LEAVE).is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Waits for a process to end; says how, or nothing where it did not.
fn wait(child: &mut Child, most: Duration) -> Option<String> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.to_string()),
            Ok(None) if begun.elapsed() < most => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) | Err(_) => return None,
        }
    }
}

fn aside(run: impl FnOnce() + Send + 'static) {
    // Without threads the program is never heard, and the time runs out.
    let _ = std::thread::Builder::new().name("program".into()).spawn(run);
}

/// Passes answers on, a line each; lines that say nothing are no answers.
fn read_lines(from: impl Read, tell: &Sender<Result<String, String>>) {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        let read = from.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let told = match (read, line.last()) {
            (Ok(0) | Err(_), _) => return,
            (Ok(_), Some(b'\n')) => String::from_utf8(line).map_err(|_| "its answer is not UTF-8".to_owned()),
            (Ok(n), _) if n as u64 >= LONGEST => Err("its answer does not end".to_owned()),
            (Ok(_), _) => return,
        };
        let over = told.is_err();
        if told.as_ref().is_ok_and(|l| l.trim().is_empty()) {
            continue;
        }
        if tell.send(told).is_err() || over {
            return;
        }
    }
}

/// Keeps the last lines of what it says of itself, and reads on, so that it never waits for a reader.
fn keep_tail(from: impl Read, tail: &Mutex<VecDeque<String>>) {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        match from.by_ref().take(4096).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                let line = one_line(String::from_utf8_lossy(&line).trim(), 200);
                let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
                if !line.is_empty() {
                    tail.push_back(line);
                }
                while tail.len() > TAIL {
                    tail.pop_front();
                }
            }
        }
    }
}

/// A mark's place and label as they are told.
fn line_span(mark: &Marked, cursor: &mut Cursor<'_>) -> LineSpan {
    let start = cursor.char_of(mark.span.start()).0;
    let end = Cursor::char_of(&mut { *cursor }, mark.span.end()).0;
    LineSpan { start, end, label: mark.label.to_string(), ..LineSpan::default() }
}

/// The same with what the mark says.
fn whole_span(mark: &Marked, cursor: &mut Cursor<'_>) -> LineSpan {
    let said = |name: &str| mark.attributes.get(name).map(ToString::to_string);
    let attributes = mark.attributes.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let span = line_span(mark, cursor);
    LineSpan { kind: said("kind"), value: said("value"), modifier: said("mod"), attributes, ..span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const ANSWERS: &str = r#"
while read -r line; do
  case "$line" in
    *'"op":"hello"'*) echo '{"ok":true,"live":true}' ;;
    *'"op":"suggest"'*) echo '{"spans":[{"start":3,"end":6,"label":"Actor","score":0.9},{"start":0,"end":2,"label":"Other"}]}' ;;
    *'"op":"added"'*) echo; echo '{"spans":[{"start":7,"end":11,"label":"Date","type":"DATE","value":"2021-12-07","source":"rules"}]}' ;;
    *'"op":"done"'*) echo '{"ok":true}' ;;
    *'"op":"quit"'*) exit 0 ;;
  esac
done
"#;

    /// A program that is a shell script.
    fn script(folder: &std::path::Path, text: &str) -> Arc<str> {
        let path = folder.join("my answers.sh");
        std::fs::write(&path, text).unwrap();
        format!("sh '{}'", path.display()).into()
    }

    fn roles() -> Roles {
        Roles::of(&["Actor".into(), "Date".into()])
    }

    fn mark(text: &Text, words: &str, label: &str) -> Marked {
        let start = text.as_str().find(words).unwrap();
        let span = Span::new(crate::text::ByteOffset(start), crate::text::ByteOffset(start + words.len())).unwrap();
        Marked { span, label: label.into(), attributes: BTreeMap::new() }
    }

    /// Asks for a text with these marks.
    fn asks(program: &mut Program, text: &Text, marked: &[Marked]) -> Option<Result<Vec<String>, String>> {
        let key = ArticleKey::new("a.txt").unwrap();
        let doc = Document { key: &key, text, language: Some("vi"), published: None };
        let proposed = program.propose(doc, marked, &|| true)?;
        let say = |p: &Proposal| format!("{} {} {:?} {}", p.label, p.span.of(text), p.attributes.values(), p.why);
        Some(proposed.map(|all| all.iter().map(say).collect()))
    }

    #[test]
    #[cfg(unix)]
    fn a_program_is_told_documents_and_marks_and_proposes() {
        let folder = tempfile::tempdir().unwrap();
        let command = script(folder.path(), ANSWERS);
        let mut program = Program::start(&command, &roles()).unwrap();
        assert_eq!(&*program.source, "program: my answers.sh");
        assert!(program.is(&command, &roles()) && !program.is("other", &roles()));
        let text = Text::new("đã Lan 7/12 đến");
        let first = vec!["Actor Lan [] Your own program".to_owned()];
        assert_eq!(asks(&mut program, &text, &[]), Some(Ok(first.clone())), "labels that there are not are left out");
        let marked = [mark(&text, "Lan", "Actor")];
        let mut second = first.clone();
        second.push("Date 7/12 [\"DATE\", \"2021-12-07\"] Your own program: rules".to_owned());
        assert_eq!(asks(&mut program, &text, &marked), Some(Ok(second.clone())), "what is added brings more");
        assert_eq!(asks(&mut program, &text, &marked), Some(Ok(second)), "nothing new, nothing asked");
        assert_eq!(asks(&mut program, &text, &[]), Some(Ok(first)), "what was removed is not known: it is asked anew");
        let job = LearnJob {
            key: ArticleKey::new("a.txt").unwrap(),
            text: text.clone(),
            set: Default::default(),
            metadata: Default::default(),
            roles: roles(),
            proposed: Vec::new(),
            program: Some(command),
        };
        assert_eq!(program.learn(&job, &marked), Ok(()));
        assert!(
            matches!(asks(&mut program, &text, &[]), Some(Ok(_))),
            "the answer that nobody waited for is not taken for this"
        );
    }

    #[test]
    #[cfg(unix)]
    fn what_a_program_does_wrong_is_said_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let started = |text: &str| Program::start(&script(folder.path(), text), &roles()).err().unwrap_or_default();
        let crashed = started("echo 'no module named x' >&2; exit 3");
        assert!(
            crashed.contains("it ended") && crashed.contains('3') && crashed.contains("no module named x"),
            "{crashed}"
        );
        let nonsense = started("echo Traceback; cat");
        assert!(nonsense.contains("it answered “Traceback”"), "{nonsense}");
        let refused = started(r#"read -r line; echo '{"error":"no model"}'; cat"#);
        assert!(refused.contains("it says: no model"), "{refused}");
        let missing = Program::start(&"/nowhere/at/all".into(), &roles()).err().unwrap_or_default();
        assert!(missing.contains("could not be started"), "{missing}");
        let odd = ANSWERS.replace(r#""start":3,"end":6"#, r#""start":3,"end":600"#);
        let mut program = Program::start(&script(folder.path(), &odd), &roles()).unwrap();
        let told = asks(&mut program, &Text::new("đã Lan"), &[]).unwrap().unwrap_err();
        assert!(told.contains("not in the text (3–600)") && told.contains("Give it again"), "{told}");
    }

    #[test]
    #[cfg(unix)]
    fn an_answer_that_nobody_waits_for_is_passed_over_later() {
        let folder = tempfile::tempdir().unwrap();
        let slow = ANSWERS.replace(r#"*'"op":"suggest"'*)"#, r#"*'"op":"suggest"'*) sleep 0.3;"#);
        let mut program = Program::start(&script(folder.path(), &slow), &roles()).unwrap();
        let key = ArticleKey::new("b.txt").unwrap();
        let text = Text::new("đã Lan 7/12 đến");
        let doc = Document { key: &key, text: &text, language: None, published: None };
        assert!(program.propose(doc, &[], &|| false).is_none());
        assert_eq!(program.owed, 1);
        assert!(matches!(asks(&mut program, &text, &[]), Some(Ok(all)) if all.len() == 1));
        assert_eq!(program.owed, 0);
    }
}
