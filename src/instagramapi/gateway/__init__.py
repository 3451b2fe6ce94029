"""How one metered call runs: read `call.py` first."""
