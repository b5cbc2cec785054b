#!/usr/bin/env python3
"""Verify an export of a Shawlands log, offline, with nothing but Python's standard library.

    python3 verifier.py EXPORT [--checkpoint FILE]... [--key VKEY]

EXPORT      the file that `manage.py export_log` wrote
--checkpoint  a checkpoint that left the system earlier (the mail's text, or the note alone); may be repeated
--key       the log's public key as printed at set-up or in a mail; without it the export's own key is believed

Exit status 0: every entry stands where and as it was sealed. 1: something does not fit; the first bad entry
is named, and why. Without a checkpoint from outside only carelessness is excluded, not a complete rewrite:
the output says so. The form of all this, to the byte, is in docs/log-format.md.
"""

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from zlib import crc32

BODY = 102  # where the entry begins in a line of the export
TAIL = b"}\n"  # what follows it
BLOCK = 512  # lines a turn: a power of two
HEAD, ENTRY, LAST = itemgetter(slice(BODY)), itemgetter(slice(BODY, -2)), itemgetter(slice(-2, None))
ORIGIN = re.compile(r"^— (\S+) (\S+)$", re.M)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# The tree (RFC 9162, section 2.1)


def leaf(body: bytes) -> bytes:
    """The hash of an entry's canonical bytes."""
    return sha256(b"\x00" + body)


def interior(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right)


def push(frontier: list[bytes], size: int, node: bytes) -> bytes:
    """Add a leaf to a tree of `size` leaves whose perfect subtrees' roots are `frontier` (largest first).

    Returns the root of the largest perfect subtree that ends at the new leaf; `frontier` is changed.
    """
    while size & 1:
        node = interior(frontier.pop(), node)
        size >>= 1
    frontier.append(node)
    return node


def root(frontier: list[bytes]) -> bytes:
    """The root of the tree whose perfect subtrees' roots are `frontier`."""
    if not frontier:
        return sha256(b"")
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = interior(left, node)
    return node


# Checkpoints (C2SP tlog-checkpoint in a C2SP signed note, timestamped Ed25519 signature, type 0x04)


class Checkpoint:
    """A checkpoint read from text. Raises ValueError where there is none."""

    def __init__(self, text: str) -> None:
        parts = re.search(r"(\S+)\n(\d+)\n([A-Za-z0-9+/=]{44})\n\n((?:— .*(?:\n|$))+)", text.replace("\r\n", "\n"))
        if not parts:
            raise ValueError("no checkpoint in it")
        self.origin, self.size = parts[1], int(parts[2])
        self.root = base64.b64decode(parts[3])
        self.text = f"{parts[1]}\n{parts[2]}\n{parts[3]}\n"
        self.signatures = [(name, base64.b64decode(blob)) for name, blob in ORIGIN.findall(parts[4])]
        self.time = 0

    def signed_by(self, vkey: str) -> bool:
        """Whether the log's key signed it; `time` is then the signed time, in Unix seconds."""
        name, key_id, public = read_vkey(vkey)
        for signer, blob in self.signatures:
            if signer == name and blob[:4] == key_id and len(blob) == 76:
                (time,) = struct.unpack(">Q", blob[4:12])
                if verify_ed25519(public, signed_bytes(self.text, time), blob[12:]):
                    self.time = time
                    return True
        return False


def signed_bytes(text: str, time: int) -> bytes:
    """What a timestamped signature signs: the note's text under its time (C2SP cosignature/v1)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n\x04" + public)[:4]


def write_vkey(name: str, public: bytes) -> str:
    """The log's public key as one line of text."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(bytes([4]) + public).decode()}"


def read_vkey(vkey: str) -> tuple[str, bytes, bytes]:
    """Name, key id and the 32 bytes of the public key. Raises ValueError."""
    name, short, blob = vkey.strip().split("+", 2)
    public = base64.b64decode(blob)
    if public[:1] != b"\x04" or len(public) != 33 or key_id(name, public[1:]).hex() != short:
        raise ValueError("not the public key of a log")
    return name, bytes.fromhex(short), public[1:]


# Ed25519 verification (RFC 8032, section 5.1.7)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def multiply(n: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def point_from(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    a, r = point_from(public), point_from(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or BASE is None or s >= ORDER or len(signature) != 64:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = multiply(s, BASE), add(r, multiply(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P


# Verification


class Bad(Exception):
    """Something in the export does not fit. The message says what and where."""


class Around:
    """Checksums of the text around the entries (numbers, nodes, punctuation): enough to find a typing mistake.

    Not more is needed: the entries themselves are held by the tree, and numbers and nodes follow from them.
    """

    def __init__(self) -> None:
        self.heads = self.tails = 0

    def add(self, lines: list[bytes]) -> None:
        self.heads = crc32(b"".join(map(HEAD, lines)), self.heads)
        self.tails = crc32(b"".join(map(LAST, lines)), self.tails)

    def __str__(self) -> str:
        return f"{self.heads:08x}{self.tails:08x}"


