"""Every statement of the store. Text from outside is only ever a parameter; labels and types come from the ontology (see `model`)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

    Tx = ManagedTransaction
else:
    Tx = object

# The record and the door
VERSION = "MATCH (r:Trilateral {name: 'record'}) WHERE r.version IS NOT NULL RETURN r.version"
ANY_NODE = "OPTIONAL MATCH (n) WHERE NOT n:Trilateral AND NOT n:Layer WITH n LIMIT 1 RETURN count(n)"
SET_VERSION = "MATCH (r:Trilateral {name: 'record'}) SET r.version = $version"
LOCK = "MATCH (r:Trilateral {name: 'record'}) SET r.writer = $writer"
COUNTERS = "MATCH (r:Trilateral {name: 'record'}) RETURN r.claims, r.changes"
COUNT = "MATCH (r:Trilateral {name: 'record'}) SET r.claims = $claims, r.changes = $changes"
PASS_DOOR = "MATCH (d:Trilateral {name: 'door'}) SET d.changes = $changes, d.writer = $writer"
HOLD_DOOR = "MATCH (d:Trilateral {name: 'door'}) REMOVE d.held RETURN d.changes"
DOOR = "MATCH (d:Trilateral {name: 'door'}) RETURN d.changes"
WRITER = "MATCH (d:Trilateral {name: 'door'}) RETURN d.writer"
ANY_DECISION = "MATCH (d:Decision) WITH d LIMIT 1 RETURN count(d)"
ANY_JUDGEMENT = "MATCH (j:Judgement) WITH j LIMIT 1 RETURN count(j)"
LAYERS = "MATCH (l:Layer) RETURN l.name, l.digest ORDER BY l.name"
PUT_LAYERS = "UNWIND $rows AS row MERGE (l:Layer {name: row[0]}) SET l.digest = row[1]"
LOG = "CREATE (:Change {first: $first, last: $last, at: $at, sorts: $sorts, which: $which, digests: $digests})"
CHANGES = "MATCH (g:Change) WHERE g.last > $since RETURN g.first, g.at, g.sorts, g.which, g.digests ORDER BY g.last"
CHANGE = "MATCH (g:Change) WHERE g.last >= $number RETURN g.first, g.at, g.sorts, g.which, g.digests ORDER BY g.last LIMIT 1"

# Sources and texts
IN_LAYERS = "(s.layer IN $layers OR (s.layer = '' AND 'public' IN $layers) OR any(l IN s.shown WHERE l IN $layers))"
HELD_SOURCES = """
UNWIND $ids AS id MATCH (s:Source {id: id}) OPTIONAL MATCH (s)-[:HAS_TEXT]->(t:Text)
RETURN s.id, s.body, s.layer, s.shown, s.counts, t.digest"""
PUT_SOURCES = """
UNWIND $rows AS row MERGE (s:Source {id: row.id}) ON CREATE SET s.shown = [], s.counts = [] SET s += row"""
PLACE_SOURCES = "UNWIND $rows AS row MATCH (s:Source {id: row[0]}) SET s.layer = row[1], s.shown = row[2], s.counts = row[3]"
PUT_TEXTS = """
UNWIND $rows AS row MATCH (s:Source {id: row[0]}) MERGE (s)-[:HAS_TEXT]->(t:Text) SET t.body = row[1], t.digest = row[2]"""
TEXTS = "UNWIND $ids AS id MATCH (s:Source {id: id})-[:HAS_TEXT]->(t:Text) RETURN s.id, t.body"
SOURCES = f"MATCH (s:Source) WHERE s.id STARTS WITH $prefix AND {IN_LAYERS} RETURN s.body, s.layer, s.shown ORDER BY s.id"
ALL_TEXTS = f"MATCH (s:Source)-[:HAS_TEXT]->(t:Text) WHERE {IN_LAYERS} RETURN s.id, t.body ORDER BY s.id"
SOURCE_TEXT = f"MATCH (s:Source {{id: $source}})-[:HAS_TEXT]->(t:Text) WHERE {IN_LAYERS} RETURN t.body"

# Claims
KINDS = "UNWIND $ids AS id MATCH (e:Entity {id: id}) WHERE e.claimed_kinds IS NOT NULL RETURN e.id, e.claimed_kinds"
ADD_KINDS = """
UNWIND $rows AS row MATCH (e:Entity {id: row[0]}) WITH e, row[1] AS kinds, coalesce(e.claimed_kinds, []) AS before
SET e.claimed_kinds = before + [kind IN kinds WHERE NOT kind IN before]"""
FILED = """
UNWIND $layers AS layer UNWIND $ids AS id MATCH (c:Claim {id: id, layer: layer})
RETURN c.id, c.layer, c.number, c.status, c.extractor, c.superseded_at ORDER BY c.number"""
CURRENT = """
MATCH (:Source {id: $source})<-[:FROM]-(c:Claim) WHERE c.superseded_at IS NULL
RETURN c.id, c.layer, c.extractor, c.number, c.status ORDER BY c.number"""
REFILE = """
UNWIND $rows AS row MATCH (c:Claim {number: row[0]}) SET c.status = row[1], c.extractor = row[2] REMOVE c.superseded_at"""
MOVE = """
UNWIND $rows AS row MATCH (c:Claim {number: row[0]}) WHERE c.body <> row[1] SET c.body = row[1]
RETURN c.number"""
SUPERSEDE = """
UNWIND $numbers AS number MATCH (c:Claim {number: number}) SET c.superseded_at = $now
RETURN c.source, c.layer, count(*)"""
MAKE_ENTITIES = """
UNWIND $rows AS row MERGE (e:Entity {id: row[0]}) ON CREATE SET e.name = row[0], e.kind = row[1], e:$(row[2])"""
FIELDS = ("id", "layer", "number", "source", "subject", "predicate", "object", "value", "ask", "speaker", "when", "confidence", "body", "status", "extractor")
OPTIONAL = ("decided", "folded", "length", "grams")
ENDS = {"subject": 4, "object": 6, "ask": 8, "speaker": 9}
ABOUT = "NAMES|SUBJECT|OBJECT|ASK|SPEAKER"
CLAIM = ", ".join(f"c.{name}" for name in (*FIELDS, "decided") if name != "number")
VISIBLE = "c.superseded_at IS NULL AND c.layer IN $layers"


def make_claims(ends: Iterable[str], *, naming: bool, name: bool) -> str:
    """Files claims that have these ends; `naming` ones only say something of their subject, and `name` ones are found by search."""
    fields = ", ".join(f"{field}: row[{place}]" for place, field in enumerate((*FIELDS, *(OPTIONAL if name else OPTIONAL[:1]))))
    found = [f"MATCH ({end}:Entity {{id: row[{ENDS[end]}]}})" for end in ends]
    ties = [f"(c)-[:{'NAMES' if naming and end == 'subject' else end.upper()}]->({end})" for end in ends]
    made = ", ".join([f"(c:Claim{':Name' if name else ''} {{{fields}, recorded_at: $now}})-[:FROM]->(s)", *ties])
    return "\n".join(["UNWIND $rows AS row", "MATCH (s:Source {id: row[3]})", *found, f"CREATE {made}"])


def claims(*, about: bool = False, source: bool = False, predicate: bool = False, ids: bool = False, past: bool = False) -> str:
    """Current claims of layers, with `past` also superseded ones, by recording order, chosen by what is given."""
    wanted = ["c.layer IN $layers" if past else VISIBLE]
    start = "MATCH (c:Claim)"
    if ids:
        start = "UNWIND $layers AS layer UNWIND $ids AS id MATCH (c:Claim {id: id, layer: layer})"
    elif about:
        start = f"MATCH (e:Entity)<-[:{ABOUT}]-(c:Claim)"
    elif source:
        start = "MATCH (:Source {id: $source})<-[:FROM]-(c:Claim)"
    elif not predicate:
        wanted.append("c.number > 0")
    if about:
        wanted.append(f"EXISTS {{ (c)-[:{ABOUT}]->(e:Entity) WHERE e.id IN $about }}" if ids else "e.id IN $about")
    if source:
        wanted.append("c.source = $source")
    if predicate:
        wanted.append("c.predicate = $predicate")
    return f"{start} WHERE {' AND '.join(wanted)} WITH {'DISTINCT ' if about else ''}c RETURN {CLAIM} ORDER BY c.number"


ALL_CLAIMS = f"MATCH (c:Claim) WHERE c.number > 0 AND c.superseded_at IS NULL RETURN {CLAIM} ORDER BY c.source, c.number"
CLAIMS_OF = f"MATCH (:Source {{id: $source}})<-[:FROM]-(c:Claim) WHERE c.superseded_at IS NULL RETURN {CLAIM} ORDER BY c.number"
DUMPED_KINDS = f"MATCH (c:Claim) WHERE c.predicate = 'kind' AND {VISIBLE} RETURN {CLAIM} ORDER BY c.id, c.layer"
DUMPED = f"MATCH (c:Claim) WHERE c.id > '' AND c.layer > '' AND c.predicate <> 'kind' AND {VISIBLE} RETURN {CLAIM} ORDER BY c.id, c.layer"
TOLD = f"""
MATCH (c:Claim) WHERE c.predicate IN $predicates AND {VISIBLE}
RETURN c.number, c.subject, c.predicate, c.value, c.object, c.source, c.folded ORDER BY c.number"""

# Decisions and judgements
DECIDED = "UNWIND $ids AS id MATCH (d:Decision {claim: id}) WHERE d.superseded_at IS NULL RETURN d.claim, d.status, d.by, d.at"
LAST_DECISION = "MATCH (d:Decision) RETURN coalesce(max(d.number), 0)"
END_DECISIONS = "UNWIND $ids AS id MATCH (d:Decision {claim: id}) WHERE d.superseded_at IS NULL SET d.superseded_at = $now"
PUT_DECISIONS = """
UNWIND $rows AS row
CREATE (:Decision {number: row[0], claim: row[1], status: row[2], by: row[3], at: row[4], recorded_at: $now, superseded_at: row[5]})"""
APPLY_DECISIONS = """
UNWIND $rows AS row UNWIND $layers AS layer MATCH (c:Claim {id: row[0], layer: layer}) SET c.decided = row[1] RETURN c.number"""
HELD = "any(layer IN $layers WHERE EXISTS { (c:Claim {id: d.claim, layer: layer}) })"
SHOWN = "any(layer IN $layers WHERE EXISTS { (c:Claim {id: d.claim, layer: layer}) WHERE c.superseded_at IS NULL })"
DECISION = "RETURN d.claim, d.status, d.by, d.at"
DECISIONS = f"MATCH (d:Decision) WHERE d.superseded_at IS NULL AND ($layers IS NULL OR {HELD}) {DECISION} ORDER BY d.claim"
SHOWN_DECISIONS = f"MATCH (d:Decision) WHERE d.superseded_at IS NULL AND ($layers IS NULL OR {SHOWN}) {DECISION} ORDER BY d.claim"
ALL_DECISIONS = f"MATCH (d:Decision) WHERE $layers IS NULL OR {HELD} {DECISION} ORDER BY d.at, d.number"
JUDGEMENT = "RETURN j.left, j.right, j.verdict, j.layer, j.by, j.at"
JUDGEMENTS = f"MATCH (j:Judgement) WHERE j.superseded_at IS NULL {JUDGEMENT} ORDER BY j.left, j.right, j.layer <> 'public', j.layer"
ALL_JUDGEMENTS = f"MATCH (j:Judgement) {JUDGEMENT} ORDER BY j.at, j.number"
LAST_JUDGEMENT = "MATCH (j:Judgement) RETURN coalesce(max(j.number), 0)"
PUT_JUDGEMENT = """
OPTIONAL MATCH (before:Judgement {left: $left, right: $right, layer: $layer}) WHERE before.superseded_at IS NULL
SET before.superseded_at = $now
CREATE (:Judgement {number: $number, left: $left, right: $right, layer: $layer, verdict: $verdict, by: $by, at: $at,
                    recorded_at: $now, superseded_at: $ends})"""

# Units and memos
PUT_UNIT = "MERGE (u:Unit {digest: $digest}) SET u.mark = $mark, u.at = $at, u.sources = $sources, u.said = $said"
UNIT = "MATCH (u:Unit {digest: $digest}) RETURN u.mark, u.at, u.sources, u.said"
NEWER_SOURCES = "UNWIND $sources AS id MATCH (s:Source {id: id}) WHERE s.recorded_at > $at RETURN count(s)"
GROUPS = "UNWIND $sources AS id MATCH (s:Source {id: id}) RETURN DISTINCT s.source_group"
NEWER_DOCUMENTS = """
MATCH (s:Source) WHERE s.recorded_at > $at AND NOT s.source_group IN $groups AND s.kind = 'document' AND s.url <> ''
AND (s.layer = '' OR s.layer IN $layers) WITH s LIMIT 1 RETURN count(s)"""
CLAIMED_FROM = """
UNWIND $layers AS layer UNWIND $ids AS id MATCH (c:Claim {id: id, layer: layer}) WHERE c.source IN $sources WITH c LIMIT 1 RETURN count(c)"""
TOLD_SINCE = """
UNWIND $layers AS layer UNWIND $ids AS id MATCH (c:Claim {id: id, layer: layer})-[:FROM]->(s:Source)
WHERE c.predicate IN $telling AND NOT s.source_group IN $groups WITH c LIMIT 1 RETURN count(c)"""
MEMOS = "MATCH (m:Memo {drawer: $drawer}) WHERE m.key > '' RETURN m.key, m.body ORDER BY m.key"
MEMO = "MATCH (m:Memo {drawer: $drawer, key: $key}) RETURN m.body"
PUT_MEMO = "MERGE (m:Memo {drawer: $drawer, key: $key}) SET m.body = $body"
DROP_MEMO = "MATCH (m:Memo {drawer: $drawer, key: $key}) DELETE m"

# Names
EFFECTIVE = "coalesce(c.decided, c.status)"
SEEN = f"c.superseded_at IS NULL AND c.layer IN $layers AND {EFFECTIVE} <> 'rejected'"
NAMED = "RETURN c.subject, c.value, c.folded"
SHORTEST_FIRST = "ORDER BY c.length, c.folded, c.subject, c.value LIMIT $limit"
CALLED = f"MATCH (c:Name {{folded: $text}}) WHERE {SEEN} {NAMED}"
BEGINNING = f"MATCH (c:Name) WHERE c.folded STARTS WITH $text AND c.folded <> $text AND {SEEN} {NAMED} {SHORTEST_FIRST}"
HOLDING = f"CALL db.index.fulltext.queryNodes('trilateral_words', $query) YIELD node AS c WHERE {SEEN} {NAMED} {SHORTEST_FIRST}"
ALIKE = f"CALL db.index.fulltext.queryNodes('trilateral_grams', $query, {{limit: $limit}}) YIELD node AS c WHERE {SEEN} {NAMED}"
OF_LENGTH = f"MATCH (c:Name) WHERE $low <= c.length <= $high AND {SEEN} {NAMED} ORDER BY c.folded, c.subject, c.value LIMIT $limit"
IS_NAMED = f"MATCH (e:Entity)<-[:{ABOUT}]-(c:Claim) WHERE e.id IN $ids AND {VISIBLE} WITH c LIMIT 1 RETURN count(c)"
FACES = f"""
MATCH (e:Entity)<-[:NAMES]-(c:Claim)-[:FROM]->(s:Source) WHERE e.id IN $ids AND c.predicate IN ['name', 'alias', 'kind'] AND {SEEN}
WITH e, c, CASE s.kind WHEN 'curated' THEN 0 WHEN 'reference' THEN 1 WHEN 'document' THEN 2 ELSE 3 END AS place
RETURN e.id, c.predicate, c.value ORDER BY c.predicate, {EFFECTIVE} = 'accepted', place DESC, c.id DESC"""

# Columns
COLLECTED = ("id", "subject", "object", "ask", "speaker", "source", "layer", "predicate", "when", "confidence", "status", "extractor", "value", "body")
COLLECT = ", ".join([*(f"collect(c.{name})" for name in COLLECTED), "collect(coalesce(c.decided, ''))"])
COLUMNS = f"MATCH (c:Claim) WHERE c.number > $after AND c.number <= $upto AND {VISIBLE} RETURN {COLLECT}"
SOME_COLUMNS = f"UNWIND $layers AS layer UNWIND $ids AS id MATCH (c:Claim {{id: id, layer: layer}}) WHERE c.superseded_at IS NULL RETURN {COLLECT}"

# Excerpts
STATE = """
CALL () { MATCH (l:Layer) RETURN collect([l.name, l.digest]) AS layers }
CALL () { MATCH (j:Judgement) WHERE j.superseded_at IS NULL AND j.layer IN $layers WITH j ORDER BY j.left, j.right, j.layer <> 'public', j.layer
          RETURN collect([j.left, j.right, j.verdict, j.layer, j.by, j.at]) AS judged }
