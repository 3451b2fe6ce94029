"""The servers that are compared: how each is prepared, started on its core, and audited."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import machine

HERE = Path(__file__).parent
PEERS = HERE / "peers"
PYTHON = HERE / ".venv" / "bin" / "python"
CREDITS_EACH = 100_000_000
_START_S = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server works: its folder, its core, and the answer that it must give."""

    folder: Path
    core: int
    answer: Path

    def within(self, name: str) -> "Place":
        """Make a folder of its own."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return Place(folder, self.core, self.answer)


def free_port() -> int:
    """Find a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def ask(
    port: int, path: str, key: str = "", body: str = ""
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Ask once, by POST where there is a body: status, headers, body."""
    headers = {"authorization": f"Bearer {key}"}
    content = body.encode() or None
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", content, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.headers.items(), answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, list(refused.headers.items()), refused.read()


class Server:
    """Processes that answer on a port; `charged` tells how many credits they took so far."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.port = free_port()
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def pids(self) -> set[int]:
        """All processes of this server."""
        return set().union(*(machine.family(each.pid) for each in self._started))

    def start(self) -> None:
        """Start it; a subclass says how."""

    def charged(self) -> int:
        """Audit the books and return what was charged since the start; 0 where nobody pays."""
        return 0

    def run(self, command: list[str], **environment: str) -> None:
        """Start one process on the server's core, with its output in a file."""
        log = (self.place.folder / "log.txt").open("ab")
        environment = {**os.environ, "PYTHONPATH": str(PEERS), **environment}
        command = machine.pinned(self.place.core, command)
        self._started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
        log.close()

    def wait(self, port: int) -> None:
        """Wait until something listens there."""
        ends = time.monotonic() + _START_S
        while time.monotonic() < ends:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise SystemExit((self.place.folder / "log.txt").read_text("utf-8")[-3000:])

    def stop(self) -> None:
        """End what was started, the last of it first."""
        for process in reversed(self._started):
            process.terminate()
        for process in reversed(self._started):
            process.wait(_START_S)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Start a server and stop it in the end."""
    try:
        server.start()
        server.wait(server.port)
        yield server
    finally:
        server.stop()


class StaticNginx(Server):
    """nginx, which sends a file: what a web server can do."""

    def start(self) -> None:
        answer = json.loads(self.place.answer.read_text("utf-8"))
        (self.place.folder / "post.json").write_text(answer["body"])
        _nginx(self, f"location = /v1/post {{ alias {self.place.folder}/post.json; }}")


class Hello(Server):
    """uvicorn with nothing behind it: what a Python server can do."""

    def start(self) -> None:
        self.run(_uvicorn("hello:app", self.port), BENCH_ANSWER=str(self.place.answer))


class LuaRedis(Server):
    """Peer B: nginx with Lua in front of Redis, both on the server's core."""

    def __init__(self, place: Place, secrets: list[str], fsync: str) -> None:
        super().__init__(place)
        self._secrets = secrets
        self._fsync = fsync
        self._redis_port = free_port()

    def start(self) -> None:
        folder, answer = self.place.folder, json.loads(self.place.answer.read_text("utf-8"))
        redis = ["redis-server", "--port", str(self._redis_port), "--dir", str(folder)]
        redis += ["--save", "", "--appendonly", "yes", "--appendfsync", self._fsync]
        self.run([*redis, "--auto-aof-rewrite-percentage", "0", "--bind", "127.0.0.1"])
        self.wait(self._redis_port)
        script = (PEERS / "charge.lua").read_text("utf-8")
        (folder / "data.json").write_text(answer["data"])
        (folder / "headers.txt").write_text(_constant(answer["headers"], ": ", "\n"))
        (folder / "script.sha1").write_text(self._redis("SCRIPT", "LOAD", script).strip())
        self._fill()
        _nginx(
            self,
            'location = /v1/post { content_by_lua_block { require("peer_b").answer() } }',
            f'lua_package_path "{PEERS}/?.lua;/usr/share/lua/5.1/?.lua;;";\n'
            "init_worker_by_lua_block { "
            f'require("peer_b").load("{folder}", {self._redis_port}) }}',
        )

    def charged(self) -> int:
        names = [f"balance:{number}" for number in range(1, len(self._secrets) + 1)]
        # In one script: a request may still be under way, and must not fall between two readings.
        told = self._redis("EVAL", _BOOKS, str(len(names)), *names)
        left, logged = map(int, told.split())
        spent = len(self._secrets) * CREDITS_EACH - left
        if spent != logged:
            raise SystemExit(f"peer B: {spent} credits are gone and {logged} are logged")
        return spent

    def _fill(self) -> None:
        lines = []
        for number, secret in enumerate(self._secrets, 1):
            lines.append(f"SET key:{sha256(secret.encode()).hexdigest()} {number}")
            lines.append(f"SET balance:{number} {CREDITS_EACH}")
        self._redis(told="\n".join(lines))

    def _redis(self, *words: str, told: str | None = None) -> str:
        command = ["redis-cli", "-p", str(self._redis_port), *words]
        return _output(command, told)


_BOOKS = """
local left = 0
for _, balance in ipairs(redis.call("MGET", unpack(KEYS))) do left = left + balance end
return {left, redis.call("XLEN", "usage")}
"""


class FastApi(Server):
    """Peer A: FastAPI and SQLAlchemy on SQLite."""

    def __init__(self, place: Place, secrets: list[str]) -> None:
        super().__init__(place)
        self._secrets = secrets

    def start(self) -> None:
        environment = {"BENCH_DATABASE": self.database(), "BENCH_ANSWER": str(self.place.answer)}
        secrets = self.place.folder / "secrets.json"
        secrets.write_text(json.dumps(self._secrets))
        code = (
            "import asyncio, json, pathlib, fastapi_app; "
            f"secrets = json.loads(pathlib.Path({str(secrets)!r}).read_text()); "
            f"asyncio.run(fastapi_app.prepare(secrets, {CREDITS_EACH}))"
        )
        prepared = {**os.environ, "PYTHONPATH": str(PEERS), **environment}
        subprocess.run([str(PYTHON), "-c", code], env=prepared, check=True)
        self.run(_uvicorn("fastapi_app:app", self.port), **environment)

    def database(self) -> str:
        """Name the database, started if need be."""
        return f"sqlite+aiosqlite:///{self.place.folder}/peer.db"

    def charged(self) -> int:
        left, logged = self.sums()
        spent = len(self._secrets) * CREDITS_EACH - left
        if spent != logged:
            raise SystemExit(f"peer A: {spent} credits are gone and {logged} are logged")
        return spent

    def sums(self) -> tuple[int, int]:
        """Add up what is left, and what is logged."""
        with closing(sqlite3.connect(self.place.folder / "peer.db")) as connection:
            left, logged = connection.execute(_SUMS).fetchone()
        return int(left), int(logged)


class FastApiPostgres(FastApi):
    """Peer A on a PostgreSQL of its own, on the server's core."""

    def __init__(self, place: Place, secrets: list[str]) -> None:
        super().__init__(place, secrets)
        self._postgres_port = free_port()

    def database(self) -> str:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        cluster = self.place.folder / "cluster"
        cluster.mkdir()
        shutil.chown(cluster, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
        made = [*as_postgres, str(programs / "initdb"), "-D", str(cluster), "-A", "trust"]
        _output([*made, "-E", "UTF8", "--no-sync"])
        served = [str(programs / "postgres"), "-D", str(cluster), "-p", str(self._postgres_port)]
        self.run([*as_postgres, *served, "-c", "unix_socket_directories="])
        self.wait(self._postgres_port)
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self._postgres_port}/postgres"

    def sums(self) -> tuple[int, int]:
        psql = ["psql", "-h", "127.0.0.1", "-p", str(self._postgres_port), "-U", "postgres", "-At"]
        left, logged = _output([*psql, "-F", " ", "-c", _SUMS]).split()
        return int(left), int(logged)


_SUMS = """
SELECT (SELECT sum(balance) FROM accounts), (SELECT coalesce(sum(credits), 0) FROM usage)
"""
# What a server says of this one answer, or by itself.
_OF_ONE_ANSWER = frozenset(
    ["content-type", "content-length", "x-request-id", "x-credits-remaining", "date", "server"]
)


def _constant(headers: list[list[str]], between: str, end: str) -> str:
    """Write the headers that every answer has alike."""
    constant = [(name, value) for name, value in headers if name not in _OF_ONE_ANSWER]
    return "".join(f"{name}{between}{value}{end}" for name, value in constant)


def _nginx(server: Server, location: str, http: str = "") -> None:
    answer = json.loads(server.place.answer.read_text("utf-8"))
    headers = "".join(
        f'add_header {name} "{value}";\n'
        for name, value in answer["headers"]
        if name not in _OF_ONE_ANSWER or name.startswith("x-")
    )
    settings = _NGINX.format(
        folder=server.place.folder,
        port=server.port,
        http=http,
        location=location,
        headers="" if http else headers,
    )
    path = server.place.folder / "nginx.conf"
    path.write_text(settings, "utf-8")
    server.run(["nginx", "-p", str(server.place.folder), "-c", str(path)])


_NGINX = """
daemon off; worker_processes 1; user root; pid {folder}/nginx.pid; error_log {folder}/error.log;
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
events {{ worker_connections 2048; }}
http {{
  access_log off; tcp_nodelay on; tcp_nopush on; sendfile on; open_file_cache max=10 inactive=600s;
  keepalive_requests 100000000; default_type application/json; types {{ }}
  {http}
  server {{
    listen 127.0.0.1:{port} backlog=2048;
    {headers}
    {location}
  }}
}}
"""


def _uvicorn(app: str, port: int) -> list[str]:
    options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--no-server-header"]
    return [str(PYTHON), "-m", "uvicorn", app, "--port", str(port), "--backlog", "2048", *options]


def _output(command: list[str], told: str | None = None) -> str:
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout
