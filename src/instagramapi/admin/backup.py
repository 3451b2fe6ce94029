"""Backup and restore: placeholder until the next commit."""

from typing import Any

from instagramapi.wiring import Service


async def back_up(service: Service, *, target: str) -> dict[str, Any]:
    raise NotImplementedError
