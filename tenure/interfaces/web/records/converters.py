"""The shape of a public id in addresses."""

from __future__ import annotations


class PublicIdConverter:
    """A prefix, an underscore and letters or digits: `acc_0m5k2v8q1x7p3d9c`. No other word of an address looks so."""

    regex = "[a-z]{2,8}_[0-9a-z]{4,20}"

    def to_python(self, value: str) -> str:
        """The public id as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The public id as it stands."""
        return value