RETURN layers, judged"""
ONE_EACH = f"""
UNWIND $ids AS id CALL (id) {{ MATCH (:Entity {{id: id}})<-[:{ABOUT}]-(c:Claim) WHERE {VISIBLE} RETURN c LIMIT 1 }} RETURN {COLLECT}"""
NAMED_AS = f"MATCH (e:Entity)<-[:NAMES]-(c:Claim) WHERE e.id IN $ids AND {VISIBLE} RETURN {COLLECT}"
DELEGATED = f"""
UNWIND $rows AS row MATCH (:Entity {{id: row[0]}})<-[:SUBJECT]-(c:Claim) WHERE c.predicate = 'member_of' AND c.source = row[1] AND {VISIBLE}
RETURN {COLLECT}"""
BEGINNING_LIKE = "UNWIND $beginning AS text MATCH (e:Entity) WHERE e.id STARTS WITH text RETURN e.id LIMIT $most"
SOME_SOURCES = f"""
UNWIND $ids AS id MATCH (s:Source {{id: id}}) WHERE {IN_LAYERS} RETURN s.id, s.body, s.layer, s.shown
UNION UNWIND $prefixes AS prefix
CALL (prefix) {{ MATCH (s:Source) WHERE s.id STARTS WITH prefix AND s.kind = 'register' AND {IN_LAYERS} RETURN s LIMIT 1 }}
RETURN s.id, s.body, s.layer, s.shown"""
DECIDED_AT = "MATCH (d:Decision) WHERE d.recorded_at IN $times RETURN DISTINCT d.claim"


def part(what: str) -> str:
    """At most $most claims `about` entities, of a `source`, of `predicates` or of `ids`."""
    start = {
        "about": f"MATCH (e:Entity)<-[:{ABOUT}]-(c:Claim) WHERE e.id IN $about",
        "source": "MATCH (:Source {id: $source})<-[:FROM]-(c:Claim) WHERE true",
        "predicates": "UNWIND $predicates AS predicate MATCH (c:Claim {predicate: predicate}) WHERE true",
        "ids": "UNWIND $layers AS layer UNWIND $ids AS id MATCH (c:Claim {id: id, layer: layer}) WHERE true",
    }
    return f"{start[what]} AND {VISIBLE} WITH {'DISTINCT ' if what == 'about' else ''}c LIMIT $most RETURN {COLLECT}"


def chains(types: Iterable[str], hops: int, most: int) -> str:
    """The ids along the `most` walks of fewest relationships of these types, at most `hops`."""
    return f"""
