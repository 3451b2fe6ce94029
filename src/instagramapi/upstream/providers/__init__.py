"""The providers; none of them knows of another."""
