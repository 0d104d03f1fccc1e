"""Made comments that name people, with known truth, and many that only look as if they did.

The words are our own and every name, number and address is invented; telephone numbers are from the ranges kept free for
stories. The same seed gives the same comments.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass

BARE = "bare name"
"""A name that no title and no relation announces. It is written down, so that nobody counts finding it as a mistake."""
TITLED = "name"
PATTERNED = (
    "e-mail",
    "url",
    "nhs number",
    "ni number",
    "phone",
    "birth date",
    "date",
    "postcode",
    "handle",
    "ward",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a name stands, in code points, and of what kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class MadeComment:
    """A comment and everything in it that gives somebody away."""

    text: str
    truths: tuple[Truth, ...]


_SMALL, _SHOUTED = 0.10, 0.20
"""Up to which share of comments stand in small letters, and then in capitals."""
_SHOUTED_SENTENCE = 0.04
"""The share of sentences in capitals among others that are not."""


def made_comments(seed: int, size: int = 1000) -> tuple[MadeComment, ...]:
    """So many comments of one to five sentences, four in ten sentences with something to be found."""
    chance = random.Random(seed)  # noqa: S311  made material
    return tuple(_comment(chance) for _ in range(size))


def _comment(chance: random.Random) -> MadeComment:
    pieces: list[str] = []
    truths: list[Truth] = []
    length = 0
    for number in range(chance.randint(1, 5)):
        lead = chance.choice((" ", " ", "\n", "\n\n", "  ", "")) if number else ""
        lead = lead or (" " if number and not pieces[-1].endswith((".", "!", "?", ")")) else "")
        said, found = _sentence(chance)
        if chance.random() < _SHOUTED_SENTENCE and len(said.upper()) == len(said):
            said = said.upper()
        truths += [
            Truth(one.start + length + len(lead), one.end + length + len(lead), one.kind) for one in found
        ]
        pieces += [lead, said]
        length += len(lead) + len(said)
    return MadeComment(_typed(chance, "".join(pieces)), tuple(truths))


def _typed(chance: random.Random, text: str) -> str:
    """As people type: one in ten all in small letters, one in ten shouting; no place moves by it."""
    how = chance.random()
    changed = text.lower() if how < _SMALL else text.upper() if how < _SHOUTED else text
    return changed if len(changed) == len(text) else text


def _sentence(chance: random.Random) -> tuple[str, list[Truth]]:
    if chance.random() < 0.4:
        kind = chance.choice((*PATTERNED, TITLED, TITLED, TITLED, TITLED, BARE))
        return _filled(chance, chance.choice(_TEMPLATES[kind]), kind)
    if chance.random() < 0.5:
        return _harmless(chance), []
    return chance.choice(_PLAIN), []


def _filled(chance: random.Random, template: str, kind: str) -> tuple[str, list[Truth]]:
    before, _, after = template.partition("{}")
    value = _MAKERS[kind](chance)
    lead, words, tail = value if isinstance(value, tuple) else ("", value, "")
    start = len(before) + len(lead)
    return f"{before}{lead}{words}{tail}{after}", [Truth(start, start + len(words), kind)]


# Values. A tuple is what leads to a name, the name, and what follows it.

Value = str | tuple[str, str, str]

_FIRST = [
    "Julie",
    "Dave",
    "Priya",
    "Amara",
    "Tomasz",
    "Siobhán",
    "Kwame",
    "Mei",
    "Fatima",
    "Owen",
    "Zoë",
    "Ibrahim",
    "Agnieszka",
    "Jamal",
    "Bronwen",
    "Chidi",
    "Harpreet",
    "Luca",
    "Niamh",
    "Oluwaseun",
    "Sam",
    "Ruth",
    "Yusuf",
    "Eleni",
    "Callum",
    "Mo",
    "Anya",
    "Grace",
    "Håkon",
    "Dilys",
]
_LAST = [
    "Okafor",
    "Patel",
    "Smith",
    "O’Brien",
    "O'Neill",
    "Mensah-Jones",
    "Kaur",
    "Nowak",
    "Llewellyn",
    "Nguyen",
    "García",
    "Abdi",
    "Hughes",
    "Chowdhury",
    "McAllister",
    "MacDonald",
    "Begum",
    "Fitzgerald",
    "Adeyemi",
    "Wójcik",
    "Thwaite",
    "Khan",
    "Lee",
    "Osei",
    "Carter",
    "March",
    "Bishop",
    "Brzęczek",
    "Lindqvist",
    "Achterberg",
]
_PARTICLED = ("van der Berg", "de Souza", "al-Sayed", "bin Yusuf", "El Amrani", "Le Roux", "St John")
_DOMAINS = (
    "example.org",
    "mail.example.com",
    "example.co.uk",
    "my-trust.nhs.uk",
    "post.example.net",
    "fenpeers.org.uk",
)
_WARD_NAMES = [
    "Willow",
    "Maple",
    "Rowan",
    "Larkspur",
    "Keats",
    "Nightingale",
    "Ashdown",
    "Brontë",
    "Merlin",
    "Fairfield",
    "Tamarind",
    "Hawthorn",
]
_AREAS = [
    "SW",
    "NE",
    "LS",
    "B",
    "M",
    "CF",
    "EH",
    "BT",
    "G",
    "PL",
    "NR",
    "OX",
    "WV",
    "DN",
    "YO",
    "HU",
    "TQ",
    "SA",
    "LL",
    "BN",
]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"


def _surname(chance: random.Random) -> str:
    return chance.choice(_PARTICLED) if chance.random() < 0.08 else chance.choice(_LAST)


def _whole_name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {_surname(chance)}"


def _email(chance: random.Random) -> Value:
    first, last = chance.choice(_FIRST).casefold(), chance.choice(_LAST).casefold().replace("’", "'")
    local = chance.choice(
        (f"{first}.{last}", f"{first}{chance.randint(1, 99)}", f"{first[0]}_{last}", f"{first}+peer", last)
    )
    address = f"{local}@{chance.choice(_DOMAINS)}"
    how = chance.random()
    if how < 0.1:
        return address.upper()
    if how < 0.2:
        return address.replace("@", chance.choice((" (at) ", " [at] ", "(at)")))
    if how < 0.23:
        return f"{first} dot {last.replace(chr(39), '')} at {chance.choice(_DOMAINS).replace('.', ' dot ')}"
    return address


def _url(chance: random.Random) -> Value:
    if chance.random() < 0.06:
        return f"{chance.choice(('bit.ly', 'youtu.be', 'forms.gle'))}/{''.join(chance.choices(string.ascii_letters, k=6))}"
    host = chance.choice(_DOMAINS)
    path = chance.choice(
        ("", "/", "/about", "/people/dave?id=7&x=1", "/a_b/c-d.html#top", "/wiki/Ward_(hospital)", "/~jo/")
    )
    return f"{chance.choice(('https://', 'http://', 'https://www.', 'www.', ''))}{host}{path}"


def _phone(chance: random.Random) -> Value:
    end = f"{chance.randint(0, 999):03d}"
    forms = ("07700 900{}", "07700900{}", "+44 7700 900{}", "+447700900{}", "0044 7700 900{}", "07700-900-{}", "020 7946 0{}",
        "(020) 7946 0{}", "+44 (0)20 7946 0{}", "01632 960{}", "(01632) 960 {}", "0161 496 0{}", "01632-960{}", "07700.900.{}",
        "0808 157 0{}", "+353 87 123 4{}", "07700/900{}", "07700 / 900{}")  # fmt: skip
    return chance.choice(forms).format(end)


def nhs_digits(chance: random.Random, *, right: bool = True) -> str:
    """Ten digits that pass the check of an NHS number; or, of the same look, ten that fail it."""
    while True:
        digits = [chance.randint(0, 9) for _ in range(9)]
        digits[0] = chance.choice((4, 6, 7, 9))
        check = (
            11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        ) % 11
        if check < 10:
            last = check if right else (check + chance.randint(1, 9)) % 10
            return "".join(map(str, (*digits, last)))


def _in_threes(chance: random.Random, digits: str) -> str:
    gap = chance.choice((" ", "-", "", " ", "\xa0"))
    return gap.join((digits[:3], digits[3:6], digits[6:]))


def _nhs(chance: random.Random) -> Value:
    return _in_threes(chance, nhs_digits(chance))


def _ni(chance: random.Random) -> Value:
    letters = chance.choice(("QQ", "AB", "JG", "ZY", "PX", "CE"))
    digits = f"{chance.randint(0, 999999):06d}"
    gap = chance.choice((" ", "", " "))
    whole = gap.join((letters, digits[:2], digits[2:4], digits[4:], chance.choice("ABCD")))
    return whole.lower() if chance.random() < 0.15 else whole


def _postcode(chance: random.Random) -> Value:
    area = chance.choice(_AREAS)
    district = chance.choice(
        (str(chance.randint(1, 9)), str(chance.randint(10, 20)), f"{chance.randint(1, 3)}A")
    )
    if len(area) == 1 and district.endswith("A"):
        district = district[:-1]
    inward = f"{chance.randint(0, 9)}{chance.choice(_INWARD)}{chance.choice(_INWARD)}"
    whole = f"{area}{district}{chance.choice((' ', ' ', ''))}{inward}"
    return whole.lower() if chance.random() < 0.2 else whole


def _day(chance: random.Random, first: int, last: int) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(first, last)
    name = _MONTHS[month - 1]
    ending = "th" if 4 <= day <= 20 else ""
    forms = (f"{day:02d}/{month:02d}/{year}", f"{day}/{month}/{year % 100:02d}", f"{day:02d}-{month:02d}-{year}", f"{year}-{month:02d}-{day:02d}",
        f"{day}.{month}.{year}", f"{day} {name} {year}", f"{day}{ending} {name} {year}", f"{day}{ending} of {name} {year}", f"{name} {day}, {year}",
        f"{day} {name[:3]} {year}", f"{name} {day}{ending} {year}", f"{day}-{name[:3]}-{year}")  # fmt: skip
    return chance.choice(forms)


def _date(chance: random.Random) -> Value:
    return _day(chance, 2001, 2026)


def _birth(chance: random.Random) -> Value:
    return _day(chance, 1931, 2007)


def _handle(chance: random.Random) -> Value:
    first = chance.choice(_FIRST).casefold()
    return f"@{chance.choice((f'{first}_peer', f'Real{first.title()}', f'{first}{chance.randint(1, 99)}', f'{first}@example.social'))}"


def _ward(chance: random.Random) -> Value:
    name = chance.choice(_WARD_NAMES)
    forms: tuple[Value, ...] = (
        f"{name} Ward", f"{name} ward", f"ward {chance.randint(1, 40)}", f"Ward {chance.randint(1, 12)}{chance.choice('ABC')}",
        ("the ", f"{name} Unit", ""), ("the ", f"{name} unit", ""), f"{name.lower()} ward", f"{name} Lodge", f"{name} Suite",
        ("the ", f"{name} Clinic", ""), f"St {chance.choice(_FIRST)}'s Hospital", f"{name} Hospital",
        ("the ", f"{name} Centre", ""),
    )  # fmt: skip
    return chance.choice(forms)


def _titled(chance: random.Random) -> Value:
    return chance.choice(
        (_by_title, _by_title, _by_relation, _by_relation, _by_calling, _in_haste, _otherwise)
    )(chance)


def _by_title(chance: random.Random) -> Value:
    title = chance.choice(
        (
            "Mr",
            "Mrs",
            "Ms",
            "Mx",
            "Miss",
            "Dr",
            "Dr.",
            "Mr.",
            "Prof",
            "Prof.",
            "Professor",
            "Nurse",
            "Sister",
            "Rev",
            "Sir",
            "Cllr",
            "Doctor",
            "Matron",
            "Auntie",
            "Father",
        )
    )
    name = chance.choice(
        (
            _surname(chance),
            _surname(chance),
            _whole_name(chance),
            f"{chance.choice(string.ascii_uppercase[:8])}. {_surname(chance)}",
            f"A. B. {_surname(chance)}",
        )
    )
    if chance.random() < 0.06:
        return f"{title.upper()} ", name.upper(), ""
    return f"{title} ", name, chance.choice(("", "", "’s", "'s"))


def _by_relation(chance: random.Random) -> Value:
    owner = chance.choice(("my", "our", "her", "his", "their"))
    who = chance.choice(("CPN", "support worker", "care coordinator", "sister", "brother", "husband", "wife", "psychiatrist", "social worker",
        "key worker", "advocate", "mum", "son", "daughter", "friend", "GP", "physio", "peer worker", "manager", "counsellor", "nan", "godmother",
        "line manager", "named nurse", "step-sister", "allotment partner"))  # fmt: skip
    name = chance.choice((chance.choice(_FIRST), chance.choice(_FIRST), _whole_name(chance)))
    lead, tail = chance.choice(((" ", ""), (" ", ""), (" ", ""), (", ", ","), (" (", ")")))
    return f"{owner} {who}{lead}", name, tail


def _by_calling(chance: random.Random) -> Value:
    name = chance.choice(_FIRST)
    lead = chance.choice(
        (
            "a nurse called ",
            "somebody named ",
            "a woman called ",
            "a volunteer named ",
            "someone whose name was ",
            "a lad called ",
            "a peer supporter by the name of ",
            "a person who goes by ",
        )
    )
    return lead, name, ""


def _in_haste(chance: random.Random) -> Value:
    return (
        f"{chance.choice(('dr', 'mr', 'mrs', 'ms'))} ",
        chance.choice(("patel", "okafor", "hughes", "nowak", "khan", "begum")),
        "",
    )


def _otherwise(chance: random.Random) -> Value:
    """Ways that the detectors were not made for as well as some that they were."""
    name = chance.choice(_FIRST)
    forms: tuple[Value, ...] = (
        ("Mr and Mrs ", _surname(chance), ""), ("Dr\n", _surname(chance), ""), ("Dr.", _surname(chance), ""), ("CPN ", name, ""),
        ("", name, ", my care coordinator,"), ("", _whole_name(chance), " (our support worker)"), ("my two daughters, ", name, " being the older,"),
        ("somebody whose mother's name is ", name, ""), ("my CPN's name is ", name, ""), ("Mr ", "Nguyễn Văn An", ""), ("Nurse ", name, " as well"),
        ("my friends ", name, " and the rest"), ("the registrar, ", name, ","), ("the ward's housekeeper ", name, ""), ("our ", name, ""),
        ("my CPN who is called ", name, ""), ("my mate ", name, "'s sister"), ("my son ", name.lower(), ""), ("MY NURSE ", name.upper(), ""),
    )  # fmt: skip
    return chance.choice(forms)


def _bare(chance: random.Random) -> Value:
    return chance.choice((chance.choice(_FIRST), _whole_name(chance)))


_MAKERS: dict[str, Callable[[random.Random], Value]] = {
    "e-mail": _email,
    "url": _url,
    "nhs number": _nhs,
    "ni number": _ni,
    "phone": _phone,
    "birth date": _birth,
    "date": _date,
    "postcode": _postcode,
    "handle": _handle,
    "ward": _ward,
    TITLED: _titled,
    BARE: _bare,
}

_TEMPLATES: dict[str, tuple[str, ...]] = {
    "e-mail": (
        "You can write to me at {}.",
        "My address is {} if you want the longer version",
        "({})",
        "I sent it to {}, twice.",
        "E-mail:{}",
    ),
    "url": (
        "I wrote about it on {}.",
        "See {} for what we did instead.",
        "There is more (at {}) about this.",
        "{}",
    ),
    "nhs number": (
        "My NHS number is {}.",
        "They filed it under {} and lost it.",
        "NHS no. {}",
        "On the form it says {}, which is mine.",
    ),
    "ni number": (
        "My NI number is {}.",
        "They asked for {} on the phone.",
        "National Insurance: {}",
        "I had to give {} again.",
    ),
    "phone": (
        "Ring me on {}.",
        "My number is {} after six.",
        "Tel: {}",
        "Call {}, any day.",
        "I rang {} and nobody came.",
    ),
    "birth date": (
        "I was born on {}.",
        "DOB {}",
        "D.O.B. {} as I told them.",
        "My date of birth is {}.",
        "Born: {}.",
        "His birthday was {}.",
        "They had my date of birth down as {}, which is wrong.",
    ),
    "date": (
        "I was discharged on {}.",
        "It happened on {}, in the evening.",
        "On {} they moved me without asking.",
        "The letter of {} says so.",
    ),
    "postcode": ("I live in {}.", "Nobody visits at {} any more.", "Post it to {}, please.", "({})"),
    "handle": ("Follow {} for more.", "I am {} there.", "As {} said, nobody listens.", "({})"),
    "ward": (
        "I was on {} for six weeks.",
        "They moved her to {}.",
        "The night staff on {} were kind.",
        "I came back from {} worse than before.",
        "Nobody on {} knew what a peer worker was.",
    ),
    TITLED: (
        "I would not be here without {}.",
        "It was {} who listened.",
        "They should ask {} about this!",
        "I told {} twice and nothing happened.",
        "With {} it was different.",
        "We need more people like {}.",
    ),
    BARE: ("{} helped me most.", "I wish {} had been there.", "It was {}, nobody else."),
}

_PLAIN = (
    "Peer supporters should be paid the same as anybody else who does this work.",
    "I don't think statement 3.6.2 says what people need.",
    "It is about being alongside somebody, not about fixing them.",
    "Please keep the words about choosing when to share your story.",
    "Training is fine, but who listens afterwards?",
    "The wording is far too clinical for me.",
    "A person should be able to say no without giving a reason.",
    "Supervision matters more than any certificate.",
    "I agree with most of this, and would make it shorter.",
)


_TEMPTING = (
    "The nurse laughed at me.", "Nurse shouted across the room.", "My GP refused, twice.", "My support worker cancelled again.", "Grandad looked after us all.",
    "Major changes are needed here.", "My friend phoned for hours.", "I was called lazy by everyone.", "The doctor called security.", "A nurse called twice.",
    "My name is spelt wrong on every letter.", "The team's name is Phoenix.", "My sister cried and my brother left.", "Our manager resigned in spring.",
    "They put me back in that horrible ward.", "I hate hospital food.", "Human Resources Unit staff never answer.", "The Clinical Unit wrote it.",
    "Ask the Patient Experience Unit.", "Prof dev days are wasted on us.", "My consultant forgot about me.", "Our Service Improvement Unit counts beds.",
    "The group meets in the Community Resource Centre.", "I was sent to the Citizens Advice Centre.", "We met at the Leisure Centre.",
    "Look at their page at once.", "It stopped at dot two of the list.", "The form wants 07700 as a code.", "It was ticket 7123456789 by post.",
    "Father Christmas was kinder than they were.", "My peer group matters most.", "Her husband works nights.", "Our carer allowance stopped.",
    "My GP surgery told me nothing.", "Doctors knew, nurses knew, nobody said.", "My key worker changes every month.", "Nurse visits stopped in autumn.",
    "Sister services do better.", "Captain of my own ship, they said.", "Miss one visit and you are out.", "My psychiatrist thinks otherwise.",
)  # fmt: skip

_UNTUNED = (
    "My husband snored all night on the sofa.", "Our carer left without a word.", "The consultant wrote nothing down.", "My mum drove me home.",
    "Sister act was on television.", "Nurse bank shifts are never filled.", "Miss you all, keep going.", "My therapist quit after a month.",
    "Judge me by what I do.", "My friend slept on the floor.", "Uncle nobody listens to, that was me.", "My support worker forgot her keys.",
    "The Learning Centre was shut.", "We stood outside the Town Hall Centre for hours.", "They sent me from the Assessment Unit to the Short Stay Unit.",
    "Nobody visits a locked hospital.", "The whole Complex Needs Unit was empty.", "My dad hit me once.", "My son grew up without me.", "Doctor shortage is the reason.",
    "I was named and shamed.", "She was called out for it.", "It is called burnout.", "My name was never asked.", "Her name is on the list.", "Their manager knew about it.",
    "Major incident after major incident.", "Father figure is what I needed.", "My GP always runs late.", "My partner works shifts.", "Dear diary would do as well.",
    "Thanks for nothing.", "Thanks to everyone at night.", "Regards to the cook.", "Hi there, one more thing.", "My social worker went off sick.", "My psychologist uses charts.",
    "Prof in the title does not help.", "See you at eight dot thirty.", "It was the fourth of four calls to 0300.", "My brother died last spring.", "Ward rounds frighten people.",
)  # fmt: skip
"""Written after the detectors were done, and nothing was changed for them."""


def _harmless(chance: random.Random) -> str:
    """What looks like a name, a number or a day that gives somebody away, and is none."""
    month, day, number = chance.choice(_MONTHS), chance.randint(1, 28), chance.randint(2, 99)
    address = f"{number} {chance.choice(_WARD_NAMES)} Dr"
    wrong = _in_threes(chance, nhs_digits(chance, right=False))
    return chance.choice((
        f"The next meeting is on {day} {month} at 10.30.", f"We meet on {month} {day} in the library.", "May I ask why nobody told us?",
        "That may be right, and May was a hard month.", f"The café is at {address}, opposite the park.", f"It is held at {address}.",
        f"The order number was {wrong}.", f"Reference {wrong} came back unanswered.", "Meet @ 3pm or @ the café.", "Send it @ once.",
        f"It says version {chance.randint(1, 9)}.{number}.{chance.randint(0, 9)} at the bottom.", f"We use v{chance.randint(1, 4)}.{number}.12 of it.",
        "Help has to be there 24/7, not 9-5.", f"It cost £{number},000.00 and took {number} weeks.", "The split was 50/50, or 3/4 at best.",
        "I was on the acute ward for months.", "Every ward needs a peer worker.", "The ward manager should read this.", "A Psychiatric Intensive Care Unit is no place to learn.",
        f"Unit {chance.randint(1, 9)} of the course repeats Section {number}.", "The Peer Support Worker Framework is too long.", "Ask any Band 7 Nurse Practitioner.",
        "I miss Mondays at the group.", "My dr said to rest and the dr was right.", "My support worker Monday to Friday is not there at night.",
        "Dear all, please read it again.", "Thanks to Scotland for going first.", "Our team is called Recovery First.", f"In {chance.randint(1990, 2025)} there was nothing.",
        f"Between {chance.randint(10, 99)} and {chance.randint(100, 999)} people came.", f"ISBN 978-1-4028-9462-{chance.randint(0, 9)} has a chapter on it.",
        "He/she should be they/them.", "Nurse Training should cover this.", "The doctors and nurses do what they can.", "Kind regards from all of us.",
        f"Call 111 or 999, not the office; option {chance.randint(1, 5)}.", f"Room B{number} has no windows.", "I was tired.then I slept.", "Miss out that line.",
        f"It was {chance.randint(1, 9)}.{chance.randint(1, 5)} out of 10 at {chance.randint(1, 12)}:{number % 60:02d}.", "The Mental Health Act 1983 says otherwise.", "A hospital is not a home.",
        *_TEMPTING, *_UNTUNED,
    ))  # fmt: skip
