"""Makes a repository with a history: files of the tree that change over time, and fifteen tokens that came and went.

The same seed and files give the same commits, dates and authors included. Twelve tokens stood in files of the main branch; one
came with a merge that neither parent had, one is on a branch that was never merged, one stands in the message of a tag.
"""

import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

from comparison import mint

N_COMMITS = 3000
N_FILES = 400
FIRST = 1_640_995_200  # 2022-01-01, seconds
STEP = 9_000  # seconds between two commits
IN_FILES = [  # path and text of a file that holds a token for some time
    ("apps/crm/.env", "PORT=3000\nGHL_TOKEN={}\n"),
    ("apps/crm/src/client.js", "const token = '{}';\nmodule.exports = (request) => request.set('Authorization', `Bearer ${{token}}`);\n"),
    ("apps/portal/lib/highlevel.ts", "export const token = process.env.GHL_TOKEN ?? '{}';\n"),
    ("scripts/sync.py", 'TOKEN = "{}"\n\n\ndef headers():\n    return {{"Authorization": f"Bearer {{TOKEN}}"}}\n'),
    ("wordpress/includes/keys.php", "<?php\ndefine('GHL_API_KEY', '{}');\n"),
    ("deploy/docker-compose.yml", "services:\n  worker:\n    image: worker:1\n    environment:\n      - GHL_TOKEN={}\n"),
    ("docs/handover.md", "# Handover\n\nThe key of the sub-account is `{}`.\n"),
    ("postman/crm.json", '{{ "item": [], "auth": {{ "type": "bearer", "bearer": [{{ "key": "token", "value": "{}" }}] }} }}\n'),
    ("infra/prod.tfvars", 'region = "eu-central-1"\nghl_token = "{}"\n'),
    ("notebooks/leads.ipynb", '{{ "cells": [{{ "cell_type": "code", "source": ["token = \'{}\'"] }}], "nbformat": 4, "nbformat_minor": 5 }}\n'),
    ("exports/clients.csv", "client,token\nAcme Roofing,{}\n"),
    ("log/debug.log", "10:14:09 DEBUG authorization: Bearer {}\n"),
]


@dataclass(frozen=True)
class Past:
    repository: Path
    tokens: list
    n_commits: int


class Stream:
    """The input of `git fast-import`."""

    def __init__(self, sink):
        self.sink = sink
        self.n_marks = 0
        self.now = FIRST

    def data(self, content: bytes) -> None:
        self.sink.write(b"data %d\n" % len(content) + content + b"\n")

    def commit(self, branch: str, message: str, parents: list, changes: list) -> int:
        """Writes a commit with (path, bytes or None) changes and returns its mark; no parents means the branch's tip."""
        self.n_marks += 1
        self.now += STEP
        self.sink.write(b"commit refs/heads/%s\nmark :%d\n" % (branch.encode(), self.n_marks))
        self.sink.write(b"author Ada Example <ada@example.com> %d +0000\ncommitter Ada Example <ada@example.com> %d +0000\n" % (self.now, self.now))
        self.data(message.encode())
        for word, parent in zip((b"from", b"merge"), parents):
            self.sink.write(b"%s :%d\n" % (word, parent))
        for path, content in changes:
            if content is None:
                self.sink.write(b"D %s\n" % path.encode())
            else:
                self.sink.write(b"M 100644 inline %s\n" % path.encode())
                self.data(content)
        return self.n_marks

    def tag(self, name: str, commit: int, message: str) -> None:
        self.sink.write(b"tag %s\nfrom :%d\ntagger Ada Example <ada@example.com> %d +0000\n" % (name.encode(), commit, self.now))
        self.data(message.encode())


def make(repository: Path, seed: str, ordinary: list) -> Past:
    """Makes the repository; `ordinary` are (path, bytes) of text files."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(repository)], check=True)
    kinds = [mint.private_token, mint.private_token, mint.location_key]
    tokens = [kinds[number % len(kinds)](f"{seed} past {number}") for number in range(len(IN_FILES) + 3)]
    git = subprocess.Popen(["git", "-C", str(repository), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    stream = Stream(git.stdin)
    write(stream, random.Random(seed), dict(ordinary), tokens)
    git.stdin.close()
    if git.wait() != 0:
        raise RuntimeError("git fast-import failed")
    # packed as a clone is
    subprocess.run(["git", "-C", str(repository), "repack", "-a", "-d", "-f", "-q"], check=True)
    return Past(repository, tokens, stream.n_marks)


def write(stream: Stream, chance: random.Random, files: dict, tokens: list) -> None:
    tip = stream.commit("main", "Begin", [], sorted(files.items()))
    paths = sorted(files)
    *in_files, in_merge, on_branch, in_tag = tokens
    step = N_COMMITS // (len(in_files) + 2)
    while stream.n_marks < N_COMMITS:
        turn = stream.n_marks
        changes = {path: edited(files, path, chance) for path in chance.sample(paths, chance.randint(1, 3))}
        which, offset = divmod(turn - step, step)
        if 0 <= which < len(in_files) and offset in (0, step // 2):
            path, text = IN_FILES[which]
            changes[path] = text.format(in_files[which]).encode() if offset == 0 else None
        if turn % 60 == 0:
            tip = merge(stream, chance, files, tip, changes)
        else:
            tip = stream.commit("main", f"Change {turn}", [tip], sorted(changes.items()))
    # a merge that brings what neither of its parents has, and one that takes it out: no difference to one parent alone shows it
    path, aside = "config/merged.yml", "docs/aside.md"
    contents = [(path, f"highlevel:\n  token: {in_merge}\n".encode()), (path, None)]
    for turn, content in enumerate(contents):
        text = b"# Aside\n" * (turn + 1)
        side = stream.commit("side", "Work aside", [tip], [(aside, text)])
        tip = stream.commit("main", "Go on", [tip], [("docs/main.md", b"# Main\n" * (turn + 1))])
        tip = stream.commit("main", "Merge side", [tip, side], [(aside, text), content])
    stray = stream.commit("experiment", "Try it", [tip], [("try.rb", f"TOKEN = '{on_branch}'\n".encode())])
    stream.commit("experiment", "Take it out", [stray], [("try.rb", None)])
    stream.tag("v1.0.0", tip, f"Release\n\nDeployed with {in_tag}\n")


def merge(stream: Stream, chance: random.Random, files: dict, tip: int, changes: dict) -> int:
    """Two commits beside the main line and the merge that brings them in."""
    aside = [path for path in sorted(files) if path not in changes][:: max(1, len(files) // 7)][:2]
    main = stream.commit("main", "Change both", [tip], sorted(changes.items()))
    side = tip
    contents = {}
    for path in aside:
        contents[path] = edited(files, path, chance)
        side = stream.commit("side", "Change aside", [side], [(path, contents[path])])
    return stream.commit("main", "Merge side", [main, side], sorted(contents.items()))


def edited(files: dict, path: str, chance: random.Random) -> bytes:
    """The file with a few of its lines moved, changed or taken twice; it stays so."""
    lines = files[path].split(b"\n")
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines))
        how = chance.randrange(3)
        if how == 0:
            lines.insert(place, lines[chance.randrange(len(lines))])
        elif how == 1:
            lines[place] = lines[place] + b" // %d" % chance.randrange(1000)
        elif 40 < len(lines):
            del lines[place]
    files[path] = b"\n".join(lines)
    return files[path]
