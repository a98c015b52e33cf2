CREATE CONSTRAINT thing_iri IF NOT EXISTS FOR (n:Thing) REQUIRE n.iri IS UNIQUE;
MERGE (n:Thing {iri: 'https://w3id.org/pressgraph/id/company/nul-bell-end'}) SET n:Company, n.name = 'Nul\u0000 Bell\u0007 End￿';
MERGE (n:Thing {iri: 'https://w3id.org/pressgraph/id/organization/zeolite'}) SET n:Organization, n.name = 'Zeolite';
MERGE (n:Thing {iri: 'https://w3id.org/pressgraph/id/happening/membership/company/nul-bell-end/organization/zeolite'}) SET n:MembershipEvent, n.name = 'Nul\u0000 Bell\u0007 End￿ joins Zeolite';
MATCH (a:Thing {iri: 'https://w3id.org/pressgraph/id/company/nul-bell-end'}), (b:Thing {iri: 'https://w3id.org/pressgraph/id/organization/zeolite'}) MERGE (a)-[r:MEMBER_OF {sentence: 'https://w3id.org/pressgraph/id/article/control--eacd956c-537d084027b7#char=0,35'}]->(b) SET r.label = 'member of', r.text = 'Nul\u0000 and bell\u0007 and￿ joined Zeolite.', r.article = 'control\u0007', r.rule = 'memberOf/test';
MATCH (a:Thing {iri: 'https://w3id.org/pressgraph/id/happening/membership/company/nul-bell-end/organization/zeolite'}), (b:Thing {iri: 'https://w3id.org/pressgraph/id/company/nul-bell-end'}) MERGE (a)-[r:AGENT]->(b);
MATCH (a:Thing {iri: 'https://w3id.org/pressgraph/id/happening/membership/company/nul-bell-end/organization/zeolite'}), (b:Thing {iri: 'https://w3id.org/pressgraph/id/organization/zeolite'}) MERGE (a)-[r:OBJECT]->(b);
