"""Code blocks of README.md and docs/, and the examples of `metronome --help`: commands are there and know their options, targets of make are there, YAML is YAML.

    blocks.py METRONOME SOURCE
"""

import json
import pathlib
import re
import subprocess
import sys

import yaml

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.S | re.M)
INDENTED = re.compile(r"(?:^    \S.*\n(?:(?:    .*)?\n)*)", re.M)
COMMAND = re.compile(r"(?:^|[;&|(]\s*|\$\s)(?:\S*/)?(?:metronome|\$M)\s+(\S+)(.*)$")
MAKE = re.compile(r"(?:^|[;&|]\s*)make((?: +[a-z][\w-]*| +[A-Z_]+=\S+)*)\s*(?:#.*)?$")


class Program:
    def __init__(self, path):
        self.path, self.texts = path, {}

    def help(self, command):
        if command not in self.texts:
            ran = subprocess.run([self.path, command, "--help"], capture_output=True, text=True, timeout=60)
            self.texts[command] = ran.stdout if ran.returncode == 0 else None
        return self.texts[command]


def blocks(text):
    """(language, content) of fenced blocks, then of indented ones."""
    for match in FENCED.finditer(text):
        yield match.group(1), match.group(2)
    for match in INDENTED.finditer(FENCED.sub("", text)):
        before = FENCED.sub("", text)[:match.start()].rstrip("\n").rsplit("\n", 1)[-1]
        if not before.lstrip().startswith(("-", "*", "1.", "2.")):  # else the rest of an item
            yield "", re.sub(r"^    ", "", match.group(0), flags=re.M)


def wrong_command(program, line):
    found = COMMAND.search(line)
    if not found or found.group(1) in ("...", "\\") or found.group(1).startswith(("-", "<", "[", "|")):
        return []
    name, rest = found.groups()
    if re.fullmatch(r"[A-Z]+", name):
        return []  # a placeholder
    told = program.help(name)
    if told is None:
        return [f"no command `{name}`"]
    rest = rest.split(" #")[0].split("|")[0] if "[" not in rest else rest.split(" #")[0]
    return [f"`{name}` has no {option}" for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest)
            if not re.search(re.escape(option) + r"(?![\w-])", told) and option not in ("--help", "--version")]


def wrong_make(targets, line):
    found = MAKE.search(line)
    words = found.group(1).split() if found else []
    return [f"make has no `{word}`" for word in words if "=" not in word and word not in targets]


def main():
    program, source = Program(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    targets = set(re.findall(r"^([a-z][\w-]*):", (source / "Makefile").read_text(), re.M))
    bad, count = [], {"commands": 0, "blocks": 0, "YAML": 0}
    for file in [source / "README.md", *sorted((source / "docs").rglob("*.md"))]:
        for language, content in blocks(file.read_text()):
            count["blocks"] += 1
            wrong = []
            if language == "yaml":
                count["YAML"] += 1
                try:
                    list(yaml.safe_load_all(content))
                except yaml.YAMLError as error:
                    wrong.append(f"no YAML: {error}")
            if language == "json":
                try:
                    json.loads(re.sub(r"^\.\.\.$", "", content, flags=re.M))
                except ValueError as error:
                    wrong.append(f"no JSON: {error}")
            if language in ("", "sh", "console", "bash"):
                for line in content.replace("\\\n", " ").splitlines():
                    count["commands"] += bool(COMMAND.search(line))
                    wrong += wrong_command(program, line) + wrong_make(targets, line)
            bad += [f"{file.relative_to(source)}: {one}" for one in wrong]
    examples = subprocess.run([program.path, "--help"], capture_output=True, text=True, timeout=60).stdout.split("Examples:")[-1]
    for line in examples.replace("\\\n", " ").splitlines():
        count["commands"] += bool(COMMAND.search(line.strip()))
        bad += [f"metronome --help: {one}" for one in wrong_command(program, line.strip())]
    for one in bad:
        print(one)
    print(f"{count['blocks']} blocks, {count['commands']} commands, {count['YAML']} of YAML; {len(bad)} faults")
    sys.exit(1 if bad else 0)


main()
