"""Money: who has how many credits, what each request was charged, and the proof of both."""
