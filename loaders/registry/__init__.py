"""The registry: the known world as data, in our own words, with names in English, Spanish and French.

One YAML file for each theme. An entities file holds sections: `kind`, `country` and `part_of` are
defaults, `entries` maps an id to its fields; lists of names are one text, parted by ";".
"""

from loaders.registry.claims import EXTRACTOR, SOURCE, lines
from loaders.registry.model import Ask, Entry, Post, Registry, Term, Topic, Vacancy, Vehicle
from loaders.registry.read import load_registry

__all__ = ["EXTRACTOR", "SOURCE", "Ask", "Entry", "Post", "Registry", "Term", "Topic", "Vacancy", "Vehicle", "lines", "load_registry"]
