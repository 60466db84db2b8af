"""What the citizens of a place in the matrix have asked and said, room by room."""

from datetime import datetime
from typing import TYPE_CHECKING

from tests.matrix.cases import fill_cases
from tests.matrix.consultations import fill_consultations
from tests.matrix.notify import fill_notify
from tests.matrix.payments import fill_payments
from tests.matrix.polls import fill_polls
from tests.matrix.questions import fill_questions

if TYPE_CHECKING:
    from tests.matrix.places import Place


def fill_civic(place: "Place", now: datetime) -> None:
    """Every room of the floor."""
    rooms = (fill_notify, fill_cases, fill_questions, fill_polls, fill_payments, fill_consultations)
    for fill in rooms:
        fill(place, now)
