"""Look at the documentation site in a real browser, and fail if anything about it is wrong.

Every page is opened in headless Chromium, once wide and light and once narrow and dark: no error in the console,
nothing asked of any other machine, nothing wider than the screen. Every link, picture and anchor within the site leads
somewhere. The search finds a public name. axe-core finds no serious fault of accessibility; it is fetched from npm into
a temporary folder.

Build the site first: ``python tools/docs.py``. With ``--probe`` it only tells whether it can run here.
"""

import argparse
import base64
import fnmatch
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from chromium import Chromium, found

ROOT: Final = Path(__file__).resolve().parent.parent
SITE: Final = ROOT / "docs" / "_build" / "html"
AXE: Final = "axe-core@4.13.0"
"""The version is pinned: a newer one finds more, and would turn a check red that nobody has touched."""
VIEWS: Final = (("desktop", False), ("phone", True))
"""The size and whether it is dark: width and colours do not depend on each other, so two looks see all of both."""
SIZES: Final = {"desktop": (1280, 900), "phone": (375, 812)}
GRAVE: Final = ("serious", "critical")
HERE: Final = "http://site.invalid/"
"""The address that stands for the site while links are looked at."""
WHOLE: Final = (
    "index.html",
    "search.html",
    "tutorial/index.html",
    "explanation/two-timelines.html",
    "reference/dates.html",
    "reference/api/errors.html",
)
"""The pages of which all is looked at for accessibility: of each sort of page one. Of the others it is the text, and
not its colours, which are the same everywhere and take most of the time."""
WHOLE_PAGE: Final = ("document", "true")
THE_TEXT: Final = ("document.querySelector('article') ?? document", "false")
SOUGHT: Final = "PartialDate"
SHOWN: Final = (
    "index.html",
    "tutorial/index.html",
    "explanation/house.html",
    "explanation/partial-dates.html",
    "explanation/two-timelines.html",
    "reference/api/records.html",
    "reference/api/vocabularies.html",
    "reference/sqlite.html",
    "glossary.html",
)
"""The pages of which pictures are taken."""


# Links -------------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page has to link to, and what it links to."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.anchors = set[str]()
        self.links = list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names and what it links to."""
        given = dict(attrs)
        for key in ("id", "name"):
            if value := given.get(key):
                self.anchors.add(value)
        for key in ("href", "src"):
            if (value := given.get(key)) and not (tag == "link" and given.get("rel") == "canonical"):
                self.links.append(value)


def broken_links(site: Path) -> Iterator[str]:
    """Give the links of a site that lead nowhere within it."""
    pages = {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    for name, page in sorted(pages.items()):
        for link in page.links:
            parts = urlsplit(urljoin(f"{HERE}{name}", link))
            if parts.netloc != urlsplit(HERE).netloc:
                continue
            target = unquote(parts.path).lstrip("/")
            target = f"{target}index.html" if target.endswith("/") or not target else target
            if not (site / target).is_file():
                yield f"{name}: {link} leads nowhere"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{name}: {link} leads to no place on that page"


# The browser -------------------------------------------------------------------------------------------------------


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that it has
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site on this machine alone, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def resize(browser: Chromium, size: str, *, dark: bool) -> None:
    """Give the page the size of a screen, and light or dark colours."""
    width, height = SIZES[size]
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=1,
        mobile=size == "phone",
    )
    features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.send("Emulation.setEmulatedMedia", features=features)


TOO_WIDE: Final = """
(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('article *')]
    .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest('.table-wrapper, pre, .highlight'))
    .slice(0, 3).map(one => one.tagName + ' ' + one.textContent.slice(0, 40))
    .concat(['the page is wider than the screen']);
})()
"""
BROKEN_PICTURES: Final = "[...document.images].filter(one => !one.naturalWidth).map(one => one.src)"
AXE_RUN: Final = """
axe.run(%s, {resultTypes: ['violations'], rules: {'color-contrast': {enabled: %s}}})
.then(result => result.violations.map(one => ({
  rule: one.id, impact: one.impact, help: one.help, nodes: one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)),
  count: one.nodes.length})))
