//! The thread that suggests: it holds what the sources have learnt and the word lists, and does what it is told in order. Each
//! question is answered on a thread of its own, so that one that was followed by another holds nothing up; building a project's
//! memory gives way to every question.

use super::{
    program::{Document, Program},
    worker::Teller,
};
use crate::{
    model::ArticleKey,
    session::{AskProgram, Event, Knowledge, LearnJob, RebuildJob, SuggestJob, Taught, Told, ToldKind},
    store::{FileTrouble, Project},
    suggest::{LexiconFault, Lexicons, Marked, Memory, Proposal, SOURCES},
};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

/// So many questions are answered at once at most, all but the last of them unwanted.
const MOST: usize = 3;
/// How often it is looked whether a memory can be built on.
const LOOK: Duration = Duration::from_millis(50);

/// Something the thread is told.
enum Task {
    /// Another project is open; the thread knows nothing of it yet.
    Open(Project, Teller),
    /// The project is left.
    Close,
    Suggest(Box<SuggestJob>, u64),
    Learn(Box<LearnJob>),
    Rebuild(Box<RebuildJob>),
    /// The project's word lists may have changed.
    ReadLists,
}

/// The way to the thread.
pub struct Suggester {
    send: Sender<Task>,
    /// The number of the last question.
    last: Arc<AtomicU64>,
}

impl Suggester {
    /// Starts the thread; it ends with the window.
    pub fn start() -> Self {
        let (send, tasks) = channel();
        let last: Arc<AtomicU64> = Arc::default();
        let latest = last.clone();
        let run = move || {
            Room {
                tasks,
                latest,
                open: None,
                know: Arc::default(),
                lists: Default::default(),
                building: None,
                program: Arc::default(),
                told: Arc::default(),
                asking: Vec::new(),
            }
            .work();
        };
        // Without threads there are no suggestions; everything else goes on.
        let _ = std::thread::Builder::new().name("suggester".into()).spawn(run);
        Suggester { send, last }
    }

    /// Another project is open.
    pub fn open(&self, project: Project, teller: Teller) {
        self.drop_question();
        self.tell(Task::Open(project, teller));
    }

    /// Asks; a question before this one is dropped.
    pub fn ask(&self, job: Box<SuggestJob>) {
        let number = self.drop_question();
        self.tell(Task::Suggest(job, number));
    }

    /// Has the sources learn from a finished article.
    pub fn learn(&self, job: Box<LearnJob>) {
        self.tell(Task::Learn(job));
    }

    /// Has the memory of the project built.
    pub fn rebuild(&self, job: Box<RebuildJob>) {
        self.tell(Task::Rebuild(job));
    }

    /// Has the project's word lists read again.
    pub fn read_lists(&self) {
        self.tell(Task::ReadLists);
    }

    /// The project is left: what was asked is not waited for, and the person's program ends.
    pub fn close(&self) {
        self.drop_question();
        self.tell(Task::Close);
    }

    /// Nobody waits for what was asked so far.
    fn drop_question(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn tell(&self, task: Task) {
        let _ = self.send.send(task);
    }
}

/// A memory that is being built beside the one that is asked.
struct Building {
    job: Box<RebuildJob>,
    left: VecDeque<ArticleKey>,
    memory: Memory,
    taught: Taught,
    /// What was finished meanwhile.
    later: Vec<LearnJob>,
}

/// What the thread has.
struct Room {
    tasks: Receiver<Task>,
    latest: Arc<AtomicU64>,
    open: Option<(Project, Teller)>,
    /// Read while a question is answered, written in between.
    know: Arc<RwLock<Knowledge>>,
    /// The project's word lists, and what is wrong with them.
    lists: (BTreeMap<String, String>, Vec<FileTrouble>),
    building: Option<Building>,
    program: Running,
    told: Arc<Mutex<Vec<LexiconFault>>>,
    /// The questions that are being answered: the last one, and those before it that nobody waits for any more.
    asking: Vec<JoinHandle<()>>,
}

/// The person's own program, while it runs.
type Running = Arc<Mutex<Option<Program>>>;

/// A question, with all that answering it takes.
struct Question {
    job: Box<SuggestJob>,
    number: u64,
    latest: Arc<AtomicU64>,
    project: Project,
    teller: Teller,
    know: Arc<RwLock<Knowledge>>,
    program: Running,
    /// What was told of word lists that cannot be understood.
    told: Arc<Mutex<Vec<LexiconFault>>>,
}

impl Question {
    fn is_wanted(&self) -> bool {
        self.latest.load(Ordering::Relaxed) == self.number
    }

