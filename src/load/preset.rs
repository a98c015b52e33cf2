//! Stores by name: where each is found and what it can hold. To add one: a line in [`PRESETS`].

use super::target::{Reading, Target, Writing};
use crate::error::{Error, Result};

/// A store that is known by name. Paths hold `{dataset}` where its name belongs.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// The name on the command line.
    pub name: &'static str,
    /// Where its server listens as it comes.
    pub base: &'static str,
    /// The path of the graph store; none where updates are the better way.
    graph_store: Option<&'static str>,
    /// The path that takes quads.
    quads: Option<&'static str>,
    /// The path that takes updates.
    update: &'static str,
    /// The path that takes queries.
    query: &'static str,
    /// The dataset where none is named; none where one has to be.
    dataset: Option<&'static str>,
    /// As [`Reading::Query`] has it.
    default_graph: Option<&'static str>,
    has_default_graph: bool,
    has_triple_terms: bool,
    /// A command that starts it.
    pub start: &'static str,
}

/// What RDF4J calls the statements without a context, where a query sees all contexts.
const NIL: Option<&str> = Some("http://www.openrdf.org/schema/sesame#nil");

/// Every store, in the order in which they are listed.
pub const PRESETS: [Preset; 8] = [
    Preset {
        name: "oxigraph",
        base: "http://localhost:7878",
        graph_store: Some("/store"),
        quads: Some("/store"),
        update: "/update",
        query: "/query",
        dataset: Some(""),
        default_graph: None,
        has_default_graph: true,
        has_triple_terms: true,
        start: "oxigraph serve --location news",
    },
    Preset {
        name: "fuseki",
        base: "http://localhost:3030",
        graph_store: Some("/{dataset}/data"),
        quads: Some("/{dataset}/data"),
        update: "/{dataset}/update",
        query: "/{dataset}/query",
        dataset: None,
        default_graph: None,
        has_default_graph: true,
        has_triple_terms: true,
        start: "fuseki-server --update --mem /news",
    },
    Preset {
        name: "graphdb",
        base: "http://localhost:7200",
        graph_store: Some("/repositories/{dataset}/rdf-graphs/service"),
        quads: Some("/repositories/{dataset}/statements"),
        update: "/repositories/{dataset}/statements",
        query: "/repositories/{dataset}",
        dataset: None,
        default_graph: NIL,
        has_default_graph: true,
        has_triple_terms: false,
        start: "docker run -p 7200:7200 ontotext/graphdb:10.8.0",
    },
    Preset {
        name: "rdf4j",
        base: "http://localhost:8080/rdf4j-server",
        graph_store: Some("/repositories/{dataset}/rdf-graphs/service"),
        quads: Some("/repositories/{dataset}/statements"),
        update: "/repositories/{dataset}/statements",
        query: "/repositories/{dataset}",
        dataset: None,
        default_graph: NIL,
        has_default_graph: true,
        has_triple_terms: false,
        start: "docker run -p 8080:8080 eclipse/rdf4j-workbench",
    },
    Preset {
        name: "virtuoso",
        base: "http://localhost:8890",
        graph_store: Some("/sparql-graph-crud-auth"),
        quads: None,
        update: "/sparql-auth",
        query: "/sparql",
        dataset: Some(""),
        default_graph: None,
        has_default_graph: false,
        has_triple_terms: false,
        start: "virtuoso-t -f -c virtuoso.ini",
    },
    Preset {
        name: "blazegraph",
        base: "http://localhost:9999/blazegraph",
        graph_store: None,
        quads: None,
        update: "/namespace/{dataset}/sparql",
        query: "/namespace/{dataset}/sparql",
        dataset: Some("kb"),
        default_graph: None,
        has_default_graph: true,
        has_triple_terms: false,
        start: "java -server -Xmx4g -jar blazegraph.jar",
    },
    Preset {
        name: "qlever",
        base: "http://localhost:7001",
        graph_store: None,
        quads: None,
        update: "/",
        query: "/",
        dataset: Some(""),
        default_graph: Some("http://qlever.cs.uni-freiburg.de/builtin-functions/default-graph"),
        has_default_graph: true,
        has_triple_terms: false,
        start: "qlever start --access-token TOKEN",
    },
    Preset {
        name: "stardog",
        base: "http://localhost:5820",
        graph_store: Some("/{dataset}"),
        quads: None,
        update: "/{dataset}/update",
        query: "/{dataset}/query",
        dataset: None,
        default_graph: None,
        has_default_graph: true,
        has_triple_terms: false,
        start: "stardog-admin server start",
    },
];

