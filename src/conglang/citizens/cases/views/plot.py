"""Where cases lie: points on a plain drawing to scale, without anybody's map, and counts by hamlet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from statistics import fmean

from django.db.models import Count, QuerySet

from conglang.base.units.models import Hamlet
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.queries import late, late_duty

MOST = 400  # points
WIDTH = 720
LEAST_DEGREES = 0.004  # about 450 m: a single point has some land around it
MARGIN = 1.2
METRES_OF_DEGREE = 111_320
BARS = (5000, 2000, 1000, 500, 200, 100)  # metres


@dataclass(frozen=True)
class Point:
    """A case on the drawing."""

    case: Case
    x: int
    y: int
    is_late: bool


@dataclass(frozen=True)
class Plot:
    """Points and names of hamlets in pixels of a drawing; `bar` is so long as `metres` on the ground."""

    height: int
    points: list[Point]
    names: list[tuple[str, int, int]]
    metres: int
    bar: int
    width: int = WIDTH


def plot(rows: QuerySet[Case], now: datetime) -> Plot | None:
    """The cases with a place, the most urgent ones, and the hamlets of their units; None without any."""
    cases = list(rows.exclude(lat=None).exclude(lon=None)[:MOST])
    if not cases:
        return None
    known = Hamlet.objects.filter(unit__in={case.unit_id for case in cases}).exclude(lat=None)
    hamlets = [(each.title, float(each.lat or 0), float(each.lon or 0)) for each in known]
    places = [(float(case.lat or 0), float(case.lon or 0)) for case in cases]
    around = [*places, *((lat, lon) for _name, lat, lon in hamlets)]
    lats, lons = [lat for lat, _lon in around], [lon for _lat, lon in around]
    squeeze = cos(radians(fmean(lats)))
    middle = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    wide = max((max(lons) - min(lons)) * squeeze, LEAST_DEGREES) * MARGIN
    tall = max(max(lats) - min(lats), LEAST_DEGREES) * MARGIN
    height = round(WIDTH * min(max(tall / wide, 0.5), 1))
    scale = min(WIDTH / wide, height / tall)

    def on_drawing(lat: float, lon: float) -> tuple[int, int]:
        across, down = (lon - middle[0]) * squeeze * scale, (lat - middle[1]) * scale
        return round(WIDTH / 2 + across), round(height / 2 - down)

    points = [
        Point(case, *on_drawing(*place), late_duty(case.answer_duty, now))
        for case, place in zip(cases, places, strict=True)
    ]
    names = {name: on_drawing(lat, lon) for name, lat, lon in hamlets}
    metres = next((each for each in BARS if each / METRES_OF_DEGREE * scale < WIDTH / 4), BARS[-1])
    labels = [(name, *place) for name, place in (_amid(points) | names).items()]
    return Plot(height, points, labels, metres, round(metres / METRES_OF_DEGREE * scale))


def _amid(points: list[Point]) -> dict[str, tuple[int, int]]:
    """Each hamlet amid its cases, for those of which nobody has told the place."""
    found: dict[str, list[Point]] = defaultdict(list)
    for each in points:
        if each.case.hamlet is not None:
            found[each.case.hamlet.title].append(each)
    return {
        name: (round(fmean(each.x for each in some)), round(fmean(each.y for each in some)))
        for name, some in found.items()
    }


def hamlets_of(rows: QuerySet[Case], now: datetime) -> list[tuple[Hamlet | None, int, int]]:
    """Hamlets with how many of the cases are theirs and how many of those are late, the most first."""
    counts = rows.order_by().values("hamlet").annotate(number=Count("pk"), late=Count("pk", filter=late(now)))
    found = {row["hamlet"]: (row["number"], row["late"]) for row in counts}
    known = Hamlet.objects.in_bulk([key for key in found if key])
    lines = [(known.get(key), *numbers) for key, numbers in found.items()]
    return sorted(lines, key=lambda line: -line[1])
