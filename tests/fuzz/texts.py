"""Files of text to begin from as others write them: with the spellings and the syntax that our own writers do without."""

TURTLE = b"""@base <https://example.org/skills/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
PREFIX dct: <http://purl.org/dc/terms/>
# A remark.
<scheme> a skos:ConceptScheme ; dct:title "Skills"@en, 'Sgiliau'@cy ; skos:hasTopConcept <1> , <2> .
<1> a skos:Concept ; skos:inScheme <scheme> ; skos:notation "1", 1.5, -2e3, true ;
    skos:prefLabel \"\"\"Being
"there\"\"\"@en ; skos:definition "caf\\u00e9 \\"so\\"" ; skos:narrower <1.1> ;
    skos:note [ dct:creator "Ada" ; dct:source [] ] ; skos:editorialNote '''it's''' .
<1.1> a skos:Concept ; skos:broader <1> ; skos:prefLabel "with time"@en-GB ; skos:notation "1.1"^^<code> ;
    skos:exactMatch <https://example.com/x#1> ; skos:related <2> .
<2> a skos:Concept ; skos:topConceptOf <scheme> ; skos:altLabel "Talking" ; skos:prefLabel "Speaking"@en .
_:list a skos:OrderedCollection ; skos:memberList ( <1> <2> ( ) "x" ) .
"""

SKOS_JSON = b"""{"@context": {"@vocab": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/",
"uri": "@id", "type": "@type", "label": {"@id": "prefLabel", "@container": "@language"},
"broader": {"@type": "@id"}, "members": {"@id": "memberList", "@container": "@list"}},
"@graph": [{"uri": "https://x.example/s", "type": "ConceptScheme", "dct:title": {"@value": "Skills", "@language": "en"}},
{"uri": "https://x.example/1", "type": ["Concept"], "label": {"en": "Being there", "cy": ["Bod yno"]}, "notation": 1,
"inScheme": {"@id": "https://x.example/s"}, "topConceptOf": "https://x.example/s"},
{"uri": "https://x.example/2", "type": "Concept", "label": {"en": "Speaking"}, "broader": "https://x.example/1",
"exactMatch": [{"@id": "https://y.example/2"}], "note": {"@list": ["a", {"@value": "b"}]}},
{"type": "OrderedCollection", "members": ["https://x.example/1"]}]}"""

CASE = b"""{"CFDocument": {"identifier": "5F0C7A52-0B6C-4D2E-9F57-1A2B3C4D5E00", "uri": {"uri": "https://x.example/d"},
"title": "Peer work", "creator": "A group", "lastChangeDateTime": "2024-01-01", "adoptionStatus": "Adopted", "language": "en",
"subjectURI": [{"title": "s", "identifier": "a", "uri": "b"}], "extensions": {"x": [1, null]}, "licenseURI": "https://x.example/l"},
"CFItems": [{"identifier": "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e01", "uri": "https://x.example/1", "fullStatement": "<p>Listening</p>",
"humanCodingScheme": "1", "CFItemType": "Domain", "listEnumeration": 1, "educationLevel": ["01"], "conceptKeywords": ["a"]},
{"identifier": "not-a-uuid", "fullStatement": "Being there", "alternativeLabel": null, "statusEndDate": "2020-02-30"},
{"identifier": "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e01", "fullStatement": ""}, null],
"CFAssociations": [{"identifier": "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e05", "associationType": "Is Child Of", "sequenceNumber": "2",
"originNodeURI": {"identifier": "not-a-uuid", "uri": "u", "title": "t"}, "destinationNodeURI": "5f0c7a52-0b6c-4d2e-9f57-1a2b3c4d5e01"},
{"associationType": "ext:teaches", "originNodeURI": {}, "destinationNodeURI": {"uri": "https://y.example/2"}},
{"associationType": "replacedBy", "originNodeIdentifier": "a", "destinationNodeIdentifier": "b", "CFAssociationGroupingURI": {}}],
"CFDefinitions": {"CFItemTypes": [{"title": "Domain", "hierarchyCode": "1"}], "CFLicenses": {}, "CFConcepts": []},
"CFRubrics": [{"identifier": "r", "CFRubricCriteria": [{"CFRubricCriterionLevels": [{"score": 1.5}]}]}]}"""

CTDL_ASN = b"""{"@context": "https://credreg.net/ctdlasn/schema/context/json", "@graph": [
{"@id": "https://x.example/f", "@type": "ceasn:CompetencyFramework", "ceasn:name": {"en-US": "Skills", "cy": "Sgiliau"},
"ceasn:inLanguage": ["en-US"], "ceasn:hasTopChild": ["https://x.example/1"], "ceasn:publisher": [{"@id": "p"}]},
{"@id": "https://x.example/1", "@type": "ceasn:Competency", "ceasn:competencyText": {"en-US": ["Being there"]}, "ceasn:listID": "1",
"ceasn:codedNotation": "A.1", "ceasn:isTopChildOf": "https://x.example/f", "ceasn:hasChild": ["https://x.example/2"],
"ceasn:isPartOf": "https://x.example/f", "ceasn:competencyCategory": {"en-US": "Domain"}},
{"@id": "https://x.example/2", "@type": ["ceasn:Competency"], "ceasn:competencyText": "Speaking", "ceasn:isChildOf": ["https://x.example/1"],
"ceasn:exactAlignment": ["https://y.example/2"], "ceasn:comment": {"en": ["a", "b"]}, "ceasn:weight": 0.5}]}"""

MOODLE = (
    b"Rhif adnabod y rhiant,ID number,Short name,Description,Description format,Scale values,Scale configuration,"
    b"Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency ID numbers,Exported ID (optional),"
    b"Is framework,Taxonomy\n"
    b',peer,Peer work,"<p>About</p>",1,"No,Yes","[{""scaleid"":""2""},{""id"":2,""scaledefault"":1,""proficient"":1}]",,,,,1,1,'
    b'"domain,competency"\n'
    b"peer,A,Listening,<b>x</b>,1,,,core_competency\\\\rule_all,1,,,2,,\n"
    b'A,A1,"Being, there","line one\nline two",1,,,,,,"A%2C2,A",3,,\nA,A2,Speaking,,,,,,,,,4,,\n'
)
