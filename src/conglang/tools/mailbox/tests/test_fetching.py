"""Letters are fetched once each, whatever breaks off in between."""

import json
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.units.scope import everything, use_scope
from conglang.kernel import clock
from conglang.tools.mailbox import queries, tokens
from conglang.tools.mailbox.lines import Failed
from conglang.tools.mailbox.logins import login_of
from conglang.tools.mailbox.models import Afterwards, Letter, MailAccount, Way
from conglang.tools.mailbox.rules import (
    LONGEST_WAIT,
    MOST_BYTES,
    MOST_LETTERS,
    PERIOD,
    Reason,
    Trouble,
    next_time,
)
from conglang.tools.mailbox.services import fetch as fetching
from conglang.tools.mailbox.services.fetch import fetch
from conglang.tools.mailbox.services.keep_account import (
    Wish,
    add_account,
    change_account,
    pause,
    resume,
)
from conglang.tools.mailbox.tasks import fetch_due
from conglang.tools.mailbox.tests.conftest import NOW, simple
from conglang.tools.mailbox.tokens import Given

WISH = Wish(address="desk@x.example", way=Way.PASSWORD, host="imap.x.example", user="desk", password="bí mật")


class Power(BaseException):
    """The process ends here."""


class Box:
    """A folder in memory that goes away when it is told to."""

    uidvalidity = 5

    def __init__(self, *letters):
        self.letters = dict(enumerate(letters, 1))
        self.seen, self.moved, self.fetched = [], [], []
        self.ends_at = {}

    @contextmanager
    def opened(self, login):
        self.login = login
        self.end("open", 0)
        yield self

    def end(self, step, uid):
        if error := self.ends_at.pop((step, uid), None):
            raise error

    def newer_than(self, uid, _since):
        return [each for each in sorted(self.letters) if each > uid]

    def size_of(self, uid):
        return None if uid not in self.letters else len(self.letters[uid])

    def letter(self, uid):
        self.end("letter", uid)
        self.fetched.append(uid)
        return self.letters[uid]

    def beginning(self, uid):
        return self.letters[uid].partition(b"\r\n\r\n")[0]

    def mark_seen(self, uid):
        self.end("mark", uid)
        self.seen.append(uid)

    def move(self, uid, folder):
        self.moved.append((uid, folder))


@pytest.fixture
def account(home):
    with use_scope(home.admin.scope):
        return add_account(by=home.admin, unit_id=home.unit.pk, wish=WISH, now=NOW)


def ask(account, box, now=NOW):
    return fetch(account_id=account.pk, now=now, opened=box.opened)


def stored(account):
    with everything("tests"):
        account.refresh_from_db()
        return sorted(Letter.objects.filter(account=account).values_list("subject", flat=True))


def test_new_letters_are_fetched_once_and_marked_as_read(account):
    box = Box(simple(1), simple(2))
    assert ask(account, box).letters == 2
    assert ask(account, box).letters == 0
    assert (box.fetched, box.seen, box.login.password) == ([1, 2], [1, 2], "bí mật")
    assert stored(account) == ["Tin 1", "Tin 2"]


@pytest.mark.parametrize("step", ["open", "letter", "mark"])
@pytest.mark.parametrize("error", [Power(), Failed(Trouble.SLOW)], ids=["power", "line"])
def test_wherever_it_breaks_off_nothing_is_lost_or_doubled(account, step, error):
    box = Box(simple(1), simple(2), simple(3))
    box.ends_at[step, 0 if step == "open" else 2] = error
    with suppress(Power):
        ask(account, box)
    ask(account, box)
    assert stored(account) == ["Tin 1", "Tin 2", "Tin 3"]
    assert sorted(box.seen) == [1, 2, 3]
    assert box.fetched == [1, 2, 3]


def test_an_end_between_the_file_and_the_row_leaves_nothing_half(account, monkeypatch):
    box = Box(simple(1))
    with monkeypatch.context() as patch:
        patch.setattr("conglang.tools.mailbox.services.take_in.record", _end)
        with pytest.raises(Power):
            ask(account, box)
    assert stored(account) == []
    ask(account, box)
    assert stored(account) == ["Tin 1"]


def _end(*_args, **_more):
    raise Power


def test_letters_that_the_server_numbers_anew_are_known_again(account):
    ask(account, Box(simple(1), simple(2)))
    renumbered = Box(simple(2), simple(3), simple(1))
    renumbered.uidvalidity = 6
    ask(account, renumbered)
    assert stored(account) == ["Tin 1", "Tin 2", "Tin 3"]


def test_no_space_leaves_the_letters_in_the_mailbox(account, monkeypatch):
    box = Box(simple(1))
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "take_in", _full)
        assert ask(account, box).trouble == Trouble.STORAGE
    assert (stored(account), box.seen) == ([], [])
    assert account.trouble == Trouble.STORAGE
    ask(account, box)
    assert (stored(account), account.trouble, account.failures) == (["Tin 1"], "", 0)


def _full(**_more):
    raise OSError(28, "No space left on device")


