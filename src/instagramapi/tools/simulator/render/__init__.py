"""Writes the catalogue's objects in the upstreams' shapes, one module per family.

What a family does not tell is left out here too; what it tells oddly is told as oddly.
"""
