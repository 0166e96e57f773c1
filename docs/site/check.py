"""The built site in headless Chromium: every page opens without an error and asks no other host; all links and anchors lead somewhere.

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
            if page.value("document.documentElement.scrollWidth > innerWidth"):
                bad.append(f"{name} scrolls sideways at 800 pixels")
            page.close()
    server.shutdown()
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
