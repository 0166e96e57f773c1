"""A report in headless Chromium at 390, 800 and 1400 pixels, in light and dark and on paper:

    check_report.py FOLDER                checks FOLDER/report.html; prints what is wrong and fails
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
ORDER = ("What was compared", "What was saved", "Where time and energy go", "Phases and levels", "Layers",
         "Accuracy against energy", "Assumptions", "How to reproduce it")


def wrong_layout(page, width):
    bad = []
    if page.value("innerWidth") != width:
        bad.append(f"the page is {page.value('innerWidth')} pixels wide")
    if page.value("document.documentElement.scrollWidth") > width:
        bad.append(f"scrolls sideways: {page.value('document.documentElement.scrollWidth')} pixels")
    bad += page.value("nameless()")
    bad += page.value("overlaps()")
    bad += page.value("cut()")
    if page.value("document.querySelectorAll('figure svg').length") < 10:
        bad.append("has fewer than five figures")
    return bad


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
                           ".filter((row) => !row.classList.contains('total')).map((row) => row.cells[0].textContent)")
        if state != wanted:
            bad.append(f"aria-sort is {state} and not {wanted}")
        if texts != sorted(texts, key=str.casefold, reverse=wanted == "descending"):
            bad.append(f"rows are not sorted: {texts}")
    others = page.value("[...document.activeElement.closest('tr').cells].filter((c) => c.getAttribute('aria-sort') !== 'none').length")
    return bad + ([] if others == 1 else [f"{others} columns say that they are sorted"])


def check(folder):
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
                    found += wrong_sorting(page)
                    heads = page.value("sections()")
                    if len(heads) != len(ORDER) or not all(name in head for name, head in zip(ORDER, heads)):
                        found.append(f"sections are {heads}")
                    if page.value("document.querySelectorAll('.places rect title').length") < 50:
                        found.append("values do not show below the pointer")
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
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    if program() is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    if arguments.pictures:
        pictures(arguments.folder, arguments.pictures)
        return
    bad = check(arguments.folder)
    for one in bad:
        print(one)
    sys.exit(1 if bad else 0)


main()
