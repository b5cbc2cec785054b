"""A text as the check compares it: plain words, each with its place in the text; and what is known of words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from records.pupils.names import plain

UNSEEN = "".join(chr(n) for n in range(0xFFFF) if unicodedata.category(chr(n)) in ("Mn", "Mc", "Cf"))
"""What belongs to the sign before it: accents, vowel signs, soft hyphens, signs of no width."""
TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{UNSEEN}])*(?:[’'‘`-][^\W_](?:[^\W_]|[{UNSEEN}])*)*", re.UNICODE)
LOOK_ALIKE = str.maketrans(dict.fromkeys("ʼʻʹ′´＇‛", "’") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
"""Signs that stand for an apostrophe or a hyphen, one for one: places stay as they are."""
POSSESSIVE = re.compile(r"(?:[’'‘`]s|s[’'‘`])$", re.IGNORECASE)
APART = re.compile(r"[.!?;]")
ENDS_SENTENCE = re.compile(r"[.!?:;\n•“”\"(]|^\s*[-–*]")
SHORT = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "lane": "ln",
    "close": "cl",
    "drive": "dr",
    "court": "ct",
    "crescent": "cres",
    "place": "pl",
    "gardens": "gdns",
    "terrace": "ter",
    "square": "sq",
    "saint": "st",
}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _set("mr mrs ms miss mx dr sir rev prof")
OF_WOMEN = frozenset({"mrs", "ms", "miss"})
RELATIVES = _set(
    """mum mums mummy mother dad dads daddy father parent parents carer carers gran grandma grandmother nan nana
    grandad grandfather grandparents brother brothers sister sisters sibling siblings twin aunt auntie uncle
    cousin family stepdad stepmum stepfather stepmother guardian foster"""
)
DETERMINERS = _set("the a an our this these those every each any some no its of")
FINITE = _set(
    """was is has had said says came went told tells asked did does cried hit ran left arrived needs wants seems
    seemed feels felt got gets sat spoke looked lives lost made missed moved hurt fell joined started also
    still"""
)
NEAR_A_MONTH = _set("in by since until from till during early late mid last next every")
DAYS_AND_MONTHS = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december"""
)
BEINGS = _set("was is has had")
ABSTRACT = _set("""hope faith joy grace honor honour mercy patience trinity harmony melody prudence love""")
"""Names that are also what a person may feel or have: "Hope was expressed"."""
DOING = _set("will may mark hope rob chase grant bill joy can pat sue")
"""Names that are also verbs: "will cook" names nobody, "ruby taylor" does."""
AFTER_A_VERB = DETERMINERS | _set("i you he she it we they them him her us me my his your their there be to not")
"""What follows such a verb at the beginning of a sentence: "Will they come?"."""
MONTHS = _set("april may june august")
ALSO_WORDS = _set(
    """rose will grace mark may summer faith hope joy art bill rob frank amber ruby daisy lily poppy holly ivy
    violet olive hazel iris jasmine robin sage pat ray dean bob jack drew chase hunter mason taylor carter
    cooper archer sky autumn april june august eve dawn ash rowan reed heath clay cliff dale glen miles max
    rich sunny star angel crystal pearl gene grant guy honor honour josh lance mercy nick pansy patience peg
    penny piper porter primrose prudence rosemary saffron sandy scarlet sterling storm sue trinity victor
    viola wade warren wren blue bea fern fleur ginger harmony heather iona jay jet kit lark laurel lyric
    marina melody merit myrtle nova ocean phoenix precious prince princess reef river royal rusty skip skipper
    stone teal terry tiger woody juniper clover bram pip gale jade opal brown green white black gray grey king
    hill hills wood woods field fields price cook baker carpenter long short young day page bell park parks
    rice marsh moss lane street church bishop abbot knight noble duke earl baron pope abbey bridge brook
    brooks banks bank barber barker bird bond booth bowl bowman bull burn burns bush butcher butler cannon
    carr case castle cat chance chapel chase child childs clerk coates cole cope court cross crow curry dark
    day drake draper driver dyer east english farmer fear fellow fielding finch fish fisher flood flower
    flowers ford foreman forest foster fowler fox french frost fuller gardener garland gates gentle gold good
    goodman goose grove hall hand hands hardy hart hatch hawk hay head hog holder holiday hook house hunt
    hurst hyde iron jewel joiner judge keen key keys lamb last law leach lead leaf lean light little lock lord
    love low major man mann marks marshal marshall mason mate mates meadows mellow mercer merchant merry mill
    miller mills money moody moon moor moore more mount nail neat new newman north nurse orchard pace pack
    painter palmer parent parish part peace peacock pepper pike pine pitt plant plum pool poor porter pound
    power powers pride priest prior purse quick race rain raven read reader redhead ridge ring rock roe rush
    sadler sage sail salmon salt sands savage sawyer school seal self sellers shaw shepherd sharp sheen shore
    silver singer singh skinner slack small smart smith snow sommer south spark sparks spear spence spring
    squire stable stack steel stead still stocks strange strong sugden summers swallow swan sweet swift tanner
    taylor teller temple thorn thorne thistle tidy till tower towers town trickey turner tyler vale vicar vine
    walker wall walls ward waters way weaver webb wells west wheat wheeler whitehead wild winter wise wolf
    worth wright yard yeoman bramble briar cedar elder fennel larch linden mallow maple nettle parsley
    plantain poplar quince rowan sedge sloe sorrel spindle tansy thyme willow yarrow yew alder birch fir oak
    oakes beech aspen bay box sun son sons can case common best better bright broad bold bow boot close cotton
    crane crew dear dew down dove harper parker chapman"""
)
"""Names that are ordinary words as well: hits only where they are written as names."""

