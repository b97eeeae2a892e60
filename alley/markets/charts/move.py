"""A move beside its usual size, on one line: the band is usual, the mark is the move."""

from django.utils.safestring import SafeString, mark_safe

from alley.markets.reaction import WindowResult

WIDTH, HEIGHT = 160, 20
MARGIN = 6


def move_picture(window: WindowResult) -> SafeString:
    """Decoration beside the words that say the same, so hidden from screen readers."""
    if window.move_percent is None or not window.usual_percent:
        return SafeString("")
    move, usual = float(window.move_percent), float(window.usual_percent)
    reach = max(abs(move), 2 * usual) * 1.1

    def x(percent: float) -> float:
        return round(WIDTH / 2 + percent / reach * (WIDTH / 2 - MARGIN), 1)

    start, end = sorted((x(0), x(move)))
    way = "up" if move > 0 else "down" if move < 0 else "flat"
    middle = HEIGHT / 2
    return mark_safe(  # noqa: S308  numbers only
        f'<svg class="move is-{way}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" aria-hidden="true" focusable="false">'
        f'<rect class="move-usual" x="{x(-usual)}" y="3" width="{round(x(usual) - x(-usual), 1)}" '
        f'height="{HEIGHT - 6}" rx="2"/>'
        f'<line class="move-zero" x1="{x(0)}" x2="{x(0)}" y1="1" y2="{HEIGHT - 1}"/>'
        f'<line class="move-line" x1="{start}" x2="{end}" y1="{middle}" y2="{middle}"/>'
        f'<circle class="move-mark" cx="{x(move)}" cy="{middle}" r="4"/></svg>'
    )