    fn answer(self) {
        if !self.is_wanted() {
            return;
        }
        let job = &self.job;
        let mut machines = Vec::new();
        if !job.machines.is_empty()
            && let Ok(work) = self.project.work_of(&job.key, &job.machines)
        {
            machines = job.of_machines(&work);
        }
        if job.program.is_none() {
            *lock(&self.program) = None;
        }
        let mut asked = |marked: &[Marked]| self.ask_program(marked);
        let program: Option<AskProgram<'_>> = if job.program.is_some() { Some(&mut asked) } else { None };
        let mut tell = |report| self.teller.event(Event::Suggested(Box::new(report)));
        let know = read(&self.know);
        if let Some(report) = job.ask(&know, &machines, program, &|| self.is_wanted(), &mut tell) {
            tell(report);
        }
        self.tell_faults(&know.lexicons);
    }

    /// Asks the person's own program, which is started where it does not run yet.
    fn ask_program(&self, marked: &[Marked]) -> Option<Result<Vec<Proposal>, String>> {
        let (job, command) = (&self.job, self.job.program.as_ref()?);
        let mut running = lock(&self.program);
        if !self.is_wanted() {
            return None;
        }
        if !running.as_ref().is_some_and(|program| program.is(command, &job.roles)) {
            *running = None;
            match Program::start(command, &job.roles) {
                Ok(program) => *running = Some(program),
                Err(why) => return Some(Err(why)),
            }
        }
        let doc = Document {
            key: &job.key,
            text: &job.text,
            language: job.language.as_deref(),
            published: job.published.as_ref(),
        };
        let proposed = running.as_mut()?.propose(doc, marked, &|| self.is_wanted());
        if matches!(proposed, Some(Err(_))) {
            *running = None;
        }
        proposed
    }

    /// What of the project's word lists cannot be understood is told once, when a source has read them.
    fn tell_faults(&self, lexicons: &Lexicons) {
        let mut told = lock(&self.told);
        for fault in lexicons.faults() {
            if told.contains(&fault) {
                continue;
            }
            self.teller.event(Event::Told(Told { kind: ToldKind::Warning, text: fault.to_string().into() }));
            told.push(fault);
        }
    }
}

/// What a source that panicked has left is as good as before: it is only read there.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(of: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    of.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(of: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    of.write().unwrap_or_else(PoisonError::into_inner)
}

