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
            "Number formats": "formats.md", "Precision in time": "precision_in_time.md", "Forms of weights": "weights.md", "Several chips": "chips.md"}
HOW_TO = {"Installing": "installing.md", "Networks of one's own": "networks.md", "Importing": "importing.md", "Sweeps": "sweeps.md", "Scale and cache": "scale.md",
          "Figures for a paper": "figures.md", "Comparing results": "compare.md", "Handing results over": "artifact.md", "Timeline": "timeline.md", "Python": "python.md",
          "Output folders": "outputs.md", "A new family of arrays": "new_array_family.md", "Sources": "hacking.md"}
METHODS = {"Dual precision": "dual_precision.md", "SmartDeal": "smartdeal.md", "Direct feedback": "feedback.md",
           "Width search": "width_search.md", "Schedule search": "schedule_search.md", "Reachability": "reachability.md"}
LISTS = ("models", "layers", "datasets", "archs", "devices", "formats", "presets", "schedules", "recipes", "methods")
OF_OPERATIONS = {"energy_pj": "picojoules, {}", "dram_bytes": "bytes from (read) or to (write) the DRAM: {}",
                 "buffer_bits": "bits through a port of a buffer: {}", "array_activity": "how often in the array: {}"}
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
TOKEN = re.compile(r"^(```.*?^```|    .*?$)", re.S | re.M)

LONG = 32  # letters of a name that may be broken: it would take the room of all other columns


def code(name):
    text = re.sub(r"[^\w.]|_", lambda one: f"&#{ord(one.group(0))};", name)  # nothing in it is Markdown
    return f'<code class="long">{text}</code>' if len(name) > LONG else f"`{name}`"


