"""A report on the screen: in colour on a terminal, as plain text elsewhere."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, Final

from rich import box
from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.table import Table
from rich.text import Text

from recognition.report import (
    Account,
    Checked,
    Contradiction,
    Entry,
    Group,
    ListedSource,
    Report,
    Spells,
    capitalised,
    cited_in_words,
    counted,
    listed,
)

_PIPE_WIDTH: Final = 120
_MAX_WIDTH: Final = 120
_MIN_WIDTH: Final = 40
_LABEL_WIDTH: Final = 22
_POINT_WIDTH: Final = 18
_ACCOUNT_WIDTH: Final = 22
"""How narrow the column of an account may get before a comparison is split into several tables."""


class Page:
    """Shows a report on the standard output: in colour on a terminal, as plain text elsewhere."""

    def __init__(self, stream: IO[str]) -> None:
        """Find out whether somebody looks on, and how much room there is."""
        self.stream = stream
        self.is_terminal: bool = stream.isatty()
        self.console: Console = Console(
            file=stream,
            width=None if self.is_terminal else _PIPE_WIDTH,
            force_terminal=self.is_terminal,
            color_system="auto" if self.is_terminal else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self.width: int = max(_MIN_WIDTH, min(self.console.width, _MAX_WIDTH))
        self.label_width: int = min(_LABEL_WIDTH, self.width // 4)

    def show(self, report: Report, file: Path) -> None:
        """Show all of a report."""
        self.opening(report, file)
        sections: tuple[tuple[str, Sequence[object], Callable[[], None]], ...] = (
            ("Actors", report.actors, lambda: self.groups(report.actors)),
            ("Acts and events, in order of time", report.timeline, lambda: self.entries(report.timeline)),
            (
                "Where recognition stands, by the acts on record and what they imply",
                report.standings,
                lambda: self.standings(report.standings),
            ),
            ("Restrictions, by domain", report.restrictions, lambda: self.groups(report.restrictions)),
            (
                "Statements, by speaker: what was said, not what is so",
                report.statements,
                lambda: self.groups(report.statements),
            ),
            ("Claims, checked against the record", report.claims, lambda: self.claims(report.claims)),
            (
                "Accounts that contradict each other, side by side",
                report.contradictions,
                lambda: self.contradictions(report.contradictions),
            ),
            (
                "Warnings: what is probably wrong or incomplete",
                report.warnings,
                lambda: self.bullets(self.text(warning, "yellow") for warning in report.warnings),
            ),
            ("Sources", report.sources, lambda: self.sources(report.sources)),
        )
        for heading, contents, show in sections:
            if contents:
                self.heading(heading)
                show()

    def opening(self, report: Report, file: Path) -> None:
        """Print what the report is of, what is contested in it, and how to read its citations."""
        self.print(self.text(str(file), "bold"))
        self.print(self.text(report.summary()))
        if report.contradictions:
            self.print(self.text("Accounts contradict each other on:"))
        for contradiction in report.contradictions:
            contested = listed(row.name for row in contradiction.rows if row.contested)
            self.bullets([self.text(f"{contradiction.title}: ").append(contested, "bold yellow")])
        self.print(self.text("[1] 150:242 cites characters 150 to 242 of source 1 in the list at the end.", "italic"))

    def text(self, text: str, style: str = "") -> Text:
        """Give a text in a style, in which nothing is taken for markup."""
        return Text(text, style)

    def print(self, item: RenderableType = "") -> None:
        """Print something, without blanks at the ends of lines."""
        with self.console.capture() as captured:
            self.console.print(item, width=self.width)
        lines = captured.get().split("\n")
        self.stream.write("\n".join(line.rstrip() for line in lines))

    def heading(self, heading: str) -> None:
        """Print the heading of a section."""
        self.print()
        self.print(self.text(heading.upper() if not self.is_terminal else heading, "bold cyan"))
        self.print(self.text(("─" if self.is_terminal else "=") * min(self.width, max(len(heading), 40)), "cyan"))

    def groups(self, groups: Iterable[Group]) -> None:
        """Print entries under their headings."""
        for number, group in enumerate(groups):
            if number:
                self.print()
            self.print(self.text(group.heading, "bold underline"))
            if not self.is_terminal:
                self.print(self.text("-" * min(self.width, len(group.heading))))
            self.entries(group.entries)

    def entries(self, entries: Iterable[Entry]) -> None:
        """Print entries, each with what it is listed by on the left."""
        for entry in entries:
            grid = self.grid(self.label_width, gap=2)
            grid.add_row(self.text(entry.label, "bold"), self.stacked(self.told(entry)))
            self.print(grid)

    def told(self, entry: Entry) -> Iterator[RenderableType]:
        """Give what an entry says: the account to go by, then each of several accounts."""
        yield self.text(entry.text)
        if len(entry.accounts) == 1:
            if entry.accounts[0].when not in {"", entry.label}:
                yield self.text(f"When: {entry.accounts[0].when}.")
            yield from self.particulars(entry.accounts[0])
            return
        told = counted(len(entry.accounts), "account")
        if entry.contradicted:
            yield self.text(f"{told}, which CONTRADICT each other (side by side further down):", "bold yellow")
        else:
            yield self.text(f"{told}:", "italic")
        for account in entry.accounts:
            yield self.bulleted(self.stacked(self.of_several(account, entry)))

    def of_several(self, account: Account, entry: Entry) -> Iterator[RenderableType]:
        """Give one of several accounts: its date, its rank, and what it says if that is something else."""
        head = self.text("")
        if account.rank != "normal":
            told = "preferred" if account.rank == "preferred" else "set aside"
            head.append(f"{told}: ", "green" if account.rank == "preferred" else "red")
        differs = account.text != entry.text
        head.append(". ".join(filter(None, [account.when, account.text if differs else ""])) or "as above")
        if account.rank_reason:
            head.append(f" ({account.rank_reason.rstrip('.')})", "italic")
        yield head
        yield from self.particulars(account)

    def particulars(self, account: Account) -> Iterator[RenderableType]:
        """Give the details of an account, its note, its id and its citations."""
        for detail in account.details:
            yield self.text(detail)
        if account.superseded_by:
            yield self.text(f"Corrected by {listed(account.superseded_by)}.", "red")
        if account.note:
            yield self.text(f"Note: {account.note}", "italic")
        origin = self.text(account.id, "dim")
        cited = cited_in_words(account.citations)
        yield origin.append(f"  {cited}" if cited else "  no source", "dim cyan" if cited else "dim red")

    def standings(self, standings: Iterable[Spells]) -> None:
        """Print how recognition changed over time, by target."""
        for number, (heading, group) in enumerate(groupby(standings, key=lambda item: item.heading)):
            if number:
                self.print()
            self.print(self.text(heading, "bold underline"))
            if not self.is_terminal:
                self.print(self.text("-" * min(self.width, len(heading))))
            for item in group:
                grid = self.grid(self.label_width, gap=2)
                lines = [*map(self.text, item.spells), self.text(", ".join(item.because), "dim")]
                grid.add_row(self.text(item.label, "bold"), self.stacked(lines))
                self.print(grid)

    def claims(self, claims: Iterable[Checked]) -> None:
        """Print the claims with what the record has to say on each."""
        for claim in claims:
            lines = [self.text(claim.text), self.text(f"{capitalised(claim.result)}.", "bold")]
            if claim.gap:
                lines.append(self.text(f"What the record lacks: {claim.gap}.", "italic"))
            lines.append(self.text(f"{claim.statement}  by {', '.join(claim.because) or 'no act'}", "dim"))
            self.print(self.bulleted(self.stacked(lines)))

    def contradictions(self, contradictions: Iterable[Contradiction]) -> None:
        """Print what is contested."""
        self.print(self.text("(!) marks the points on which they contradict each other.", "italic"))
        for contradiction in contradictions:
            self.contradiction(contradiction)

    def contradiction(self, contradiction: Contradiction) -> None:
        """Print accounts side by side, in as many tables as the width asks for."""
        title = self.text(contradiction.title, "bold")
        if contradiction.occurrence:
            title.append(f"  {contradiction.occurrence}", "dim")
        self.print()
        self.print(title)
        room = max(1, (self.width - _POINT_WIDTH) // (_ACCOUNT_WIDTH + 3))
        count = len(contradiction.accounts)
        for start in range(0, count, room):
            self.print(self.comparison(contradiction, range(start, min(start + room, count))))

    def comparison(self, contradiction: Contradiction, columns: range) -> Table:
        """Give the table of some of the accounts that contradict each other."""
        table = Table(box=box.ROUNDED if self.is_terminal else box.ASCII, show_lines=True, header_style="bold")
        table.add_column("account", width=_POINT_WIDTH)
        width = (self.width - _POINT_WIDTH - 4) // len(columns) - 3
        for column in columns:
            table.add_column(self.text(_broken(contradiction.accounts[column], width)), width=width)
        for row in contradiction.rows:
            style = "bold yellow" if row.contested else ""
            name = f"{row.name} (!)" if row.contested else row.name
            cells = [self.text(row.cells[column] or "-", style) for column in columns]
            table.add_row(self.text(name, style), *cells)
        return table

    def sources(self, sources: Iterable[ListedSource]) -> None:
        """Print the numbered list of sources."""
        for source in sources:
            grid = self.grid(5)
            below = self.text("; ".join([source.id, *source.details]), "dim")
            grid.add_row(self.text(f"[{source.number}]", "cyan"), self.stacked([self.text(source.title), below]))
            self.print(grid)

    def bullets(self, items: Iterable[RenderableType]) -> None:
        """Print things, each behind a bullet."""
        for item in items:
            self.print(self.bulleted(item))

    def bulleted(self, item: RenderableType) -> Table:
        """Give something behind a bullet, under which its further lines do not go."""
        grid = self.grid(1)
        grid.add_row("-", item)
        return grid

    def grid(self, first: int, *, gap: int = 1) -> Table:
        """Give a grid of two columns, the first so wide."""
        grid = Table.grid(padding=(0, gap, 0, 0), expand=True)
        grid.add_column(width=first, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        return grid

    def stacked(self, items: Iterable[RenderableType]) -> RenderableType:
        """Give things one below the other."""
        return Stack(*items)


def _broken(record_id: str, width: int) -> str:
    """Break an id that is wider than its column where its parts meet, rather than anywhere."""
    lines = [""]
    for part in re.split(r"(?<=[:._-])", record_id):
        if len(lines[-1]) + len(part) > width and lines[-1]:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
