"""What one database holds, and the steps that bring an older one forward.

Record: `Layer`, `Source` with its `Text`, `Claim` (also `Name` where it names its subject), `Decision`, `Judgement`, `Change` (a piece of
the log), `Unit`, `Memo`, and two nodes of `Trilateral`: the *record* with its counters, which a writer locks, and the *door*, which it locks
last of all, so that a reader knows whether a write came between. Times (`recorded_at`, `superseded_at`) say when the record changed.
Readable model: `Entity` with a label for its kind, and a relationship for what current claims say of two entities (see `model`).
Steps are never edited once released: a change of the schema is a new step at the end. Each statement does nothing where it was done before.
"""

from graph.errors import StoreError, StoreForeign, shown
from graph.store.server import cypher
from graph.store.server.connection import Server

FULLTEXT = (
    "CREATE FULLTEXT INDEX trilateral_{name} IF NOT EXISTS FOR (n:{label}) ON EACH [{fields}] OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}"
)
FIRST = (
    "CREATE CONSTRAINT trilateral_record IF NOT EXISTS FOR (n:Trilateral) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT trilateral_layer IF NOT EXISTS FOR (n:Layer) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT trilateral_source IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT trilateral_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT trilateral_claim IF NOT EXISTS FOR (n:Claim) REQUIRE (n.id, n.layer) IS UNIQUE",
    "CREATE CONSTRAINT trilateral_number IF NOT EXISTS FOR (n:Claim) REQUIRE n.number IS UNIQUE",
    "CREATE CONSTRAINT trilateral_unit IF NOT EXISTS FOR (n:Unit) REQUIRE n.digest IS UNIQUE",
    "CREATE CONSTRAINT trilateral_memo IF NOT EXISTS FOR (n:Memo) REQUIRE (n.drawer, n.key) IS UNIQUE",
    "CREATE INDEX trilateral_predicate IF NOT EXISTS FOR (n:Claim) ON (n.predicate)",
    "CREATE INDEX trilateral_decision IF NOT EXISTS FOR (n:Decision) ON (n.claim)",
    "CREATE INDEX trilateral_judgement IF NOT EXISTS FOR (n:Judgement) ON (n.left)",
    "CREATE INDEX trilateral_change IF NOT EXISTS FOR (n:Change) ON (n.last)",
    "CREATE INDEX trilateral_recorded IF NOT EXISTS FOR (n:Source) ON (n.recorded_at)",
    "CREATE INDEX trilateral_folded IF NOT EXISTS FOR (n:Name) ON (n.folded)",
    "CREATE INDEX trilateral_length IF NOT EXISTS FOR (n:Name) ON (n.length)",
    FULLTEXT.format(name="words", label="Name", fields="n.folded", analyzer="whitespace"),
    FULLTEXT.format(name="grams", label="Name", fields="n.grams", analyzer="whitespace"),
    FULLTEXT.format(name="entities", label="Entity", fields="n.name, n.aliases", analyzer="standard-no-stop-words"),
    "CALL db.awaitIndexes(300)",
    "MERGE (n:Trilateral {name: 'record'}) ON CREATE SET n.claims = 0, n.changes = 0",
    "MERGE (n:Trilateral {name: 'door'}) ON CREATE SET n.changes = 0",
    f"MERGE (n:Layer {{name: 'public'}}) ON CREATE SET n.digest = '{'0' * 32}'",
)
STEPS = (FIRST,)
VERSION = len(STEPS)


def recognise(server: Server, *, create: bool) -> None:
    """Make the schema, or bring it forward. Raises StoreError or StoreForeign for a database that is not ours."""
    name = shown(server.address.url)
    version, nodes = server.read(_look)
    if version is None and nodes:
        raise StoreForeign(f"{name}: the database holds what another program put there; name an empty one, or `trilateral load` what is in it")
    if version is None and not create:
        raise StoreError(f"{name}: there is no store; make one with `trilateral load SOURCE...` or name another with --store")
    if (version or 0) > VERSION:
        raise StoreForeign(f"{name}: written by a newer Trilateral (schema {version}, known here {VERSION}); upgrade Trilateral")
    for number in range(version or 0, VERSION):
        server.define(STEPS[number])
        server.define((cypher.SET_VERSION.replace("$version", str(number + 1)),))


def version(server: Server) -> int | None:
    """The number of steps that the database has behind it; None where there is no store."""
    return server.read(_look)[0]


def _look(tx: cypher.Tx) -> tuple[int | None, int]:
    nodes = tx.run(cypher.ANY_NODE).single(strict=True)[0]  # first, since another opener may have just made the store and filled it
    found = tx.run(cypher.VERSION).single()
    return (found[0] if found else None), nodes
