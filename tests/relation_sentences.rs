//! Every relation file's own sentences: what must match does, what must not does not.

use pressgraph::pipeline::Pipeline;
use pressgraph::schema::relations;

#[test]
fn sentences_of_relation_files_give_exactly_their_facts() {
    let pipeline = Pipeline::new(None).unwrap();
    let failed: Vec<String> =
        relations().unwrap().iter().flat_map(|relation| pipeline.check(relation)).map(|one| one.to_string()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
