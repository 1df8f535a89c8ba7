"""What the audit log can record about next steps and feedback."""

from kit.audit_verbs import AuditVerb


class StepVerb(AuditVerb):
    """What the audit log can record about next steps and feedback."""

    AGREE = "agree on a next step", "agreed a next step for the case {subject}"
    EDIT_STEP = "edit a next step", "edited a next step of the case {subject}"
    GIVE_FEEDBACK = "give feedback", "gave feedback on a next step of the case {subject}"
    CORRECT_FEEDBACK = "correct feedback", "corrected feedback on a next step of the case {subject}"
    LOOK_AGAIN = "say how it is some months later", "said how the case {subject} is some months later"
    HAND_OVER = "hand a next step over", "handed over a next step of the case {subject}"
