"""From whom: providers, and the one loop that asks them."""