ABBREVIATIONS = _set(
    """am bp ca cp cv dt eal ehcp ehc fm fsm gp hr id it la lsa ma mp ms ne no nw ok pa pc pe pm ppa pr pru re rsp
    sa sen se ss st sw ta tv uk us vp"""
)
"""Letters that are written for things: read as initials only beside a class."""


@dataclass(slots=True)
class Word:
    """A word of the text, without accents and case; `form` is what patterns are compared with."""

    plain: str
    form: str
    start: int
    end: int
    capital: bool  # a letter of a script that has no capitals counts as one
    begins: bool  # a sentence, a line, what is said or is in brackets
    apart: bool  # from the word before, by the end of a sentence
    possessive: bool

    @property
    def ambiguous(self) -> bool:
        return self.plain in ALSO_WORDS


def form_of(word: str) -> str:
    return SHORT.get(word, word)


@lru_cache(maxsize=20_000)
def phrase(text: str) -> str:
    """A name or an address as patterns have it."""
    return " ".join(form_of(word) for word in plain(text).split())


def read(text: str) -> list[Word]:
    """The words of a text, in order."""
    text = text.translate(LOOK_ALIKE)
    words: list[Word] = []
    made: dict[str, str] = {}  # most words come again and again
    before = 0
    for token in TOKEN.finditer(text):
        between = text[before : token.start()]
        begins = not words or bool(ENDS_SENTENCE.search(between))
        before = token.end()
        whole = token[0]
        owned = POSSESSIVE.search(whole)
        follows = text[token.end() : token.end() + 1]
        kept = whole[: owned.start()] + ("s" if owned[0][0] in "sS" else "") if owned else whole
        at = token.start()
        parts = re.split("-", kept)
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            if part not in made:
                made[part] = plain(part)
            plain_word = made[part]
            if plain_word:
                possessive = last and (owned is not None or follows in ("’", "'"))
                apart = not number and bool(APART.search(between)) and len(words) > 0 and len(words[-1].plain) > 1
                capital, starts = part[:1].isalpha() and not part[:1].islower(), begins and not number
                words.append(
                    Word(plain_word, form_of(plain_word), at, at + len(part), capital, starts, apart, possessive)
                )
            at += len(part) + 1
    return words


@cache
def ordinary() -> frozenset[str]:
    """Words that are no slips of a name: the word list of symspellpy."""
    lines = (resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines()
    return frozenset(line.split()[0] for line in lines if line)


def digits(telephone: str) -> str:
    """A telephone number as it is compared: without spaces and signs, and with 0 for +44."""
    digits = re.sub(r"\D", "", telephone.replace("(0)", ""))
    return "0" + digits[2:] if digits.startswith("44") else digits
