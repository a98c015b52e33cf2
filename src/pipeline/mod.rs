//! Calls the stages in order; the only place that knows more than one of them.
//!
//! Takes paths, gives parsed articles one after the other, or one [`Resolution`] of them all. Reads in the order of
//! the sorted paths, works on several articles at a time, and hands results over in the order of reading: what comes
//! out never depends on the number of threads. Must never hold more than some source texts in memory.

mod ordered;
mod said;
mod store;
mod stream;

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result, Warning};
use crate::model::{
    AnalysedArticle, BlockKind, Document, EntityType, ParsedArticle, ParsedObject, PartialDate, ProseBuilder,
    Resolution, Span,
};
use crate::read::{Input, Unit};
use crate::resolve::{Given, ResolveOptions};
use crate::schema::Relation;
use crate::{annotate, extract, read, resolve, schema};

pub use store::Store;
pub use stream::Spilled;

/// The embedded rules; compiled once a process. The test suite keeps a faulty relation file from being released.
fn embedded_rules() -> Arc<extract::Rules> {
    static RULES: OnceLock<Arc<extract::Rules>> = OnceLock::new();
    RULES.get_or_init(|| Arc::new(extract::Rules::new(schema::relations().unwrap_or_default()))).clone()
}

/// Analyses one document and takes its entities and facts.
pub fn extract_document(document: &Document) -> ParsedArticle {
    extract_with(document, &embedded_rules())
}

fn extract_with(document: &Document, rules: &extract::Rules) -> ParsedArticle {
    extract::extract(&annotate::annotate(document), rules)
}

/// Which articles are worked on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Languages {
    /// All but those that are surely not in English.
    #[default]
    English,
    /// All.
    Any,
}

/// The inputs of a unit, those of other languages taken out; a warning for each of them comes last.
fn read_inputs(unit: &Unit, languages: Languages) -> Result<(Vec<Input>, Notes)> {
    let (mut inputs, warnings) = read::parse(unit)?;
    let mut skipped = Vec::new();
    inputs.retain(|input| {
        let Input::Document(document) = input else { return true };
        let Some(language) = read::foreign_language(document).filter(|_| languages == Languages::English) else {
            return true;
        };
        let what = format!("in {language}, not in English: skipped (--any-language reads it)");
        skipped.push(Warning { source_name: unit.source_name.clone(), line: unit.line, what });
        false
    });
    Ok((inputs, Notes { warnings, skipped }))
}

/// What is to be told of a unit.
struct Notes {
    warnings: Vec<Warning>,
    /// One for each article that is not in English.
    skipped: Vec<Warning>,
}

/// Reads one unit and parses what is in it, whatever its language; already parsed articles pass through unchanged.
///
/// # Errors
/// [`Error::Article`] where the unit cannot be read as an article.
pub fn parse_unit(unit: &Unit) -> Result<(Vec<ParsedArticle>, Vec<Warning>)> {
    let (inputs, notes) = read_inputs(unit, Languages::Any)?;
    let rules = embedded_rules();
    Ok((inputs.into_iter().map(|input| parsed(input, &rules)).collect(), notes.warnings))
}

fn parsed(input: Input, rules: &extract::Rules) -> ParsedArticle {
    match input {
        Input::Document(document) => extract_with(&document, rules),
        Input::Parsed(article) => *article,
    }
}

/// Analyses one document and shows what the analysis saw, with the entities as extraction left them.
pub fn analyse_document(document: &Document) -> AnalysedArticle {
    analyse_with(document, &embedded_rules())
}

fn analyse_with(document: &Document, rules: &extract::Rules) -> AnalysedArticle {
    let annotated = annotate::annotate(document);
    let parsed = extract::extract(&annotated, rules);
    let types: Vec<EntityType> = parsed.entities.iter().map(|entity| entity.entity_type).collect();
    annotate::analysis::of_document(&annotated, &types)
}

/// How the inputs of an analysis are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// As articles, as for everything else.
    Articles,
    /// As plain text, each file one: no header, no markup, no boilerplate.
    Plain,
}

