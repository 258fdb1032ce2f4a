"""A small OpenID provider on this machine: it believes whoever says a name, and signs that as a real one would."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "meal-planner", "only for this test"
PEOPLE = ("ann", "bob")


class Provider:
    """``with Provider() as provider:`` serves; ``provider.url`` is its issuer. ``refuse``: codes are worth nothing."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "test"})
        self.codes: dict[str, dict[str, str]] = {}
        self.refuse = False

    def __enter__(self) -> Self:
        provider = self

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                split = urlsplit(self.path)
                provider.get(self, split.path, {name: values[0] for name, values in parse_qs(split.query).items()})

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.token(self, {name: values[0] for name, values in parse_qs(sent).items()})

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def secrets_toml(self) -> str:
        """What an app that signs in here has in its secrets.toml."""
        values = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": secrets.token_hex(32),
            "client_id": CLIENT,
            "client_secret": SECRET,
            "server_metadata_url": f"{self.url}/.well-known/openid-configuration",
        }
        return "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())

    def get(self, page: BaseHTTPRequestHandler, path: str, query: dict[str, str]) -> None:
        if path == "/.well-known/openid-configuration":
            _json(
                page,
                {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "jwks_uri": f"{self.url}/keys",
                    "code_challenge_methods_supported": ["S256"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                },
            )
        elif path == "/keys":
            _json(page, {"keys": [self.key.as_dict(private=False)]})
        elif path == "/authorize":
            links = "".join(f"<p><a href='{escape(self._back(query, name))}'>{name}</a></p>" for name in PEOPLE)
            denied = f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
            _send(
                page, "text/html", f"<h1>Who are you?</h1>{links}<p><a href='{escape(denied)}'>nobody</a></p>".encode()
            )
        else:
            page.send_error(404)

    def _back(self, query: dict[str, str], name: str) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**query, "name": name}
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, page: BaseHTTPRequestHandler, sent: dict[str, str]) -> None:
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        known = asked is not None and urlsafe_b64encode(proof).decode().rstrip("=") == asked["code_challenge"]
        if asked is None or not known or self.refuse:
            _json(page, {"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": f"id of {asked['name']}", "iat": now, "exp": now + 600,
                  "nonce": asked["nonce"], "email": f"{asked['name']}@example.org"}  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        _json(
            page, {"access_token": secrets.token_hex(16), "token_type": "Bearer", "expires_in": 600, "id_token": signed}
        )


def _json(page: BaseHTTPRequestHandler, content: dict[str, Any], status: int = 200) -> None:
    _send(page, "application/json", json.dumps(content).encode(), status)


def _send(page: BaseHTTPRequestHandler, kind: str, content: bytes, status: int = 200) -> None:
    page.send_response(status)
    page.send_header("Content-Type", kind)
    page.send_header("Content-Length", str(len(content)))
    page.end_headers()
    page.wfile.write(content)
