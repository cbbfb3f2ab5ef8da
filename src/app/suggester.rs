//! The thread that suggests: it alone holds what the sources have learnt and the word lists. It answers in order; a question that
//! was followed by another is dropped, and building a project's memory gives way to every question.

use super::{
    program::{Document, Program},
    worker::Teller,
};
use crate::{
    model::ArticleKey,
    session::{AskProgram, Event, Knowledge, LearnJob, RebuildJob, SuggestJob, Taught, Told, ToldKind},
    store::{FileTrouble, Project},
    suggest::{LexiconFault, Lexicons, Marked, Memory},
};
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

/// Something the thread is told.
enum Task {
    /// Another project is open; the thread knows nothing of it yet.
    Open(Project, Teller),
    /// The project is left.
    Close,
    Suggest(Box<SuggestJob>, u64),
    Learn(Box<LearnJob>),
    Rebuild(Box<RebuildJob>),
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
                know: Knowledge::default(),
                building: None,
                program: None,
                told: Vec::new(),
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
    know: Knowledge,
    building: Option<Building>,
    /// The person's own program, while it runs.
    program: Option<Program>,
    /// What was told of word lists that cannot be understood.
    told: Vec<LexiconFault>,
}

impl Room {
    fn work(mut self) {
        loop {
            // While a memory is being built the thread only looks whether there is something to do.
            let wait = if self.building.is_some() { Duration::ZERO } else { Duration::MAX };
            match self.tasks.recv_timeout(wait) {
                Ok(task) => self.perform(task),
                Err(RecvTimeoutError::Timeout) => self.build_on(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::Open(project, teller) => {
                let (lists, troubles) = project.lexicons();
                troubles.iter().for_each(|trouble| tell_trouble(&teller, trouble));
                self.know = Knowledge { memory: Memory::default(), lexicons: Lexicons::new(lists) };
                (self.building, self.program, self.told) = (None, None, Vec::new());
                self.open = Some((project, teller));
            }
            Task::Close => (self.open, self.building, self.program) = (None, None, None),
            Task::Suggest(job, number) => self.suggest(&job, number),
            Task::Learn(job) => self.learn(job),
            Task::Rebuild(job) => {
                let (left, taught) = (job.keys.iter().cloned().collect(), job.begin());
                self.building = Some(Building { job, left, memory: Memory::default(), taught, later: Vec::new() });
            }
        }
    }

    fn suggest(&mut self, job: &SuggestJob, number: u64) {
        let latest = self.latest.clone();
        let go_on = move || latest.load(Ordering::Relaxed) == number;
        let Some((project, teller)) = self.open.as_ref().filter(|_| go_on()) else { return };
        let mut machines = Vec::new();
        if !job.machines.is_empty()
            && let Ok(work) = project.work_of(&job.key, &job.machines)
        {
            machines = job.of_machines(&work);
        }
        let running = &mut self.program;
        if job.program.as_ref().is_none_or(|command| !running.as_ref().is_some_and(|p| p.is(command, &job.roles))) {
            *running = None;
        }
        let mut asked = |marked: &[Marked]| {
            let command = job.program.as_ref()?;
            if running.is_none() {
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
            let proposed = running.as_mut()?.propose(doc, marked, &go_on);
            if matches!(proposed, Some(Err(_))) {
                *running = None;
            }
            proposed
        };
        let program: Option<AskProgram<'_>> = if job.program.is_some() { Some(&mut asked) } else { None };
        let mut tell = |report| teller.event(Event::Suggested(Box::new(report)));
        if let Some(report) = job.ask(&self.know, &machines, program, &go_on, &mut tell) {
            tell(report);
        }
        self.tell_faults();
    }

    /// What of the project's word lists cannot be understood is told once, when a source has read them.
    fn tell_faults(&mut self) {
        let Some((_, teller)) = &self.open else { return };
        let faults = self.know.lexicons.faults();
        for fault in faults.iter().filter(|fault| !self.told.contains(fault)) {
            let text = format!(
                "lexicons/{}:{}: {}. The entry is left out; the rest of the list stands",
                fault.file, fault.line, fault.why
            );
            teller.event(Event::Told(Told { kind: ToldKind::Warning, text: text.into() }));
        }
        self.told = faults;
    }

    fn learn(&mut self, job: Box<LearnJob>) {
        job.teach(&mut self.know);
        if let Some(program) =
            self.program.as_mut().filter(|p| job.program.as_ref().is_some_and(|c| p.is(c, &job.roles)))
            && let Err(why) = program.learn(&job, &job.marked())
        {
            self.program = None;
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
                building.job.teach(&work, &self.know, &mut building.memory, &mut building.taught);
            }
        } else if let Some(done) = self.building.take() {
            self.know.memory = done.memory;
            for job in done.later {
                job.teach(&mut self.know);
            }
            teller.event(Event::Taught(Box::new(done.taught)));
        }
    }
}

fn tell_trouble(teller: &Teller, trouble: &FileTrouble) {
    let text = format!("A word list of the project is left out. {trouble}").into();
    teller.event(Event::Told(Told { kind: ToldKind::Warning, text }));
}
