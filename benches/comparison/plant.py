"""Lays out a folder of planted files among ordinary ones, the same for the same seed.

In go `true.txt` and `look-alike.txt`, files of the forms in which integrations hold their tokens, with marks for what is made up;
out come the files and a list of what stands where. It does not look at what any scanner makes of it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from comparison import mint, wrapped

ROUNDS = 4  # 50 true tokens in each
TRUE, WRAPPED, LOOK_ALIKE = "true", "wrapped", "look-alike"
V1_API = "https://rest.gohighlevel" + ".com/v1"
NAMES = ["roofing", "dental", "solar", "realty", "fitness", "legal", "plumbing", "spa", "auto", "catering"]
TOKENS = {"pit": mint.private_token, "v1": mint.location_key, "agency": mint.agency_key}
LISTS = {
    "placeholder": mint.placeholders, "typed": mint.typed, "cut": mint.cut, "v1-cut": mint.v1_cut, "other": mint.others, "near": mint.near,
}


@dataclass(frozen=True)
class Planted:
    """One thing to find, or to be silent about: then `token` is None."""

    kind: str
    path: str
    token: "str | None"
    first_line: int  # 1-based
    last_line: int


def templates(name: str) -> list:
    """(head, text) of each template in a file of them."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    parts = re.split(r"^==== (.+)\n", text, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2]))


class Filler:
    """Fills the marks of templates; lists are taken from in turn, so that each of their entries comes up."""

    def __init__(self, seed: str):
        self.seed = seed
        self.n_taken = {}
        self.last = ""

    def fill(self, template: str, app: str, path: str) -> "tuple[str, list]":
        """The text, and its tokens with their 1-based lines."""
        text, tokens, end = "", [], 0
        for mark in re.finditer(r"\{\{([a-z0-9-]+)\}\}", template):
            text += template[end:mark.start()]
            value = self.value(mark[1], app, f"{self.seed} {path} {mark.start()}")
            if mark[1] in TOKENS:
                tokens.append((value, text.count("\n") + 1))
            text += value
            end = mark.end()
        return text + template[end:], tokens

    def value(self, name: str, app: str, label: str) -> str:
        if name in TOKENS:
            return TOKENS[name](label)
        if name in LISTS:
            entries = LISTS[name](label)
            taken = self.n_taken.get(name, 0)
            self.n_taken[name] = taken + 1
            self.last = entries[taken % len(entries)]
            return self.last
        if name.startswith("hex"):
            return mint.signs(label, mint.HEX, int(name[3:]))
        if name.startswith("uuid"):
            return mint.uuid(label, name[4:])
        return {
            "app": app, "typed-again": self.last, "id20": mint.id20(label), "v1-api": V1_API,
            "base64-88": mint.signs(label, mint.LETTERS + mint.DIGITS + "+/", 86) + "==",
        }[name]


def plant(folder: Path, seed: str, ordinary: list) -> list:
    """Writes everything below `folder` and says what stands where; `ordinary` are (path, bytes) of files to put it among."""
    filler = Filler(seed)
    planted = []

    def write(path: str, content: bytes) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:  # two files of one name would be a mistake of the templates
            file.write(content)

    for path, content in ordinary:
        write(f"packages/{path}", content)
    for turn in range(ROUNDS):
        for number, (head, template) in enumerate(templates("true.txt")):
            app = f"{NAMES[number % len(NAMES)]}-{turn + 1}"
            path = f"apps/{app}/{head}"
            text, tokens = filler.fill(template, app, path)
            write(path, text.encode())
            planted += [Planted(TRUE, path, token, line, line) for token, line in tokens]
    for name, content, token in wrapped.texts(seed):
        path = f"apps/wrapped/{name}"
        write(path, content)
        planted.append(Planted(WRAPPED, path, token, 1, content.count(b"\n") + 1))
    for number, (head, template) in enumerate(templates("look-alike.txt")):
        n_files, name = head.split(" ", 1)
        for turn in range(int(n_files)):
            app = f"{NAMES[(number + turn) % len(NAMES)]}-{5 + turn + number // len(NAMES) * 10}"
            path = f"apps/{app}/{name}"
            text, _ = filler.fill(template, app, path)
            write(path, text.encode())
            planted.append(Planted(LOOK_ALIKE, path, None, 1, 0))
    counts = [sum(plant.kind == kind for plant in planted) for kind in (TRUE, WRAPPED, LOOK_ALIKE)]
    assert counts == [200, 20, 100], counts
    return planted


def ordinary_files(tree: Path, n_files: int, largest: int) -> list:
    """(path, bytes) of about `n_files` text files of at most `largest` bytes, spread evenly over the tree in the order of their names."""
    paths = sorted(path for path in walk(tree) if 256 <= path.stat().st_size <= largest)
    step = max(1, len(paths) // n_files)
    files = []
    for path in paths[::step]:
        content = path.read_bytes()
        if b"\0" in content or not is_text(content):
            continue
        files.append((path.relative_to(tree).as_posix(), content))
    return files


def walk(tree: Path) -> "list[Path]":
    return [path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()]


def is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
