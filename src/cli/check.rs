//! `whosaid check`: everything that is wrong in a project.

use super::{Outcome, counted, open, plain, print, tell};
use crate::store::{self, FileTrouble};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Find every problem in a project: articles that cannot be read, broken annotation files, marks whose words are gone, marks
/// with unknown labels, files without their article, work that waits to be saved. Nothing is changed.
///
/// Each problem is one line on standard output, as editors and terminals understand it:
///
///   path:line:column: what is wrong, and what to do
///
/// Line and column count from 1, columns in characters; they are left out where the problem is the whole file. How many
/// problems there are is said on standard error.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder, or any folder of .txt files
    project: PathBuf,
}

const HELP: &str = "\
Examples:
  whosaid check my-project
  whosaid check my-project && git commit -m \"Mark the flood articles\"

Exit codes:
  0  no problem
  1  there are problems: they are on standard output
  2  the project could not be checked: the sentence on standard error says why";

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let project = open(&arguments.project)?;
    let problems = store::check(&project);
    let mut files = BTreeSet::new();
    let mut result = String::new();
    for problem in &problems {
        let trouble = &problem.trouble;
        let path = as_typed(&trouble.path, project.root(), &arguments.project);
        result.push_str(&plain(&FileTrouble { path, ..trouble.clone() }.to_string()));
        result.push('\n');
        files.insert(&trouble.path);
    }
    print(&result)?;
    let articles = counted(project.list().articles.len(), "article");
    if problems.is_empty() {
        tell(format!("No problem in {articles}"));
        return Ok(ExitCode::SUCCESS);
    }
    tell(format!("{} in {}; {articles} checked", counted(problems.len(), "problem"), counted(files.len(), "file")));
    Ok(ExitCode::from(1))
}

/// A path of the project as the person would write it: under the folder as it was typed.
fn as_typed(path: &Path, root: &Path, typed: &Path) -> PathBuf {
    let same = std::path::absolute(typed).is_ok_and(|typed| typed == root);
    path.strip_prefix(root).ok().filter(|_| same).map_or_else(
        || path.to_owned(),
        |below| if below.as_os_str().is_empty() { typed.to_owned() } else { typed.join(below) },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_typed() {
        let typed = |typed: &str, path: &str| {
            let root = std::path::absolute("some/project").unwrap();
            as_typed(&root.join(path), &root, Path::new(typed)).display().to_string()
        };
        assert_eq!(typed("some/project", "articles/a.txt"), "some/project/articles/a.txt");
        assert_eq!(typed("./some/project/", "a.txt"), "./some/project/a.txt");
        assert_eq!(typed("some/project", ""), "some/project");
        assert!(Path::new(&typed("some/project/articles", "annotations/a.ron")).is_absolute());
    }
}
