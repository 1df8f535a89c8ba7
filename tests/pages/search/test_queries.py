"""The same queries have the same answers, in the same order, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.models import Need, Theme
from kit.search.finding import mended
from kit.search.index import read_unread
from kit.search.words import terms_of
from members.models import Member
from pages.search.groups import groups_for, readable
from pages.search.sources import SOURCES
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import EvidenceFactory, QuestionFactory
from tests.factories.members import DisciplineFactory, MemberFactory

pytestmark = pytest.mark.django_db
CASES = {  # title: presentation. The later comes first, where two fit equally
    "The café on the corner": "Siân meets her worker there. She won’t go to A&E again.",
    "A woman and her children": "Domestic abuse for years. The refuge was full, so they slept at her mother’s.",
    "Sofa to sofa": "He stays with people he knows. The housing organisation closed his file. Behaviour at the hostel.",
    "After prison": "Released without a plan; probation and the CMHT each wait for the other. CPA review is overdue.",
    "The letters behind the door": "She does not open letters from the Department for Work and Pensions. Self-harm.",
    "Out of hospital": "Discharged from accident and emergency at night. His mental health worker was on leave.",
    "Not now": "Drinking since O’Brien Street closed. Counselling helped; the counsellor left. Labelled “difficult”.",
    "Anti-social behaviour": "Neighbours complain. The person with a learning disability is one of two men next door.",
    "One crisis a week": "Programme of support, paediatric ward, midwives and a GP who rings back.",
    "Benefits stopped": "PIP was refused. An appeal form of 40 pages, COVID-19, and Zoë from the advice centre.",
}
EVIDENCE = {
    "Housing first in five cities": "Randomised trial. Most people kept their home for two years.",
    "Women’s refuges and children": "A study of domestic violence services in Wales.",
    "Naïve trust: a review": "Organizational behavior and how teams judge risk. Color of paper does not matter.",
}
PEOPLE = {"Siân O’Brien": "Social worker", "Zoe Kaur-Hughes": "Housing officer", "Ann-Marie Élise": "Nurse"}
QUESTION = "Does counselling by telephone help people who do not leave their home?"

CAFE, WOMAN, SOFA, PRISON, LETTERS, HOSPITAL, NOT_NOW, NEIGHBOURS, CRISIS, BENEFITS = (
    f"CP4-{number:02} {title}" for number, title in enumerate(CASES, start=1)
)
FIRST, REFUGES, TRUST = EVIDENCE
SIAN, ZOE, ANN = PEOPLE

QUERIES = {
    # accents, apostrophes, capitals, invisible characters
    "café": [CAFE], "cafe": [CAFE], "CAFE\u0301": [CAFE], "ca\u200bfé": [CAFE], "ｃａｆｅ": [CAFE],
    "Sian": [CAFE, SIAN], "Siân": [CAFE, SIAN], "SIÂN": [CAFE, SIAN], "naive": [TRUST],
    "O'Brien": [NOT_NOW, SIAN], "O’Brien": [NOT_NOW, SIAN], "obrien": [NOT_NOW, SIAN],
    "Zoe": [BENEFITS, ZOE], "zoë": [BENEFITS, ZOE], "Élise": [ANN], "elise": [ANN], "won't": [CAFE], "won’t": [CAFE],
    # hyphens
    "Ann-Marie": [ANN], "ann marie": [ANN], "annmarie": [ANN], "self harm": [LETTERS], "self-harm": [LETTERS],
    "selfharm": [LETTERS], "covid-19": [BENEFITS], "covid 19": [BENEFITS], "Kaur–Hughes": [ZOE],
    # other forms of a word
    "letter": [LETTERS], "lett": [LETTERS], "housing": [SOFA, FIRST, ZOE], "refuges": [WOMAN, REFUGES],
    "woman": [WOMAN, REFUGES], "women": [WOMAN, REFUGES], "women's": [WOMAN, REFUGES], "womens": [WOMAN, REFUGES],
    "child": [WOMAN, REFUGES], "children": [WOMAN, REFUGES], "person": [NEIGHBOURS, SOFA, QUESTION, FIRST],
    "people": [NEIGHBOURS, SOFA, QUESTION, FIRST], "man": [NEIGHBOURS], "crises": [CRISIS], "midwife": [CRISIS],
    "sleep": [WOMAN],
    # the trade
    "A&E": [HOSPITAL, CAFE], "a & e": [HOSPITAL, CAFE], "accident and emergency": [HOSPITAL, CAFE],
    "emergency department": [HOSPITAL, CAFE], "DV": [WOMAN, REFUGES], "domestic violence": [WOMAN, REFUGES],
    "domestic abuse": [WOMAN, REFUGES], "CPA": [PRISON], "care programme approach": [PRISON], "MH": [HOSPITAL],
    "mental health": [HOSPITAL], "DWP": [LETTERS], "community mental health team": [PRISON],
    "antisocial behavior": [NEIGHBOURS], "GPs": [CRISIS], "personal independence payment": [BENEFITS],
    # British and American spelling
    "organization": [SOFA, TRUST], "organisations": [SOFA, TRUST], "behavior": [NEIGHBOURS, SOFA, TRUST],
    "counseling": [NOT_NOW, QUESTION], "counselor": [NOT_NOW], "labeled": [NOT_NOW], "colour": [TRUST],
    "pediatric": [CRISIS], "randomized": [FIRST], "center": [BENEFITS], "neighbor": [NEIGHBOURS],
    # a typing error or two
    "hosuing": [SOFA, FIRST, ZOE], "probtion": [PRISON], "counselllling": [NOT_NOW, QUESTION], "refuhe": [WOMAN, REFUGES],
    "hospitle": [HOSPITAL], "obsolete": [],
    # references
    "CP4-01": [CAFE], "cp4-1": [CAFE], "CP4‑10": [BENEFITS], "cp4-11": [], "CP4": [
        BENEFITS, CRISIS, NEIGHBOURS, NOT_NOW, HOSPITAL, LETTERS, PRISON, SOFA, WOMAN, CAFE,
    ],
    # words that every text has: found in titles
    "the": [LETTERS, CAFE, QUESTION], "a": [CRISIS, WOMAN, TRUST], "not": [NOT_NOW, QUESTION], "not now": [NOT_NOW],
    "the letters": [LETTERS],
    # several words, and the order: the title first
    "housing file": [SOFA], "women refuge": [WOMAN, REFUGES], "hospital": [HOSPITAL], "nothing of the kind": [],
    "telephone": [QUESTION], "nurse": [ANN], "social worker": [SIAN],
    # marks of query languages
    '"letters"': [LETTERS], "letters*": [LETTERS], "letters AND (": [LETTERS], "-letters": [LETTERS],
    "letters'; DROP TABLE cases_case; --": [], "%": [], "_": [], "\\": [], "😀": [], "''": [], "&": [WOMAN, REFUGES],
}  # fmt: skip


@pytest.fixture
def reader(people):
    """Plant the texts, and return somebody who may read all of them: the site's facilitator."""
    Member.objects.exclude(user=people.facilitator).update(name="Somebody Else")
    Member.objects.filter(user=people.facilitator).update(name="Ruth Adeyemi")
    presenter = people.members.presenter
    first = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for number, (title, text) in enumerate(CASES.items()):
        CaseFactory(
            site=people.site, presenter=presenter, presented=True, title=title, presentation=text, learning="",
            shared_goal="", offered_at=first + timedelta(days=number),
        )  # fmt: skip
    for title, summary in EVIDENCE.items():
        EvidenceFactory(programme=people.programme, title=title, summary=summary, source="", authors="X")
    for name, role in PEOPLE.items():
        discipline = DisciplineFactory(programme=people.programme, name=role)
        MemberFactory(site=people.site, name=name, discipline=discipline, user=None)
    QuestionFactory(site=people.site, case=None, words=QUESTION)
    read_unread(SOURCES)
    return people.facilitator


