"""Tells an account's owner once when something crosses a line that they drew."""
