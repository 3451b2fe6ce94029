"""`instagramapi import`: files that the operator has, for the archive provider."""

import typer

app = typer.Typer()
