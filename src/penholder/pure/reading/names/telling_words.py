"""The words by which a name of a person is known, or known to be none: titles, relations, and what begins with a capital."""

from __future__ import annotations

from penholder.pure.reading.names.words import vocabulary

PLAIN_TITLES = vocabulary("mr mrs ms mx dr drs prof")
"""Titles that nobody writes without a name: after them a small letter is only haste."""
HASTY_TITLES = PLAIN_TITLES | vocabulary("revd cllr councillor professor reverend")
"""Titles after which a word in small letters is a name too, unless it is one that follows a person."""
SHORT_TITLES = frozenset({"ms", "pc", "dc", "wpc", "pcso", "fr", "nan"})
"""Titles that in capitals are as likely to be something else."""
IN_CAPITALS = frozenset({"pc", "dc", "wpc", "pcso"})
"""Those that are never written otherwise."""
NAMED_PC = vocabulary("world plus pro gamer gaming comics windows games user users monitor")
"""What else begins with PC or DC."""
TITLES_ALOUD = (PLAIN_TITLES - SHORT_TITLES) | vocabulary("professor rev revd reverend cllr councillor")
"""Titles that are seldom a word of their own without “the”: they alone are enough among capitals."""
TITLES = PLAIN_TITLES | vocabulary("""
    miss doctor professor nurse sister matron rev revd reverend fr father sir dame lord lady cllr councillor sgt sergeant
    pc wpc dc pcso constable judge imam rabbi pastor canon bishop vicar aunt auntie aunty uncle nan nana gran granny grandma
    grandad grandpa grandfather grandmother brother captain major colonel
    """)
KIN = vocabulary(
    "nurse sister brother father aunt auntie aunty uncle nan nana gran granny grandma grandad grandpa doctor"
)
"""Titles that stand before a name in small letters too."""
RELATIONS = vocabulary("""
    cpn gp ot hca psw rmn amhp cco coordinator co-ordinator worker keyworker psychiatrist psychologist psychotherapist
    therapist counsellor consultant doctor nurse carer advocate receptionist son daughter brother sister mother mum mam mom
    father dad wife husband partner friend neighbour boyfriend girlfriend fiancé fiancée uncle aunt auntie cousin nephew
    niece nan gran grandma grandad grandson granddaughter colleague mate boss tutor teacher lecturer volunteer facilitator
    trainer landlord supervisor physio physiotherapist midwife dietitian pharmacist mentor manager chaplain interpreter
    supporter befriender stepmum stepdad stepson stepdaughter sister-in-law brother-in-law mother-in-law father-in-law ex
    roommate flatmate housemate student peer practitioner assistant paramedic visitor lead buddy coach guardian
    registrar housekeeper porter secretary dentist surgeon warden solicitor clinician librarian
    """)
RELATED = ("mother", "father", "sister", "brother", "worker", "nurse", "-in-law")
"""What the names of further relations end in: godmother, step-sister, outreach-worker."""
OWNERS = vocabulary("my our his her their your whose")
PERSONS = vocabulary("""
    woman man lady gentleman person somebody someone boy girl guy lad lass chap bloke child patient lass baby fella resident
    member people one staff he she they i who was is am we
    """)
PRONOUNS = vocabulary("he she they i who was is am we one")
ARTICLES = frozenset({"a", "an", "another"})
SOMEBODY = frozenset({"somebody", "someone"})
CALLED_FOR = vocabulary("""
    security police help ambulance reception time names home people everyone everybody someone somebody nobody family
    attention lazy mad crazy stupid difficult dangerous weak brave round around over early late loudly louder for on by
    shop emergency crisis instead anyone anybody whenever
    """)
"""What “a nurse called” goes on with where she is not called so herself."""
CALLING = frozenset({"called", "named", "nicknamed"})
LABELLED = vocabulary(
    "full first last family given preferred print printed service user contact respondent respondents"
)
"""What stands before “name:” in forms, besides what people are called."""
LEADING = {"of": frozenset({"name"}), "by": frozenset({"goes", "go", "went"})}
GREETINGS = frozenset({"dear", "hi", "hello", "hiya"})
CLOSINGS = frozenset(
    {"yours", "cheers", "regards", "sincerely", "faithfully", "signed", "wishes", "truly", "cynnes", "gywir"}
)
THANKED = frozenset({"thanks", "thank"})
SIGNING_OFF = frozenset({"best", "love"})
"""What closes a letter only where a comma and a line with nothing but a name follow."""
PARTICLES = vocabulary(
    "van von de del della der den di da dos das du la le al el bin ibn ap ab st mac mc ten ter"
)
AND = frozenset({"and", "or", "&"})
NOT_SMALL = vocabulary("""
    and or the a an is was were are has had have who said told says asked came comes went gave gives will would could can
    should i he she it they we you that this then when if in on at to of for from with by as but so not no never always
    also just only even still did does do be been being my his her their our your me him them us about which there here
    what where why how says did put took takes saw sees seems thinks thought knew knows made makes never ever appointment
    appointments surgery surgeries time letter today tomorrow yesterday again right wrong visit visits called rang out off up down between among after before during until since while because
    rest really very quite might must may seemed wrote writes rings calls left helped helps listened listens
    dev development training learning body bodies twice once often when where
    """)
NEVER_NAMES = vocabulary("""
    i i'm i've i’m i’ve the a an this that these those he she it we they you my our his her their your its and but or so if
    when where what why how who which while after before because although though also then there here please thanks thank
    yes no not nhs cpn gp ot hca psw rmn cmht camhs amhp mp mps uk in on at to from for with of by as is was are were be been
    do does did can could would should must might all any each every some more most many both either neither
    """)
"""Capitals that begin a sentence, or stand for something else: no name even after “Dr”."""
NOT_NAMES = NEVER_NAMES | vocabulary("""
    england wales scotland ireland britain english welsh scottish irish british london
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december mon tue wed thu fri sat sun christmas easter will
    band level grade role framework competence competency competencies capability training trainer course standard
    standards code policy health mental care social support peer lived experience recovery community crisis team teams
    service services ward unit hospital trust board committee council department centre clinic group groups network programme
    practice practitioner specialist consultant manager lead director officer assistant associate senior junior student
    staff worker workers supporter therapist psychiatrist psychologist nurse nurses doctor doctors sister matron college
    university union one two three first second third next last everyone everybody someone nobody something nothing
    assessment statement statements section act law principle principles part page sir madam colleague colleagues
    people person patient patients carers carer family families friend friends mum dad lord god jesus general again
    dear hi hello regards best kind sincerely sent kindly covid zoom teams facebook world google english maths wellbeing
    """)
SURNAMES_TOO = frozenset(
    {
        "bishop",
        "canon",
        "judge",
        "major",
        "march",
        "may",
        "lord",
        "english",
        "france",
        "will",
        "an",
        "do",
        "so",
        "to",
    }
)
"""Words that are surnames as well, where a name has begun already."""
NAMES_TOO = frozenset({"may", "april", "june", "august", "will"})
"""Words that are names as well, where the writer says whose: “my sister May”."""
SAID_OF_NAMES = vocabulary("""spelt misspelt forgotten known written missing mud wrong private secret common foreign long
    short safe enough public there gone below above later after""")
"""What follows “my name is” and is none."""
SAYS_HOW = ("ed", "ing", "en", "ly", "al", "ic", "ive", "able", "ous", "ful", "ant", "ent")
NEAR_TITLES = frozenset({"the", "a", "another", "any", "this", "that", "every"})
"""What stands before a title that is used as a plain word."""
ROAD_WORDS = vocabulary("on in at off along near of by to")
