"""What every process that computes for another one has to see to; loads no torch."""

import os
import signal
import threading
import time


def obey(parent: int) -> None:
    """Ends this process soon after its parent, which may be killed and so cannot end it; Ctrl-C is left to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
