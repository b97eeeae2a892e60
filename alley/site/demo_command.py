"""alley demo: a site with people, stories, prices and talk in it."""

import click
from django.conf import settings
from django.db import connection
from django.utils import timezone

from alley.alerts.demo import make_alerts, play_recording, watch_portfolio
from alley.markets.demo import load_demo_prices
from alley.news.actions import measure_all
from alley.portfolios.demo import make_portfolios
from alley.site.demo import calls, people, scale, stories, talk
from alley.site.demo.drafts import make_drafts


@click.command()
@click.option("--scale", "at_scale", is_flag=True, help="Add generated articles and comments.")
@click.option("--articles", default=10_000, show_default=True, help="How many, with --scale.")
@click.option("--comments", default=200_000, show_default=True, help="How many, with --scale.")
def demo(at_scale: bool, articles: int, comments: int) -> None:
    """Fill the site with demonstration people, stories, prices and a discussion.

    Safe to run again. Refuses where a site that is not a demo has people in it.

    \b
    Example: ALLEY_DEMO=on alley demo
    """
    if not settings.DEMO and people.strangers():
        raise click.ClickException(
            "this site has people of its own and is not a demo; set ALLEY_DEMO=on to insist"
        )
    cast, guests = people.make_people(), people.make_guests()
    click.echo(f"  people: {', '.join(cast)}")
    click.echo(f"  prices: {load_demo_prices()} new bars")
    _count_again()
    alerts = make_alerts(cast["ada"])
    told = stories.make_stories(cast["ed"])
    make_drafts(cast["ed"], timezone.now())
    click.echo(f"  stories: {len(told)}, with {measure_all()} reactions of prices")
    click.echo(f"  ada's portfolio: {make_portfolios(cast['ada'])} new transactions")
    watch_portfolio(cast["ada"])
    click.echo(f"  calls with charts: {calls.make_calls(cast)} new")
    talk.make_talk(told["kazakhstan-oil-jumps"], cast, guests)
    click.echo("  one thread about oil, with every state in it")
    click.echo(f"  alerts: {alerts}, fired {play_recording()} times")
    if at_scale:
        scale.make_scale(articles, comments)
    _introduce()


def _count_again() -> None:
    """PostgreSQL chooses its ways by what it has counted: nothing, when so many rows are new."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _introduce() -> None:
    click.echo(f"\nSign in with the password {people.PASSWORD} as")
    for username, (_, role) in people.PEOPLE.items():
        click.echo(f"  {username + '@example.org':<20} {role.label.lower()}")
    click.echo("")


commands = (demo,)
