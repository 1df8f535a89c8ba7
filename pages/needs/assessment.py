"""What a needs assessment of a programme says to one reader, in cleared words only."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from cases.commissioning.counts import published_themes
from cases.commissioning.models import CommissionerIssue, IssueReply, ThemeFigures
from kit.periods import in_words
from kit.words import day, figures, listed, times
from pages.issues import concerns
from pages.issues.over_time import Figures
from pages.issues.states import State
from pages.needs.blocks import Block, Bullets, Document, Heading, Paragraph, Table
from pages.needs.helped import ToldStep, told_steps
from sites_app.models import Programme

MOST_STEPS = 60  # of those that helped, newest write-up first
HOW_COUNTED = [
    "An issue is something that a group cannot change itself. It is counted once it was approved for readers outside the site; "
    "issues that were combined count as one, and say how often and at how many sites they were raised.",
    "An issue led to a change when a commissioner promised one and recorded that it was made.",
    "Only words that were approved for the reader of this document are in it. Nobody who is described in a case, and nobody who "
    "raised or answered an issue, is named.",
    "Themes of issues that the reader may not read are published once for each quarter. Numbers under 5 are counted with “other”.",
    "What worked is from write-ups that were approved and published. Holding steady counts as success.",
]


@dataclass
class Assessment:
    """A needs assessment: the issues of a programme that one reader may read, and what worked there."""

    programme: Programme
    issues: list[CommissionerIssue]
    figures: Figures
    published: list[ThemeFigures]
    steps: list[ToldStep] = field(default_factory=list)

    @property
    def by_theme(self) -> list[tuple[str, list[CommissionerIssue]]]:
        """The issues by theme, the theme that was raised most often first."""
        found: dict[str, list[CommissionerIssue]] = defaultdict(list)
        for issue in self.issues:
            found[issue.get_theme_display()].append(issue)
        return sorted(found.items(), key=lambda pair: (-_raised(pair[1]), pair[0]))

    @property
    def helped(self) -> list[ToldStep]:
        """The steps that helped or held steady."""
        return [step for step in self.steps if step.has_helped]


def assessment_of(programme: Programme, user) -> Assessment:
    """Return what is known in `programme` that `user` may read, in about ten queries."""
    issues = concerns.readable_issues(user).filter(site__programme=programme)
    ledger = concerns.ledger_of(concerns.ledger_rows(issues))
    keys = concerns.in_order(issues, "most").values_list("pk", flat=True)
    return Assessment(
        programme=programme,
        issues=concerns.rows_of(concerns.readable_issues, user, list(keys), with_replies=True),
        figures=concerns.figures_of(ledger),
        published=published_themes([programme.pk]),
        steps=told_steps(user, programme),
    )


def document_of(assessment: Assessment) -> Document:
    """Return the assessment as a document."""
    return Document(
        title=f"Needs assessment: {assessment.programme}",
        under=f"As at {day(timezone.localdate())}. What is raised, how often and where, what was answered and changed, and what "
        "worked.",
        blocks=[*_in_short(assessment), *_by_theme(assessment), *_issues(assessment), *_elsewhere(assessment),
                *_what_worked(assessment), Heading("How it was counted"), Bullets(HOW_COUNTED)],
    )  # fmt: skip


def _in_short(assessment: Assessment) -> list[Block]:
    now = assessment.figures.now
    if not now.all:
        return [
            Heading("In short"),
            Paragraph("No issue of this programme has been approved for you to read yet."),
        ]
    late = sum(issue.state == State.OVERDUE for issue in assessment.issues)
    said = [
        f"Of {figures(now.all, 'concern', 'concerns')}, {now.changed} led to a change.",
        f"{figures(now.answered, 'more was', 'more were')} answered, and {figures(now.waiting, 'waits', 'wait')} for an answer.",
    ]
    if late:
        said.append(f"{figures(late, 'promise is', 'promises are')} overdue.")
    if assessment.helped:
        steps = figures(len(assessment.helped), "next step", "next steps")
        said.append(f"{steps} in published write-ups helped or held steady.")
    return [Heading("In short"), Bullets(said)]


def _by_theme(assessment: Assessment) -> list[Block]:
    if not assessment.issues:
        return []
    rows = [
        [
            theme, str(len(issues)), str(_raised(issues)), str(_in_state(issues, State.WAITING)),
            str(_in_state(issues, State.CHANGED)),
        ]
        for theme, issues in assessment.by_theme
    ]  # fmt: skip
    head = ["Theme", "Issues", "Times raised", "Waiting", "Led to a change"]
    return [Heading("What is raised"), Table("Issues by theme", head, rows)]


def _issues(assessment: Assessment) -> list[Block]:
    blocks: list[Block] = [Heading("The issues, and what was answered")] if assessment.issues else []
    for theme, issues in assessment.by_theme:
        blocks.append(Heading(theme, 3))
        for issue in issues:
            text = issue.text
            blocks += [
                Paragraph(f"{text.title} ({_how_often(issue)})"),
                Paragraph(text.content.get("words", ""), is_quoted=True),
                Bullets(answers_in_words(issue) or [f"No answer yet. Shared on {day(issue.shared_at)}."]),
            ]
    return blocks


def _elsewhere(assessment: Assessment) -> list[Block]:
    return [
        Table(
            f"All issues of the programme by theme, {published.period_in_words}",
            ["Theme", "Times raised"],
            [[theme or "Other themes", str(number)] for theme, number in published.cells],
        )
        for published in assessment.published
    ]


def _what_worked(assessment: Assessment) -> list[Block]:
    heading = Heading("What worked")
    if not assessment.helped:
        return [heading, Paragraph("No published write-up tells of a next step that helped yet.")]
    rows = [
        [step.what, step.outcome_in_words, step.site or "not shared", f"{step.write_up} ({step.reference})"]
        for step in assessment.helped[:MOST_STEPS]
    ]
    blocks: list[Block] = [
        heading,
        Table("Next steps that helped or held steady", ["Next step", "Outcome", "Where", "Write-up"], rows),
    ]
    if len(assessment.helped) > MOST_STEPS:
        blocks.append(Paragraph(f"These are the newest {MOST_STEPS} of {len(assessment.helped)}."))
    return blocks


def _raised(issues: list[CommissionerIssue]) -> int:
    return sum(issue.times_raised for issue in issues)


def _in_state(issues: list[CommissionerIssue], state: str) -> int:
    return sum(issue.state == state for issue in issues)


def _how_often(issue: CommissionerIssue) -> str:
    """Return how often and where an issue was raised, such as "raised 3 times at 2 sites, one of them CP4, since May 2012"."""
    where = f" at {figures(issue.sites_raised, 'site', 'sites')}"
    named = f", {where_in_words(issue)}" if issue.sites_named else ""
    since = issue.raised_since
    return f"raised {times(issue.times_raised)}{where}{named}{f', since {in_words(since)}' if since else ''}"


def where_in_words(issue: CommissionerIssue) -> str:
    """Return the sites that raised it and that the reader may know of, such as "CP4 Dunsmere and one other"."""
    others = [figures(issue.sites_besides, "other", "others")] if issue.sites_besides else []
    return listed([*map(str, issue.sites_named), *others])


def answers_in_words(issue: CommissionerIssue) -> list[str]:
    """Return each answer to an issue in words, newest first, without the name of who gave it."""
    return [
        f"{day(reply.replied_at)}: {what_it_says(reply)} “{reply.words}”" for reply in issue.replies.all()
    ]


def what_it_says(reply: IssueReply) -> str:
    """Return what a reply says will happen, by when, and what became of it."""
    said = [f"Done on {day(reply.kept_on)}."] if reply.kept_on else [reply.says, reply.dates_in_words]
    said += [
        f"{each.get_side_display()}: {each.get_outcome_display().lower()}." for each in reply.outcomes_said
    ]
    return " ".join(filter(None, said))
