"""Who may do what with the newsletter. Everyone may read a sent issue, each in the edition that is theirs."""

import rules

from members.predicates import facilitates, is_broker, is_on_the_team

makes_the_newsletter = is_broker | is_on_the_team

# Who may do what (the table "Who sees what"), asked of a NewsletterIssue, or of a Site for its update.
rules.add_perm("newsletter.see_draft", makes_the_newsletter)
rules.add_perm("newsletter.assemble_issue", makes_the_newsletter)
rules.add_perm("newsletter.edit_entry", is_broker)  # words, title, audience, order
rules.add_perm("newsletter.leave_out_entry", makes_the_newsletter)  # also: limit it to members, add it again
rules.add_perm("newsletter.send_for_checking", is_broker)
rules.add_perm("newsletter.approve_entries", makes_the_newsletter)  # clearance refuses one's own words
rules.add_perm("newsletter.approve_issue", is_on_the_team)
rules.add_perm("newsletter.send_issue", is_on_the_team)
rules.add_perm("newsletter.write_site_update", facilitates)
rules.add_perm(
    "newsletter.see_subscribers", is_on_the_team
)  # asked of a Programme; also: lift, delete, download
