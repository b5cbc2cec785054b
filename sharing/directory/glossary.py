"""What the words of the pages mean (R: C12). The DPO and the DSL read these lines before a school goes live."""

WORDS: list[tuple[str, str, str]] = [
    (
        "significant-harm",
        "Significant harm",
        "Ill-treatment, abuse or neglect that badly affects, or could badly affect, a child’s health or development. "
        "It includes seeing or hearing others being hurt.",
    ),
    (
        "serious-harm",
        "Serious harm",
        "Harm to an adult that is life-threatening or so bad that recovery, of body or mind, is difficult or "
        "impossible.",
    ),
    (
        "serious-crime",
        "Serious crime",
        "A crime that badly hurts somebody or does great damage: for example abuse of a child, grievous bodily harm, "
        "rape, or a large fraud. If you are not sure, ask the DSL.",
    ),
    (
        "parental-responsibility",
        "Parental responsibility",
        "The rights and duties that a parent has by law for a child. A mother has it; a father or another person may "
        "have it by marriage, birth certificate, agreement or a court order. Several people can have it.",
    ),
    (
        "legal-reason",
        "Legal reason (lawful basis)",
        "Data protection law asks for one of a few reasons whenever information about a person is used. For most of "
        "what a school shares it is that it is part of the school’s job (public task). It is not agreement.",
    ),
    (
        "agreement",
        "Agreement",
        "What the family says when you tell them what you want to share and why. You ask because it is right, and "
        "because it helps. It is not the legal reason for sharing.",
    ),
    (
        "special-category",
        "Special category data",
        "Facts that the law protects more: health, ethnicity, religion, and some others. Sharing them needs one more "
        "condition, which the product works out from what you chose.",
    ),
    (
        "essential",
        "Essential and appropriate",
        "Essential: without it they could not do what they have to do for the child. Appropriate: these people, and "
        "this much, and no more.",
    ),
    (
        "lado",
        "LADO",
        "The local authority designated officer: whom you call when an adult who works with children may have harmed "
        "one. You can call the LADO yourself.",
    ),
    (
        "mash",
        "MASH",
        "The multi-agency safeguarding hub: where children’s social care, police and health look at a referral "
        "together.",
    ),
    ("dsl", "DSL", "The designated safeguarding lead: who leads on keeping children safe in this school."),
    ("dpo", "DPO", "The data protection officer: who advises the school on data protection law."),
]

MYTHS: list[tuple[str, str]] = [
    (
        "Does data protection law stop me?",
        "No. It asks you to share safely and to write down why.",
    ),
    (
        "May I talk to children’s social care without asking the Headteacher?",
        "Yes, if a child may be at risk.",
    ),
    (
        "Do I need agreement to protect a child?",
        "No. Tell the family if that is safe for everyone; you do not need their agreement.",
    ),
]
