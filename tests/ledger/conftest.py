"""Puts this folder on the path, so that the tests of payments find the till's makers."""
