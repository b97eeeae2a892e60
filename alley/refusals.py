"""Why something may not be done, in words a reader sees and a code a program can rely on."""

import json
import math
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class Refusal:
    """`code` is stable, `detail` is for people, `more` goes into the problem as it is."""

    code: str
    detail: str
    status: int = 403
    retry_after: timedelta | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def as_problem(self) -> HttpResponse:
        """The refusal as RFC 9457 problem+json, with Retry-After where a wait helps."""
        problem = {
            "type": f"/docs/problems#{self.code}",
            "title": self.code.replace("_", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.more,
        }
        answer = HttpResponse(
            json.dumps(problem), status=self.status, content_type="application/problem+json"
        )
        if self.retry_after is not None:
            answer["Retry-After"] = str(math.ceil(self.retry_after.total_seconds()))
        return answer


class Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal
