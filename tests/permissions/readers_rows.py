"""The library and the newsletter, which readers outside a site see, and how they are made: part of the table."""

from tests.permissions.addresses import (
    case_of,
    month_of,
    nothing,
    of,
    of_ones_subscription,
    of_programme,
    of_subscriber,
    write_up,
)

NO = "m m m m m m m m m m m m m"  # there is no such verb
ALL = "+ + + + + + + + + + + + +"

# fmt: off
READERS_ROWS = [
    #                                     an me el pr fa fe br te ad co ce su st
    ("library:write_up", "", case_of("only_draft"), "L x . x + . x x . . . . .", "L x . x ! . x x . . . . ."),
    ("library:write_up_start", "", of("case"), NO, "L x . x > . x x . . . . ."),
    ("library:write_up_send_for_checking", "", case_of("only_draft"), "L x . x + . x x . . . . .", "L x . x ! . x x . . . . ."),
    ("library:library", "", nothing, ALL, NO),
    ("library:learning_object_detail", "public", write_up("for_public"), ALL, NO),
    ("library:learning_object_detail", "commissioners", write_up("for_commissioners"), "L + + + + + + + + + + . .", NO),
    ("library:learning_object_detail", "programme", write_up("for_programme"), "L + + + + + + + + . . . .", NO),
    ("library:learning_object_detail", "withdrawn", write_up("withdrawn"), "g g g g g g g g g g g g g", NO),
    ("library:learning_object_detail", "being checked", write_up("being_checked"), "L . . . . . . . . . . . .", NO),
    ("library:learning_object_pdf", "public", write_up("for_public"), "> > > > > > > > > > > > >", NO),
    ("library:learning_object_pdf", "commissioners", write_up("for_commissioners"), "L > > > > > > > > > > . .", NO),
    ("library:learning_object_pdf", "programme", write_up("for_programme"), "L > > > > > > > > . . . .", NO),
    ("library:learning_object_pdf", "withdrawn", write_up("withdrawn"), "g g g g g g g g g g g g g", NO),
    ("library:learning_object_pdf", "being checked", write_up("being_checked"), "L . . . . . . . . . . . .", NO),
    ("library:pdf_status", "public", write_up("for_public"), ALL, NO),
    ("library:pdf_status", "commissioners", write_up("for_commissioners"), "L + + + + + + + + + + . .", NO),
    ("library:pdf_status", "programme", write_up("for_programme"), "L + + + + + + + + . . . .", NO),
    ("library:pdf_status", "withdrawn", write_up("withdrawn"), "g g g g g g g g g g g g g", NO),
    ("library:pdf_status", "being checked", write_up("being_checked"), "L . . . . . . . . . . . .", NO),
    # issues for commissioners that anyone can read
    ("public_issue_list", "", nothing, ALL, NO), ("public_issue_feed", "", nothing, ALL, NO),
    ("newsletter:issue_feed", "", nothing, ALL, NO),
    ("public_issue_detail", "", of("public_issue"), ALL, NO),
    ("public_issue_detail", "withdrawn", of("withdrawn_issue"), "g g g g g g g g g g g g g", NO),
    ("public_issue_detail", "not for everyone", of("issue"), ". . . . . . . . . . . . .", NO),
    ("issue_csv", "", nothing, "L + + + + + + + + + + x x", NO),
    *[(name, "", of_programme, "L + + + + + + + + + + . .", NO) for name in (
        "needs_assessment", "needs_pdf", "needs_docx", "needs_themes_csv", "needs_helped_csv")],
    # newsletter
    ("newsletter:issue_list", "", nothing, ALL, NO),
    ("newsletter:subscribe", "", nothing, ALL, "! ! ! ! ! ! ! ! ! ! ! ! !"),
    ("newsletter:subscription_confirm", "", lambda w: [w.subscriber.question_token], ALL, ALL),
    ("newsletter:subscription_change", "", lambda w: [w.subscriber.token], ALL, ALL),
    ("newsletter:come_back", "", lambda w: [w.subscriber.token], NO, "> > > > > > > > > > > > >"),
    ("newsletter:say_no", "", of_programme, NO, "L > > > > > > > > > > . ."),
    ("newsletter:unsubscribe", "", lambda w: [w.subscriber.token], ALL, ALL), ("newsletter:your_newsletters", "", nothing, "L + + + + + + + + + + + +", NO),
    ("newsletter:subscribe_again", "", of_ones_subscription, NO, "L > . . . . . . . . . . ."),
    ("newsletter:entry_edit", "", of("entry"), "L . . . . . + x . . . . .", "L . . . . . ! x . . . . ."),
    ("newsletter:entry_leave_out", "", of("entry"), NO, "L . . . . . > > . . . . ."),
    ("newsletter:entry_take_back_in", "", of("entry"), NO, "L . . . . . > > . . . . ."),
    ("newsletter:entry_narrow", "", of("entry"), NO, "L . . . . . > > . . . . ."),
    ("newsletter:entry_move", "", of("entry"), NO, "L . . . . . r x . . . . ."),
    ("newsletter:issue_detail", "sent", month_of("sent_issue"), ALL, NO),
    ("newsletter:issue_detail", "in the making", month_of("letter"), ". . . . . . > > . . . . .", NO),
    ("newsletter:issue_edit", "", month_of("letter"), "L . . . . . + + . . . . .", NO),
    ("newsletter:issue_readers", "", month_of("letter"), "L . . . . . + + . . . . .", NO),
    ("newsletter:issue_readers", "sent", month_of("sent_issue"), "L x x x x x + + x x x x x", NO),
    ("newsletter:letters_progress", "", month_of("sent_issue"), "L x x x x x > > x x x x x", NO),
    ("newsletter:letters_decide", "", month_of("sent_issue"), NO, "L x x x x x x r x x x x x"),
    ("newsletter:subscriber_list", "", of_programme, "L x x x x x x + x x x . .", NO),
    ("newsletter:subscriber_csv", "", of_programme, "L x x x x x x + x x x . .", NO),
    ("newsletter:subscriber_detail", "", of_subscriber, "L x x x x x x + x x x . .", NO),
    ("newsletter:subscriber_lift", "", of_subscriber, NO, "L x x x x x x ! x x x . ."),
    ("newsletter:subscriber_erase", "", of_subscriber, NO, "L x x x x x x > x x x . ."),
    ("newsletter:issue_assemble", "", month_of("letter"), NO, "L . . . . . > > . . . . ."),
    ("newsletter:entry_add", "", month_of("letter"), "L . . . . . + x . . . . .", "L . . . . . ! x . . . . ."),
    ("newsletter:issue_date_anew", "", month_of("letter"), NO, "L . . . . . > > . . . . ."),
    ("newsletter:issue_send_for_checking", "", month_of("letter"), "L . . . . . + x . . . . .", "L . . . . . ! x . . . . ."),
    ("newsletter:entries_approve", "", month_of("letter"), NO, "L . . . . . > > . . . . ."),
    ("newsletter:issue_approve", "", month_of("letter"), "L . . . . . > > . . . . .", "L . . . . . x r . . . . ."),
    ("newsletter:issue_send", "", month_of("letter"), "L . . . . . x > . . . . .", "L . . . . . x r . . . . ."),
    ("newsletter:site_update_write", "", lambda w: [w.programme.slug, w.letter.month, w.site.slug], "L x . x + . x x x x . . .", "L x . x ! . x x x x . . ."),
]
# fmt: on
