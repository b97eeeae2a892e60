"""Likes that come in a rush, or from one place, do not move a comment; why, in words."""

from dataclasses import dataclass
from enum import StrEnum

from alley.moderation.policy import Likes


class Idle(StrEnum):
    """Why a like is counted and shown, but does not move the comment in "most liked"."""

    DEVICE = "device"
    NETWORK = "network"
    RUSH = "rush"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Idle.DEVICE: "by one device",
    Idle.NETWORK: "by one network",
    Idle.RUSH: "in a rush of new accounts",
}


@dataclass(frozen=True, slots=True)
class Near:
    """The likes before this one that move the comment and may be of the same hand. `rush` is None
    for an account that is not new."""

    device: int = 0
    network: int = 0
    rush: int | None = None


def idle(near: Near, limits: Likes) -> Idle | None:
    if near.device >= limits.one_device:
        return Idle.DEVICE
    if near.network >= limits.one_network:
        return Idle.NETWORK
    if near.rush is not None and near.rush >= limits.new_accounts:
        return Idle.RUSH
    return None