fn analysed(input: Input, rules: &extract::Rules) -> AnalysedArticle {
    match input {
        Input::Document(document) => analyse_with(&document, rules),
        Input::Parsed(article) => annotate::analysis::of_parsed(&article),
    }
}

/// A sentence of a relation file that gives other facts than the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedSentence {
    /// Name of the relation.
    pub relation: String,
    /// The sentence.
    pub text: String,
    /// Subjects and objects that it should give, sorted.
    pub wanted: Vec<[String; 2]>,
    /// Those that it gives.
    pub found: Vec<[String; 2]>,
    /// What names are seen in it, each with its type.
    pub names: Vec<String>,
}

impl fmt::Display for FailedSentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |facts: &[[String; 2]]| {
            let facts: Vec<String> = facts.iter().map(|[subject, object]| format!("{subject} -> {object}")).collect();
            if facts.is_empty() { "nothing".to_owned() } else { facts.join(", ") }
        };
        writeln!(f, "{}: {}", self.relation, self.text)?;
        writeln!(f, "  wanted {}", list(&self.wanted))?;
        writeln!(f, "  found  {}", list(&self.found))?;
        write!(f, "  names  {}", self.names.join(", "))
    }
}

/// Takes the facts of a text as it stands: one paragraph, without any reading, published on a day or at no known one.
pub fn extract_paragraph(text: &str, published: Option<PartialDate>) -> ParsedArticle {
    let mut document = paragraph(text);
    document.metadata.date = published;
    extract_document(&document)
}

fn paragraph(text: &str) -> Document {
    let mut builder = ProseBuilder::new(text);
    builder.open(BlockKind::Paragraph);
    builder.verbatim(Span::new(0, text.len()));
    let (prose, blocks, links) = builder.finish();
    Document { id: "sentence".to_owned(), text: text.to_owned(), prose, blocks, links, ..Document::default() }
}

/// Names of subject and object of each fact of a predicate that would become an edge, sorted.
fn pairs(article: &ParsedArticle, predicate: &str) -> Vec<[String; 2]> {
    let name = |id: &str| article.entities.iter().find(|e| e.id == id).map_or(String::new(), |e| e.name.clone());
    let facts = article.facts.iter().filter(|fact| fact.predicate == predicate && fact.status.is_edge());
    let mut pairs: Vec<[String; 2]> = facts
        .map(|fact| match &fact.object {
            ParsedObject::Entity(id) => [name(&fact.subject), name(id)],
            ParsedObject::Date { value, .. } => [name(&fact.subject), value.to_string()],
        })
        .collect();
    pairs.sort();
    pairs
}

/// Hears of what happens to the inputs while a pipeline runs, in the order of reading.
pub trait Observer {
    /// The files to read are known; their size in bytes, as far as they tell it.
    fn started(&mut self, _bytes: u64) {}
    /// One unit was read and parsed.
    fn advanced(&mut self, _source_name: &str, _bytes: u64, _articles: usize) {}
    /// Something was odd, but the input is used.
    fn warned(&mut self, warning: &Warning);
    /// An article is not in English and was left out; the run goes on.
    fn skipped(&mut self, warning: &Warning);
    /// An input could not be used; the run goes on.
    fn failed(&mut self, error: &Error);
}

/// The stages, and the threads that they run on.
///
/// # Example
/// ```
/// use pressgraph::pipeline::{Observer, Pipeline};
/// use pressgraph::error::{Error, Warning};
///
/// struct Silent;
/// impl Observer for Silent {
///     fn warned(&mut self, _: &Warning) {}
///     fn skipped(&mut self, _: &Warning) {}
///     fn failed(&mut self, _: &Error) {}
/// }
///
/// let pipeline = Pipeline::new(None)?;
/// let mut titles = Vec::new();
/// let paths = ["seeds/alibaba-joins-linaro.md".into()];
/// pipeline.for_each(&paths, &mut Silent, |article| article.article.title.clone(), |title| {
///     titles.push(title);
///     Ok(())
/// })?;
/// assert_eq!(titles.len(), 1);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
pub struct Pipeline {
    threads: rayon::ThreadPool,
    languages: Languages,
    most_memory: Option<u64>,
    store: Option<Store>,
    given: Given,
    rules: Arc<extract::Rules>,
    /// What tells these rules from the embedded ones; empty for those.
    fingerprint: String,
}

