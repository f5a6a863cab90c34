"""The store on a Neo4j server, reached over Bolt with the official driver (the optional extra `neo4j`).

address     URLs and credentials
connection  the driver: sessions, retries, timeouts, errors in our words
schema      constraints, indexes, versions
cypher      every statement, as text; values are always parameters
tables      the rows of a transaction that files (`graph.store.tables`)
model       the readable model beside the record: labels, names and ties for people with Neo4j's own tools
steady      reading one unchanging state
reading     sources, claims, decisions and judgements
columns     claims in columns, for snapshots
names       search by name
audit       the check
store       `ServerStore`, which puts them together
"""