/// The store of a name.
///
/// # Errors
/// [`Error::Usage`] with all names where there is none.
pub fn by_name(name: &str) -> Result<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| Error::Usage {
        what: format!("unknown preset '{}'", name.escape_debug()),
        hint: format!("known presets: {}", PRESETS.map(|preset| preset.name).join(", ")),
    })
}

impl Preset {
    /// The store at an address, or where it listens as it comes; by updates where `by_update` asks for them.
    ///
    /// # Errors
    /// [`Error::Usage`] where the dataset is missing, is not one, or means nothing to the store.
    pub fn target(&self, base: Option<&str>, dataset: Option<&str>, by_update: bool) -> Result<Target> {
        let base = base.unwrap_or(self.base).trim_end_matches('/');
        let dataset = self.dataset_of(dataset)?;
        let at = |path: &str| format!("{base}{}", path.replace("{dataset}", dataset));
        let writing = match self.graph_store.filter(|_| !by_update) {
            Some(path) => Writing::GraphStore { url: at(path), quads: self.quads.map(at) },
            None => Writing::Update { url: at(self.update) },
        };
        Ok(Target {
            name: self.name.to_owned(),
            writing,
            reading: Reading::Query { url: at(self.query), default_graph: self.default_graph },
            has_default_graph: self.has_default_graph,
            has_triple_terms: self.has_triple_terms,
        })
    }

    fn dataset_of<'a>(&self, asked: Option<&'a str>) -> Result<&'a str>
    where
        'static: 'a,
    {
        let refuse = |what: String, hint: String| Err(Error::Usage { what, hint });
        match (asked, self.dataset) {
            (Some(name), Some("")) => refuse(
                format!("{} has one dataset, not one called '{}'", self.name, name.escape_debug()),
                "leave out --dataset; --graph names a graph in it".to_owned(),
            ),
            (Some(name), _) => {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
                if !name.is_empty() && name.chars().all(is_plain) && !name.starts_with('.') {
                    return Ok(name);
                }
                refuse(
                    format!("'{}' is no name of a dataset", name.escape_debug()),
                    "give letters, digits, '-', '_' and '.'".to_owned(),
                )
            }
            (None, Some(name)) => Ok(name),
            (None, None) => refuse(
                format!("{} needs the name of a dataset", self.name),
                format!("name it with --dataset; it is made by, for instance: {}", self.start),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_its_addresses() {
        for preset in PRESETS {
            let dataset = preset.dataset.is_none().then_some("news");
            let target = preset.target(None, dataset, false).unwrap();
            let Reading::Query { url, .. } = &target.reading else { panic!("{} is not queried", preset.name) };
            assert!(url.starts_with(preset.base) && !url.contains('{'), "{url}");
        }
    }

    #[test]
    fn datasets_are_named_where_a_store_has_several() {
        let fuseki = by_name("fuseki").unwrap();
        let wanted = Writing::GraphStore {
            url: "https://rdf.example/news/data".to_owned(),
            quads: Some("https://rdf.example/news/data".to_owned()),
        };
        assert_eq!(fuseki.target(Some("https://rdf.example/"), Some("news"), false).unwrap().writing, wanted);
        for dataset in [None, Some(""), Some("a/../b"), Some(".."), Some("a?b")] {
            assert!(fuseki.target(None, dataset, false).is_err(), "{dataset:?}");
        }
        assert!(by_name("oxigraph").unwrap().target(None, Some("news"), false).is_err());
    }
}
