"""What is known on a day: the records that had entered the data by then and had not been corrected."""

from datetime import date

from recognition.dataset.dataset import Dataset
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.sources import Source


def known_records(dataset: Dataset, known: date | None) -> tuple[list[Record], list[Record]]:
    """Give the records known on a day, in canonical order, and those that were but are superseded.

    ``None`` stands for all that is on record.

    A record is known once it was certainly recorded; if that day was not kept, once one of its sources was
    certainly published; if neither is dated, always. A record that a known one supersedes is not.
    """
    records = [record for record in dataset if known is None or _is_known(record, dataset, known)]
    superseded = {record_id for record in records if record.supersedes for record_id in record.supersedes}
    if not superseded:
        return records, []
    standing = [record for record in records if record.id not in superseded]
    return standing, [record for record in records if record.id in superseded]


def reported_on(record: Record, dataset: Dataset) -> date | None:
    """Give the first day on which a record certainly was on record or published; ``None`` if never certainly."""
    days = _reports(record, dataset)
    return min((day.latest for day in days if day.latest is not None), default=None)


def _is_known(record: Record, dataset: Dataset, known: date) -> bool:
    days = _reports(record, dataset)
    return not days or any(day.latest is not None and day.latest <= known for day in days)


def _reports(record: Record, dataset: Dataset) -> list[PartialDate]:
    if record.recorded is not None:
        return [record.recorded]
    sources = [dataset[citation.source] for citation in record.citations]
    return [source.published for source in sources if isinstance(source, Source) and source.published is not None]
