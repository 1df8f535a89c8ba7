"""The people as whom one can sign in to the demonstration: a made-up person for each place that somebody can have in
the line from a case to a commissioner's reply, all of Common Ground."""

SIGN_INS = [
    {
        "key": "ruth",
        "email": "ruth.adeyemi@example.org",
        "name": "Ruth Adeyemi",
        "role": "Facilitator",
        "words": "Facilitates the group at CG3 Dunsmere, which is meeting now.",
    },
    {
        "key": "tom",
        "email": "tom.hallett@example.org",
        "name": "Tom Hallett",
        "role": "Member",
        "words": "Alcohol worker at A&E, and a member of CG3 Dunsmere. Has a next step to tell about.",
    },
    {
        "key": "joe",
        "email": "joe.bright@example.org",
        "name": "Joe Bright",
        "role": "Presenter",
        "words": "Presents today’s case at CG3 Dunsmere, with Yusuf.",
    },
    {
        "key": "yusuf",
        "email": "yusuf.rahman@example.org",
        "name": "Yusuf Rahman",
        "role": "Second presenter",
        "words": "Presents today’s case at CG3 Dunsmere, with Joe.",
    },
    {
        "key": "priya",
        "email": "priya.nair@example.org",
        "name": "Priya Nair",
        "role": "Checker at the site",
        "words": "A member of CG3 Dunsmere who can check the write-up of Tom’s case.",
    },
    {
        "key": "kirsty",
        "email": "kirsty.nolan@example.org",
        "name": "Kirsty Nolan",
        "role": "Member of another site",
        "words": "A member of CG1 Aldermoor, who reads only what Dunsmere has shared.",
    },
    {
        "key": "hannah",
        "email": "hannah.pryce@example.org",
        "name": "Hannah Pryce",
        "role": "Knowledge broker",
        "words": "Finds research for the cases of all sites.",
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
        "words": "Leads the programme and its four sites, and sees those of Little Miracles.",
    },
    {
        "key": "farida",
        "email": "farida.iqbal@example.org",
        "name": "Farida Iqbal",
        "role": "Adviser",
        "words": "On the advisory group. Reads what members of all sites can read.",
    },
]
