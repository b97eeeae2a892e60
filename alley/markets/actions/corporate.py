"""Take in corporate actions, and carry them out on their day: new symbols, new units, the end."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from alley.announce import announce
from alley.live import bus
from alley.markets.actions.instruments import Report, names_changed
from alley.markets.events import InstrumentRenamed, SharesSplit
from alley.markets.importing.corporate import Announced, announced
from alley.markets.importing.instruments import Unusable
from alley.markets.models import Alias, CorporateAction, Instrument, SymbolSpan

Kind = CorporateAction.Kind
COMPARED = ("new", "old", "amount", "currency", "becomes", "source")


def import_corporate_actions(rows: Iterable[dict[str, str | None]], *, source: str) -> Report:
    """Every row that can be used goes in; the same row again changes nothing."""
    report = Report()
    for line, row in enumerate(rows, start=2):
        report.seen += 1
        try:
            outcome = record_corporate_action(announced(row, source))
        except Unusable as error:
            report.refused.append((line, str(error)))
            continue
        setattr(report, outcome, getattr(report, outcome) + 1)
    return report


@transaction.atomic
def record_corporate_action(found: Announced) -> str:
    """`new`, `updated` or `unchanged`. Raises Unusable where the instrument is not known."""
    instrument = _meant(found)
    values = {name: getattr(found, name) for name in COMPARED}
    action, made = CorporateAction.objects.get_or_create(
        instrument=instrument,
        kind=found.kind,
        ex_date=found.ex_date,
        label=found.label,
        defaults=values | {"was": found.symbol if found.kind == Kind.RENAME else ""},
    )
    changed = {name for name, value in values.items() if getattr(action, name) != value}
    if not made and not changed:
        return "unchanged"
    was = (action.new, action.old)
    for name in changed:
        setattr(action, name, values[name])
    action.save()
    if action.kind == Kind.SPLIT and action.carried_out is not None and not made:
        _correct_split(action, *was)
    if action.carried_out is None and action.ex_date <= timezone.now().date():
        carry_out(action)
    bus.purge(f"instrument:{action.instrument.symbol}")
    return "new" if made else "updated"


def _meant(found: Announced) -> Instrument:
    """The listing; a rename may come after the file of instruments that has only the new symbol."""
    wanted = [found.symbol, found.becomes] if found.kind == Kind.RENAME else [found.symbol]
    known = list(Instrument.objects.filter(symbol__in=wanted))
    if len(known) > 1:
        raise Unusable(f"{found.symbol} and {found.becomes} are two instruments here")
    if known:
        return known[0]
    span = SymbolSpan.objects.filter(symbol=found.symbol).select_related("instrument").first()
    if span is None:
        raise Unusable(f"no instrument '{found.symbol}'; import it first")
    return span.instrument


def carry_out_due(today: date) -> int:
    """What was announced for a day that has come."""
    due = CorporateAction.objects.filter(carried_out=None, ex_date__lte=today)
    actions = list(due.select_related("instrument"))
    for action in actions:
        carry_out(action)
    return len(actions)


@transaction.atomic
def carry_out(action: CorporateAction) -> None:
    if action.kind == Kind.RENAME:
        _rename(action)
    elif action.kind == Kind.DELISTING:
        _delist(action)
    elif action.kind == Kind.UNIT:
        Instrument.objects.filter(pk=action.instrument_id).update(unit=action.becomes)
    elif action.kind == Kind.SPLIT and action.new and action.old:
        announce(SharesSplit(action.instrument_id, action.ex_date, action.new, action.old))
    action.carried_out = timezone.now()
    action.save(update_fields=["carried_out"])


def _correct_split(
    action: CorporateAction, was_new: Decimal | None, was_old: Decimal | None
) -> None:
    """4:1 that was 2:1 after all: told as the 1:2 that leads from the one to the other."""
    if not (action.new and action.old and was_new and was_old):
        return
    new, old = action.new * was_old, action.old * was_new
    if new != old:
        announce(SharesSplit(action.instrument_id, action.ex_date, new, old))


def _rename(action: CorporateAction) -> None:
    """The old symbol stays findable with its dates; what is kept by symbol hears of the new one."""
    instrument = action.instrument
    before = instrument.symbols.filter(valid_to__lt=action.ex_date).order_by("-valid_to").first()
    SymbolSpan.objects.get_or_create(
        instrument=instrument,
        symbol=action.was,
        valid_to=action.ex_date,
        defaults={
            "ticker": action.was.partition(":")[2],
            "valid_from": before.valid_to if before else instrument.listed,
        },
    )
    if instrument.symbol == action.was:
        instrument.symbol = action.becomes
        instrument.ticker = action.becomes.partition(":")[2]
        instrument.save(update_fields=["symbol", "ticker"])
        announce(InstrumentRenamed(action.was, action.becomes))
        bus.purge(f"instrument:{action.was}", f"instrument:{action.becomes}")
        names_changed()


def _delist(action: CorporateAction) -> None:
    """It stays searchable; its names stop meaning it in stories after this day."""
    instrument = action.instrument
    instrument.delisted = action.ex_date
    instrument.successor = Instrument.objects.filter(symbol=action.becomes or "-").first()
    instrument.save(update_fields=["delisted", "successor"])
    Alias.objects.filter(instrument=instrument, valid_to=None).update(valid_to=action.ex_date)
    names_changed()
