"""What differs between two days: ties, stances, posts and statements."""
