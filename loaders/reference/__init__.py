"""Reference data on who is who: entities with names, identifiers and relations."""
