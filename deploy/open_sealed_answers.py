#!/usr/bin/env python3
"""Make a safeguarding officer's keys, and open sealed answers, on a machine that is never online.

It stands alone: copy this file and install PyNaCl (`pip install pynacl`).

    python3 open_sealed_answers.py new-key officer.key
        writes the private key to officer.key and prints the public one, which goes into the portal
    python3 open_sealed_answers.py open officer.key survey.sealed
        prints the answers of each letter, one JSON object a line
"""

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Iterator

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox


def new_key(path: str) -> str:
    """Write a private key that only its owner may read; returns the public key. Never overwrites a file."""
    key = PrivateKey.generate()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.b64encode(bytes(key)).decode() + "\n")
    return base64.b64encode(bytes(key.public_key)).decode()


def read_key(path: str) -> PrivateKey:
    with open(path) as file:
        return PrivateKey(base64.b64decode(file.read()))


def fingerprint(key: PrivateKey) -> str:
    return hashlib.sha256(bytes(key.public_key)).hexdigest()[:16]


def open_letters(key: PrivateKey, lines: list[str]) -> Iterator[dict]:
    """The answers of each letter; ValueError for one that was not sealed to this key, or was changed."""
    mine = fingerprint(key)
    for number, line in enumerate(lines, 1):
        letter = json.loads(line)
        if mine not in letter["keys"]:
            raise ValueError(f"letter {number} was not sealed to the key {mine}")
        try:
            secret = SealedBox(key).decrypt(base64.b64decode(letter["keys"][mine]))
            yield json.loads(SecretBox(secret).decrypt(base64.b64decode(letter["box"])))
        except CryptoError as error:
            raise ValueError(f"letter {number} was changed on its way") from error


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("new-key").add_argument("key")
    opening = commands.add_parser("open")
    opening.add_argument("key")
    opening.add_argument("export")
    asked = parser.parse_args()
    if asked.command == "new-key":
        public = new_key(asked.key)
        sys.stdout.write(f"private key: {asked.key} (keep it offline, and a copy in a safe)\n")
        sys.stdout.write(f"public key: {public}\nfingerprint: {fingerprint(read_key(asked.key))}\n")
        return 0
    with open(asked.export) as file:
        letters = file.read().splitlines()
    try:
        for answers in open_letters(read_key(asked.key), letters):
            sys.stdout.write(json.dumps(answers, ensure_ascii=False) + "\n")
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
