"""The built site in headless Chromium: every page opens without an error, asks no other host, and at three widths does not scroll
sideways and has nothing that is cut off; the search finds pages; all links and anchors lead somewhere.

    check.py SITE
"""

import functools
import html.parser
import http.server
import pathlib
import sys
import threading
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "pages"))
from browser import Browser, program  # noqa: E402


WIDTHS = (390, 800, 1400)
# What is wrong at a width, once the theme has moved its search box and menus to where they stand at this width. A wide table or
# block of code scrolls in a box of its own; what stands in none must end before the page does.
WIDE = """(async () => {
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
  const bad = document.documentElement.scrollWidth > innerWidth ? ["scrolls sideways"] : [];
  const scrolls = (box) => ["auto", "scroll"].includes(getComputedStyle(box).overflowX) &&
    box.getBoundingClientRect().right <= innerWidth + 1;
  for (const one of document.querySelectorAll("article *, nav.md-nav--primary *")) {
    const place = one.getBoundingClientRect();
    if (!place.width || !place.height || place.left >= innerWidth || place.right <= innerWidth + 1) continue;
    let box = one.parentElement;
    while (box && !scrolls(box)) box = box.parentElement;
    if (!box) bad.push(`cuts off <${one.tagName.toLowerCase()}> ${one.textContent.trim().slice(0, 40)}`);
  }
  return bad.slice(0, 3);
})()"""
SEARCHED = ("roofline", "stall", "bibliography")
# The word is typed with and without its last letter in turn: a query that was asked before the index was there is lost.
SEARCH = """(async () => {
  const field = document.querySelector(".md-search__input");
  document.querySelector("#__search").checked = true;
  field.focus();
  for (let i = 0; i < 100; ++i) {
    field.value = WORD.slice(0, WORD.length - i % 2);
    field.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
    await new Promise((done) => setTimeout(done, 100));
    const found = [...document.querySelectorAll(".md-search-result__link")].map((a) => new URL(a.href).pathname);
    if (found.length) return found;
  }
  return [];
})()"""


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.names = [], set()

    def handle_starttag(self, tag, attributes):
        for key, value in attributes:
            if key in ("href", "src") and value:
                self.links.append(value)
            elif key in ("id", "name") and value:
                self.names.add(value)


def read(file):
    links = Links()
    links.feed(file.read_text())
    return links


def dead_links(site):
    pages = {file: read(file) for file in sorted(site.rglob("*.html"))}
    bad = []
    for file, page in pages.items():
        if file.name == "404.html":
            continue  # its links are those of the root of a host
        for link in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                continue
            path = urllib.parse.unquote(url.path)
            target = (file.parent / path).resolve() if path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                bad.append(f"{file.relative_to(site)}: {link} leads nowhere")
            elif url.fragment and target in pages and urllib.parse.unquote(url.fragment) not in pages[target].names:
                bad.append(f"{file.relative_to(site)}: {link} has no such place")
    return bad, list(pages)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def opened(site, pages):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/"
    bad = []
    with Browser() as browser:
        for file in pages:
            name = str(file.relative_to(site))
            page = browser.open(root + name, 800)
            bad += [f"{name} asks {url}" for url in page.requests() if not url.startswith((root, "data:", "blob:"))]
            bad += [f"{name}: {error}" for error in page.errors()]
            for width in WIDTHS:
                page.resize(width)
                bad += [f"{name} {one} at {width} pixels" for one in page.value(WIDE)]
            page.close()
        bad += searched(browser, root, site)
    server.shutdown()
    return bad


def searched(browser, root, site):
    bad = []
    for word in SEARCHED:
        page = browser.open(root + "index.html", 1400)
        found = page.value(SEARCH.replace("WORD", f'"{word}"'))
        if not found:
            bad.append(f"a search for {word} finds nothing")
        for path in sorted(set(found)):
            file = site / urllib.parse.unquote(path).lstrip("/")
            if not file.is_file() or word[:-2] not in file.read_text().lower():
                bad.append(f"a search for {word} finds {path}, which does not have it")
        bad += [f"a search asks {url}" for url in page.requests() if not url.startswith((root, "data:", "blob:"))]
        page.close()
    return bad


def main():
    if program() is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    site = pathlib.Path(sys.argv[1]).resolve()
    bad, pages = dead_links(site)
    bad += opened(site, pages)
    for one in bad:
        print(one)
    print(f"{len(pages)} pages, {len(bad)} faults")
    sys.exit(1 if bad else 0)


main()
