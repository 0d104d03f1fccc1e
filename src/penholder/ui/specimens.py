"""Every component in all its states, for the live page and for the test that draws each. All names and words are invented."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator

from penholder.ui.components import COMPONENTS
from penholder.ui.forms import DayField

FOLDER = Path(__file__).parent / "templates" / "ui" / "specimens"


class Specimen:
    """A component's name with the template that shows it; the template is also the example to copy."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.template = f"ui/specimens/{name}.html"

    @property
    def source(self) -> str:
        return (FOLDER / f"{self.name}.html").read_text(encoding="utf-8").strip()


class TellUs(forms.Form):
    """One of every kind of field."""

    stay = forms.ChoiceField(
        label="Should this stay as it is?",
        choices=[
            ("yes", "Yes, as it is"),
            ("words", "Yes, but in other words"),
            ("no", "No, take it out"),
            ("rather-not", "I would rather not say"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What would you like to say about it?",
        help_text="A few words are enough.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    other = forms.CharField(
        label="How would you put it?", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    needs = forms.MultipleChoiceField(
        label="What would make it easier to take part?",
        help_text="Choose as many as you like.",
        required=False,
        choices=[("easy", "Easy read"), ("time", "More time"), ("call", "Somebody to talk it through with")],
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label="Where do you live?", choices=[("", "Choose one"), ("n", "North shore"), ("s", "South shore")]
    )
    name = forms.CharField(
        label="Your name",
        required=False,
        widget=forms.TextInput(attrs={"class": "width-20", "autocomplete": "name"}),
    )
    until = DayField(label="When does it close?", help_text="For example 27 March 2027.")
    paper = forms.FileField(
        label="A letter or a filled-in form", help_text="A Word file, at most 10 MB.", required=False
    )
    times = forms.SplitDateTimeField(label="When shall we ring you?", required=False)
    agree = forms.BooleanField(
        label="My words may be shown to everyone", help_text="Your name is never shown."
    )


def all_specimens() -> tuple[Specimen, ...]:
    return tuple(Specimen(name) for name in COMPONENTS)


def values() -> dict[str, Any]:
    """What the specimen templates draw."""
    said = "It reads like a target. Sometimes what helps is to sit together in the dark for a while."
    return {
        "form": None,
        "blank_form": TellUs(),
        "wrong_form": TellUs({"words": "It reads like a target.", "until": "soon"}, auto_id="wrong_%s"),
        "errors": (
            ("Choose one of the answers, or “I would rather not say”", "wrong_stay_0"),
            "The consultation closed yesterday.",
        ),
        "said": said,
        "said_marks": ((24, len(said)),),
        "words": "offering hope for recovery and keeping the person’s goals in view",
        "word_marks": ((9, 26),),
        "stem": "An ability to build a relationship that is mutual, by:",
        "long_words": "http://example.org/a-very-long-address-that-has-no-place-to-break/and-goes-on-and-on/to-the-end-of-the-line",
        "diff": (
            ("same", "offering "),
            ("del", "hope for recovery and keeping the person’s goals in view"),
            ("same", " "),
            ("ins", "company without a goal, and hope where it is wanted"),
        ),
        "desk_words": "I was told the band 3 post was “a foot in the door”. Eight years on I am still in the doorway. "
        "My manager is kind but nobody trained her. Write them for the people who employ us.",
        "desk_marks": ((0, 94, "one", "1"), (95, 137, "two", "2"), (138, 178, "suggested", "3")),
        "sentences": (
            {
                "value": "0:52",
                "text": "I was told the band 3 post was “a foot in the door”.",
                "checked": True,
            },
            {"value": "53:94", "text": "Eight years on I am still in the doorway.", "checked": True},
            {"value": "95:137", "text": "My manager is kind but nobody trained her.", "checked": False},
        ),
        "facts": (
            ("Seats held by people with lived experience", "6 of 7 (charter: at least 75 %)"),
            ("How it decides", "Consent; quorum 5, of whom 4 lived experience"),
            ("Dissent in this version", "2 separate opinions", "#facts"),
        ),
        "seats": [
            {"kind": "lived", "holder": name}
            for name in ("Ines", "Oluwaseun", "Maeve", "Tomasz", "Priya", "Jo")
        ]
        + [{"kind": "technical", "holder": "Dr Hallam"}, {"kind": "lived", "vacant": True}],
        "votes": (
            ("For", "for", 6, "Ines, Oluwaseun, Maeve, Tomasz, Priya, Jo"),
            ("Against", "against", 1, "Dr Hallam"),
            ("Stood aside", "aside", 1, ""),
            ("Not there", "absent", 2, ""),
        ),
        "many_votes": (("For", "for", 213), ("Against", "against", 40)),
        "bars": (
            ("Peer workers", 148, "#bar"),
            ("People who use services", 97),
            ("Family and friends", 31),
            ("Employers", 0),
        ),
        "rows": (
            {
                "key": "Should 3.2.4 stay as it is?",
                "value": "Yes, but in other words",
                "href": "#summary_list",
            },
            {"key": "What would you like to say about it?", "value": said, "href": "#summary_list"},
            {"key": "How would you put it?", "value": "", "href": "#summary_list"},
        ),
        "tasks": (
            {"title": "About you", "href": "#task_list", "status": "Done", "kind": "accepted"},
            {
                "title": "Part 3: Working alongside each other",
                "href": "#task_list",
                "status": "2 of 6",
                "kind": "part",
                "hint": "About ten minutes. Nothing is required.",
            },
            {"title": "Check your answers", "status": "Not yet"},
        ),
        "columns": ("Statement", {"label": "Comments", "number": True}, "What was decided"),
        "lines": (
            (
                {"text": "3.2.4 offering company", "href": "#table"},
                23,
                {"text": "Accepted in other words", "kind": "accepted"},
            ),
            ("3.2.5 listening", 0, {"text": "Nothing to decide", "kind": "neutral"}),
        ),
        "crumbs": (("Walking Alongside", "#crumbs"), ("3 Keeping safe together", "#crumbs"), ("3.2.4", "")),
        "tab_links": (
            {"label": "To read", "href": "#tabs", "current": True, "count": 164},
            {"label": "Read", "href": "#tabs", "count": 148},
            {"label": "Set aside", "href": "#tabs", "count": 0},
        ),
        "page": Paginator(range(95), 20).page(2),
        "single_keys": (
            ("A", "the whole answer is one point"),
            ("N", "nothing to answer"),
            ("Enter", "next"),
        ),
        "entries": (
            {
                "title": "R-0149",
                "kind": "web",
                "meta": "3 passages, 1 unread",
                "href": "#queue",
                "current": True,
            },
            {"title": "R-0150", "kind": "Word form", "meta": "11 answers", "href": "#queue"},
            {
                "title": "R-0152",
                "kind": "14 people together",
                "meta": "shares 82 % with “Valley letter”",
                "href": "#queue",
            },
            {"title": "R-0148", "kind": "letter", "meta": "read by Ines", "href": "#queue", "done": True},
        ),
        "nodes": _nodes(),
        "domains": _domains(),
        "nothing": (),
    }


def _nodes() -> tuple[dict[str, Any], ...]:
    return (
        {
            "code": "3",
            "words": "Keeping safe together",
            "meta": "32 statements",
            "href": "#tree",
            "open": True,
            "children": (
                {
                    "code": "3.2",
                    "words": "Confidences",
                    "meta": "9 statements, 14 comments",
                    "open": True,
                    "href": "#tree",
                    "children": (
                        {
                            "code": "3.2.1",
                            "words": "saying at the start what will be passed on, and to whom",
                            "meta": "12 comments",
                            "href": "#tree",
                            "mark": "changed",
                        },
                        {
                            "code": "3.2.2",
                            "words": "asking before writing anything down",
                            "meta": "2 comments",
                            "href": "#tree",
                        },
                    ),
                },
                {
                    "code": "3.3",
                    "words": "When we are worried",
                    "meta": "13 statements",
                    "href": "#tree",
                    "mark": "new",
                },
            ),
        },
        {
            "code": "4",
            "words": "Working in services",
            "meta": "26 statements",
            "href": "#tree",
            "children": (
                {"code": "4.1", "words": "Holding our ground", "meta": "8 statements", "href": "#tree"},
            ),
        },
    )


def _domains() -> tuple[dict[str, Any], ...]:
    return (
        {
            "code": "1",
            "heading": "Where we come from",
            "href": "#domain_map",
            "competences": (
                {"words": "Movements and histories", "count": 12, "href": "#domain_map"},
                {"words": "Rights and survivors’ knowledge", "count": 9, "href": "#domain_map"},
            ),
        },
        {
            "code": "2",
            "heading": "Being alongside",
            "href": "#domain_map",
            "competences": (
                {
                    "words": "Mutuality",
                    "count": 14,
                    "href": "#domain_map",
                    "mark": "3 changed",
                    "mark_href": "#domain_map",
                },
                {
                    "words": "Sitting with distress",
                    "count": 8,
                    "href": "#domain_map",
                    "mark": "new",
                    "mark_href": "#domain_map",
                },
            ),
        },
        {
            "code": "3",
            "heading": "Keeping safe together",
            "competences": (
                {"words": "Choice and refusal", "count": 10},
                {"words": "Confidences", "count": 9, "mark": "1 changed"},
            ),
        },
    )
