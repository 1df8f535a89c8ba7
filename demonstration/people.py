"""The people as whom one can sign in to the demonstration: a made-up person for each role, all of Common Ground."""

SIGN_INS = [
    {
        "key": "ruth",
        "email": "ruth.adeyemi@example.org",
        "name": "Ruth Adeyemi",
        "role": "Facilitator",
        "words": "Facilitates the group at CG3 Dunsmere.",
    },
    {
        "key": "tom",
        "email": "tom.hallett@example.org",
        "name": "Tom Hallett",
        "role": "Member",
        "words": "Alcohol worker at A&E, and a member of CG3 Dunsmere.",
    },
    {
        "key": "hannah",
        "email": "hannah.pryce@example.org",
        "name": "Hannah Pryce",
        "role": "Knowledge broker",
        "words": "Finds research for the cases of all three sites.",
    },
    {
        "key": "graham",
        "email": "graham.tullis@example.org",
        "name": "Graham Tullis",
        "role": "Commissioner",
        "words": "Replies to issues from CG1 Aldermoor and CG3 Dunsmere.",
    },
    {
        "key": "elaine",
        "email": "elaine.coyle@example.org",
        "name": "Elaine Coyle",
        "role": "Programme team",
        "words": "Leads the programme and its three sites, and sees those of Little Miracles.",
    },
    {
        "key": "farida",
        "email": "farida.iqbal@example.org",
        "name": "Farida Iqbal",
        "role": "Adviser",
        "words": "On the advisory group. Reads what members of all sites can read.",
    },
]
