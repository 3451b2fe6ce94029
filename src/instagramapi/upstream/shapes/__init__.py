"""Payloads of the outside world turned into objects of the catalogue: pure functions."""
