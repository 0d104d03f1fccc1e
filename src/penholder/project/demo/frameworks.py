"""The demo's two frameworks, as outlines: two spaces a level, a kind in square brackets where it isn't a statement."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from penholder.pure.tree.statement import Statement, Tree

KEEPING_COMPANY = """
1 Where we come from [domain]
  1.1 Movements and histories [competence]
    1.1.1 Knowledge of how people who were patients began to support each other, and what they were up against
    1.1.2 Knowledge that peer support is older than any service that now employs it
    1.1.3 An ability to explain where peer support comes from without making it sound like a treatment
  1.2 Many kinds of peer support [competence]
    1.2.1 Knowledge of peer support that is paid and unpaid, one to one and in groups, inside services and far from them
    1.2.2 An ability to respect ways of supporting each other that are not one's own
2 Being alongside [domain]
  2.1 Mutuality [competence]
    2.1.1 An ability to build a relationship that both people shape, by:
      2.1.1.1 saying openly what each hopes for from it
      2.1.1.2 holding out the hope of recovery and keeping the person's goals in sight
      2.1.1.3 noticing when one person does all the giving
    2.1.2 An ability to talk about the difference that being paid makes
  2.2 Sharing our own stories [competence]
    2.2.1 An ability to draw on one's own experience when it serves the other person
    2.2.2 An ability to choose what to keep to oneself, and to change one's mind
    2.2.3 Knowledge that a story told for an organisation can stop feeling like one's own
  2.3 Sitting with distress [competence]
    2.3.1 An ability to stay with somebody's distress without hurrying it away
    2.3.2 An ability to ask what has helped before, and to believe the answer
3 Keeping safe together [domain]
  3.1 Choice and refusal [competence]
    3.1.1 Knowledge that people may refuse support, and that refusing costs them nothing
    3.1.2 An ability to speak up when somebody is being pressed to accept what they do not want
  3.2 Confidences [competence]
    3.2.1 An ability to say, before somebody confides, what can be kept private and what can't, by:
      3.2.1.1 using plain words, and not a leaflet
      3.2.1.2 naming who would be told, and how
    3.2.2 An ability to keep no notes that the person has not seen
  3.3 When we are worried [competence]
    3.3.1 An ability to talk about wanting to die without alarm and without looking away
    3.3.2 An ability to follow the service's procedures for managing risk
4 Working in services [domain]
  4.1 Holding our ground [competence]
    4.1.1 An ability to remain a peer when colleagues expect a junior clinician
    4.1.2 An ability to disagree with a team, and to be heard doing so
  4.2 Being a bridge [competence]
    4.2.1 Knowledge of local groups run by people with lived experience
    4.2.2 An ability to make introductions, and to go along the first time
5 Looking after ourselves [domain]
  5.1 Peer supervision [competence]
    5.1.1 An ability to use supervision from somebody who has done peer work
    5.1.2 An ability to ask for changes to one's work before becoming unwell
  5.2 Rest and return [competence]
    5.2.1 Knowledge that taking time away is part of the work
    5.2.2 An ability to come back at one's own pace
"""

READY_FOR_US = """
A Before anybody is hired [domain]
  A.1 Knowing why [competence]
    A.1.1 The organisation can say, in public, why it wants peer workers and what will change because of them
    A.1.2 People with lived experience took part in deciding to create the posts
  A.2 Preparing teams [competence]
    A.2.1 Every manager of a peer worker has been prepared for it by peer workers
    A.2.2 Teams have talked about what they fear, before the first day
B Pay and progression [domain]
  B.1 Pay [competence]
    B.1.1 Peer workers are paid as much as colleagues with the same responsibility
    B.1.2 Expenses are paid before people have to spend their own money
  B.2 Progression [competence]
    B.2.1 There is a post to move up to, and somebody with lived experience has held it
    B.2.2 Nobody has to stop being a peer to be promoted
C When things go wrong [domain]
  C.1 Answering discrimination [competence]
    C.1.1 A complaint by a peer worker is heard by people who do not manage them
    C.1.2 The organisation publishes how many peer workers left, and why, in their words
"""

KEEPING_TITLE = "Keeping Company: what peer supporters know and do"
READY_TITLE = "Ready for Us: what organisations owe peer workers"


def outline(title: str, text: str) -> Tree:
    """The tree an outline describes. Ids are made from title and code, so every demo has the same ones."""
    statements: list[Statement] = []
    above: list[str] = []
    for position, line in enumerate(line for line in text.splitlines() if line.strip()):
        depth = (len(line) - len(line.lstrip())) // 2
        code, _, words = line.strip().partition(" ")
        words, _, kind = words.partition(" [")
        uid = str(uuid5(NAMESPACE_URL, f"{title}/{code}"))
        above = [*above[:depth], uid]
        parent = above[depth - 1] if depth else ""
        statements.append(
            Statement(
                uid=uid,
                text=words,
                parent=parent,
                position=position,
                code=code,
                kind=kind.rstrip("]") or "statement",
            )
        )
    return Tree(
        title=title, uid=str(uuid5(NAMESPACE_URL, title)), language="en-GB", statements=tuple(statements)
    )