impl Room {
    fn work(mut self) {
        loop {
            // While a memory is being built the thread only looks whether there is something to do.
            let wait = match self.building {
                Some(_) if self.is_asking() => LOOK,
                Some(_) => Duration::ZERO,
                None => Duration::MAX,
            };
            match self.tasks.recv_timeout(wait) {
                Ok(task) => self.perform(task),
                Err(RecvTimeoutError::Timeout) if self.is_asking() => {}
                Err(RecvTimeoutError::Timeout) => self.build_on(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::Open(project, teller) => {
                // What was asked about the project before has what it needs, and is not waited for.
                (self.know, self.program, self.told, self.lists) = Default::default();
                (self.open, self.building) = (Some((project, teller)), None);
                self.read_lists();
            }
            Task::Close => (self.open, self.building, self.program) = (None, None, Arc::default()),
            Task::Suggest(job, number) => self.suggest(job, number),
            Task::Learn(job) => self.learn(job),
            Task::ReadLists => {
                if self.read_lists()
                    && let Some((_, teller)) = &self.open
                {
                    teller.event(Event::ListsRead);
                }
            }
            Task::Rebuild(job) => {
                let (left, taught) = (job.keys.iter().cloned().collect(), job.begin());
                self.building = Some(Building { job, left, memory: Memory::default(), taught, later: Vec::new() });
            }
        }
    }

    /// Has a question answered on a thread of its own: one that nobody waits for any more ends when its source has answered, and
    /// the next one does not wait for that.
    fn suggest(&mut self, job: Box<SuggestJob>, number: u64) {
        let Some((project, teller)) = self.open.clone() else { return };
        self.asking.retain(|asking| !asking.is_finished());
        while self.asking.len() >= MOST {
            let _ = self.asking.remove(0).join();
        }
        if !read(&self.know).is_for(&job) {
            write(&self.know).follow(&job);
        }
        let (know, program, told) = (self.know.clone(), self.program.clone(), self.told.clone());
        let question = Question { job, number, latest: self.latest.clone(), project, teller, know, program, told };
        if let Ok(asking) = std::thread::Builder::new().name("suggesting".into()).spawn(move || question.answer()) {
            self.asking.push(asking);
        }
    }

    fn is_asking(&self) -> bool {
        self.asking.iter().any(|asking| !asking.is_finished())
    }

    /// Reads the project's word lists; says whether they are others than before. What is wrong with them is told once.
    fn read_lists(&mut self) -> bool {
        let Some((project, teller)) = &self.open else { return false };
        let lists = project.lexicons();
        if self.lists == lists {
            return false;
        }
        lists
            .1
            .iter()
            .filter(|trouble| !self.lists.1.contains(trouble))
            .for_each(|trouble| tell_trouble(teller, trouble));
        self.lists = lists;
        let lexicons = Lexicons::new(self.lists.0.clone());
        if !self.lists.0.is_empty() {
            SOURCES.iter().for_each(|source| source.read_lists(&lexicons));
        }
        write(&self.know).lexicons = lexicons;
        lock(&self.told).clear();
        true
    }

    fn learn(&mut self, job: Box<LearnJob>) {
        job.teach(&mut write(&self.know));
        let mut running = lock(&self.program);
        if let Some(program) = running.as_mut().filter(|p| job.program.as_ref().is_some_and(|c| p.is(c, &job.roles)))
            && let Err(why) = program.learn(&job, &job.marked())
        {
            *running = None;
            if let Some((_, teller)) = &self.open {
                teller.event(Event::Told(Told { kind: ToldKind::Warning, text: why.into() }));
            }
        }
        if let Some(building) = &mut self.building {
            building.later.push(*job);
        }
    }

    /// Learns from the next article of a project; at the end the new memory takes the place of the old.
    fn build_on(&mut self) {
        let (Some(building), Some((project, teller))) = (&mut self.building, &self.open) else { return };
        if let Some(key) = building.left.pop_front() {
            // What cannot be read teaches nothing; the list of articles says what is wrong with it.
            if let Ok(work) = project.work_of(&key, &building.job.annotators) {
                building.job.teach(&work, &read(&self.know), &mut building.memory, &mut building.taught);
            }
        } else if let Some(done) = self.building.take() {
            let mut know = write(&self.know);
            know.memory = done.memory;
            for job in done.later {
                job.teach(&mut know);
            }
            drop(know);
            teller.event(Event::Taught(Box::new(done.taught)));
        }
    }
}

fn tell_trouble(teller: &Teller, trouble: &FileTrouble) {
    let text = format!("A word list of the project is left out. {trouble}").into();
    teller.event(Event::Told(Told { kind: ToldKind::Warning, text }));
}
