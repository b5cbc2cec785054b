"""Sentences with names planted in them, and sentences without: written apart from the checker, the same every time.

Nothing here is imported from the checker. Names are common ones, many of them ordinary words too; people are invented
by putting them together at random.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    """Amelia Olivia Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Willow Freya Florence Emily Ella Poppy
    Evie Charlotte Evelyn Elsie Sienna Sofia Daisy Phoebe Maya Alice Ada Matilda Ruby Emilia Maisie Aria
    Penelope Harper Mila Hallie Eliza Millie Luna Harriet Erin Molly Esme Robyn Amber Nancy Ottilie Rose Zara
    Summer Hope Faith Joy May Jasmine Fatima Aisha Maryam Zainab Amina Priya Ananya Chidinma Adaeze Siobhan
    Niamh Caitlin Noah Oliver George Arthur Muhammad Leo Harry Oscar Archie Henry Theodore Freddie Jack
    Charlie Alfie Jacob Thomas William Will Mark Rob Joshua Lucas Isaac James Alexander Edward Max Logan
    Benjamin Mason Daniel Finley Reuben Joseph Samuel Albert Ethan Adam Toby Ezra Jude Rory Caleb Louie Hunter
    Ibrahim Yusuf Ali Hamza Bilal Kofi Kwame Arjun Rohan Wiktor Jakub Zoë José"""
)
FAMILY = _words(
    """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White
    Roberts Green Hall Wood Jackson Clarke Khan Patel Ahmed Hussain Begum Ali Singh Kaur O’Brien Murphy Kelly
    Byrne Nowak Kowalski Okafor Mensah Adeyemi Chukwu Osei Nguyen Chen Wang Yilmaz Demir Popescu Ionescu Novak
    Silva Santos Ferreira Lewis Harris Martin Cooper King Lee Baker Hill Young Allen Scott Edwards Hughes
    Turner Watson Cook Price Bennett Page Long Field Marsh Bell Parker Bailey Richardson Shaw Simpson Marshall
    Fox Mills Stevens Harvey Knight Chapman Palmer Webb Rogers Gibson Hunt Dixon Campbell Fisher Sharma Gupta
    Rahman Chowdhury Smith-Jones McDonald Fitzgerald"""
)
CLASSES = [f"{year}{letter}" for year in "123456" for letter in "ABC"]
ROADS = ["Fern Road", "Mill Street", "Orchard Close", "Church Lane", "Station Avenue", "Park Drive", "Hazel Court"]


@dataclass
class Child:
    given: str
    family: str
    preferred: str
    former: str
    in_class: str
    upn: str
    born: date
    road: str
    postcode: str
    telephone: str


@dataclass
class Sentence:
    """A sentence, which class of name is planted in it ("clean": none), and the words that must be hit."""

    text: str
    kind: str
    planted: str = ""


def children(number: int = 420, seed: int = 7) -> list[Child]:
    """A school's pupils; as many different names as there can be."""
    rnd = random.Random(seed)
    found = []
    for n in range(number):
        found.append(
            Child(
                rnd.choice(GIVEN),
                rnd.choice(FAMILY),
                rnd.choice(GIVEN) if n % 9 == 0 else "",
                rnd.choice(FAMILY) if n % 11 == 0 else "",
                rnd.choice(CLASSES),
                f"H80120{n:07d}",
                date(2016, 9, 1) + timedelta(days=rnd.randrange(2200)),
                f"{rnd.randrange(1, 200)} {rnd.choice(ROADS)}",
                f"ZZ{rnd.randrange(1, 20)} {rnd.randrange(1, 10)}QX",
                f"01632 9{rnd.randrange(10000, 99999)}",
            )
        )
    return found