class Site:
    def __init__(self, metronome, source, out):
        self.metronome, self.source, self.out = metronome, source, out
        self.docs = out / "docs"
        self.meanings = {}
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
        self.write_bytes("site.css", (self.source / "docs/site/site.css").read_bytes())
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
            text += f"\n## {kind}\n\n| key | what it may be | default | meaning |\n|---|---|---|---|\n"
            for key, fields in rows:
                type_unit = ", ".join(fields[name] for name in ("type", "unit", "allowed") if fields.get(name))
                cells = [type_unit, fields.get("default", ""), fields.get("meaning", "")]
                text += " | ".join([f"| {code(key)}", *(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells)]) + " |\n"
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
                text += f"| {code(name)} | {doc.replace('|', chr(92) + '|').replace('<', '&lt;')} |\n"
        self.write("reference/results.md", text)

    def rungs(self):
        """A page for each rung of the validation, computed while the site is built."""
        rows = self.out / "validation.json"
        self.say("validate", "--json", str(rows))
        made = json.loads(rows.read_text())
        constants = dict(re.findall(r"^\| `(\w+)` \| (`.*) \|$", (self.source / "docs/validation.md").read_text().split("## Would a rung")[1], re.M))
        for rung in made["rungs"]:
            name, total = rung["name"], rung["summary"]
            text = f"# Rung {name}\n\n{rung['what'][0].upper()}{rung['what'][1:]}. What goes into it: {self.document(rung['page'])}.\n\n"
            text += f"`metronome validate --rung {name}`: {total['rows']} rows of {total['cases']} cases, {total['within']} within, "
            text += f"{total['explained']} explained, {total['out']} out. Mean absolute difference {total['mape_without_explained_percent']:.3g} %, "
            text += f"with the explained rows {total['mape_percent']:.3g} %. Constants that it notices, changed by a tenth: {constants[name]}.\n"
            text += self.rung_tables([row for row in made["rows"] if row["rung"] == name])
            self.write(f"reference/rung_{name}.md", text)
        return [rung["name"] for rung in made["rungs"]]

    def document(self, page):
        name = page.removeprefix("docs/")
        return f"[{name}](../{name})" if (self.docs / name).is_file() else f"`{page}`"

    @staticmethod
    def rung_tables(rows):
        def table(head, lines):
            text = "\n| " + " | ".join(head) + " |\n|" + "---|" * len(head) + "\n"
            return text + "".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |\n" for line in lines)

        def number(value):
            return "" if value is None else f"{value:.6g}"

        kinds = {}
        for row in rows:
            kinds.setdefault((row["quantity"], row["unit"], row["source"] if len(rows) < 40 else ""), []).append(row)
        lines = []
        for (quantity, unit, source), some in kinds.items():
            most = max(abs(row["difference_percent"] or 0) for row in some)
            verdicts = [f"{sum(row['verdict'] == v for row in some)} {v}" for v in ("within", "explained", "out") if any(row["verdict"] == v for row in some)]
            lines.append((quantity, unit, len(some), f"{most:.3g}", f"{max(row['tolerance_percent'] for row in some):.3g}", ", ".join(verdicts), source))
        text = "\n## By quantity\n" + table(("quantity", "unit", "rows", "largest difference %", "tolerance %", "verdicts", "source"), lines)
        explained = [row for row in rows if row["verdict"] == "explained"]
        if explained:
            text += "\n## Known differences\n\nBy the rows of tests/DEVIATIONS.md that explain them.\n"
            text += table(("row", "case", "quantity", "ours", "theirs", "difference %"),
                          [(row["explained_by"], row["case"], row["quantity"], number(row["ours"]), number(row["theirs"]),
                            f"{row['difference_percent']:+.3g}") for row in explained])
        text += "\n## Rows\n" + table(("case", "quantity", "ours", "theirs", "difference %", "verdict"),
                                      [(row["case"], row["quantity"], number(row["ours"]), number(row["theirs"]),
                                        number(row["difference_percent"]), row["verdict"]) for row in rows])
        return text

    def columns(self):
        """The columns of all tables: their names are read from tables that are made here, and from those of results/."""
        made = self.out / "tables"
        made.mkdir()
        configs = self.source / "configs"
        for schedule in ("cpt:3-8,periods=2,backward=8", "static:8,backward=8"):
            self.say("trace", "--model", "resnet-8", "--dataset", "fashion-mnist", "--batch", "16", "--iterations", "64", "--schedule", schedule,
                     "--out", str(made / f"trace_{schedule[:3]}"))
        run = ["simulate", str(made / "trace_cpt"), "--baseline", str(made / "trace_sta"), "--mode", "analytic", "--arch"]
        for machine in ("systolic", "dual_serial"):
            self.say(*run, str(configs / f"arch/{machine}_512.yaml"), "--out", str(made / machine))
        ring = str(configs / "systems/board_ring_8.yaml")
        self.say(*run, str(configs / "arch/dual_serial_512.yaml"), "--system", ring, "--out", str(made / "system"))
        self.say("scale", str(made / "trace_cpt"), "--baseline", str(made / "trace_sta"), "--arch", str(configs / "arch/dual_serial_512.yaml"),
                 "--system", ring, "--chips", "1,2", "--out", str(made / "scaling.csv"))
        self.say("report", str(made / "systolic"), str(made / "dual_serial"), "--out", str(made / "comparison"))
        sweep = (self.source / "docs/tutorial/sweep.yaml").read_text().replace("CONFIGS", str(configs)).replace("iterations: 6400", "iterations: 64")
        (made / "sweep.yaml").write_text(sweep)
        self.say("sweep", str(made / "sweep.yaml"), "--out", str(made / "sweep"))
        (made / "products.csv").write_text("m,n,k,a_bits,b_bits,class\n64,64,64,8,8,forward\n")
        (made / "products_out.csv").write_text(self.say("op", "--arch", str(configs / "arch/dual_serial_512.yaml"), "--products",
                                                        str(made / "products.csv"), "--mode", "analytic"))
        self.say("validate", "--rung", "ku_leuven", "--out", str(made / "validation"))
        groups = {"A trace (`trace`, `train`)": (made / "trace_cpt", "*.csv"), "A run (`simulate`, `run`)": (made / "dual_serial", "*.csv"), "A comparison (`report`, `run`)": (made / "comparison", "*.csv"),
                  "Data of figures": (made / "comparison/figures", "*.csv"), "Several chips (`simulate --system`)": (made / "system", "*.csv"),
                  "`scale`": (made, "scaling.csv"), "A sweep": (made / "sweep", "*.csv"), "`op --products`": (made, "products_out.csv"),
                  "`validate`": (made / "validation", "*.csv"), "`study`": (self.source / "results", "learning*.csv"),
                  "Studies of this project (`sweep --tables`)": (self.source / "results/study", "*/*.csv"),
                  "A search of widths": (self.source / "results/width_search/costs", "*.csv")}
        text = "# Columns\n\nOf all tables, as `metronome explain COLUMN` says it. Behind them most tables have columns `run_...`: what the row is of.\n"
        unknown = []
        for group, (folder, pattern) in groups.items():
            tables = {}
            for file in sorted(folder.glob(pattern)):
                lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
                head = tuple(name for name in (lines or [""])[0].split(",") if name and not name.startswith("run_"))
                tables.setdefault(head, []).append(file.name)
            if not tables:
                sys.exit(f"{group}: no table in {folder}")
            text += f"\n## {group}\n"
            for head, files in tables.items():
                text += "\n**" + ", ".join(sorted(set(files))) + "**\n\n| column | meaning |\n|---|---|\n"
                for column in head:
                    meaning = self.meaning(column)
                    unknown += [] if meaning else [f"{files[0]}: {column}"]
                    text += f"| {code(column)} | {meaning.replace('|', chr(92) + '|').replace('<', '&lt;')} |\n"
        if unknown:
            sys.exit("columns that `metronome explain` does not know:\n  " + "\n  ".join(unknown))
        self.write("reference/columns.md", text)

    def meaning(self, column):
        """What `metronome explain` says of a column; an axis of a sweep is a configuration key."""
        group, _, part = column.partition(".")
        if group in ("stall_cycles", "idle_cycles", "energy_pj") and part != "total":  # parts of `op --json`
            told = self.meaning({"stall_cycles": "stall_", "idle_cycles": "idle_", "energy_pj": ""}[group] + part)
            return f"{told}; {'picojoules' if group == 'energy_pj' else 'cycles'}" if told else ""
        if part and group in OF_OPERATIONS:
            return OF_OPERATIONS[group].format(part.replace("_", " "))
        if column not in self.meanings:
            ran = subprocess.run([self.metronome, "explain", column], capture_output=True, text=True, cwd=self.source, timeout=120)
            found = re.search(r"^column: .*\n  meaning: (.*)$", ran.stdout, re.M) or re.search(r"^  meaning: (.*)$", ran.stdout, re.M)
            self.meanings[column] = found.group(1) if found else "configuration key of the axis" if "." in column and ran.returncode == 0 else ""
        return self.meanings[column]

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

    def configuration(self, rungs):
        lessons = sorted((self.docs / "tutorial").glob("[1-6]_*.md"))
        title = {file: file.read_text().split("\n", 1)[0].removeprefix("# ") for file in lessons}
        nav = [{"Metronome": "index.md"},
               {"Tutorial": [{title[file]: f"tutorial/{file.name}"} for file in lessons]},
               {"Concepts": [{name: page} for name, page in CONCEPTS.items()]},
               {"How to": [{name: page} for name, page in HOW_TO.items()]},
               {"Methods": [{name: page} for name, page in METHODS.items()]},
               {"Reference": [{"Commands": "reference/commands.md"}, {"Configuration keys": "reference/keys.md"},
                              {"Columns": "reference/columns.md"}, {"Names in results": "reference/results.md"}, {"Price tables": "reference/prices.md"}]
                + [{topic.capitalize(): f"reference/{topic}.md"} for topic in LISTS]},
               {"Validation": [{"The ladder": "validation.md"}] + [{name: f"reference/rung_{name}.md"} for name in rungs]},
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
    site.columns()
    site.configuration(site.rungs())


main()
