"""From which seeds a word would reach most actors: scenarios, never forecasts."""