impl Pipeline {
    /// A pipeline on `jobs` threads, or on one a core.
    ///
    /// # Errors
    /// [`Error::Usage`] where the system does not give that many threads; [`Error::Schema`] where an embedded
    /// relation file is wrong.
    pub fn new(jobs: Option<NonZeroUsize>) -> Result<Self> {
        schema::relations()?;
        let threads = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, NonZeroUsize::get)).build().map_err(
            |cause| Error::Usage {
                what: format!("cannot start the worker threads: {cause}"),
                hint: "give a smaller number with --jobs".to_owned(),
            },
        )?;
        Ok(Self {
            threads,
            languages: Languages::default(),
            rules: embedded_rules(),
            fingerprint: String::new(),
            most_memory: None,
            store: None,
            given: Given::default(),
        })
    }

    /// The pipeline for articles of these languages; without it, for those in English.
    pub fn with_languages(self, languages: Languages) -> Self {
        Self { languages, ..self }
    }

    /// Ends a run rather than hold a graph of about more than so many bytes in memory.
    pub fn limit_memory(&mut self, most_memory: u64) {
        self.most_memory = Some(most_memory);
    }

    /// Takes from a store what did not change since an earlier run, and keeps there what did.
    pub fn use_store(&mut self, store: Store) {
        self.store = Some(store);
    }

    /// The store, if there is one.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// What a person knows of names wins over what articles say of them from here on.
    pub fn set_given(&mut self, given: Given) {
        self.given = given;
    }

    /// The pipeline that finds facts with these relations; without it, with the embedded ones.
    pub fn with_relations(self, relations: &[Relation]) -> Self {
        let digest = Sha256::digest(format!("{relations:?}"));
        let fingerprint = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { rules: Arc::new(extract::Rules::new(relations)), fingerprint, ..self }
    }

    /// The pipeline that finds facts with patterns alone, and not with what was learned from marked articles.
    pub fn with_patterns_only(self) -> Self {
        let mut rules = extract::Rules::clone(&self.rules);
        rules.learned = false;
        Self { rules: Arc::new(rules), fingerprint: format!("{} patterns only", self.fingerprint), ..self }
    }

    /// Runs the sentences of a relation: each that gives other facts of its predicate than its file says.
    pub fn check(&self, relation: &Relation) -> Vec<FailedSentence> {
        let failure = |text: &str, wanted: &[[String; 2]]| {
            let mut article = extract_with(&paragraph(text), &self.rules);
            article.facts.retain(|fact| !fact.rule.starts_with(extract::LEARNED));
            let (mut wanted, found) = (wanted.to_vec(), pairs(&article, relation.predicate.name));
            wanted.sort();
            let names =
                article.entities.iter().map(|entity| format!("{} {}", entity.entity_type, entity.name)).collect();
            let (relation, text) = (relation.name.clone(), text.to_owned());
            (found != wanted).then_some(FailedSentence { relation, text, wanted, found, names })
        };
        let accepts = relation.accepts.iter().filter_map(|accept| failure(&accept.text, &accept.facts));
        accepts.chain(relation.rejects.iter().filter_map(|text| failure(text, &[]))).collect()
    }

    /// Tells what the rules make of a text: its analysis, its clauses, the rules that matched and why others did not.
    ///
    /// # Errors
    /// [`Error::Article`] where the text is empty.
    pub fn trace(&self, text: &str) -> Result<String> {
        let unit = Unit { source_name: "sentence".to_owned(), line: None, bytes: text.as_bytes().to_vec() };
        let (inputs, _) = read::parse(&unit)?;
        let document = |input| match input {
            Input::Document(document) => Some(document),
            Input::Parsed(_) => None,
        };
        let documents = inputs.into_iter().filter_map(document);
        Ok(documents.map(|document| extract::trace(&annotate::annotate(&document), &self.rules)).collect())
    }

    /// Reads and parses every article of `paths`, turns it into something else with `work` on any thread, and hands
    /// that to `take` in the order of reading.
    ///
    /// # Shape
    /// Files come sorted, each once, standard input last, whatever the order of `paths`. Inputs that cannot be used
    /// go to `observer`; they never end the run.
    ///
    /// # Errors
    /// Only what `take` returns; that ends the run.
    ///
    /// # Complexity
    /// O(text); memory for some articles on each thread, at most 8 MiB of them, more where a single article is larger.
    pub fn for_each<T: Send>(
        &self,
        paths: &[PathBuf],
        observer: &mut dyn Observer,
        work: impl Fn(ParsedArticle) -> T + Sync,
        take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let parse = |unit: &Unit| {
            let (inputs, notes) = read_inputs(unit, self.languages)?;
            Ok((inputs.into_iter().map(|input| work(parsed(input, &self.rules))).collect(), notes))
        };
        self.run(paths, observer, Reading::Articles, parse, take)
    }

    /// Reads and analyses every article of `paths`; otherwise as [`for_each`](Self::for_each).
    ///
    /// # Errors
    /// Only what `take` returns; that ends the run.
    pub fn analyse<T: Send>(
        &self,
        paths: &[PathBuf],
        reading: Reading,
        observer: &mut dyn Observer,
        work: impl Fn(AnalysedArticle) -> T + Sync,
        take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let parse = |unit: &Unit| {
            if reading == Reading::Plain {
                let (document, warnings) = read::plain_text(unit)?;
                let notes = Notes { warnings, skipped: Vec::new() };
                return Ok((vec![work(annotate::analysis::of_text(&document))], notes));
            }
            let (inputs, notes) = read_inputs(unit, self.languages)?;
            Ok((inputs.into_iter().map(|input| work(analysed(input, &self.rules))).collect(), notes))
        };
        self.run(paths, observer, reading, parse, take)
    }

    /// Reads, parses and resolves every article of `paths`, and settles which names are one entity.
    ///
    /// # Shape
    /// What the articles say together, the same for any order, split or repetition of `paths`, and the number of
    /// articles read. Inputs that cannot be used, and parts of parsed articles that cannot, go to `observer`.
    ///
    /// # Errors
    /// [`Error::Usage`] where the graph needs more memory than [`limit_memory`](Self::limit_memory) allows.
    pub fn resolve(
        &self,
        paths: &[PathBuf],
        options: ResolveOptions,
        observer: &mut dyn Observer,
    ) -> Result<(Resolution, usize)> {
        let parse = |unit: &Unit| {
            let (articles, mut notes) = self.parsed_unit(unit)?;
            let warning = |what| Warning { source_name: unit.source_name.clone(), line: unit.line, what };
            notes.warnings.extend(articles.iter().flat_map(resolve::problems).map(warning));
            let resolved = |article| {
                let one = resolve::resolve_with(article, options);
                (weight(&one), one)
            };
            Ok((articles.iter().map(resolved).collect(), notes))
        };
        let mut resolution = Resolution::default();
        let mut articles = 0;
        let mut bytes = 0;
        self.run(paths, observer, Reading::Articles, parse, |(weight, one)| {
            articles += 1;
            bytes += weight;
            resolve::merge(&mut resolution, one);
            self.most_memory.filter(|most| bytes > *most).map_or(Ok(()), |most| Err(too_large(most)))
        })?;
        Ok((resolve::settle(resolution, &self.given), articles))
    }

    /// Reads and parses one unit.
    fn parsed_unit(&self, unit: &Unit) -> Result<(Vec<ParsedArticle>, Notes)> {
        let parse = || {
            let (inputs, notes) = read_inputs(unit, self.languages)?;
            Ok((inputs.into_iter().map(|input| parsed(input, &self.rules)).collect(), notes))
        };
        match &self.store {
            Some(store) => store.of(unit, self.languages, &self.fingerprint, parse),
            None => parse(),
        }
    }

    fn run<T: Send>(
        &self,
        paths: &[PathBuf],
        observer: &mut dyn Observer,
        reading: Reading,
        parse: impl Fn(&Unit) -> Result<(Vec<T>, Notes)> + Sync,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let (files, failures) = read::expand(paths);
        failures.iter().for_each(|error| observer.failed(error));
        let files = in_reading_order(files);
        observer.started(files.iter().filter_map(|f| std::fs::metadata(f).ok()).map(|m| m.len()).sum());
        let units = |file| -> Box<dyn Iterator<Item = Result<Unit>>> {
            match reading {
                Reading::Articles => Box::new(read::units(file)),
                Reading::Plain => Box::new(std::iter::once_with(move || read::whole(file))),
            }
        };
        let units = files.iter().flat_map(|file: &PathBuf| units(file));
        let work = |unit: Result<Unit>| {
            let unit = unit?;
            let (results, notes) = parse(&unit)?;
            Ok(Outcome { source_name: unit.source_name, bytes: unit.bytes.len() as u64, results, notes })
        };
        let bytes = |unit: &Result<Unit>| unit.as_ref().map_or(0, |unit| unit.bytes.len());
        ordered::in_order(self.threads.current_num_threads(), units, bytes, work, |outcome: Result<Outcome<T>>| {
            match outcome {
                Ok(outcome) => {
                    outcome.notes.warnings.iter().for_each(|warning| observer.warned(warning));
                    outcome.notes.skipped.iter().for_each(|warning| observer.skipped(warning));
                    observer.advanced(&outcome.source_name, outcome.bytes, outcome.results.len());
                    outcome.results.into_iter().try_for_each(&mut take)?;
                }
                Err(error) => observer.failed(&error),
            }
            Ok(())
        })
    }
}

