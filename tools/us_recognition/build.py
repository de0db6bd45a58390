"""Build the data on recognition by the United States from the codings and the articles of the guide.

::

    python tools/us_recognition/build.py                     writes the data that the package ships
    python tools/us_recognition/build.py --check NAME...     checks codings, and tells dates to look at again

The articles are those of *A Guide to the United States' History of Recognition, Diplomatic, and Consular Relations, by
Country, since 1776* in TEI XML. Every article has a coding, and every coding an article, or nothing is written. The
rules of coding are in ``docs/reference/us-recognition-protocol.md``.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from coding import Coding, CodingError, Plain, read_coding, records_of, unseen_dates
from passages import Article, read_article

import recognition
from recognition import reference

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
TARGET: Final = ROOT / "src" / "recognition" / "reference" / "us-recognition.jsonl"


def checked(coding: Coding, article: Article) -> list[Plain]:
    """Give the records of a coding, each sound by itself.

    Raises:
        CodingError: with every fault.
    """
    plain = records_of(coding, article)
    try:
        _load(plain)
    except recognition.InvalidDataError as error:
        faults = [problem for problem in error.problems if problem.code != "dangling-reference"]
        if faults:
            told = "\n".join(f"{coding.article}: {_id(plain, fault)}: {fault}" for fault in faults)
            raise CodingError(told) from None
    return plain


def _load(plain: list[Plain]) -> recognition.Dataset:
    return recognition.loads(json.dumps({"format_version": recognition.FORMAT_VERSION, "records": plain}))


def _id(plain: list[Plain], problem: recognition.Problem) -> str:
    place = problem.path.removeprefix("$.records[").partition("]")[0]
    return str(plain[int(place)]["id"]) if place.isdigit() else ""


def united(plain: list[Plain]) -> Iterator[Plain]:
    """Give each record once: a person whom several articles name is one record, with all the names that they use.

    Raises:
        CodingError: if two other records share an id.
    """
    seen: dict[str, Plain] = {}
    for record in plain:
        before = seen.setdefault(record["id"], record)
        if before is record or before == record:
            continue
        if record["type"] != "person":
            message = f"two records have the id {record['id']}"
            raise CodingError(message)
        names = [name["text"] for name in before.get("names", [])] or [before["name"]]
        if record["name"] not in names:
            before["names"] = [{"text": name, "language": "en"} for name in [*names, record["name"]]]
    yield from seen.values()


def main() -> int:
    """Build, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "data" / "us_rdcr" / "articles")
    parser.add_argument("--codings", type=Path, default=HERE / "codings")
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--check", nargs="*")
    chosen = parser.parse_args()
    present = {path.stem for path in chosen.articles.glob("*.xml")}
    names = sorted(present if chosen.check is None else chosen.check)
    failed = [
        f"{path.stem}: there is no such article" for path in chosen.codings.glob("*.toml") if path.stem not in present
    ]
    plain = list[Plain]()
    for name in names:
        article = read_article(chosen.articles / f"{name}.xml")
        try:
            coding = read_coding(chosen.codings / f"{name}.toml")
            records = checked(coding, article)
        except (CodingError, OSError) as error:
            failed.append(str(error))
            continue
        plain += records
        if chosen.check is not None:
            print(f"{name}: {len(records)} records")
            for doubt in unseen_dates(coding, article):
                print(f"  look again: {doubt}")
    if failed:
        print(*failed, sep="\n", file=sys.stderr)
        return 1
    if chosen.check is None:
        _write(list(united(plain)), chosen.out)
    return 0


def _write(plain: list[Plain], out: Path) -> None:
    """Write records that are sound together with the reference states."""
    own = {record["id"] for record in plain}
    states: list[Plain] = json.loads(recognition.dumps(reference.states()))["records"]
    dataset = _load([*states, *plain])
    for problem in dataset.problems:
        print(problem)
    count = recognition.write_records((record for record in dataset if record.id in own), out)
    print(f"wrote {count} records to {out.name}")


if __name__ == "__main__":
    sys.exit(main())
