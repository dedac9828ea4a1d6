"""The version of Tenure, and of the libraries that it stands on."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def version_of(package: str) -> str:
    """The version of an installed package; `source` where Tenure runs from its source folder."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "source"
