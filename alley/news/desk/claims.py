"""On the desk, beside a story: its market sentences, and whether the prices bear them out."""

from wagtail.admin.panels import Panel

from alley.news.claims import ClaimShown
from alley.news.queries import claims_in_draft


class ClaimsPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "news/desk/claims_panel.html"

        @property
        def claims(self) -> list[ClaimShown]:
            return claims_in_draft(self.instance) if self.instance.pk else []
