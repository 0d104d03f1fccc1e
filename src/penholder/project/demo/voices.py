"""What the demo's respondents say: openings, middles about a statement, endings. Joined by number, so every demo is alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said about a statement, what a reader makes of it, and the wording proposed, if any."""

    code: str
    words: str
    gist: str
    stance: str = "reword"
    proposed: str = ""


REMARKS: tuple[Remark, ...] = (
    Remark(
        "2.1.1.2",
        "This sounds like a plan with boxes to tick. Some evenings all I needed was somebody at the other end of the sofa.",
        "Being there is support, with or without a goal.",
        proposed="keeping somebody company without a goal, and hope where they ask for it",
    ),
    Remark(
        "2.1.1.2",
        "Recovery is a word that was taken from us and handed back with a deadline on it.",
        "The word recovery carries pressure.",
    ),
    Remark(
        "2.1.1.2",
        "Keep hope in. When I had none, somebody else carrying it was the whole point.",
        "Hope matters and should stay.",
        "keep",
    ),
    Remark(
        "3.3.2",
        "Managing risk is what was done to me. I do not want to be trained to do it to somebody else.",
        "Risk management is not peer work.",
        "remove",
    ),
    Remark(
        "3.3.2",
        "If I follow every procedure I will be a worse nurse, not a peer.",
        "Following clinical procedure undermines the peer role.",
        "remove",
    ),
    Remark(
        "3.3.2",
        "We work in these buildings. There has to be something about what to do when we are frightened for somebody.",
        "Peer workers need something to hold on to when worried.",
        "reword",
        "An ability to share a worry with somebody else, telling the person first",
    ),
    Remark(
        "4.1.1",
        "Thank you for writing this down. Every week somebody asks me to do the observations.",
        "The statement names a real pressure.",
        "keep",
    ),
    Remark(
        "4.1.1",
        "It should not be our ability. It should be their duty not to ask.",
        "The duty belongs to the organisation, not to the peer worker.",
    ),
    Remark(
        "4.1.2",
        "Heard by whom? I spoke, it was minuted, nothing happened.",
        "Being heard must lead somewhere.",
    ),
    Remark(
        "5.1.1",
        "There is nobody in my county who has done peer work and supervises.",
        "Peer supervision is not available everywhere.",
    ),
    Remark(
        "5.1.1",
        "Please say this must be offered. It is no good as something I should be able to use.",
        "Supervision should be an entitlement.",
    ),
    Remark(
        "5.1.2",
        "Asking costs me my probation. The employer should ask.",
        "Adjustments should be offered, not asked for.",
    ),
    Remark(
        "2.2.1",
        "My manager calls it using my lived experience, like a tool from a cupboard.",
        "Lived experience is not a tool.",
        proposed="An ability to share something of one's own life when it may help both people",
    ),
    Remark(
        "2.2.2",
        "This is the most important line in the whole thing for me.",
        "Keeping things private is essential.",
        "keep",
    ),
    Remark(
        "2.2.3",
        "They put my face on a poster. I left and the poster stayed.",
        "Stories must be able to be taken back.",
    ),
    Remark(
        "3.2.2",
        "No notes at all would be better.",
        "Peer workers should keep no notes.",
        proposed="An ability to keep no notes about people",
    ),
    Remark(
        "3.2.2",
        "In the trust I have to write notes within a day. Then say how we do it together.",
        "Where notes are required, they should be written together.",
        proposed="An ability to write any note that is required together with the person",
    ),
    Remark(
        "3.1.2",
        "Speaking up got me moved to another ward. Who protects the one who speaks?",
        "Speaking up needs protection.",
    ),
    Remark(
        "3.3.1", "Yes. Most people I needed looked away.", "Talking about suicide openly is right.", "keep"
    ),
    Remark(
        "3.3.1",
        "Without alarm is a lot to ask on a Friday night alone on shift.",
        "Nobody should do this alone.",
    ),
    Remark(
        "1.1.2",
        "Name the people. We stand on somebody's shoulders.",
        "The history should name survivor movements.",
    ),
    Remark(
        "1.1.1",
        "Say survivors. Not everybody was a patient and some of us never agreed to the word.",
        "Use the word survivor as well.",
        proposed="Knowledge of how survivors and people who were patients began to support each other, and what they were up against",
    ),
    Remark(
        "1.2.2",
        "Including ones that have no name and no funding, please.",
        "Informal support should be counted.",
    ),
    Remark(
        "2.1.2",
        "It is the thing nobody says: I go home at five and they stay.",
        "Pay and freedom to leave change the relationship.",
        "keep",
    ),
    Remark("2.3.1", "Beautiful. Leave it alone.", "The statement should stay as it is.", "keep"),
    Remark(
        "2.3.2",
        "And if what helped before is not allowed on the ward?",
        "What helps may be forbidden in services.",
    ),
    Remark("4.2.1", "Pay those groups for the time they give us.", "Local groups should be paid."),
    Remark("4.2.2", "The bus fare is the hard part.", "Going along needs money for travel."),
    Remark("5.2.1", "Tell that to the sickness policy.", "Sickness policies punish rest."),
    Remark(
        "5.2.2",
        "At one's own pace, with the post still there.",
        "The post must be kept open.",
        proposed="An ability to come back at one's own pace, to a post that was kept",
    ),
    Remark(
        "3.2.1.1",
        "I was given a leaflet about confidentiality while I was crying.",
        "Plain words at the right moment matter.",
        "keep",
    ),
    Remark("2.1.1.3", "Noticing is not enough. Then what?", "The statement should say what to do."),
)