def test_a_letter_that_is_too_large_stays_in_the_mailbox_and_is_named(account):
    box = Box(simple(1))
    box.size_of = lambda _uid: MOST_BYTES + 1
    ask(account, box)
    with everything("tests"):
        row = Letter.objects.get(account=account)
    assert (row.subject, row.size_bytes, Reason.TOO_LARGE in row.reasons) == ("Tin 1", MOST_BYTES + 1, True)
    assert (box.fetched, box.seen) == ([], [])


def test_a_full_mailbox_is_fetched_in_turns(account, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_LETTERS", 3)
    box = Box(*[simple(number) for number in range(8)])
    assert MOST_LETTERS > 3
    assert [ask(account, box).has_more for _turn in range(3)] == [True, True, False]
    assert len(stored(account)) == 8


def test_letters_are_moved_or_left_as_the_account_wants(home, account):
    for afterwards, moved in ((Afterwards.MOVE, [(1, "Da-nhan")]), (Afterwards.LEAVE, [])):
        with use_scope(home.admin.scope):
            wish = replace(WISH, afterwards=afterwards, moved_to="Da-nhan", user=afterwards)
            change_account(by=home.admin, account_id=account.pk, wish=wish, now=NOW)
        box = Box(simple(1, str(afterwards)))
        ask(account, box)
        assert (box.moved, box.seen) == (moved, [])


def test_a_mailbox_that_fails_is_asked_later_and_later(account):
    box = Box()
    for count in range(3):
        box.ends_at["open", 0] = Failed(Trouble.PASSWORD)
        ask(account, box, NOW)
        stored(account)
        assert (account.failures, account.trouble) == (count + 1, Trouble.PASSWORD)
    assert account.next_at == NOW + 8 * PERIOD
    assert next_time(NOW, failures=40) == NOW + LONGEST_WAIT


def test_a_paused_mailbox_is_left_alone_and_caught_up_with_later(home, account):
    box = Box(simple(1))
    with use_scope(home.admin.scope):
        pause(by=home.admin, account_id=account.pk, now=NOW)
    ask(account, box)
    assert stored(account) == []
    assert due(NOW) == []
    with use_scope(home.admin.scope):
        resume(by=home.admin, account_id=account.pk, now=NOW)
    assert due(NOW) == [account.pk]
    ask(account, box)
    assert stored(account) == ["Tin 1"]


def due(now):
    with everything("tests"):
        return queries.due_accounts(now)


def test_each_due_mailbox_is_handed_out_once(account):
    with everything("tests"), clock.frozen(NOW):
        fetch_due(NOW)
        fetch_due(NOW)
    assert due(NOW) == []
    assert due(NOW + timedelta(minutes=11)) == [account.pk]


def test_the_secret_is_sealed_and_never_leaves(account, settings):
    assert "bí mật" not in account.secret
    assert "bí mật" not in repr(WISH) + repr(login_of(account))
    settings.SECRET_KEY = "another one, after the old one was lost somewhere"
    with pytest.raises(Failed) as failed:
        login_of(account)
    assert failed.value.trouble == Trouble.PASSWORD


def test_a_change_without_a_new_secret_keeps_the_stored_one(home, account):
    wish = replace(WISH, password="", user="khac")
    with use_scope(home.admin.scope):
        account = change_account(by=home.admin, account_id=account.pk, wish=wish, now=NOW)
    assert login_of(account).password == "bí mật"


def test_only_administrators_connect_mailboxes_each_address_once(home, neighbour, account):
    with use_scope(home.desk.scope), pytest.raises(Forbidden):
        add_account(by=home.desk, unit_id=home.unit.pk, wish=WISH, now=NOW)
    with use_scope(neighbour.admin.scope):
        with pytest.raises(NotFound):
            pause(by=neighbour.admin, account_id=account.pk, now=NOW)
        with pytest.raises(ValidationError):
            add_account(by=neighbour.admin, unit_id=neighbour.unit.pk, wish=WISH, now=NOW)


def test_letters_of_a_mailbox_that_was_changed_meanwhile_do_not_move_its_place(home, account):
    with use_scope(home.admin.scope):
        wish = replace(WISH, user="khac")
        change_account(by=home.admin, account_id=account.pk, wish=wish, now=NOW)
    home.account = account  # as a fetch that began before has it
    with everything("tests"):
        fetching.take_in(account=account, raw=simple(1), now=NOW, place=fetching.Place(5, 900))
        assert MailAccount.objects.get(pk=account.pk).last_uid == 0


def test_a_token_that_the_provider_changes_is_kept(home, monkeypatch):
    wish = Wish(
        address="o@x.example", way=Way.OAUTH, host="imap.x.example", token_url="https://x.example/token",
        client_id="id", refresh_token="cũ", client_secret="s",
    )  # fmt: skip
    with use_scope(home.admin.scope):
        account = add_account(by=home.admin, unit_id=home.unit.pk, wish=wish, now=NOW)
    asked = []

    def renew(**more):
        asked.append(more)
        return Given("t", "mới")

    monkeypatch.setattr(tokens, "renew", renew)
    box = Box(simple(1))
    ask(account, box)
    ask(account, box)
    assert [each["refresh"] for each in asked] == ["cũ", "mới"]
    assert (box.login.token, box.login.password) == ("t", "")
    assert json.dumps("mới") not in account.secret
