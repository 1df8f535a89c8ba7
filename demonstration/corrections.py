"""Plans the corrections of the demonstration: of feedback, and of the attendance of closed meetings."""

from datetime import timedelta

from cases.next_steps.actions.changes import correct_feedback
from cases.next_steps.models import Feedback
from demonstration.data_files import read_cases
from demonstration.programmes import Cast
from meetings import actions as meetings


def plan_corrections(cast: Cast) -> None:
    """Plan each correction for two days after the meeting."""
    for case in read_cases(cast.slug):
        for step in case.get("steps", []):
            for answer in step.get("answers", []):
                if "corrected" in answer:
                    _plan(cast, case, step, answer)
    for entry in cast.data.get("attendance_corrections", []):
        code, number = entry["site"], entry["meeting"]
        at = cast.starts_at(code, number) + timedelta(days=2)
        cast.timeline.add(at, f"{code}, who came", lambda entry=entry: _correct_who_came(cast, entry))


def _plan(cast: Cast, case: dict, step: dict, answer: dict) -> None:
    at = cast.starts_at(case["site"], answer["meeting"]) + timedelta(days=2)
    what = f"{case['site']}-{case['number']:02d}, an answer"
    cast.timeline.add(at, what, lambda: _correct_answer(cast, case, step, answer))


def _correct_answer(cast: Cast, case: dict, step: dict, answer: dict) -> None:
    given = Feedback.objects.select_related("meeting", "next_step__discussion__case").get(
        next_step__discussion__case__site=cast.site(case["site"]),
        next_step__discussion__case__number=case["number"],
        next_step__what=" ".join(step["what"].split()),
        meeting__number=answer["meeting"],
    )
    correct_feedback(given, by=cast.facilitator(case["site"]).user, **answer["corrected"])


def _correct_who_came(cast: Cast, entry: dict) -> None:
    row = cast.row_in_role(entry["site"], entry["role"])
    meetings.record_attendance(
        cast.meeting(entry["site"], entry["meeting"]),
        marks={cast.member(row["key"]): (entry["mark"], "")},
        by=cast.facilitator(entry["site"]).user,
        reason=entry["reason"],
    )
