"""The pages of people: signing in, settings, team."""
