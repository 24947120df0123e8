"""Plain builders of governance, inside the open partnership."""

from governance.models import DisputeStep, Group


def group(key: str, **fields: object) -> Group:
    facts = {"name": f"Group {key}", "kind": "subgroup", **fields}
    return Group.objects.create(key=key, **facts)


def dispute_step(order: int, **fields: object) -> DisputeStep:
    facts = {"level": "strategic", "who": f"Body {order}", "what": f"Does step {order}.", **fields}
    return DisputeStep.objects.create(order=order, **facts)
