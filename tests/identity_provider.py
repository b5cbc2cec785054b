"""An OpenID Connect provider for tests, in a process of its own: `python -m tests.identity_provider`.

Prints its address, then serves discovery, authorisation (it asks nobody), tokens and keys. What is posted to /lie, as
JSON, makes it lie from then on: `claims` (changed; null: left out), `config` (of its discovery), `algorithm`, `key`.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, SUBJECT = "shawlands-test", "a secret of the tests", "subject-4711"
RIGHT, WRONG = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Provider(ThreadingHTTPServer):
    """What it has promised so far, and how it lies."""

    lies: dict[str, Any] = {}
    codes: dict[str, dict[str, str]] = {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": SUBJECT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "somebody.else@shawlands.example",
            "email_verified": True,
        }
        claims |= self.lies.get("claims", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        algorithm = self.lies.get("algorithm", "RS256")
        key: Any = {"RS256": WRONG if self.lies.get("key") == "other" else RIGHT, "HS256": SECRET * 2, "none": None}
        return jwt.encode(claims, key[algorithm], algorithm=algorithm, headers={"kid": "right"})


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: object) -> None:
        """Nothing on the tests' output."""

    def answer(self, said: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        parts, issuer = urlsplit(self.path), self.server.issuer
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            config = {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorise",
                "jwks_uri": f"{issuer}/keys",
                "token_endpoint": f"{issuer}/token",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            self.answer(config | self.server.lies.get("config", {}))
        elif parts.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RIGHT.public_key()))
            self.answer({"keys": [key | {"kid": "right", "use": "sig", "alg": "RS256"}]})
        elif parts.path == "/authorise" and query.get("client_id") == CLIENT:
            code = secrets.token_urlsafe(16)
            self.server.codes[code] = query
            back = {"code": code, "state": query["state"]}
            self.answer({}, 302, {"Location": f"{query['redirect_uri']}?{urlencode(back)}"})
        else:
            self.answer({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/lie":
            type(self.server).lies = json.loads(body)
            return self.answer({})
        said = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if not asked or said.get("client_secret") != SECRET or asked.get("code_challenge") != proof:
            return self.answer({"error": "invalid_grant"}, 400)
        return self.answer({"access_token": "x", "token_type": "Bearer", "id_token": self.server.id_token(asked)})


if __name__ == "__main__":
    provider = Provider(("127.0.0.1", 0), Handler)
    print(provider.issuer, flush=True)
    try:
        provider.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
