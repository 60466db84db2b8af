"""Lines to mail servers and to those that give tokens: encrypted, in time, to where they may lead."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from conglang.tools.mailbox.rules import Trouble

SECONDS = 20  # for each step


class Failed(Exception):
    """The other side does not do what it should."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def reach(host: str, port: int) -> socket.socket:
    """A line to the host. The address that was really reached is looked at: names can change in between."""
    line = socket.create_connection((host, port), timeout=SECONDS)
    address = ipaddress.ip_address(line.getpeername()[0].partition("%")[0])
    if not (settings.EXCHANGE_PRIVATE or address.is_global):
        line.close()
        raise Failed(Trouble.PRIVATE)
    return line


@contextmanager
def told_apart() -> Iterator[None]:
    """What goes wrong on the way, as a Trouble that an administrator can mend."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise Failed(Trouble.CERTIFICATE) from None
    except ssl.SSLError:
        raise Failed(Trouble.NOT_IMAP) from None
    except (socket.gaierror, UnicodeError):
        raise Failed(Trouble.NO_HOST) from None
    except TimeoutError:
        raise Failed(Trouble.SLOW) from None
    except OSError:
        raise Failed(Trouble.REFUSED) from None
