"""Graph files of other programs: entities and ties drawn or collected there."""