MATCH p = SHORTEST {most} (a:Entity WHERE a.id IN $starts)
  ((:Entity)-[r:{"|".join(types)} WHERE r.layer IN $layers AND r.kind IN $kinds AND r.status IN $statuses AND r.confidence >= $confidence
              AND coalesce(r.since, '') <= $day]-(n:Entity WHERE (n.kind IN $inside OR n.id IN $ends) AND NOT n.id IN $exclude)){{1,{hops}}}
  (b:Entity WHERE b.id IN $ends)
RETURN [n IN nodes(p) | n.id]"""


def of_kind(label: str) -> str:
    """The ids of the entities that have a label of the readable model."""
    return f"MATCH (e:{label}) RETURN e.id LIMIT $most"


# The check
COUNTS = {
    "sources": "MATCH (n:Source) RETURN count(n)",
    "texts": "MATCH (n:Text) RETURN count(n)",
    "claims": "MATCH (n:Claim) WHERE n.superseded_at IS NULL RETURN count(n)",
    "superseded": "MATCH (n:Claim) WHERE n.superseded_at IS NOT NULL RETURN count(n)",
    "decisions": "MATCH (n:Decision) WHERE n.superseded_at IS NULL RETURN count(n)",
    "judgements": "MATCH (n:Judgement) WHERE n.superseded_at IS NULL RETURN count(n)",
    "entities": "MATCH (n:Entity) RETURN count(n)",
    "changes": "MATCH (n:Trilateral {name: 'record'}) RETURN n.changes",
}
WEIGHED_CLAIMS = """
MATCH (c:Claim) WHERE c.superseded_at IS NULL
OPTIONAL MATCH (d:Decision {claim: c.id}) WHERE d.superseded_at IS NULL
RETURN c.layer, c.id, c.status, c.extractor, d.status, d.by, d.at"""
WEIGHED_SOURCES = "MATCH (s:Source) OPTIONAL MATCH (s)-[:HAS_TEXT]->(t:Text) RETURN s.id, s.body, s.layer, s.shown, s.counts, t.digest, t.body"
COUNTED_CLAIMS = "MATCH (c:Claim) WHERE c.superseded_at IS NULL RETURN c.source, c.layer, count(*)"
NAMES = "MATCH (c:Claim) WHERE c.predicate IN ['name', 'alias'] RETURN c.number, c.value, c.folded, c.length, c.grams"
LOOSE_CLAIMS = f"""
MATCH (c:Claim) WHERE NOT EXISTS {{ (c)-[:FROM]->(s:Source) WHERE s.id = c.source }}
OR any(end IN [c.subject, c.object, c.ask, c.speaker] WHERE end <> '' AND NOT EXISTS {{ (c)-[:{ABOUT}]->(e:Entity) WHERE e.id = end }})
RETURN c.id ORDER BY c.number LIMIT $limit"""

# The readable model; types of relationships are given by `model`, which has them from the ontology
NUMBERED = f"UNWIND $numbers AS number MATCH (c:Claim {{number: number}}) RETURN {CLAIM}"
DEGREES = """
UNWIND $rows AS row MATCH (a:Entity {id: row[0]}) MATCH (b:Entity {id: row[1]})
RETURN row[0], row[1], COUNT { (a)<-[:SUBJECT]-() }, COUNT { (b)<-[:OBJECT]-() }"""
SAID_BY = f"""
UNWIND $rows AS row MATCH (:Entity {{id: row[0]}})<-[:SUBJECT]-(c:Claim) WHERE c.object = row[1] AND c.superseded_at IS NULL RETURN {CLAIM}"""
SAID_OF = f"""
UNWIND $rows AS row MATCH (:Entity {{id: row[1]}})<-[:OBJECT]-(c:Claim) WHERE c.subject = row[0] AND c.superseded_at IS NULL RETURN {CLAIM}"""
LOOKS = f"""
MATCH (e:Entity)<-[:NAMES]-(c:Claim)-[:FROM]->(s:Source) WHERE e.id IN $ids AND c.predicate IN ['name', 'alias', 'kind', 'country', 'url']
AND c.superseded_at IS NULL AND {EFFECTIVE} <> 'rejected'
WITH e, c, CASE s.kind WHEN 'curated' THEN 0 WHEN 'reference' THEN 1 WHEN 'document' THEN 2 ELSE 3 END AS place
RETURN e.id, c.predicate, CASE c.value WHEN '' THEN c.object ELSE c.value END
ORDER BY c.layer = 'public', {EFFECTIVE} = 'accepted', place DESC, c.id DESC"""
PUT_FACES = """
UNWIND $rows AS row MATCH (e:Entity {id: row[0]}) SET e += row[1]
WITH e, row[2] AS labels REMOVE e:$([label IN labels(e) WHERE label <> 'Entity' AND NOT label IN labels]) SET e:$(labels)"""
JUDGED = """
MATCH (j:Judgement) WHERE j.superseded_at IS NULL AND (j.left IN $ids OR j.right IN $ids) RETURN DISTINCT j.left, j.right"""
DROP_JUDGED = """
UNWIND $rows AS row MATCH (:Entity {id: row[0]})-[r:SAME_AS|DIFFERENT_FROM {judged: true}]->(:Entity {id: row[1]}) DELETE r"""


def put_judged(type: str) -> str:
    """Relationships of the judgements in force on pairs, of one verdict."""
    return f"""
