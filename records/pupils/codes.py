"""The codes that school files use, and what people call them (DfE common basic data set)."""

from django.db import models


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"


class Sen(models.TextChoices):
    """SEN provision. Files made before 2015 have A, P and S; those are read as K and E."""

    NONE = "N", "No SEN"
    SUPPORT = "K", "SEN support"
    PLAN = "E", "Education, health and care plan"


class Responsibility(models.TextChoices):
    YES = "yes", "Has parental responsibility"
    NO = "no", "Does not have parental responsibility"
    UNKNOWN = "unknown", "Not known"


OLD_SEN = {"A": Sen.SUPPORT, "P": Sen.SUPPORT, "S": Sen.PLAN}

YEARS = {"N1": -2, "N2": -1, "R": 0, **{str(year): year for year in range(1, 15)}}
"""National curriculum year as files write it, to the number that is kept."""

ETHNICITIES = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "WOTH": "Any other White background",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "Any other mixed background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "Any other Asian background",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "BOTH": "Any other Black background",
    "CHNE": "Chinese",
    "OOTH": "Any other ethnic group",
    "REFU": "Refused",
    "NOBT": "Not obtained",
}

LANGUAGES = {
    "ENG": "English",
    "ARA": "Arabic",
    "BNG": "Bengali",
    "CHI": "Chinese",
    "FRN": "French",
    "PNJ": "Panjabi",
    "POL": "Polish",
    "POR": "Portuguese",
    "RMN": "Romanian",
    "SOM": "Somali",
    "SPA": "Spanish",
    "TUR": "Turkish",
    "UKR": "Ukrainian",
    "URD": "Urdu",
}


def year_words(year: int | None) -> str:
    """Year 4; Reception; Nursery; nothing for a child whose year is not known."""
    if year is None:
        return ""
    return "Nursery" if year < 0 else "Reception" if year == 0 else f"Year {year}"


def year_code(year: int) -> str:
    """The year as a file writes it."""
    return next(code for code, number in YEARS.items() if number == year)
