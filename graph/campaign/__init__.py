"""Who decides on an ask, whom to call next, where the campaign is weak, the smallest coalition that covers it."""
