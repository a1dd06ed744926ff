"""The Markdown files of departments and priorities."""

from collections.abc import Mapping
from typing import Any

import yaml

from demo.plan import DepartmentPlan


def department(plan: DepartmentPlan) -> str:
    """Return the text of a department's file in `content/departments/`."""
    return _page(plan.front, plan.mission)


def priority(plan: Mapping[str, Any]) -> str:
    """Return the text of a priority's file in `content/priorities/`."""
    front = {key: value for key, value in plan.items() if key != "goal"}
    return _page(front, plan["goal"])


def _page(front: Mapping[str, Any], body: str) -> str:
    facts = yaml.safe_dump(dict(front), sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{facts}---\n\n{body.strip()}\n"