WITH_NAME = """{} arrived late on Monday.|We spoke with {} before lunch.|The plan for {} was agreed by all.|
Governors asked how {} was getting on.|On Tuesday {} was absent.|A letter was sent about {} in May.|
It was noted that {} had made good progress.|Support for {} will go on until July.|Nobody had told {} of the change.|
The incident between {} and another pupil was discussed.|It was {} who found the key.|
The trip was hard for {}.""".replace("\n", "").split("|")
OF_RELATIVES = [
    "We met {}’s mum.",
    "{}'s dad telephoned.",
    "A letter came from {}’s grandmother.",
    "{}’s carer came in.",
]
CLEAN = """The governors will meet again in {month}.|Will the hall be ready by {month}?|The rose bed by the gate was
replanted.|Grace before lunch was discussed.|In May the school will be open to visitors.|The mark scheme was agreed.|
Staff hope to finish by {month}.|We may need a second coach.|The summer fair raised {n} pounds.|It was a joy to see the
choir.|The amber light outside the gate is broken.|A new green fence was put up.|The brown envelopes went out on the
{n}th.|Parents were asked to walk up the hill.|The young people sang well.|The price of meals rose by {n}p.|The cook has
left, and a new cook starts in {month}.|The long corridor was painted white.|Year {y} went to the wood.|The school field
was flooded in {month}.|The bell rings at {n} past three.|Class {c} has the new reading books.|A king and a queen were
in the play.|The baker in the village gave {n} rolls.|Attendance was {n} per cent in {month}.|The budget for {month} was
approved.|The Chair thanked the staff.|Mrs Fernsby reported on the building work.|The hunter in the story was not
kind.|May half-term begins on the {n}th.|Mark schemes are kept in the office.|Hope was expressed that funds will
come.|Poppy wreaths were laid in November.|The daisy chain was {n} metres long.|The policy on visitors was
reviewed.|The lily pond is fenced.|Harper’s Bazaar was not stocked in the library.|It will cost {n} pounds in
all.|Governors agreed to rob no budget of its purpose.|The maximum is {n} pupils a class.|Faith schools in the area
were consulted.|Joy and sadness were themes of the assembly.|The Headteacher presented the report for {month}.|Summer
holidays begin on the {n}th.|The willow arch was pruned.|Ruby slippers were made for the play.|Ivy covers the north
wall.|The committee took legal advice on the lease.|Sports day is on {n} {month} {year}.|The inspection of {n} {month}
{year} was good.|Water bottles may be taken into class {c}.|The minutes of {n} {month} {year} were signed.|To page {n}
of the plan a line was added.|The fox in the grounds has been seen again.|A knight’s helmet was found in the stage
box.|The marsh walk was cancelled.|A fisher of trout spoke to Year {y}.|The new parker at the gate is a
volunteer.|Shaw Lodge has been let.|Telephone 01632 {t} for the hall.|Please write to 3 New Square, YY1 1AA.|The
chapman’s cart in the play was painted.|Mills on the river are in the Year {y} topic.|The page on attendance was
updated.|Whether {n} coaches are needed is not known.|Each class wrote {n} poems about hope.|The cooper made barrels in
the Tudor workshop.|Some walls were white and some were green.|It was agreed that nobody be named.""".replace(
    "\n", " "
).split("|")
MONTHS = _words("January March September October November")


def sentences(pupils: list[Child], each: int = 200, clean: int = 1200, seed: int = 11) -> list[Sentence]:
    """`each` sentences of every class of name, and `clean` ones without any."""
    rnd = random.Random(seed)
    found: list[Sentence] = []

    def plant(kind: str, planted: str, frames: list[str] = WITH_NAME) -> None:
        found.append(Sentence(rnd.choice(frames).strip().format(planted), kind, planted))

    renamed = [child for child in pupils if child.former]
    called = [child for child in pupils if child.preferred]
    for _ in range(each):
        child = rnd.choice(pupils)
        plant("full name", f"{child.given} {child.family}")
        plant("full name, turned round", f"{child.family}, {child.given}")
        plant("full name in small letters", f"{child.given} {child.family}".lower())
        one = rnd.choice(called)
        plant("preferred name", f"{one.preferred} {one.family}")
        one = rnd.choice(renamed)
        plant("former name", f"{one.given} {one.former}")
        plant("first name", rnd.choice(pupils).given)
        plant("surname", rnd.choice(pupils).family)
        child = rnd.choice(pupils)
        plant("initial and surname", f"{child.given[0]} {child.family}")
        plant("first name and initial", f"{child.given} {child.family[0]}.")
        letters = f"{child.given[0]}{child.family[0]}".upper()
        how = rnd.choice(["{} in {}", "{} ({})", "{} of class {}"])
        plant("initials with class", how.format(rnd.choice([letters, ".".join(letters) + "."]), child.in_class))
        long = [one for one in pupils if len(one.given) > 4 and len(one.family) > 4]
        child = rnd.choice(long)
        plant("full name with a slip", f"{slip(rnd, child.given)} {child.family}")
        child = rnd.choice(long)
        plant("inflected", f"{child.given} {child.family}’s work")
        plant("relative", rnd.choice(pupils).given, OF_RELATIVES)
        child = rnd.choice(pupils)
        plant("UPN", rnd.choice([child.upn, f"{child.upn[:4]} {child.upn[4:]}"]))
        born = child.born
        ways = [f"{born.day} {born:%B %Y}", f"{born:%d/%m/%Y}", f"{born.day}.{born.month}.{born:%y}", f"{born}"]
        plant("date of birth", rnd.choice(ways))
        plant("address", rnd.choice([child.road, child.road.replace("Road", "Rd"), child.postcode]))
        tel = child.telephone
        plant("telephone", rnd.choice([tel, tel.replace(" ", ""), "+44 " + tel[1:]]))
    for _ in range(clean):
        values = {
            "month": rnd.choice(MONTHS),
            "n": rnd.randrange(1, 28),
            "y": rnd.randrange(1, 7),
            "year": 2026,
            "c": rnd.choice(CLASSES),
            "t": rnd.randrange(100000, 800000),
        }
        found.append(Sentence(" ".join(rnd.choice(CLEAN).format(**values).split()), "clean"))
    return found


def slip(rnd: random.Random, word: str) -> str:
    """One letter missing, doubled or swapped with the next; the first stays."""
    at = rnd.randrange(1, len(word) - 1)
    how = rnd.choice(["missing", "doubled", "swapped"])
    if how == "missing":
        return word[:at] + word[at + 1 :]
    if how == "doubled":
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
