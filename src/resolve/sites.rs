//! Linking: ids in outside bases, and web sites of entities, from the name lists and from links in articles.

use std::collections::BTreeSet;

use crate::model::{EntityType, ResolvedEntity};
use crate::schema::Gazetteer;

/// Beginning of the IRIs of Wikidata.
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// What the target of a link over a name is to the entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The same thing in an outside base.
    Same(String),
    /// Its own web page.
    Site(String),
    /// A page about something else, or about nobody knows what.
    Other,
}

/// What a link over the name of an entity leads to.
///
/// # Shape
/// Pages of Wikidata and Wikipedia about one thing are the same thing; the page of a host or a repository that bears
/// the name is its site, as is the root of any host.
pub(super) fn target(url: &str, forms: &[&str]) -> Target {
    let Some((_, rest)) = url.trim().split_once("://") else { return Target::Other };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.trim_start_matches("www.").to_ascii_lowercase();
    let page = path.split(['#', '?']).next().unwrap_or("");
    if host == "wikidata.org" {
        let id = page.trim_start_matches("wiki/").trim_start_matches("entity/");
        let is_id = id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        return if is_id { Target::Same(format!("{WIKIDATA}{id}")) } else { Target::Other };
    }
    if let Some(language) = host.strip_suffix(".wikipedia.org") {
        let title =
            page.strip_prefix("wiki/").filter(|title| !title.is_empty() && !title.contains([':', ' ', '"', '<', '>']));
        // a part of a page is about a part of its subject
        let is_whole = !path.contains('#') && title.is_some_and(|title| names_title(title, forms));
        let language = language.trim_end_matches(".m");
        return match title {
            Some(title) if is_whole => Target::Same(format!("https://{language}.wikipedia.org/wiki/{title}")),
            _ => Target::Other,
        };
    }
    let is_root = page.trim_matches('/').is_empty();
    let is_hosting = matches!(host.as_str(), "github.com" | "gitlab.com" | "codeberg.org" | "sourceforge.net");
    let mut parts: Vec<&str> = if is_hosting { page.split('/').collect() } else { Vec::new() };
    if is_hosting {
        parts.truncate(3);
    } else {
        parts.extend(host.split('.'));
        parts.pop();
    }
    let bears = |part: &&str| forms.iter().any(|form| is_alike(&squeezed(part), form));
    if is_root && !is_hosting || parts.iter().any(bears) { Target::Site(url.trim().to_owned()) } else { Target::Other }
}

/// Whether a title of Wikipedia is a form of the name; what stands in brackets tells only which one is meant.
fn names_title(title: &str, forms: &[&str]) -> bool {
    let bare = title.split("_(").next().unwrap_or(title);
    forms.iter().any(|form| squeezed(bare) == squeezed(form))
}

fn is_alike(part: &str, form: &str) -> bool {
    let name = squeezed(form);
    let longer = name.len().max(part.len());
    let shorter = name.len().min(part.len());
    shorter >= 2
        && (part == name || shorter >= 4 && longer <= 3 * shorter && (part.contains(&name) || name.contains(part)))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Gives an entity the Wikidata id that a list supports for its names and its type, and takes away ids in dispute.
pub(super) fn link(entity_type: EntityType, entity: &mut ResolvedEntity) {
    let lists = Gazetteer::embedded();
    let fullest = entity.names.iter().filter(|(_, uses)| !uses.fullest.is_empty());
    let known = fullest.filter_map(|(name, _)| lists.name(name)).filter(|known| known.entity_type == Some(entity_type));
    let listed: BTreeSet<String> =
        known.filter_map(|known| known.wikidata).map(|id| format!("{WIKIDATA}{id}")).collect();
    entity.same_as.extend(listed);
    let is_wikidata = |iri: &String| iri.starts_with(WIKIDATA);
    if entity.same_as.iter().filter(|iri| is_wikidata(iri)).count() > 1 {
        entity.same_as.retain(|iri| !is_wikidata(iri));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_bear_the_name_or_are_roots() {
        let site = |url: &str| matches!(target(url, &["Far Water Foundation", "FWF"]), Target::Site(_));
        for url in [
            "https://www.fwf.org/join",
            "http://farwater.org/about",
            "https://github.com/farwater/x",
            "https://a.example/",
        ] {
            assert!(site(url), "{url}");
        }
        for url in
            ["https://blog.example/2015/04/fwf", "https://github.com/", "mailto:a@fwf.org", "/about", "https://w.org/x"]
        {
            assert!(!site(url), "{url}");
        }
    }

    #[test]
    fn pages_of_other_bases_are_the_same_thing_only_under_its_name() {
        let same = |url: &str| target(url, &["Vexor Data"]);
        let wikipedia = "https://en.wikipedia.org/wiki/Vexor_Data_(company)";
        assert_eq!(same(wikipedia), Target::Same(wikipedia.to_owned()));
        assert_eq!(
            same("https://en.m.wikipedia.org/wiki/Vexor_Data"),
            Target::Same("https://en.wikipedia.org/wiki/Vexor_Data".to_owned())
        );
        assert_eq!(same("https://www.wikidata.org/wiki/Q95"), Target::Same(format!("{WIKIDATA}Q95")));
        for url in [
            "https://en.wikipedia.org/wiki/Data",
            "https://en.wikipedia.org/wiki/Vexor_Data#History",
            "https://www.wikidata.org/wiki/Property:P1",
        ] {
            assert_eq!(same(url), Target::Other, "{url}");
        }
    }
}
