"""instagram.com as a logged-out visitor sees it, the way the simulator speaks it."""
