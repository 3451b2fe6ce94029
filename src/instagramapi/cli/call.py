"""`instagramapi call`: one command for each endpoint of the catalogue."""

import typer

app = typer.Typer()
