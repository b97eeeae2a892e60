"""Everything that is held of a reader, place by place: in which file of the archive it goes, or why
not, and what becomes of it when the account is erased. A test walks all models, so that no place is
forgotten."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """`where` is a field that leads to a reader. Without a `file` it is not in the archive; with
    `stays` it outlives the account, nameless by then: both say why."""

    where: str
    file: str = ""
    left_out: str = ""
    stays: str = ""
    hidden: tuple[str, ...] = ()  # columns that are secrets or mean nothing outside


OFFICE = "What was done as editor or moderator is the site's record, not a reader's."
DESK = "The record of a decision has to be kept, for whoever it was about and whoever asks later."
COUNTED = "A like without a name; the count stays right."
BELOW = "Goes with the file it belongs to."
WAGTAIL = "How the editors' desk is set up and who worked on what there."

HELD = (
    Held("accounts.Block.blocker", "blocks.json"),
    Held("accounts.Block.blocked", left_out="Who has blocked you: that is their own business."),
    Held("accounts.Unblock.blocker", "blocks_lifted.json"),
    Held("accounts.Unblock.blocked", left_out="Who had blocked you: that is their own business."),
    Held("accounts.Notification.reader", "notifications.json"),
    Held("accounts.Notification.by", left_out="What others were told of you: it is theirs."),
    Held("accounts.Receipt.reader", left_out="Answers to programs, kept a day for their retries."),
    Held("accounts.ApiToken.reader", "tokens.json", hidden=("digest", "password_mark")),
    Held("accounts.RoleChange.reader", "roles.json", stays=OFFICE, hidden=("by",)),
    Held("accounts.RoleChange.by", left_out=OFFICE, stays=OFFICE),
    Held("account.EmailAddress.user", "emails.json"),
    Held("socialaccount.SocialAccount.user", "sign_in_accounts.json"),
    Held("privacy.DataRequest.reader", "data_requests.json", hidden=("archive",),
         stays="Shows that and when the account was erased."),
    Held("saved.SavedItem.reader", "saved.json"),
    Held("portfolios.Watchlist.reader", "watchlists.json"),
    Held("portfolios.Portfolio.reader", "portfolios/*.json and *.csv"),
    Held("markets.ChartLayout.reader", "chart_layouts.json"),
    Held("markets.ChartSnapshot.reader", "charts.json", hidden=("picture", "narrow"), stays="Goes "
         "with the comment it is in; without one it is deleted by the clock."),
    Held("alerts.Alert.owner", "alerts.json"),
    Held("alerts.Delivery.reader", "alerts.json"),
    Held("alerts.Preference.reader", "alert_settings.json"),
    Held("alerts.PushSubscription.reader", "push.json", hidden=("p256dh", "auth", "device")),
    Held("alerts.Webhook.reader", "webhooks.json", hidden=("secret",)),
    Held("crossposts.LinkedAccount.reader", "linked_accounts.json", hidden=("secret",),
         stays="Without a handle, until what was posted there is taken back: nine hours at most."),
    Held("discussion.Comment.author", "comments.json", stays="Removed, or left without a name, as "
         "its author chose."),
    Held("discussion.Vote.reader", "likes.json", stays=COUNTED),
    Held("discussion.Draft.reader", "drafts.json"),
    Held("discussion.ImportedAuthor.reader", "earlier_names.json", hidden=("digest",)),
    Held("news.BreakingClosed.reader", "breaking_closed.json"),
    Held("moderation.Report.reporter", "reports.json", stays=DESK, hidden=("weight",)),
    Held("moderation.Statement.reader", "statements.json", stays=DESK),
    Held("moderation.Sanction.reader", "sanctions.json", stays=DESK,
         hidden=("by", "lifted_by", "review", "decision")),
    Held("moderation.Case.author", left_out="The desk's working files: what was decided is in "
         "statements.json, with its grounds.", stays=DESK),
    Held("moderation.Trace.reader", left_out="Keyed hashes that nobody can read; they end by "
         "themselves."),
    Held("moderation.PolicyDraft.author", left_out=OFFICE),
    Held("moderation.Case.claimed_by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.Decision.by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.Decision.undone_by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.Sanction.by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.Sanction.lifted_by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.Appeal.decider", left_out=OFFICE, stays=OFFICE),
    Held("moderation.Appeal.heard_by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.LearnedModel.switched_by", left_out=OFFICE, stays=OFFICE),
    Held("moderation.PolicyVersion.adopted_by", left_out=OFFICE, stays=OFFICE),
    Held("news.Article.locked_by", left_out=OFFICE, stays=OFFICE),
    Held("news.Correction.by", left_out=OFFICE, stays=OFFICE),
    Held("news.BreakingAlert.by", left_out=OFFICE, stays=OFFICE),
    Held("news.LinkRuling.by", left_out=OFFICE, stays=OFFICE),
    Held("wagtailusers.UserProfile.user", left_out=WAGTAIL),
    Held("wagtailadmin.EditingSession.user", left_out=WAGTAIL),
    Held("wagtailadmin.FormState.user", left_out=WAGTAIL),
    Held("wagtailcore.APIToken.user", left_out=WAGTAIL),
    Held("wagtailcore.PageSubscription.user", left_out=WAGTAIL),
    Held("wagtailcore.Comment.user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.Comment.resolved_by", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.CommentReply.user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.ModelLogEntry.user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.PageLogEntry.user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.Page.locked_by", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.Page.owner", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.Revision.user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.TaskState.finished_by", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.UploadedFile.uploaded_by_user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailcore.WorkflowState.requested_by", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtaildocs.Document.uploaded_by_user", left_out=WAGTAIL, stays=OFFICE),
    Held("wagtailimages.Image.uploaded_by_user", left_out=WAGTAIL, stays=OFFICE),
)  # fmt: skip
BY_PLACE = {one.where: one for one in HELD}
