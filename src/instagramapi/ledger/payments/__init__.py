"""Top-ups by card: one grant per paid session, whatever arrives, in whatever order."""
