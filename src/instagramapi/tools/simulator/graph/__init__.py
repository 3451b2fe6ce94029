"""Meta's Graph API as the simulator speaks it."""
