"""The look at the documentation in a browser notices what is wrong with a site."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

TOOLS: Final = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(scope="module")
def check() -> Iterator[ModuleType]:
    """Give the script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOLS))
        yield importlib.import_module("browser_check")


@pytest.fixture(scope="module")
def browser(check: ModuleType) -> Iterator[object]:
    """Give a running browser; skip where there is none."""
    path = check.found()
    if path is None:
        pytest.skip("needs Chromium, which is not here; tools/install_chromium.sh installs Debian's")
    with check.Chromium.running(path) as running:
        yield running


def site_of(folder: Path, **pages: str) -> Path:
    """Write a site."""
    for name, text in pages.items():
        folder.joinpath(f"{name}.html").write_text(f"<!doctype html><title>{name}</title>{text}", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("<a href='other.html'>", None),
        ("<a href='other.html#there'>", None),
        ("<a href='other.html?q=1#there'>", None),
        ("<a href='https://example.org/gone'>", None),
        ("<a href='#here' id='here'>", None),
        ("<a href='.'>", None),
        ("<a href='gone.html'>", "index.html: gone.html leads nowhere"),
        ("<img src='gone.png' alt=''>", "index.html: gone.png leads nowhere"),
        ("<script src='gone.js'></script>", "index.html: gone.js leads nowhere"),
        ("<a href='other.html#gone'>", "index.html: other.html#gone leads to no place on that page"),
        ("<a href='#gone'>", "index.html: #gone leads to no place on that page"),
    ],
)
def test_broken_links_are_found(check: ModuleType, tmp_path: Path, link: str, fault: str | None) -> None:
    """A link, picture, script or anchor that leads nowhere within the site is told, and no other is."""
    site = site_of(tmp_path, index=link, other="<p id='there'>")
    assert list(check.broken_links(site)) == ([] if fault is None else [fault])


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<main><h1>Fine</h1></main>", ""),
        ("<script>console.error('bad')</script>", "bad"),
        ("<script>throw new Error('thrown')</script>", "Uncaught"),
        ("<script src='http://192.0.2.1/x.js'></script>", "asks for http://192.0.2.1/x.js"),
        ("<article><div style='width:3000px'>wide</div></article>", "wider than the screen"),
        ("<img src='data:image/png;base64,AAAA' alt=''>", "is no picture"),
    ],
)
def test_the_browser_notices_what_is_wrong(
    check: ModuleType, browser: object, tmp_path: Path, body: str, fault: str
) -> None:
    """A page that complains, asks for other machines, is too wide or lacks a picture is told in Chromium."""
    head = "<meta name='viewport' content='width=device-width'><link rel='icon' href='data:,'>"
    with check.served(site_of(tmp_path, index=head + body)) as address:
        found = list(check.looked_at(browser, address, ["index.html"], None))
    assert bool(found) == bool(fault)
    assert fault in "\n".join(found)


def test_where_there_is_no_chromium_it_says_so(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without Chromium the probe fails with the reason, and the check itself is skipped."""
    monkeypatch.setattr(check, "found", lambda: None)
    assert check.main([str(site_of(tmp_path, index="")), "--probe"]) == 1
    assert check.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("SKIPPED: Chromium is not here") == 2
