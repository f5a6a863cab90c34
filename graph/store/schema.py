"""The SQLite schema: what one file holds, and the steps that bring an older file forward.

Numbers (`number`) are rowids and stand for ids everywhere inside; `id` of a claim is its 16 bytes.
A claim that two layers hold is filed twice. Times (`recorded_at`, `superseded_at`) say when the
record changed, never when something happened. Steps are never edited once released: a change of the
schema is a new step at the end. A source is seen in the layer that it is filed in and in those of its
current claims (`source_layer`); one that has had neither is public.
"""

import sqlite3

APPLICATION_ID = 0x5472_696C

TABLES = """
CREATE TABLE layer (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL CHECK (length(digest) = 16)
) STRICT;
CREATE TABLE source (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    source_group TEXT NOT NULL,
    body         TEXT NOT NULL,
    recorded_at  TEXT NOT NULL
) STRICT;
CREATE TABLE text (
    source INTEGER PRIMARY KEY REFERENCES source,
    body   TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE TABLE entity (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE claim (
    number        INTEGER PRIMARY KEY,
    id            BLOB NOT NULL CHECK (length(id) = 16),
    layer         INTEGER NOT NULL REFERENCES layer,
    source        INTEGER NOT NULL REFERENCES source,
    subject       INTEGER REFERENCES entity,
    predicate     TEXT NOT NULL,
    object        INTEGER REFERENCES entity,
    value         TEXT NOT NULL,
    ask           INTEGER REFERENCES entity,
    speaker       INTEGER REFERENCES entity,
    start         INTEGER,
    last          INTEGER,
    confidence    INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 1000),
    body          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('accepted', 'proposed', 'rejected')),
    extractor     TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    superseded_at TEXT,
    UNIQUE (id, layer)
) STRICT;
CREATE INDEX claim_subject ON claim (subject, predicate);
CREATE INDEX claim_object  ON claim (object) WHERE object IS NOT NULL;
CREATE INDEX claim_ask     ON claim (ask) WHERE ask IS NOT NULL;
CREATE INDEX claim_speaker ON claim (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX claim_source  ON claim (source, layer);
CREATE TABLE decision (
    number        INTEGER PRIMARY KEY,
    claim         BLOB NOT NULL CHECK (length(claim) = 16),
    status        TEXT NOT NULL CHECK (status IN ('accepted', 'proposed', 'rejected')),
    by            TEXT NOT NULL,
    at            TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    superseded_at TEXT
) STRICT;
CREATE UNIQUE INDEX decision_claim ON decision (claim) WHERE superseded_at IS NULL;
CREATE TABLE judgement (
    number        INTEGER PRIMARY KEY,
    "left"        TEXT NOT NULL,
    "right"       TEXT NOT NULL,
    layer         INTEGER NOT NULL REFERENCES layer,
    verdict       TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'undecided')),
    by            TEXT NOT NULL,
    at            TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    superseded_at TEXT
) STRICT;
CREATE UNIQUE INDEX judgement_pair ON judgement ("left", "right", layer) WHERE superseded_at IS NULL;
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    action TEXT NOT NULL,
    digest TEXT NOT NULL,
    layer  TEXT NOT NULL
) STRICT;
CREATE TRIGGER change_is_not_edited BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the log of changes is append-only'); END;
CREATE TRIGGER change_is_not_deleted BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the log of changes is append-only'); END;
"""

NAMES = """
CREATE TABLE name (
    claim  INTEGER PRIMARY KEY REFERENCES claim,
    folded TEXT NOT NULL
) STRICT;
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_length ON name (length(folded));
CREATE VIRTUAL TABLE name_words USING fts5(folded, content='name', content_rowid='claim', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE name_trigrams USING fts5(folded, content='name', content_rowid='claim', tokenize='trigram case_sensitive 1');
INSERT INTO name SELECT number, fold(value) FROM claim WHERE predicate IN ('name', 'alias');
INSERT INTO name_words (name_words) VALUES ('rebuild');
INSERT INTO name_trigrams (name_trigrams) VALUES ('rebuild');
"""

SOURCE_LAYERS = """
ALTER TABLE source ADD COLUMN layer INTEGER REFERENCES layer;
INSERT INTO layer (name, digest) VALUES ('public', zeroblob(16)) ON CONFLICT DO NOTHING;
UPDATE source SET layer = (
    SELECT l.number FROM claim c JOIN layer l ON l.number = c.layer WHERE c.source = source.number ORDER BY l.name <> 'public', l.name LIMIT 1);
CREATE VIEW source_layer AS
SELECT s.number AS source, l.number AS layer, l.name FROM source s CROSS JOIN layer l
WHERE l.number = s.layer OR (s.layer IS NULL AND l.name = 'public')
   OR EXISTS (SELECT 1 FROM claim c WHERE c.source = s.number AND c.layer = l.number AND c.superseded_at IS NULL);
"""

UNITS = """
CREATE TABLE unit (
    digest  TEXT PRIMARY KEY,
    mark    INTEGER NOT NULL,
    at      TEXT NOT NULL,
    sources TEXT NOT NULL,
    said    TEXT NOT NULL
) STRICT;
"""

MEMOS = """
CREATE TABLE memo (
    drawer TEXT NOT NULL,
    key    TEXT NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (drawer, key)
) STRICT, WITHOUT ROWID;
"""

STEPS = (TABLES, NAMES, SOURCE_LAYERS, UNITS, MEMOS)
VERSION = len(STEPS)


def version(connection: sqlite3.Connection) -> int:
    """The number of steps that the file has behind it."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    assert isinstance(found, int)
    return found


def migrate(connection: sqlite3.Connection, to: int = VERSION) -> None:
    """Take the steps up to version `to`, inside the caller's transaction; the caller defines fold() and weighs the layers anew."""
    for number in range(version(connection), to):
        for statement in _statements(STEPS[number]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _statements(script: str) -> list[str]:
    statements, pending = [], ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            statements.append(pending.strip())
            pending = ""
    return statements
