"""The rows that Recent holds, played against a made-up journal: no hole, nothing twice, the view where it was."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from agentpanel.app.recent_pages import Pages, Question
from agentpanel.domain.records import Row
from tests.helpers.recent import ENTRY


class Book:
    """Answers as the journal does."""

    def __init__(self, *positions: int) -> None:
        self.rows = {position: row(position) for position in positions}

    def page(self, question: Question) -> list[Row]:
        after = question.after
        newest_first = sorted(self.rows, reverse=True)
        return [self.rows[at] for at in newest_first if after is None or at < after][: question.limit]

    def add(self, *positions: int) -> None:
        self.rows |= {position: row(position) for position in positions}

    def note(self, position: int, text: str) -> None:
        self.rows[position] = replace(self.rows[position], entry=replace(ENTRY, key=f"k{position}", note=text))


class Reader:
    """Somebody who scrolls: what is in sight is ten rows high."""

    def __init__(self, book: Book, *, page: int = 100, most: int = 400) -> None:
        self.book = book
        self.pages = Pages(page, most)
        self.asked: list[Question] = []
        self.ask(self.pages.newest())
        self.look_at_place(0)

    def ask(self, question: Question) -> bool:
        self.asked.append(question)
        return self.pages.take(question, self.book.page(question))

    def look_at_place(self, place: int) -> None:
        rows = self.pages.rows[place : place + 10]
        self.pages.sight = (rows[0].position, rows[-1].position) if rows else None
        while (question := self.pages.to_go_on()) is not None:
            self.ask(question)

    def refresh(self) -> bool:
        return any(list(map(self.ask, self.pages.to_refresh())))

    @property
    def held(self) -> list[int]:
        return [each.position for each in self.pages.rows]

    @property
    def top(self) -> int:
        assert self.pages.sight is not None
        return self.pages.sight[0]

    def look_at(self, position: int) -> None:
        self.look_at_place(self.held.index(position))


def row(position: int) -> Row:
    return Row(position=position, entry=replace(ENTRY, key=f"k{position}"))


def down(newest: int, oldest: int = 1) -> list[int]:
    return list(range(newest, oldest - 1, -1))


def test_the_first_page_is_the_newest() -> None:
    reader = Reader(Book(*range(1, 1001)))
    assert reader.held == down(1000, 901)
    assert not reader.pages.complete


def test_the_rows_that_are_seen_come_first_and_the_rest_once_they_are_seen() -> None:
    pages, book = Pages(page=100, first=30), Book(*range(1, 1001))
    pages.take(pages.newest(), book.page(pages.newest()))
    assert [each.position for each in pages.rows] == down(1000, 971)
    assert pages.to_go_on() is None
    pages.sight = (1000, 991)
    question = pages.to_go_on()
    assert question == Question(971, 70)
    pages.take(question, book.page(question))
    assert [each.position for each in pages.rows] == down(1000, 901)
    assert pages.to_go_on() is None


def test_an_empty_journal_is_asked_once() -> None:
    reader = Reader(Book())
    assert (reader.held, len(reader.asked), reader.pages.complete) == ([], 1, True)


def test_more_come_while_somebody_scrolls_near_the_end() -> None:
    reader = Reader(Book(*range(1, 251)))
    reader.look_at_place(31)
    assert reader.held == down(250, 51)
    reader.look_at_place(150)
    assert reader.held == down(250)
    asked = len(reader.asked)
    reader.look_at_place(240)
    assert len(reader.asked) == asked, "there are no more"


def test_new_calls_join_those_that_are_held() -> None:
    reader = Reader(Book(*range(1, 301)))
    reader.look_at_place(50)
    reader.book.add(*range(301, 341))
    assert reader.refresh()
    assert reader.held == down(340, 101)


def test_a_page_that_did_not_change_is_no_change_and_keeps_its_rows() -> None:
    reader = Reader(Book(*range(1, 301)))
    before = reader.pages.rows
    reader.book.rows = {at: replace(each) for at, each in reader.book.rows.items()}
    assert not reader.refresh()
    assert all(one is other for one, other in zip(before, reader.pages.rows, strict=True))


def test_late_reports_go_in_between_and_changed_rows_change() -> None:
    reader = Reader(Book(*range(2, 301, 2)))
    reader.book.add(251)
    reader.book.note(250, "new")
    assert reader.refresh()
    assert reader.held[:52] == [*down(300, 252)[::2], 251, *down(250, 198)[::2]][:52]
    assert reader.pages.rows[reader.held.index(250)].entry.note == "new"


def test_a_change_far_down_is_seen_by_who_looks_there() -> None:
    reader = Reader(Book(*range(1, 1001)))
    for place in (80, 180, 250):
        reader.look_at_place(place)
    reader.book.note(reader.top, "new")
    assert reader.refresh()
    assert reader.pages.rows[250].entry.note == "new"
    assert len(reader.pages.to_refresh()) == 2, "the newest, and what is in sight"


def test_who_reads_the_newest_goes_on_there_after_a_burst() -> None:
    reader = Reader(Book(*range(1, 301)))
    reader.book.add(*range(301, 2001))
    assert reader.refresh()
    assert reader.held == down(2000, 1901)
    assert reader.pages.has_newest


def test_who_reads_further_down_stays_there_in_a_burst() -> None:
    reader = Reader(Book(*range(1, 301)))
    reader.look_at_place(30)
    here, held = reader.top, reader.held
    reader.book.add(*range(301, 2001))
    assert not reader.refresh()
    assert (reader.top, reader.held, reader.pages.has_newest) == (here, held, False)
    asked = len(reader.asked)
    assert not reader.refresh()
    assert [each.after is None for each in reader.asked[asked:]] == [False], "nobody waits for the newest"
    reader.look_at_place(0)
    assert reader.pages.has_newest
    assert reader.held == down(2000, 1901)


def test_no_more_rows_are_held_than_so_many_and_they_come_again() -> None:
    reader = Reader(Book(*range(1, 2001)))
    while not reader.pages.complete:
        reader.look_at_place(len(reader.held) - 20)
        assert len(reader.held) <= 500
    reader.look_at_place(len(reader.held) - 10)
    assert reader.held[-1] == 1
    assert not reader.pages.has_newest
    while not reader.pages.has_newest:
        here = reader.held[5]
        reader.look_at_place(5)
        assert here in reader.held
        assert reader.held == down(reader.held[0], reader.held[-1]), "no hole"
        reader.look_at(here)
    assert reader.held[0] == 2000
    assert len(reader.held) <= 500


def test_home_leads_back_to_the_newest() -> None:
    reader = Reader(Book(*range(1, 2001)))
    for _ in range(12):
        reader.look_at_place(len(reader.held) - 20)
    assert not reader.pages.has_newest
    reader.ask(reader.pages.newest())
    assert reader.held == down(2000, 1941)
    assert reader.pages.has_newest
    reader.look_at_place(0)
    assert reader.held == down(2000, 1901)


def test_a_row_that_moved_stands_once() -> None:
    reader = Reader(Book(*range(1, 301)))
    moved = replace(reader.book.rows.pop(250), position=205)
    reader.look_at_place(60)
    reader.book.rows[205] = moved
    reader.refresh()
    assert [each.position for each in reader.pages.rows if each.entry.key == "k250"] == [205]
    assert reader.held == sorted(reader.held, reverse=True)


def test_rows_that_are_gone_go() -> None:
    reader = Reader(Book(*range(1, 301)))
    for position in range(1, 250):
        del reader.book.rows[position]
    assert reader.refresh()
    assert reader.held == down(300, 250)
    assert reader.pages.complete


def test_another_list_begins_empty() -> None:
    reader = Reader(Book(*range(1, 1001)))
    reader.pages.clear()
    assert (reader.pages.rows, reader.pages.has_newest, reader.pages.to_go_on()) == ([], True, None)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_the_rows_held_are_those_of_the_journal(seed: int) -> None:
    """Bursts, late reports and scrolling at random: what is held is an unbroken piece of the book."""
    chance = random.Random(seed)
    reader = Reader(Book(*range(10, 6000, 10)), page=50, most=200)
    for _ in range(120):
        newest = max(reader.book.rows)
        match chance.randrange(4):
            case 0:
                reader.book.add(*(newest + 10 * n for n in range(1, chance.choice((2, 20, 80)))))
            case 1:
                late = chance.randrange(max(1, newest - 3000), newest)
                reader.book.add(late)
            case 2:
                reader.look_at_place(chance.randrange(max(1, len(reader.held) - 9)))
            case _:
                reader.refresh()
    reader.refresh()
    reader.look_at_place(0)
    while not reader.pages.has_newest:
        reader.look_at_place(0)
    reader.refresh()
    held = reader.held
    assert held == sorted(set(held), reverse=True)
    first = [each.position for each in reader.book.page(Question(None, min(50, len(held))))]
    assert held[: len(first)] == first
