CREATE CONSTRAINT thing_iri IF NOT EXISTS FOR (n:Thing) REQUIRE n.iri IS UNIQUE;
MERGE (n:Thing {iri: 'https://w3id.org/pressgraph/id/company/acorn'}) SET n:Company, n.name = 'Acorn', n.sameAs = ['schema:x', 'wd:Q42'];
