"""Challenges: networks to be rescued, profiles to be explained, and how deep one can go."""

from simulator.catalog.challenges.challenge import HINTS, KINDS, Case, Challenge, Kind
from simulator.catalog.challenges.others import CASES, CAUSES, LIMBOS, PROFILES
from simulator.catalog.challenges.rescue import RESCUES

CHALLENGES: dict[str, Challenge] = {**RESCUES, **PROFILES, **LIMBOS}
"""All of them, by name."""

__all__ = ["CASES", "CAUSES", "CHALLENGES", "HINTS", "KINDS", "Case", "Challenge", "Kind"]
