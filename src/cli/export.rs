//! `whosaid export`: annotations for other programs.

use super::{Outcome, annotator, counted, list, open, plain, tell};
use crate::{
    formats::{
        EXPORTS, Flow, Options, Policy, TokenUnit, export,
        split::{Frozen, Ratios},
    },
    session::dataset::{self, ArticleScope, Looked, Request, Scan, Scope, Step},
    store::Project,
};
use clap::{ValueEnum, builder::PossibleValue};
use std::{path::PathBuf, process::ExitCode};

/// Write the annotations of a project for other programs, into a folder of their own.
///
/// What a format cannot hold is said before anything is written, and listed in loss.jsonl. Every file is read back and compared
/// with the project; manifest.json says what was written, with checksums. Our own JSON Lines, which hold everything, are written
/// beside every format.
///
/// An article with the work of several annotators becomes a document for each: name one with --annotator to have one. What
/// machines marked is left out unless they are named.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder, or any folder of .txt files
    project: PathBuf,
    /// The format, or several; `all` for every one. `whosaid formats` lists them
    #[arg(long, short, value_name = "ID", required = true, value_delimiter = ',', num_args = 1..)]
    format: Vec<String>,
    /// The folder to write into. An earlier export there is replaced; other files stay
    #[arg(long, short, value_name = "DIR", required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// Whose annotations; every person's where this is not given. Machines' are written only where they are named
    #[arg(long, value_name = "NAME")]
    annotator: Vec<String>,
    /// Only gold sets: what came of a review, with decisions.jsonl beside it
    #[arg(long)]
    gold: bool,
    /// Only sets that are done, or those in progress too
    #[arg(long, value_enum, default_value_t = StateChoice::Any)]
    state: StateChoice,
    /// Only marks with this label, or these
    #[arg(long, value_name = "LABEL")]
    label: Vec<String>,
    /// Only this article, or those in this folder of articles
    #[arg(long, value_name = "PATH")]
    article: Vec<String>,
    /// Only articles on this event
    #[arg(long, value_name = "EVENT")]
    event: Vec<String>,
    /// Only articles of this outlet
    #[arg(long, value_name = "OUTLET")]
    outlet: Vec<String>,
    /// What stays where marks overlap and a format cannot hold that; with `layers`, one file a label instead of conll
    #[arg(long, value_enum, default_value_t = OverlapChoice::Outermost)]
    overlap: OverlapChoice,
    /// Leave blanks at the edges of marks out of them
    #[arg(long)]
    trim: bool,
    /// Compose the texts (Unicode NFC); offsets follow. Without it texts are as in their files
    #[arg(long)]
    nfc: bool,
    /// What a token is, in the formats made of tokens
    #[arg(long, value_enum, default_value_t = TokenChoice(TokenUnit::Words))]
    tokens: TokenChoice,
    /// Leave lines of page noise out of the formats made of tokens
    #[arg(long)]
    without_noise: bool,
    /// Divide into train, dev and test by these shares, such as 80,10,10. Articles on one event, at one address or with nearly
    /// the same words stay together. What was divided once stays where it is (splits.json of the project)
    #[arg(long, value_name = "SHARES")]
    split: Option<String>,
    /// What makes the division another one
    #[arg(long, value_name = "TEXT", requires = "split")]
    salt: Option<String>,
    /// Only say what would be written and what would be lost
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Examples:
  whosaid export my-project --format conll --out for-training --annotator Lan --state done
  whosaid export my-project --format hf,docbin --out dataset --label Actor --label Claim
  whosaid export my-project --format hf --gold --out dataset
  whosaid export my-project --format all --out everything
  whosaid export my-project --format brat --dry-run

