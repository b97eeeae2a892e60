from django.urls import path

from alley.portfolios.views import (
    files,
    holdings,
    portfolios,
    together,
    transactions,
    watchlists,
)

urlpatterns = [
    path("watchlists/", watchlists.watchlists, name="watchlists"),
    path("watchlists/order/", watchlists.reorder_lists, name="watchlists-order"),
    path("watchlists/add/", watchlists.add, name="watchlist-add"),
    path("watchlists/shared/<str:token>/", watchlists.shared, name="watchlist-shared"),
    path("watchlists/<int:pk>/", watchlists.watchlist, name="watchlist"),
    path("watchlists/<int:pk>/export.csv", watchlists.export, name="watchlist-export"),
    path("portfolios/", portfolios.portfolios, name="portfolios"),
    path("portfolios/together/", together.together, name="portfolios-together"),
    path("portfolios/shared/<str:token>/", portfolios.shared, name="portfolio-shared"),
    path("portfolios/<int:pk>/", portfolios.portfolio, name="portfolio"),
    path("portfolios/<int:pk>/holdings/<path:symbol>/", holdings.holding, name="portfolio-holding"),
    path("portfolios/<int:pk>/performance/", portfolios.performance, name="portfolio-performance"),
    path(
        "portfolios/<int:pk>/transactions/",
        transactions.transactions,
        name="portfolio-transactions",
    ),
    path(
        "portfolios/<int:pk>/transactions/<int:number>/",
        transactions.transaction,
        name="portfolio-transaction",
    ),
    path("portfolios/<int:pk>/import/", files.choose, name="portfolio-import"),
    path(
        "portfolios/<int:pk>/import/<int:number>/", files.preview, name="portfolio-import-preview"
    ),
    path("portfolios/<int:pk>/export/<str:format>/", files.export, name="portfolio-export"),
    path("portfolios/<int:pk>/settings/", portfolios.settings, name="portfolio-settings"),
]