def roots_at(lines: Iterator[bytes], sizes: list[int]) -> tuple[dict[int, bytes], str]:
    """The roots of the tree over `lines` at each of the ascending `sizes`, and the checksums around the entries.

    The fast pass: whole blocks are hashed level by level, which is half as fast as hashing the lines and no more.
    """
    frontier: list[bytes] = []
    done, roots, around = 0, {0: sha256(b"")}, Around()
    digest = hashlib.sha256
    for size in sizes:
        while block := list(islice(lines, min(size - done, BLOCK - done % BLOCK))):
            around.add(block)
            level = [digest(b"\x00" + body).digest() for body in map(ENTRY, block)]
            if len(level) == BLOCK:
                while len(level) > 1:
                    level = [digest(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=True)]
                push(frontier, done // BLOCK, level[0])
                done += BLOCK
            else:
                for node in level:
                    push(frontier, done, node)
                    done += 1
        if done == size:
            roots[size] = root(frontier)
    return roots, str(around)


def name_first_bad(lines: Iterator[bytes], size: int) -> None:
    """The slow pass: raise Bad at the first entry whose number or node is not what its line says."""
    frontier: list[bytes] = []
    for done in range(size):
        line = next(lines, b"")
        if not line or line.startswith(b'{"heads":"'):
            raise Bad(f"entry {done + 1} is not here: the log says that it has {size} entries; {done} follow")
        n = line[6:18]
        around = line[:6], line[18:28], line[92:102], line[-2:]
        if around != (b'{"n":"', b'","node":"', b'","entry":', TAIL) or not n.isdigit():
            raise Bad(f"entry {done + 1}: its line cannot be read")
        if int(n) != done + 1:
            raise Bad(f"entry {done + 1} is not here: the next line is number {int(n)} (removed, inserted or moved)")
        if push(frontier, done, leaf(line[BODY:-2])).hex().encode() != line[28:92]:
            raise Bad(f"entry {done + 1} is not what was sealed: changed, inserted, removed or swapped")


def verify(path: str, outside: list[Checkpoint], key: str | None = None) -> list[str]:
    """Verify the export at `path` against the checkpoints in it and those from `outside`.

    Returns what was found, a sentence each. Raises Bad for the first thing that does not fit, OSError and
    ValueError where the file cannot be read.
    """
    with open(path, "rb") as file:
        header, inside = json.loads(file.readline()), []
        size, vkey = int(header["size"]), key or header["vkey"]
        if header["format"] != 1 or header["log"] != read_vkey(header["vkey"])[0]:
            raise ValueError("another format, or another log's key")
        start = file.tell()
        while (line := file.readline()).startswith(b'{"checkpoint": '):
            inside.append(Checkpoint(json.loads(line)["checkpoint"]))
            start = file.tell()
        if header["unsealed"]:
            raise Bad(f"{header['unsealed']} entries were never given a place in the log: sealing was bypassed")
        for checkpoint in [*inside, *outside]:
            if not checkpoint.signed_by(vkey):
                raise Bad(f"the checkpoint of size {checkpoint.size} is not signed by this log's key")
        known = sorted([*inside, *outside], key=lambda checkpoint: checkpoint.size)
        held = [checkpoint for checkpoint in known if checkpoint.size <= size]
        file.seek(start)
        roots, around = roots_at(file, sorted({size, *(checkpoint.size for checkpoint in held)} - {0}))
        agrees = roots.get(size) == bytes.fromhex(header["root"])
        agrees = agrees and file.read() == b'{"heads":"%s"}\n' % around.encode()
        if not agrees or any(roots.get(checkpoint.size) != checkpoint.root for checkpoint in held):
            file.seek(start)
            name_first_bad(file, size)
    compare(known, roots, size)
    if not agrees:
        raise Bad(
            "the export's own summary (root, heads, or what follows the entries) was altered; its entries were not"
        )
    told = [f"{size} entries: every one stands where and as it was sealed."]
    told += [f"Checkpoint of size {c.size}: agrees." for c in known]
    if outside:
        told.append(f"No entry up to number {max(c.size for c in outside)} was changed since that checkpoint left.")
    else:
        told.append(
            "No checkpoint from outside was given: carelessness is excluded, a complete rewrite is not. "
            "Give --checkpoint with one that was mailed or printed."
        )
    return told


def compare(known: list[Checkpoint], roots: dict[int, bytes], count: int) -> None:
    """Raise Bad for the lowest checkpoint that the entries contradict."""
    last_good = 0
    for checkpoint in known:
        if checkpoint.size > count:
            raise Bad(
                f"entry {count + 1} is not here: the log was cut back to {count} entries; "
                f"a signed checkpoint has {checkpoint.size}"
            )
        if roots[checkpoint.size] != checkpoint.root:
            raise Bad(
                f"entry {last_good + 1} or a later one, up to {checkpoint.size}, was rewritten and all that follows "
                f"computed anew: a checkpoint of size {checkpoint.size} has another root"
            )
        last_good = checkpoint.size


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")
    parser.add_argument("--key", metavar="VKEY")
    options = parser.parse_args()
    try:
        outside = []
        for name in options.checkpoint:
            with open(name, encoding="utf-8") as file:
                outside.append(Checkpoint(file.read()))
        for sentence in verify(options.export, outside, options.key):
            print(sentence)
        return 0
    except Bad as bad:
        print(f"NOT PROVED: {bad}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"NOT PROVED: the file cannot be read ({type(error).__name__}: {error})")
    return 1


if __name__ == "__main__":
    sys.exit(main())