def found(reader, query) -> list[str]:
    terms = terms_of(query)
    if not terms:
        return []
    meant = mended(terms, readable(reader)).terms
    groups = [group for group in groups_for(reader, meant, only="") if group.key != "help"]
    every = [one for group in groups for one in groups_for(reader, meant, only=group.key)]
    return [result.title for group in every for result in group.results]


def test_queries_have_the_same_answers_on_both_databases(reader):
    answers = {query: found(reader, query) for query in QUERIES}

    assert {query: answer for query, answer in answers.items() if answer != QUERIES[query]} == {}
    assert len(QUERIES) >= 60


def test_themes_needs_and_their_new_names_are_found(reader, people):
    case = people.site.cases.get(title="Not now")
    theme, need = (
        Theme.objects.create(name="Xylophones", slug="x"),
        Need.objects.create(name="Yodelling", slug="y"),
    )
    case.themes.add(theme)
    case.needs.add(need)
    read_unread(SOURCES)
    assert found(reader, "xylophone") == found(reader, "yodel") == [NOT_NOW]

    Theme.objects.filter(pk=theme.pk).update(name="Zithers")
    case.needs.clear()
    read_unread(SOURCES)

    assert found(reader, "zither") == [NOT_NOW]
    assert found(reader, "xylophone") == found(reader, "yodel") == []
