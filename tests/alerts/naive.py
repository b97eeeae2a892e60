"""The rules of crossing as a reader would say them, one rule and one price at a time."""

from dataclasses import dataclass, field

from alley.alerts.book import Rule

Fired = tuple[int, bool]  # rule, upwards


@dataclass
class Half:
    rule: Rule
    up: bool
    armed: bool | None = None  # None before the first price

    def see(self, price: float) -> bool:
        level, band = self.rule.level, self.rule.band
        beyond = price >= level if self.up else price <= level
        if self.armed is None:
            self.armed = not beyond
            return False
        if self.armed and beyond:
            self.armed = False
            return True
        if not self.armed and not beyond:
            moved = level - price if self.up else price - level
            self.armed = moved >= band
        return False


@dataclass
class Model:
    halves: dict[int, list[Half]] = field(default_factory=dict)

    def add(self, rule: Rule) -> None:
        ways = {"above": [True], "below": [False], "either": [True, False]}[rule.direction]
        self.halves[rule.number] = [Half(rule, up) for up in ways]

    def remove(self, number: int) -> None:
        self.halves.pop(number, None)

    def forget(self) -> None:
        for halves in self.halves.values():
            for half in halves:
                half.armed = None

    def tick(self, price: float) -> list[Fired]:
        fired = []
        for number, halves in list(self.halves.items()):
            for half in halves:
                if half.see(price):
                    fired.append((number, half.up, half.rule.level))
                    if half.rule.once:
                        del self.halves[number]
                        break
        up = sorted((level, number) for number, way, level in fired if way)
        down = sorted(((-level, number) for number, way, level in fired if not way))
        return [(number, True) for _, number in up] + [(number, False) for _, number in down]