OPENINGS: tuple[str, ...] = (
    "",
    "I have done this work for six years. ",
    "As somebody who was supported by a peer worker: ",
    "I nearly did not write. ",
    "We talked about this in our group. ",
    "I am a carer and a survivor. ",
    "From the night shift: ",
    "I read it twice. ",
    "My first week was last month. ",
    "I left the job in spring. ",
)

ENDINGS: tuple[str, ...] = (
    "",
    " That is all I wanted to say.",
    " Please do not lose this.",
    " I would like to know what you decide.",
    " Others in my team think the same.",
    " I know it is not easy to write.",
    " Thank you for asking.",
    " It matters to me.",
)

WHOLE: tuple[str, ...] = (
    "It is shorter than the last one, and I can read it on the bus.",
    "Where is the framework for the people who employ us?",
    "I could not find anything about people who hear voices and like it.",
    "Please make an audio version.",
    "Who will check that any of this happens?",
)

TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "CR",
        "2.1.1.2",
        "te",
        "“Goals” will be read as care-plan goals in our teams.",
        "keeping somebody company, with or without a plan",
    ),
    ("CR", "3.3.2", "te", "Procedures belong in the employer’s handbook, not in a framework of ours.", ""),
    ("CR", "whole", "ge", "We are glad that organisations get a framework of their own.", ""),
    (
        "VA",
        "5.1.1",
        "ge",
        "We can offer supervision to the three smallest groups, if somebody pays the travel.",
        "",
    ),
    (
        "VA",
        "1.1.2",
        "ed",
        "Say “paid” before “employs”: many services do neither.",
        "Knowledge that peer support is older than any service that now pays for it",
    ),
)
"""What two organisations said in a comment table: whose comment, where, of what kind, the comment, the change proposed."""

BODIES = frozenset(row[0] for row in TABLE)

LABELS: tuple[str, ...] = (
    "",
    "",
    "",
    "a peer worker",
    "somebody who was supported",
    "a carer",
    "",
    "a volunteer",
    "a manager",
    "",
)
SOURCES: tuple[str, ...] = (
    "web",
    "web",
    "web",
    "web",
    "web",
    "web",
    "paper",
    "email",
    "letter",
    "telephone",
    "word_form",
    "gathering",
)


def said(number: int, remark: Remark) -> str:
    """The words of one respondent: the remark, said in their own way."""
    return OPENINGS[number % len(OPENINGS)] + remark.words + ENDINGS[(number // 3) % len(ENDINGS)]