UNWIND $rows AS row MATCH (j:Judgement {{left: row[0], right: row[1], verdict: $verdict}}) WHERE j.superseded_at IS NULL
MATCH (a:Entity {{id: row[0]}}) MATCH (b:Entity {{id: row[1]}})
MERGE (a)-[r:{type} {{judged: true, layer: j.layer}}]->(b) SET r.by = j.by, r.at = j.at"""


def drop_ties(type: str) -> str:
    """Takes relationships of a type away."""
    return f"""
UNWIND $rows AS row
MATCH (:Entity {{id: row[0]}})-[r:{type} {{layer: row[2], kind: row[3]}}]->(:Entity {{id: row[1]}}) DELETE r"""


def add_ties(type: str) -> str:
    """Makes relationships of a type, or adds to what there is what further claims say."""
    return f"""
UNWIND $rows AS row MATCH (a:Entity {{id: row[0]}}) MATCH (b:Entity {{id: row[1]}})
MERGE (a)-[r:{type} {{layer: row[2], kind: row[3]}}]->(b)
ON CREATE SET r += row[4]
ON MATCH SET r.claims = r.claims + row[4].claims,
  r.sources = r.sources + [source IN row[4].sources WHERE NOT source IN r.sources],
  r.since = CASE WHEN r.since IS NULL OR row[4].since < r.since THEN row[4].since ELSE r.since END,
  r.until = CASE WHEN r.until IS NULL OR row[4].until > r.until THEN row[4].until ELSE r.until END,
  r.status = CASE WHEN row[4].status < r.status THEN row[4].status ELSE r.status END,
  r.quote = CASE WHEN row[4].confidence > r.confidence OR (row[4].confidence = r.confidence AND row[4].claim < r.claim) THEN row[4].quote ELSE r.quote END,
  r.claim = CASE WHEN row[4].confidence > r.confidence OR (row[4].confidence = r.confidence AND row[4].claim < r.claim) THEN row[4].claim ELSE r.claim END,
  r.confidence = CASE WHEN row[4].confidence > r.confidence THEN row[4].confidence ELSE r.confidence END"""
