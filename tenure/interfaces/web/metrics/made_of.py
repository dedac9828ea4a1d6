"""What numbers are made of, drawn: from a metric over other numbers and populations down to the kinds of records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenure.engine.metrics.declaring import Metric, Pair
from tenure.engine.metrics.lineage import inputs_of, kinds_of, measures_of
from tenure.engine.metrics.registry import catalogue
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.metrics.catalogue import seen_metrics
from tenure.interfaces.web.metrics.seen import seen_metric

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 190, 34, 20, 34, 8
METRIC, RELATION, KIND = "metric", "relation", "kind"
Key = tuple[str, str]


@dataclass(frozen=True)
class Node:
    """One box: a number, a population or a kind of records, with what it stands on directly."""

    sort: str
    title: str
    url: str
    x: int
    y: int
    on: tuple[str, ...]

    @property
    def middle(self) -> int:
        """Where a line of text stands in it."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Edge:
    """A line from a box to one that it stands on."""

    path: str


@dataclass(frozen=True)
class Drawing:
    """The boxes and lines, and the room that they take."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


@require_GET
def made_of_page(request: HttpRequest, key: str) -> HttpResponse:
    """One metric down to its records."""
    metric, _ = seen_metric(request, key)
    crumbs = [
        {"label": "Metrics", "url": reverse("web:metrics")},
        {"label": metric.title, "url": reverse("web:metric", args=[metric.key])},
        {"label": "Made of"},
    ]
    context = {"crumbs": crumbs, "metric": metric, "drawing": drawing_of(request, metric)}
    return render(request, "metrics/made_of.html", context)


@require_GET
def all_made_of(request: HttpRequest) -> HttpResponse:
    """For each kind of records the numbers that stand on it, and for each number the kinds."""
    known = catalogue()
    by_kind: dict[str, list[Metric]] = {}
    metrics = seen_metrics(user=request.user)
    for metric in sorted(metrics, key=lambda one: one.title.casefold()):
        for kind in kinds_of(metric, catalogue=known):
            by_kind.setdefault(kind, []).append(metric)
    groups = [(model_of(key).kind, by_kind[key]) for key in by_kind]
    groups = [group for group in groups if may(user=request.user, action=Action.VIEW, kind=group[0])]
    groups.sort(key=lambda group: group[0].plural.casefold())
    crumbs = [{"label": "Metrics", "url": reverse("web:metrics")}, {"label": "What numbers are made of"}]
    context = {"crumbs": crumbs, "groups": [(kind, list_url(kind), found) for kind, found in groups]}
    return render(request, "metrics/all_made_of.html", context)


def drawing_of(request: HttpRequest, metric: Metric) -> Drawing:
    """The boxes in rows, each above all that it stands on; kinds of records stand in the last."""
    parts = dict(_parts((METRIC, metric.key), {}))
    depth: dict[Key, int] = {}
    _place((METRIC, metric.key), parts, depth, 0)
    last = max(depth.values())
    rows: dict[int, list[Key]] = {}
    for part in sorted(parts, key=lambda one: (one[0], _title(one).casefold())):
        rows.setdefault(last if part[0] == KIND else depth[part], []).append(part)
    longest = max(len(row) for row in rows.values())
    at: dict[Key, tuple[int, int]] = {}
    for number, row in rows.items():
        left = (longest - len(row)) * (WIDTH + GAP_X) // 2
        for place, part in enumerate(row):
            at[part] = (EDGE + left + place * (WIDTH + GAP_X), EDGE + number * (HEIGHT + GAP_Y))
    nodes = tuple(
        Node(part[0], _title(part), _url(request, part), *at[part], on=tuple(_title(one) for one in below))
        for part, below in parts.items()
    )
    edges = tuple(Edge(_curve(at[part], at[one])) for part, below in parts.items() for one in below)
    width = 2 * EDGE + longest * (WIDTH + GAP_X) - GAP_X
    return Drawing(nodes, edges, width, 2 * EDGE + (last + 1) * (HEIGHT + GAP_Y) - GAP_Y)


def _parts(part: Key, seen: dict[Key, None]) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """Every part with those that it stands on directly, each once."""
    if part in seen:
        return
    seen[part] = None
    below = tuple(dict.fromkeys(one for one in _below(part) if one != part))
    yield part, below
    for one in below:
        yield from _parts(one, seen)


def _below(part: Key) -> Iterator[Key]:
    known, (sort, key) = catalogue(), part
    if sort == METRIC:
        for series in known.metrics[key].series:
            yield from ((METRIC, known.series[one][0].key) for one in inputs_of(series))
            for measure in measures_of(series):
                yield RELATION, measure.relation
                if isinstance(measure.time, Pair) and measure.time.held:
                    yield RELATION, measure.time.held
    elif sort == RELATION:
        yield from ((RELATION, one) for one in known.relations[key].uses)
        yield from ((KIND, one) for one in known.relations[key].reads)


def _place(part: Key, parts: dict[Key, tuple[Key, ...]], depth: dict[Key, int], here: int) -> None:
    if depth.get(part, -1) >= here:
        return
    depth[part] = here
    for one in parts[part]:
        _place(one, parts, depth, here + 1)


def _title(part: Key) -> str:
    sort, key = part
    if sort == METRIC:
        return catalogue().metrics[key].title
    return catalogue().relations[key].title if sort == RELATION else model_of(key).kind.plural


def _url(request: HttpRequest, part: Key) -> str:
    sort, key = part
    if sort == METRIC:
        return reverse("web:metric", args=[key])
    if sort == KIND and may(user=request.user, action=Action.VIEW, kind=model_of(key).kind):
        return list_url(model_of(key).kind)
    return ""


def _curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y = start[0] + WIDTH // 2, start[1] + HEIGHT
    to_x, to_y = end[0] + WIDTH // 2, end[1]
    bend = (to_y - y) // 2
    return f"M{x},{y} C{x},{y + bend} {to_x},{to_y - bend} {to_x},{to_y}"
