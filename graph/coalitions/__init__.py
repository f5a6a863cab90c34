"""Who holds together by what they say and by what they do together, two layers kept apart."""
