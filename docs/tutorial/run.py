"""Executes the lessons of the tutorial in one folder, one after the other, and compares what the commands print with what the pages
say; a line `...` stands for any lines.

    run.py METRONOME CONFIGS FOLDER            fails where a command or its output differs
    run.py METRONOME CONFIGS FOLDER --write    puts what they print into the pages
"""

import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MOST_LINES = 24
BLOCK = re.compile(r"```console\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.S)


def shortened(lines):
    return lines if len(lines) <= MOST_LINES else lines[:MOST_LINES - 4] + ["..."] + lines[-3:]


def plain(text):
    """What differs between computers and days is no part of a lesson."""
    text = re.sub(r"metronome \d\S* \(commit [^)]*\)", "metronome VERSION", text)
    text = re.sub(r"metronome \d[^\s,;]*", "metronome VERSION", text)
    text = re.sub(r"recipe [0-9a-f]{16}", "recipe DIGEST", text)
    return [line.rstrip() for line in text.splitlines()]


def compared(lines):
    """Places of prices in their table, which move as rows are added, are printed but not held to."""
    return [re.sub(r"^\d+ +(?=\S+ .*×)", "N ", re.sub(r"\brow \d+ of energy\.yaml", "row N of energy.yaml", line)) for line in lines]


def fits(wanted, found):
    """Whether lines are as they are wanted; `...` is any number of lines."""
    if not wanted:
        return not found
    if wanted[0] == "...":
        return any(fits(wanted[1:], found[i:]) for i in range(len(found) + 1))
    return bool(found) and wanted[0] == found[0] and fits(wanted[1:], found[1:])


def printed(command, metronome, configs, folder):
    words = command.replace("metronome ", f"{metronome} ", 1)
    words = re.sub(r"--arch (\w+\.yaml)", rf"--arch {configs}/arch/\1", words)
    words = re.sub(r"area (\w+\.yaml)", rf"area {configs}/arch/\1", words)
    ran = subprocess.run(words, shell=True, cwd=folder, capture_output=True, text=True, timeout=600)
    if ran.returncode != 0:
        sys.exit(f"$ {command}\nexit code {ran.returncode}\n{ran.stderr}")
    return ran.stdout.replace(f"{configs}/", "CONFIGS/")


def main():
    metronome, configs, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    write = "--write" in sys.argv
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("net.yaml", "sweep.yaml"):
        (folder / name).write_text((HERE / name).read_text().replace("CONFIGS", str(configs)))
    wrong = 0
    for page in sorted(HERE.glob("[1-6]_*.md")):

        def ran(block):
            nonlocal wrong
            found = []
            for command in (line[2:] for line in block.group(1).splitlines() if line.startswith("$ ")):
                found += plain(printed(command, metronome, configs, folder))
            if write:
                return f"```console\n{block.group(1)}```\n\n```text\n" + "\n".join(shortened(found)) + "\n```\n"
            if not fits(compared((block.group(2) or "").splitlines()), compared(found)):
                wrong += 1
                print(f"{page.name}: another output:\n{block.group(1)}" + "\n".join(found) + "\n")
            return block.group(0)

        text = BLOCK.sub(ran, page.read_text())
        if write:
            page.write_text(text)
    sys.exit(1 if wrong else 0)


main()
