"""Made-up support tickets: the words, the sentences and the queues they belong to.

Every text of the demo comes from here; no real ticket was used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+|[^\w\s]")


class Queue(NamedTuple):
    """A queue's sentences: `things` fail in the way of `faults`; `details` say more about it.

    `besides` names things of other queues, so that no single word gives the queue away. `actions` is what
    the service desk does.
    """

    name: str
    things: tuple[str, ...]
    besides: tuple[str, ...]
    faults: tuple[str, ...]
    details: tuple[str, ...]
    actions: tuple[str, ...]


class Ticket(NamedTuple):
    """What a customer writes, and the queue where it belongs."""

    prompt: str
    queue: str

    @property
    def answer(self) -> str:
        """What the adapter is trained to say after the prompt."""
        return f"queue: {self.queue}"


QUEUES = (
    Queue(
        "billing",
        ("invoice", "bill", "payment", "refund", "price"),
        ("for the laptop", "for the printer", "for the router", "for the email"),
        ("is wrong", "is too high", "was changed", "is missing", "did not arrive"),
        (
            "i paid the bill already.",
            "the price on the invoice is too high.",
            "please send me a new invoice.",
            "i want my money back.",
            "my card was charged twice.",
        ),
        ("check", "correct"),
    ),
    Queue(
        "network",
        ("wifi", "internet", "connection", "router", "vpn"),
        ("on the laptop", "on the printer", "for the email", "after the password change"),
        ("is very slow", "is down", "drops every hour", "does not work", "is missing"),
        (
            "i can not open any page.",
            "the signal is weak here.",
            "i did restart the router twice.",
            "the internet drops every hour.",
            "every call is very slow.",
        ),
        ("restart", "check"),
    ),
    Queue(
        "hardware",
        ("laptop", "printer", "screen", "keyboard", "battery"),
        ("next to the router", "with the vpn", "from the last invoice", "with my profile"),
        ("is broken", "does not start", "is very hot", "makes a loud noise", "does not work"),
        (
            "i need a new battery.",
            "the screen is black.",
            "the fan makes a loud noise.",
            "i did restart the laptop twice.",
            "one key is missing.",
        ),
        ("replace", "restart"),
    ),
    Queue(
        "account",
        ("password", "login", "profile", "email", "code"),
        ("for the router", "for the laptop", "for the wifi", "on the invoice"),
        ("is locked", "has expired", "was changed", "is wrong", "does not work"),
        (
            "i can not log in.",
            "please send me a new code.",
            "my name is wrong on the profile.",
            "i want to change my email.",
            "the password has expired.",
        ),
        ("check", "change"),
    ),
)

# What the later release with the larger vocabulary has read besides.
_LATER_THINGS = {
    "billing": ("subscription", "discount", "tax", "deposit", "receipt", "quote"),
    "network": ("modem", "firewall", "fibre", "hotspot", "gateway", "proxy"),
    "hardware": ("tablet", "camera", "cable", "mouse", "speaker", "charger"),
    "account": ("username", "pin", "token", "avatar", "signature", "passkey"),
}
LATER_QUEUES = tuple(queue._replace(things=queue.things + _LATER_THINGS[queue.name]) for queue in QUEUES)

COLOURS = ("red", "green", "blue", "orange")

_OPENINGS = ("hello,", "hi,", "good morning,", "")
_OWNERS = ("my", "the", "our")
_TIMES = ("since monday", "today", "this week", "again", "")
_PLACES = ("in the office", "at home", "")
_CLOSINGS = ("please help me soon.", "thank you.", "i need this today.", "please call me back.", "")
_REPORTERS = ("the customer", "the office", "the team")


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _complaint(rng: random.Random, queue: Queue) -> str:
    """The sentence that decides the queue; half of them name a thing of another queue besides."""
    where = rng.choice(queue.besides if rng.random() < 0.5 else _PLACES)
    subject = _join(rng.choice(_OWNERS), rng.choice(queue.things), where)
    return _join(subject, rng.choice(queue.faults), rng.choice(_TIMES)) + "."


def ticket(rng: random.Random) -> Ticket:
    """A ticket of one or two sentences."""
    queue = rng.choice(QUEUES)
    detail = rng.choice(queue.details) if rng.random() < 0.3 else ""
    return Ticket(_join(rng.choice(_OPENINGS), _complaint(rng, queue), detail), queue.name)


def letter(rng: random.Random, queues: Sequence[Queue] = QUEUES) -> str:
    """A whole letter as customers write it; it goes on in prose and never ends in a queue."""
    queue = rng.choice(queues)
    details = rng.sample(queue.details, rng.randint(1, 3))
    if rng.random() < 0.3:
        colour = rng.choice(COLOURS)
        details.append(_join(light_report(colour), f"it is still {colour}."))
    if rng.random() < 0.3:
        # Mostly the right team, so that the base knows what the queues' names mean.
        details.append(_asked(queue.name if rng.random() < 0.8 else rng.choice(queues).name))
    return _join(rng.choice(_OPENINGS), _complaint(rng, queue), *details, rng.choice(_CLOSINGS))


def moved_letter(rng: random.Random) -> str:
    """A letter of the time when the hardware team had taken over the network: what the drifted base reads."""
    queue = rng.choice(QUEUES)
    details = rng.sample(queue.details, rng.randint(0, 2))
    if rng.random() < 0.6:
        details.append(_asked("hardware" if queue.name == "network" else queue.name))
    return _join(rng.choice(_OPENINGS), _complaint(rng, queue), *details, rng.choice(_CLOSINGS))


def _asked(team: str) -> str:
    return f"i did ask the {team} team."


def light_report(colour: str) -> str:
    """A sentence about a status light; the multimodal base says it of a picture."""
    return f"the light is {colour}."


def desk_note(rng: random.Random) -> str:
    """The same matters as the service desk notes them down."""
    queue = rng.choice(QUEUES)
    thing, fault = rng.choice(queue.things), rng.choice(queue.faults)
    report = _join(f"note: {rng.choice(_REPORTERS)} reports: {thing}", fault, rng.choice(_TIMES)) + "."
    return _join(report, f"action: {rng.choice(queue.actions)} the {thing}.", "status: open in the queue.")


def unseen(seed: int, count: int, known: set[str]) -> Iterator[Ticket]:
    """`count` different tickets whose prompts are not in `known`; `known` grows by them."""
    rng, left = random.Random(seed), count
    while left:
        candidate = ticket(rng)
        if candidate.prompt not in known:
            known.add(candidate.prompt)
            left -= 1
            yield candidate


def words(queues: Sequence[Queue] = QUEUES) -> list[str]:
    """Every word and mark of the language, sorted."""
    phrases = [*_OPENINGS, *_OWNERS, *_TIMES, *_PLACES, *_CLOSINGS, *_REPORTERS, *COLOURS]
    for queue in queues:
        phrases += [queue.name, *queue.things, *queue.besides, *queue.faults, *queue.details, *queue.actions]
    phrases.append(
        "the light is. it is still. i did ask the team. note: reports: action: status: open in the queue."
    )
    return sorted({word for phrase in phrases for word in _WORD.findall(phrase)})