/// About how many bytes a graph needs for what one article says, beside what its writer needs: each text stands in the
/// resolution and in the graph, and maps and edges take as much again.
fn weight(one: &Resolution) -> u64 {
    let names = one.entities.iter().flat_map(|(key, entity)| entity.names.keys().chain([&key.key]));
    let names: usize = names.map(|name| 160 + 2 * name.len()).sum();
    let sources = one.facts.values().flatten();
    let sources: usize = sources.map(|s| 500 + 2 * (s.text.len() + s.article.len() + s.rule.len())).sum();
    (names + sources + 1000 * one.articles.len()) as u64
}

fn too_large(most: u64) -> Error {
    Error::Usage {
        what: format!(
            "the whole graph of these articles would take more than {} MiB of memory",
            most.div_ceil(1 << 20)
        ),
        hint:
            "allow more with --memory; or write ntriples, nquads, turtle or trig, which are sorted on disk, all of the \
               graph; or give fewer articles"
                .to_owned(),
    }
}

/// What came of one unit.
struct Outcome<T> {
    source_name: String,
    bytes: u64,
    results: Vec<T>,
    notes: Notes,
}

/// The files sorted by path, each once, standard input last. `./a` and `a` are the same file.
fn in_reading_order(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let stdin = Path::new("-");
    let from_stdin = files.iter().any(|file| file == stdin);
    let named: BTreeSet<PathBuf> = files.iter().filter(|file| *file != stdin).map(|file| plain(file)).collect();
    named.into_iter().chain(from_stdin.then(|| stdin.to_owned())).collect()
}

/// A path without `.` components and doubled separators.
fn plain(path: &Path) -> PathBuf {
    let plain: PathBuf = path.components().filter(|part| !matches!(part, Component::CurDir)).collect();
    if plain == Path::new("-") { path.to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_sorted_and_once_and_stdin_last() {
        let files = ["b.md", "-", "./a.md", "a.md", "c//d.md", "-"].map(PathBuf::from).to_vec();
        assert_eq!(in_reading_order(files), ["a.md", "b.md", "c/d.md", "-"].map(PathBuf::from));
    }

    #[test]
    fn a_file_named_dash_is_not_standard_input() {
        assert_eq!(in_reading_order(vec!["./-".into()]), [PathBuf::from("./-")]);
    }
}
