"""A real nginx in front of served pages, with the settings that the README shows."""

import getpass
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

README = Path(__file__).parents[1] / "README.md"
SHOWN = re.compile(r"`(location /lenet/ \{ .*? \})`")
HOST = "digits.localhost"  # which browsers take for this machine
CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem"
CERTIFICATE += f" -out certificate.pem -subj /CN={HOST}"
CONFIGURATION = """
user {user}; daemon off; pid nginx.pid; error_log errors.txt; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  upstream lenet {{ ip_hash; {servers} }}
  server {{
    listen 127.0.0.1:{port} ssl; server_name {host};
    ssl_certificate certificate.pem; ssl_certificate_key key.pem;
    {location}
  }}
}}"""


def program() -> str | None:
    """Give the path of nginx, which is not among a user's programs on Debian."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def shown_location() -> str:
    """Give the location that the README shows, for the servers that follow ip_hash."""
    location = SHOWN.search(README.read_text(encoding="utf-8"))[1]
    return location.replace("127.0.0.1:7860", "lenet")


@contextmanager
def nginx(folder: Path, ports: Sequence[int], location: str) -> Iterator[str]:
    """Start nginx in front of servers on this machine; give its https address."""
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    servers = " ".join(f"server 127.0.0.1:{one};" for one in ports)
    user = getpass.getuser()  # if it is root, nginx would work as nobody
    values = {
        "user": user,
        "servers": servers,
        "port": port,
        "host": HOST,
        "location": location,
    }
    (folder / "nginx.conf").write_text(CONFIGURATION.format(**values))
    subprocess.run(CERTIFICATE.split(), check=True, cwd=folder, capture_output=True)
    command = [program(), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield f"https://{HOST}:{port}/"
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    while process.poll() is None:
        try:
            httpx.get(f"https://127.0.0.1:{port}/none", verify=False)
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("nginx does not start")
