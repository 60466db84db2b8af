"""Why a notice cannot be put up."""

from enum import StrEnum


class NoticeRefusal(StrEnum):
    """The reasons."""

    EMPTY = "empty"
    TIME = "time"
    SAME_PERSON = "same_person"
    OVER = "over"


class NoticeRefused(Exception):
    """The notice is not put up; `reason` says why."""

    def __init__(self, reason: NoticeRefusal) -> None:
        super().__init__(reason)
        self.reason = reason
