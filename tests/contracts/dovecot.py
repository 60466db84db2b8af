"""Dovecot as a process of our own, on free ports and in a folder of its own, away from the system's."""

import grp
import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.running import free_port

PASSWORD = "mật khẩu có dấu và 'nháy\""
START_SECONDS = 20
CONF = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
default_vsz_limit = 0
first_valid_uid = 0
first_valid_gid = 0
ssl = required
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
mail_location = maildir:{home}/mail/%u
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
lmtp_proxy = yes
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service lmtp {{
  unix_listener {home}/lmtp {{
    mode = 0666
  }}
}}
"""


@dataclass
class Dovecot:
    """Where it listens; users are `desk` (a mailbox) and `proxied@x.example` (of our own receiver)."""

    home: Path
    tls: int
    starttls: int

    @property
    def certificate(self) -> Path:
        return self.home / "cert.pem"

    def bring(self, *letters: bytes, to: str = "desk") -> None:
        """Deliver letters as a mail server does."""
        with smtplib.LMTP(str(self.home / "lmtp")) as line:
            for letter in letters:
                line.sendmail("gui@x.example", to, letter)


def is_installed() -> bool:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is not None


@contextmanager
def running(*, token_info: str, receiver_port: int) -> Iterator[Dovecot]:
    """Dovecot until the end of the block. Its folder lies where its users may go; pytest's own is closed."""
    home = Path(tempfile.mkdtemp(prefix="conglang-dovecot-", dir="/tmp"))
    peer = Dovecot(home, free_port(), free_port())
    _lay_out(peer, token_info, receiver_port)
    process = subprocess.Popen(
        [shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin"), "-F", "-c", home / "conf"]
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not (home / "lmtp").exists():
            assert process.poll() is None, (home / "log").read_text()
            assert time.monotonic() < end, "dovecot did not start"
            time.sleep(0.05)
        yield peer
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(home)


def _lay_out(peer: Dovecot, token_info: str, receiver_port: int) -> None:
    home, me = peer.home, pwd.getpwuid(os.getuid())
    owner, login = (me, me.pw_name)
    if os.getuid() == 0:  # the package brings users for this
        owner, login = pwd.getpwnam("dovecot"), "dovenull"
    (home / "mail").mkdir(parents=True)
    os.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    home.chmod(0o755)  # its processes run as other users
    certify(home)
    proxied = f"proxy=y host=127.0.0.1 port={receiver_port} protocol=lmtp nopassword=y"
    (home / "users").write_text(
        f"desk:{{PLAIN}}{PASSWORD}\nproxied@x.example:{{PLAIN}}x::::::{proxied}\n", "utf-8"
    )
    (home / "oauth.conf").write_text(f"tokeninfo_url = {token_info}\nusername_attribute = email\n")
    (home / "conf").write_text(
        CONF.format(
            home=home, internal=owner.pw_name, group=grp.getgrgid(owner.pw_gid).gr_name, login=login,
            uid=owner.pw_uid, gid=owner.pw_gid, tls=peer.tls, starttls=peer.starttls,
        )
    )  # fmt: skip


def certify(home: Path) -> None:
    """A certificate for this machine that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (home / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (home / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
