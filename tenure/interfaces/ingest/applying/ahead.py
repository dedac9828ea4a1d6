"""Reading while what was read before is worked on."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")


def ahead(parts: Iterator[Part]) -> Generator[Part]:
    """The same parts in their order, each made in a thread while the caller has the one before.

    What is raised while a part is made is raised in its place. Nothing is made any more once the caller stops asking.
    """
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(lambda: next(parts, None))
        while (part := coming.result()) is not None:
            coming = reader.submit(lambda: next(parts, None))
            yield part
