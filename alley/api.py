"""/api/v1: the rooms' routers; alley/problems.py has the house rules."""

from alley.accounts.api import router as accounts
from alley.alerts.api import router as alerts
from alley.discussion.api import router as discussion
from alley.markets.api import router as markets
from alley.markets.api_charts import router as charts
from alley.moderation.api import router as moderation
from alley.news.api import router as news
from alley.portfolios.api import router as portfolios
from alley.problems import HouseAPI
from alley.saved.api import router as saved
from alley.site.api import router as site

api = HouseAPI(title="Exchange Alley", version="1", urls_namespace="api")
api.add_router("", accounts, tags=["accounts"])
api.add_router("", alerts, tags=["alerts"])
api.add_router("", discussion, tags=["discussion"])
api.add_router("", saved, tags=["saved"])
api.add_router("", portfolios, tags=["portfolios"])
api.add_router("", news)
api.add_router("", moderation, tags=["moderation"])
api.add_router("", markets)
api.add_router("", charts)
api.add_router("", site, tags=["me"])
