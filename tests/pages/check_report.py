"""A report in headless Chromium at 390, 800 and 1400 pixels, in light and dark and on paper:

    check_report.py FOLDER [--kind K]     checks FOLDER/report.html (of a run, training or system); prints what is wrong and fails
    check_report.py FOLDER --pictures TO  writes each section at each width as TO/WIDTH/NN_HEADING.png
"""

import argparse
import os
import pathlib
import re
import sys

from browser import Browser, program

WIDTHS = (390, 800, 1400)
PAPER = 690  # pixels between the margins of a sheet of A4
MOST_BYTES = 5 * 1024 * 1024
DARK = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
HERE = pathlib.Path(__file__).parent

# Of each kind of report: its sections in order, the figures that it has at least, and values below the pointer.
KINDS = {
    "run": (("What was compared", "What was saved", "Where time and energy go", "Phases and levels", "Layers",
             "Accuracy against energy", "Assumptions", "How to reproduce it"), 5, 50),
    "training": (("Tests", "Training curves", "Operand codes", "Identity of the training"), 1, 1),
    "system": (("Totals", "Precision levels", "Precision phases", "Chips", "How to reproduce it"), 0, 0),
}


def wrong_layout(page, width):
    bad = []
    if page.value("innerWidth") != width:
        bad.append(f"the page is {page.value('innerWidth')} pixels wide")
    if page.value("document.documentElement.scrollWidth") > width:
        bad.append(f"scrolls sideways: {page.value('document.documentElement.scrollWidth')} pixels")
    bad += page.value("nameless()")
    bad += page.value("overlaps()")
    bad += page.value("cut()")
    return bad


def wrong_contents(page, kind):
    order, figures, places = KINDS[kind]
    bad = []
    heads = page.value("sections()")
    if len(heads) != len(order) or not all(name in head for name, head in zip(order, heads)):
        bad.append(f"sections are {heads}")
    # Each is there for wide pages and for narrow ones.
    if page.value("document.querySelectorAll('figure svg').length") < 2 * figures:
        bad.append(f"has fewer figures than {figures}")
    if page.value("document.querySelectorAll('.places rect title').length") < places:
        bad.append("values do not show below the pointer")
    missing = page.value("['Metronome version', 'recipe', 'digest of', 'made by'].filter((w) => !document.body.textContent.includes(w))")
    return bad + [f"does not say: {word}" for word in missing]


def place_in_order(text):
    """Numbers come before texts, as readers see them: `1 312`, `14 % (11–18)`, `< 0.001`, `−2.5`."""
    found = re.match(r"[<×]?\s*([-\u2212]?\d[\d\u2009]*\.?\d*(?:e[-+]?\d+)?)", text)
    if not found:
        return (1, 0, text.casefold())
    return (0, float(found.group(1).replace("\u2212", "-").replace("\u2009", "")), "")


def wrong_sorting(page):
    """The first head that sorts is reached by the keyboard and pressed twice."""
    first = "[...document.querySelectorAll('th button')].find((b) => b.closest('table').tBodies[0].rows.length > 2)"
    if not page.value(f"Boolean({first})"):
        return ["no table can be sorted"]
    page.value(f"{first}.focus()")
    bad = []
    for key, wanted in (("Enter", "ascending"), (" ", "descending")):
        page.press(key)
        state = page.value("document.activeElement.closest('th').getAttribute('aria-sort')")
        texts = page.value("[...document.activeElement.closest('table').tBodies[0].rows]"
                           ".filter((row) => !row.classList.contains('total'))"
                           ".map((row) => row.cells[document.activeElement.closest('th').cellIndex].textContent.trim())")
        if state != wanted:
            bad.append(f"aria-sort is {state} and not {wanted}")
        places = [place_in_order(text) for text in texts]
        if places != sorted(places, reverse=wanted == "descending"):
            bad.append(f"rows are not sorted: {texts}")
    others = page.value("[...document.activeElement.closest('tr').cells]"
                        ".filter((c) => c.hasAttribute('aria-sort') && c.getAttribute('aria-sort') !== 'none').length")
    return bad + ([] if others == 1 else [f"{others} columns say that they are sorted"])


def check(folder, kind):
    file = folder.resolve() / "report.html"
    address = file.as_uri()
    bad = []
    if file.stat().st_size > MOST_BYTES:
        bad.append(f"{file.stat().st_size} bytes")
    looks = (HERE / "looks.js").read_text()
    with Browser() as browser:
        for width in WIDTHS:
            for scheme, media in (("light", None), ("dark", DARK)):
                page = browser.open(address, width, media=media)
                page.value(looks)
                found = page.value("faint()") + (wrong_layout(page, width) if media is None else [])
                found += [f"asks for {url}" for url in page.requests() if url != address]
                found += page.errors()
                if width == 800 and media is None:
                    found += wrong_contents(page, kind) + wrong_sorting(page)
                bad += [f"{width} pixels, {scheme}: {one}" for one in found]
                page.close()
        page = browser.open(address, PAPER, media={"media": "print"})
        page.value(looks)
        bad += [f"on paper: {one}" for one in page.value("faint()") + page.value("overlaps()")]
    return bad


def pictures(folder, to):
    """Each section at each width, in light and in dark, and as it is printed."""
    looks = (HERE / "looks.js").read_text()
    kinds = [(str(width), width, None) for width in WIDTHS] + [(f"{width}_dark", width, DARK) for width in WIDTHS]
    kinds.append(("paper", PAPER, {"media": "print"}))
    with Browser() as browser:
        for name, width, media in kinds:
            page = browser.open((folder.resolve() / "report.html").as_uri(), width, media=media)
            page.value(looks)
            tops = page.value("[0, ...[...document.querySelectorAll('h2')].map((h) => h.getBoundingClientRect().top + scrollY - 16)]")
            heads = ["title"] + page.value("sections()")
            tops.append(page.value("document.documentElement.scrollHeight"))
            out = to / name
            os.makedirs(out, exist_ok=True)
            for i, head in enumerate(heads):
                stem = re.sub(r"[^a-z]+", "_", head.lower()).strip("_")
                (out / f"{i:02}_{stem}.png").write_bytes(page.picture(tops[i], tops[i + 1] - tops[i], width))
            page.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--kind", choices=KINDS, default="run")
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    if program() is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    if arguments.pictures:
        pictures(arguments.folder, arguments.pictures)
        return
    bad = check(arguments.folder, arguments.kind)
    for one in bad:
        print(one)
    sys.exit(1 if bad else 0)


main()
