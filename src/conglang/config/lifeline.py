"""A child ends with its supervisor, however that one ends: the pipe between them breaks."""

import os
import signal
import sys
import threading


def stop_with_parent() -> None:
    """Send this process SIGTERM when its standard input, a pipe held by the supervisor, is closed."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
