"""What is computed as long as somebody asks for it."""

import threading
import time

from simulator.service.pool import EngineError
from simulator.settings.errors import SettingsError

PATIENCE = 5.0
"""Seconds after which nothing more is computed where nobody has asked."""


class Asked:
    """Notes when it was asked for last, and why it could not be computed; ``_lock`` guards what was found."""

    def __init__(self) -> None:
        self.failure: SettingsError | EngineError | None = None
        """Why a slice could not be computed; asking anew after a while tries again."""
        self._lock, self._asked_at = threading.RLock(), time.monotonic()

    @property
    def error(self) -> str:
        """Why a slice could not be computed, in a sentence; else empty."""
        return str(self.failure or "")

    @property
    def stale(self) -> bool:
        """Whether it failed, and whoever was told so has gone."""
        return self.failure is not None and self._is_forgotten

    @property
    def _is_forgotten(self) -> bool:
        """Whether nobody has asked for a while."""
        return time.monotonic() - self._asked_at > PATIENCE
