"""One look through the whole of a text file: its encoding, and whether the quick reader may be trusted with it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.errors import UnreadableFileError
from tenure.interfaces.ingest.reading.limits import MEGABYTE

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 4 * MEGABYTE
_HEAD = MEGABYTE // 4
_EVIDENCE = 32 * 1024
# Encodings of business exports; Western Europe is preferred where it reads as well as any.
_WESTERN = "cp1252"
_LEGACY = [_WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp932", "gb18030", "big5", "cp949"]
_AS_GOOD = 0.05
_TELLING = 12


@dataclass
class Survey:
    """What the whole file is like. `invalid` counts bytes that are not of the encoding."""

    encoding: str = "utf-8"
    errors: str = "surrogateescape"
    guess: str | None = None
    head: bytes = b""
    lines: int = 0
    has_nul: bool = False
    has_lone_returns: bool = False
    invalid: int = 0
    beyond_ascii: int = 0
    evidence: bytearray = field(default_factory=bytearray)

    @property
    def is_clean(self) -> bool:
        """Whether every byte can be read and every line break is an ordinary one."""
        plain = self.encoding in ("utf-8", "utf-8-sig") and not self.invalid
        return plain and not (self.has_nul or self.has_lone_returns)


def survey(content: Content, *, encoding: str | None = None) -> Survey:
    """Reads the file through once. Raises `UnreadableFileError` for an encoding that nobody knows."""
    found = Survey()
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    before = b""
    with content.open() as stream:
        while chunk := stream.read(_CHUNK):
            _take(found, chunk, decoder, before)
            before = chunk[-1:]
    found.invalid += _surrogates(decoder.decode(b"", final=True))
    found.has_lone_returns |= before == b"\r"
    if encoding is not None:
        _check_known(encoding)
        found.encoding = encoding
    else:
        _decide(found)
    if found.encoding.startswith(("utf-16", "utf-32")):
        found.errors = "replace"
        found.has_nul = False
    return found


def _take(found: Survey, chunk: bytes, decoder: codecs.IncrementalDecoder, before: bytes) -> None:
    if len(found.head) < _HEAD:
        found.head += chunk[: _HEAD - len(found.head)]
    found.lines += chunk.count(b"\n") or chunk.count(b"\r")
    found.has_nul = found.has_nul or b"\0" in chunk
    whole = before + chunk if before == b"\r" else chunk
    inner = whole[:-1] if whole.endswith(b"\r") else whole
    if b"\r" in inner and not found.has_lone_returns:
        found.has_lone_returns = inner.count(b"\r") != inner.count(b"\r\n")
    if chunk.isascii() and not decoder.getstate()[0]:
        return
    text = decoder.decode(chunk)
    if not text.isascii():
        bad = _surrogates(text)
        found.invalid += bad
        found.beyond_ascii += len(text) - len(text.encode("ascii", "ignore")) - bad
        _keep_evidence(found, chunk)


def _keep_evidence(found: Survey, chunk: bytes) -> None:
    for line in chunk.splitlines():
        if len(found.evidence) >= _EVIDENCE:
            return
        if not line.isascii():
            found.evidence += line[:1024] + b"\n"


def _surrogates(text: str) -> int:
    return 0 if text.isascii() else sum("\udc80" <= character <= "\udcff" for character in text)


def _decide(found: Survey) -> None:
    for mark, encoding in _BOMS:
        if found.head.startswith(mark):
            found.encoding = encoding
            return
    wide = _wide(found.head) if found.has_nul else None
    if wide:
        found.encoding = wide
    elif found.invalid > found.beyond_ascii:
        found.encoding = _legacy(bytes(found.evidence))
        found.guess = (
            f"The file is not UTF-8; it was read as {found.encoding}. Check that letters with accents look right."
        )


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: in text of Western letters, every other byte is zero."""
    even, odd = head[0::2], head[1::2]
    if not odd:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.4 and zeros_even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.4 and zeros_odd < 0.05 else None


def _legacy(evidence: bytes) -> str:
    if sum(byte > 127 for byte in evidence) < _TELLING:
        return _WESTERN
    matches = list(from_bytes(evidence, cp_isolation=_LEGACY))
    western = next((match for match in matches if match.encoding in (_WESTERN, "latin_1")), None)
    if not matches or (western is not None and western.chaos <= matches[0].chaos + _AS_GOOD):
        return _WESTERN
    return matches[0].encoding


def _check_known(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
        "".encode(encoding)
    except (LookupError, TypeError) as error:
        raise UnreadableFileError(
            f"There is no encoding called {encoding!r}. Write it like utf-8 or cp1252."
        ) from error