Exit codes:
  0  written, read back, and found equal to the project
  1  written, but something differs from the project when it is read back: manifest.json says what
  2  nothing was written: the sentence on standard error says why";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StateChoice {
    /// Done and in progress
    Any,
    /// Done alone
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OverlapChoice {
    /// The mark around the others
    Outermost,
    /// The marks inside
    Innermost,
    /// The longest
    Longest,
    /// One file a label, so that only marks of one label get in each other's way
    Layers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TokenChoice(TokenUnit);

impl ValueEnum for TokenChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[TokenChoice(TokenUnit::Words), TokenChoice(TokenUnit::Syllables)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            TokenUnit::Words => "Words as Unicode has them: “6,5” is one",
            TokenUnit::Syllables => "Runs of letters and digits, in Vietnamese a syllable: “6,5” is three",
        };
        TokenUnit::ALL.iter().find(|(u, _)| *u == self.0).map(|(_, name)| PossibleValue::new(*name).help(help))
    }
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let project = open(&arguments.project)?;
    let mut request = request(arguments, &project)?;
    let frozen = if arguments.split.is_some() { project.splits().map_err(|t| plain(&t.to_string()))? } else { None };
    request.split = split(arguments, frozen.as_deref())?;
    let (scan, job) =
        dataset::scan(&project, &request, &mut |_, _| Flow::Continue(())).map_err(|t| plain(&t.to_string()))?;
    let looked = Looked { scan, job, frozen };
    say(&looked.scan, &request);
    if looked.scan.report.docs == 0 {
        return Err(
            "There is nothing to export: no article has annotations that are chosen. Nothing was written".into()
        );
    }
    let Some(out) = arguments.out.as_ref().filter(|_| !arguments.dry_run) else {
        return Ok(ExitCode::SUCCESS);
    };
    let outbox = project.outbox(out).map_err(|t| plain(&t.to_string()))?;
    let exported = dataset::export_looked(&project, &request, &looked, outbox, &mut |step| {
        if let Step::Writing(at, of) = step
            && at > 0
            && at % 1000 == 0
        {
            tell(format!("{at} of {} written", counted(of, "article")));
        }
        Flow::Continue(())
    });
    let (exported, splits) = exported.map_err(|error| plain(&error))?;
    tell(format!("{} in {}", exported.sentence(), plain(&out.display().to_string())));
    for difference in exported.differences() {
        tell(plain(&difference));
    }
    tell(exported.verdict());
    if let Err(why) = &splits {
        tell(plain(why));
    }
    Ok(if exported.failed.is_empty() && splits.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// How to divide: what is frozen, with the shares and the salt for what is new.
fn split(arguments: &Arguments, frozen: Option<&str>) -> Result<Option<Frozen>, String> {
    let Some(shares) = &arguments.split else { return Ok(None) };
    let mut frozen = match frozen {
        None => Frozen::default(),
        Some(text) => Frozen::read(text).map_err(|why| format!("splits.json: {}", plain(&why)))?,
    };
    let numbers: Result<Vec<u32>, _> = shares.split([',', '/', ':']).map(|n| n.trim().parse()).collect();
    let wrong = || format!("“{}” are no shares: write three numbers, such as 80,10,10", plain(shares));
    let [train, dev, test] = numbers.ok().and_then(|n| <[u32; 3]>::try_from(n).ok()).ok_or_else(wrong)?;
    if train == 0 && dev == 0 && test == 0 {
        return Err(wrong());
    }
    frozen.ratios = Ratios { train, dev, test };
    if let Some(salt) = &arguments.salt {
        if !frozen.articles.is_empty() && frozen.salt != *salt {
            return Err(format!(
                "splits.json was made with the salt “{}”, and what is in it stays where it is. Leave --salt out, or move splits.json away",
                plain(&frozen.salt)
            ));
        }
        frozen.salt = salt.clone();
    }
    Ok(Some(frozen))
}

fn request(arguments: &Arguments, project: &Project) -> Result<Request, String> {
    let mut formats = Vec::new();
    for id in &arguments.format {
        let id = match id.as_str() {
            "all" => {
                formats.extend(EXPORTS.iter().map(|e| e.about().id));
                continue;
            }
            "conll" if arguments.overlap == OverlapChoice::Layers => "conll_layers",
            "bioc" => "bioc_xml",
            id => id,
        };
        let known = export(id).ok_or_else(|| {
            let ids: Vec<&str> = EXPORTS.iter().map(|e| e.about().id).collect();
            format!("There is no format “{}”. There are {} and all", plain(id), ids.join(", "))
        })?;
        formats.push(known.about().id);
    }
    let there = project.annotators();
    let annotators = arguments.annotator.iter().map(|name| annotator(name, &there)).collect::<Result<_, _>>()?;
    let labels = project.labels().map_err(|t| plain(&t.to_string()))?;
    for label in &arguments.label {
        if labels.get(label).is_none() {
            let names: Vec<&str> = labels.iter().map(|l| &*l.name).collect();
            return Err(format!("The project has no label “{}”. It has {}", plain(label), plain(&names.join(", "))));
        }
    }
    let policy = match arguments.overlap {
        OverlapChoice::Outermost | OverlapChoice::Layers => Policy::Outermost,
        OverlapChoice::Innermost => Policy::Innermost,
        OverlapChoice::Longest => Policy::Longest,
    };
    let chosen = arguments.label.iter().map(|l| l.as_str().into()).collect();
    Ok(Request {
        formats,
        scope: Scope {
            annotators,
            done_only: arguments.state == StateChoice::Done,
            gold: arguments.gold,
            labels: (!arguments.label.is_empty()).then_some(chosen),
            articles: ArticleScope {
                keys: None,
                under: arguments.article.clone(),
                events: arguments.event.clone(),
                outlets: arguments.outlet.clone(),
            },
        },
        options: Options {
            policy,
            trim: arguments.trim,
            composed: arguments.nfc,
            tokens: arguments.tokens.0,
            without_noise: arguments.without_noise,
        },
        split: None,
    })
}

/// Says what there is, and what would be lost, before anything is written.
fn say(scan: &Scan, request: &Request) {
    let report = &scan.report;
    tell(format!(
        "{} of {}: {}, {}",
        counted(report.docs, "document"),
        counted(scan.articles, "article"),
        counted(report.marks, "mark"),
        counted(report.links, "link")
    ));
    for remark in scan.remarks(request) {
        list(&remark);
    }
    if let Some(plan) = &scan.splits {
        tell(plan.sentence());
    }
    for format in report.formats.iter().filter(|f| !f.is_whole()) {
        tell(format!("{} cannot hold: {}", format.id, format.sentences().join("; ")));
    }
}