"""


def looked_at(browser: Chromium, address: str, names: list[str], axe: str | None) -> Iterator[str]:
    """Give the faults of the pages."""
    for size, dark in VIEWS:
        resize(browser, size, dark=dark)
        where = f"{size}, {'dark' if dark else 'light'}"
        for name in names:
            browser.open(address + name)
            faults = [
                *browser.faults(),
                *(f"asks for {url}" for url in browser.requests() if not url.startswith((address, "data:"))),
                *browser.run(TOO_WIDE),
                *(f"{url} is no picture" for url in browser.run(BROKEN_PICTURES)),
            ]
            if axe is not None:
                browser.run(axe)
                scope = WHOLE_PAGE if name in WHOLE else THE_TEXT
                faults += [told(found) for found in browser.run(AXE_RUN % scope) if found["impact"] in GRAVE]
            yield from (f"{name} ({where}): {fault}" for fault in faults)


def told(found: dict[str, Any]) -> str:
    """Give a finding of axe in a line."""
    return f"{found['impact']}: {found['rule']}: {found['help']}; {found['count']} times, such as {found['nodes']}"


def search_faults(browser: Chromium, address: str) -> Iterator[str]:
    """Give what is wrong with the search."""
    resize(browser, "desktop", dark=False)
    browser.open(f"{address}search.html?q={SOUGHT}")
    browser.wait("document.querySelector('#search-results ul.search li a')")
    browser.wait("!document.querySelector('#search-progress')?.textContent.includes('Searching')")
    links: list[str] = browser.run("[...document.querySelectorAll('ul.search li a')].map(one => one.href)")
    if not any(link.partition("#")[2] == f"recognition.{SOUGHT}" for link in links):
        yield f"the search for {SOUGHT} does not find it, but {links[:5]}"
    yield from (f"search.html: {fault}" for fault in browser.faults())


def take_pictures(browser: Chromium, address: str, folder: Path) -> None:
    """Take pictures of some pages, wide and narrow, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for dark in (False, True):
            resize(browser, size, dark=dark)
            for name in SHOWN:
                browser.open(address + name)
                data = browser.send("Page.captureScreenshot", format="png")["data"]
                stem = name.removesuffix(".html").replace("/", "-")
                folder.joinpath(f"{stem}.{size}.{'dark' if dark else 'light'}.png").write_bytes(base64.b64decode(data))


# All of it ---------------------------------------------------------------------------------------------------------


def axe_source() -> str | None:
    """Give the script of axe-core, from npm; nothing, and say so, where npm cannot bring it."""
    npm = shutil.which("npm")
    if npm is None:
        print("SKIPPED: accessibility: npm, which brings axe-core, is not here")
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "install", "--silent", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", AXE]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        script = Path(folder, "node_modules", "axe-core", "axe.min.js")
        if done.returncode or not script.exists():
            print(f"SKIPPED: accessibility: npm did not bring {AXE}: {done.stderr.strip()[-200:]}")
            return None
        return script.read_text(encoding="utf-8")


def obstacle(site: Path) -> str:
    """Give why the check cannot run here, or nothing."""
    if found() is None:
        return "Chromium is not here; tools/install_chromium.sh installs Debian's"
    if not (site / "index.html").exists():
        return f"there is no site in {site}; tools/docs.py builds it"
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Check the site, and give the exit code: 0 if nothing is wrong with it, or if it cannot be looked at here."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site", nargs="?", type=Path, default=SITE, help="the folder of the site")
    parser.add_argument("--probe", action="store_true", help="only tell whether the check can run here")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="take pictures of some pages")
    parser.add_argument("--pages", default="*", metavar="PATTERN", help="look only at pages such as 'reference/*'")
    given = parser.parse_args(arguments)
    reason = obstacle(given.site)
    if given.probe or reason:
        print(f"SKIPPED: {reason}" if reason else "it can run here")
        return int(bool(reason) and given.probe)
    path = found()
    assert path is not None  # noqa: S101 - else there was an obstacle
    names = sorted(page.relative_to(given.site).as_posix() for page in given.site.rglob("*.html"))
    names = fnmatch.filter(names, given.pages)
    faults = list(broken_links(given.site))
    axe = axe_source()
    with served(given.site) as address, Chromium.running(path) as browser:
        faults += looked_at(browser, address, names, axe)
        faults += search_faults(browser, address)
        if given.pictures:
            take_pictures(browser, address, given.pictures)
    for fault in faults:
        print(fault)
    seen = "wide and narrow, light and dark" + ("" if axe is None else ", for all readers")
    print(json.dumps({"pages": len(names), "faults": len(faults)}), seen)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
