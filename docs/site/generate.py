"""Pages of the site: those of docs/ with their links, the tutorial, and a reference that the program writes about itself.

    generate.py METRONOME SOURCE OUT        OUT/docs and OUT/mkdocs.yml, for `mkdocs build --strict -f OUT/mkdocs.yml`
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

CONCEPTS = {"Levels and phases": "training.md", "Training on an accelerator": "training_on_the_accelerator.md", "Traces": "trace.md",
            "Arrays": "arrays.md", "Term-serial arrays": "term_serial.md", "Stepped model": "stepped.md", "Machines": "machines.md",
            "Feeding an array": "feeding.md", "Memory": "dram.md", "Energy and uncertainty": "energy.md", "Area": "area.md",
            "Number formats": "formats.md", "Precision in time": "precision_in_time.md", "Forms of weights": "weights.md", "Several chips": "chips.md", "Validation": "validation.md"}
HOW_TO = {"Networks of one's own": "networks.md", "Importing": "importing.md", "Sweeps": "sweeps.md", "Scale and cache": "scale.md",
          "Figures for a paper": "figures.md", "Comparing results": "compare.md", "Timeline": "timeline.md", "Python": "python.md",
          "Output folders": "outputs.md", "A new family of arrays": "new_array_family.md", "Sources": "hacking.md"}
METHODS = {"Dual precision": "dual_precision.md", "SmartDeal": "smartdeal.md", "Direct feedback": "feedback.md",
           "Width search": "width_search.md", "Reachability": "reachability.md"}
LISTS = ("models", "layers", "datasets", "archs", "devices", "formats", "schedules", "methods")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
TOKEN = re.compile(r"^(```.*?^```|    .*?$)", re.S | re.M)


class Site:
    def __init__(self, metronome, source, out):
        self.metronome, self.source, self.out = metronome, source, out
        self.docs = out / "docs"
        shutil.rmtree(out, ignore_errors=True)
        self.docs.mkdir(parents=True)

    def say(self, *words):
        ran = subprocess.run([self.metronome, *words], capture_output=True, text=True, cwd=self.source, timeout=120)
        if ran.returncode != 0:
            sys.exit(f"metronome {' '.join(words)}: exit code {ran.returncode}\n{ran.stderr}")
        return ran.stdout

    def write(self, name, text):
        file = self.docs / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def page(self, file, name, base=None):
        """A page whose links (from `base`, else its own folder) to what is not on the site become the names of files."""

        def link(match):
            mark, text, target = match.groups()
            path, _, anchor = target.partition("#")
            if target.startswith(("http:", "https:", "mailto:", "#")):
                return match.group(0)
            place = ((base or file.parent) / path).resolve()
            if path.startswith("reference/"):
                return match.group(0)  # mkdocs finds those that are not written
            inside = place.is_relative_to(self.source / "docs") and place.is_file() and place.suffix in (".md", ".svg", ".png")
            if inside:
                return match.group(0)
            if not place.exists():
                sys.exit(f"{file}: {target} leads nowhere")
            return f"{text} (`{place.relative_to(self.source)}`)"

        text = file.read_text()
        pieces = TOKEN.split(text)
        self.write(name, "".join(piece if TOKEN.match(piece) else LINK.sub(link, piece) for piece in pieces))

    def copy_docs(self):
        for file in sorted((self.source / "docs").rglob("*")):
            name = file.relative_to(self.source / "docs")
            if name.parts[0] == "site" or not file.is_file():
                continue
            if file.suffix == ".md":
                self.page(file, name)
            elif file.suffix in (".svg", ".png", ".yaml"):
                self.write_bytes(name, file.read_bytes())
        self.page(self.source / "docs" / "site" / "index.md", "index.md", self.source / "docs")
        self.page(self.source / "docs" / "site" / "faq.md", "faq.md", self.source / "docs")

    def write_bytes(self, name, content):
        file = self.docs / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def commands(self):
        names = re.findall(r'METRONOME_COMMAND\("([^"]+)", \w+, "([^"]+)"\)', (self.source / "sim/cli/commands.def").read_text())
        text = "# Commands\n\n| command | what it does |\n|---|---|\n"
        text += "".join(f"| [{name}](#{name}) | {what} |\n" for name, what in names)
        for name, _ in names:
            text += f"\n## {name}\n\n```text\n{self.say(name, '--help').rstrip()}\n```\n"
        self.write("reference/commands.md", text)

    def keys(self):
        kinds = {}
        for block in re.split(r"\n(?=\S)", self.say("explain", "all")):
            head, *lines = block.strip().split("\n")
            kind, _, key = head.partition(": ")
            fields = dict(line.strip().split(": ", 1) for line in lines if ": " in line)
            kinds.setdefault(kind, []).append((key, fields))
        text = "# Configuration keys\n\nEvery key of every file, as `metronome explain` prints it.\n"
        for kind, rows in kinds.items():
            text += f"\n## {kind}\n\n| key | type | unit | default | allowed | meaning |\n|---|---|---|---|---|---|\n"
            for key, fields in rows:
                cells = [f"`{key}`"] + [fields.get(name, "") for name in ("type", "unit", "default", "allowed", "meaning")]
                text += "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |\n"
        self.write("reference/keys.md", text)

    def lists(self):
        for topic in LISTS:
            rows = json.loads(self.say("list", topic, "--json"))
            text = f"# {topic.capitalize()}\n\nWhat `metronome list {topic}` prints.\n\n"
            names = list(rows[0])
            text += "| " + " | ".join(names) + " |\n|" + "---|" * len(names) + "\n"
            for row in rows:
                text += "| " + " | ".join(str(row.get(n, "")).replace("|", "\\|").replace("<", "&lt;") for n in names) + " |\n"
            self.write(f"reference/{topic}.md", text)

    def results(self):
        text = "# Names in results\n\nColumns of all tables, bins of cycles, parts of the energy, passes: what `metronome explain NAME` says.\n"
        kinds = ("column", "where cycles go", "component", "part of the energy", "provenance", "class of work", "role of a tensor", "pass")
        for kind in kinds:
            text += f"\n## {kind}\n\n| name | meaning |\n|---|---|\n"
            for name, doc in re.findall(r"^[^\n]*?: (\S+)\n  meaning: (.*)$", self.say("explain", kind), re.M):
                text += f"| `{name}` | {doc.replace('|', chr(92) + '|').replace('<', '&lt;')} |\n"
        self.write("reference/results.md", text)

    def prices(self):
        text = "# Price tables\n"
        for file in sorted((self.source / "configs/energy").glob("*.yaml")):
            table = yaml.safe_load(file.read_text())
            rows = table.get("rows", [])
            if not rows:
                continue
            text += f"\n## {file.name}\n\n| component | action | bits | value | unit | provenance | source |\n|---|---|---|---|---|---|---|\n"
            for row in rows:
                cells = [row.get(k, "") for k in ("component", "action", "bits", "value", "unit", "provenance", "source")]
                text += "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ").replace("[", "\\[") for cell in cells) + " |\n"
        self.write("reference/prices.md", text)

    def configuration(self):
        lessons = sorted((self.docs / "tutorial").glob("[1-6]_*.md"))
        title = {file: file.read_text().split("\n", 1)[0].removeprefix("# ") for file in lessons}
        nav = [{"Metronome": "index.md"},
               {"Tutorial": [{title[file]: f"tutorial/{file.name}"} for file in lessons]},
               {"Concepts": [{name: page} for name, page in CONCEPTS.items()]},
               {"How to": [{name: page} for name, page in HOW_TO.items()]},
               {"Methods": [{name: page} for name, page in METHODS.items()]},
               {"Reference": [{"Commands": "reference/commands.md"}, {"Configuration keys": "reference/keys.md"},
                              {"Names in results": "reference/results.md"}, {"Price tables": "reference/prices.md"}]
                + [{topic.capitalize(): f"reference/{topic}.md"} for topic in LISTS]},
               {"About": [{"Questions": "faq.md"}, {"Glossary": "glossary.md"}, {"Decisions": "decisions.md"}, {"Design": "design.md"}]}]
        named = set(re.findall(r"[\w/]+\.md", json.dumps(nav)))
        known = {str(file.relative_to(self.docs)) for file in self.docs.rglob("*.md")}
        if named - known:
            sys.exit(f"the table of contents names what is not there: {sorted(named - known)}")
        if known - named:
            title = {name: (self.docs / name).read_text().split("\n", 1)[0].removeprefix("# ") for name in sorted(known - named)}
            nav.append({"Further pages": [{text: name} for name, text in title.items()]})
        text = (self.source / "docs/site/mkdocs.yml").read_text()
        text = text.replace("DOCS", str(self.docs)).replace("SITE", str(self.out / "site"))
        (self.out / "mkdocs.yml").write_text(text.replace("nav: NAV", "nav: " + json.dumps(nav)))


def main():
    metronome, source, out = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    site = Site(metronome, source, out)
    site.copy_docs()
    site.commands()
    site.keys()
    site.lists()
    site.results()
    site.prices()
    site.configuration()


main()
