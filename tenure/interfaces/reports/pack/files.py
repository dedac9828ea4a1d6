"""The board pack as a file: which formats there are, and what a file is called."""

from __future__ import annotations

from enum import StrEnum

from tenure.interfaces.reports.declaring import Dashboard, number
from tenure.interfaces.reports.pack.contents import Pack


class PackFormat(StrEnum):
    """A format of the board pack."""

    PDF = "pdf"
    PPTX = "pptx"

    @property
    def media_type(self) -> str:
        """What a browser is told that it is."""
        slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        return "application/pdf" if self is PackFormat.PDF else slides


def pack_file(*, pack: Pack, format: PackFormat) -> bytes:
    """The pack as the bytes of a file."""
    # The libraries of documents are loaded by whoever makes one.
    if format is PackFormat.PDF:
        from tenure.interfaces.reports.pack.paper import paper

        return paper(pack=pack)
    from tenure.interfaces.reports.pack.slides import slides

    return slides(pack=pack)


def chosen_metrics(keys: tuple[str, ...]) -> Dashboard:
    """A dashboard of single numbers, chosen by key, for a pack without one."""
    return Dashboard("metrics", "Key figures", "The numbers chosen for this meeting.", tuple(map(number, keys)))
