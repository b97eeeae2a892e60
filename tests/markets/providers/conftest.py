"""Answers as the providers document them (the ECB's are its own), served without a network."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alley.egress import Fetched
from alley.markets.providers.protocol import Asked

RECORDED = Path(__file__).parent / "recorded"
TYPES = {".json": "application/json", ".zip": "application/zip", ".html": "text/html"}


def recorded(name: str, status: int = 200, **headers: str) -> Fetched:
    file = RECORDED / name
    told = {"content-type": TYPES.get(file.suffix, "text/plain")} | headers
    return Fetched(status, "", told, file.read_bytes())


def lines(name: str) -> list[str]:
    return (RECORDED / name).read_text().splitlines()


class World:
    """Answers by a part of the address, and every address asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, Fetched] = {}
        self.asked: list[str] = []

    def __call__(self, url: str) -> Fetched:
        self.asked.append(url)
        return next(answer for part, answer in self.answers.items() if part in url)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def asking(world: World) -> Callable[..., Asked]:
    def made(**answers: str) -> Asked:
        world.answers = {part.replace("_", "/"): recorded(n) for part, n in answers.items()}
        return Asked(fetch=world, key="secret")

    return made
