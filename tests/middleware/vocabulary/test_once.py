"""What is found once, is found when it is asked for, and nobody waits for another."""

from threading import Barrier, Event, Thread

from sarto.vocabulary.once import once


class Looked:
    """Looks for something; counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.may_end, self.began = Event(), Event()

    @once
    def found(self) -> int:
        """What is found."""
        self.times += 1
        return self.times

    @once
    def late(self) -> str:
        self.began.set()
        return "late" if self.may_end.wait(30) else "never"


def test_a_thing_is_looked_for_when_it_is_asked_for_and_once() -> None:
    looked = Looked()

    assert looked.times == 0
    assert (looked.found, looked.found, looked.times) == (1, 1, 1)


def test_what_is_forgotten_is_looked_for_anew() -> None:
    looked = Looked()
    assert looked.found == 1

    del looked.__dict__["found"]

    assert looked.found == len((1, 2))


def test_the_class_tells_what_it_is() -> None:
    assert Looked.found.__doc__ == "What is found."


def test_who_looks_for_long_keeps_nobody_else_waiting() -> None:
    slow, other = Looked(), Looked()
    other.may_end.set()
    found: list[str] = []
    thread = Thread(target=lambda: slow.late)
    second = Thread(target=lambda: found.append(other.late))
    thread.start()
    assert slow.began.wait(30)
    second.start()
    second.join(10)
    try:
        assert found == ["late"]
    finally:
        slow.may_end.set()
        thread.join()
        second.join()


def test_two_who_look_at_the_same_time_have_the_same() -> None:
    both = Barrier(2, timeout=30)

    class Met:
        @once
        def visit(self) -> object:
            both.wait()
            return object()

    met, seen = Met(), list[object]()
    threads = [Thread(target=lambda: seen.append(met.visit)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [met.visit] * 2
