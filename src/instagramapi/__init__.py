"""The open, self-hosted API for public Instagram data."""
