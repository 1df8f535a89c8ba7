"""What the presenters of the demonstration say about sharing: an audience first, then each text that is shown to them."""

from cases.clearance import actions as clearance_actions
from cases.clearance import showing
from cases.clearance.answering import answer
from cases.clearance.models import Audience, ClearedText
from cases.models import Case
from demonstration.programmes import Cast
from members.models import Member


def agree_to_audience(case: Case, *, audience: str, cast: Cast) -> None:
    """Record that the presenters of `case` agree to sharing texts about it with commissioners, or with everyone."""
    for named in case.named_presenters.select_related("member").order_by("pk"):
        clearance_actions.agree(
            case,
            member=named.member,
            audience=audience if audience == Audience.PUBLIC else Audience.COMMISSIONERS,
            by=cast.account(named.member),
        )


def agree_to_text(text: ClearedText, *, cast: Cast) -> None:
    """Have each presenter of the text's case, if it is about one, open `text` and agree to it if they agreed to its readers."""
    for each in text.read_facts().presenters:
        member = Member.objects.select_related("site").get(pk=each.member_id)
        by = cast.account(member)
        showing.note_opened(text, by=by)
        if each.said_yes:
            answer(text, member=member, agrees=True, sha256=text.sha256, by=by)
