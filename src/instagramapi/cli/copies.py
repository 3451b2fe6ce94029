"""`instagramapi backup` and `instagramapi restore`."""

import typer

app = typer.Typer()
