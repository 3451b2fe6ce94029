"""Lets the folders below use what this one makes: pytest puts its folder on the path."""
