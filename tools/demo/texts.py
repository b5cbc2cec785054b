"""Invented words of records, concerns and reasons: short, plain, about nobody."""

from records.models import Extent

# category: (heading and text for all, then parts: name, extent, for sharing, text)
Parts = tuple[tuple[str, int, bool, str], ...]
RECORDS: dict[str, tuple[str, Parts]] = {
    "speech": (
        "Assessed over two visits. Understanding is about a year behind; hearing is normal.",
        (
            (
                "part",
                Extent.TEACHERS,
                True,
                "One instruction at a time, then wait for an answer. Sit near the front.",
            ),
        ),
    ),
    "sen": (
        "Reviewed with the family. Reading has moved on; writing tires quickly. Next review in a term.",
        (("part", Extent.TEACHERS, True, "Ten minutes of writing at a time. A sloping board helps."),),
    ),
    "medical": (
        "From the clinic: reviewed every six months. No change to the medicine.",
        (
            ("summary", Extent.SUMMARY, False, "Asthma. Blue inhaler, two puffs, in the class drawer."),
            ("staff", Extent.STAFF, False, "Watch for a dry cough after running."),
        ),
    ),
    "behaviour": ("Pushed in the queue, was spoken to, and said sorry before the end of lunch.", ()),
    "attendance": ("Late on three mornings this fortnight. The family says that the bus has changed.", ()),
    "family": ("The parents live apart since the summer. Letters go to both.", ()),
    "safeguarding": ("Said that there was nobody at home again last night. Calm; had eaten nothing.", ()),
    "social_care": ("Minutes of the meeting: the plan goes on; the family worker visits weekly.", ()),
    "health_plan": (
        "Plan agreed with the family and the nurse. Reviewed yearly.",
        (("summary", Extent.SUMMARY, False, "Nut allergy. Two pens in the office. Call 999 after the first."),),
    ),
    "psychology": ("Seen twice. Works well in small groups; the timetable should say what comes next.", ()),
}
AUTHORS = {
    "speech": "senco",
    "sen": "senco",
    "psychology": "senco",
    "medical": "medical",
    "health_plan": "medical",
    "behaviour": "teacher",
    "attendance": "office",
    "family": "teacher",
    "safeguarding": "teacher",
    "social_care": "dsl",
}
WEIGHTS = {
    "speech": 8,
    "sen": 16,
    "medical": 14,
    "behaviour": 24,
    "attendance": 10,
    "family": 8,
    "safeguarding": 8,
    "social_care": 3,
    "health_plan": 5,
    "psychology": 4,
}
CONCERNS = (
    "She flinched when the door banged and would not say why.",
    "He has come without a coat all week and says that he has none.",
    "She said that her brother is not allowed to eat with the others.",
    "He told the others in the cloakroom that he wants to run away.",
)
ESSENTIAL = (
    "They cannot plan their help without knowing what already works in class.",
    "Without it the first visit would begin from nothing again.",
    "The meeting decides on the plan and needs to know how school goes.",
)
APPROPRIATE = (
    "Only the part on the classroom goes, and only to the person who sees the child.",
    "Nothing about the family goes; the named worker alone reads it.",
    "It is the least that answers their question, and nobody else gets it.",
)
NOT_SHARED = (
    "They asked for the whole file and need one answer, which they have from the family already.",
    "What we hold is two years old and would mislead them.",
)
