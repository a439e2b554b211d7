"""A report for programs: the contract's shape, and further figures under other keys.

`p` is of the pooled z and `interval` Newcombe's at 95 %, of who looks once; those for
several arms are under `corrected`, those for who looks every day under `sequential`.
"""

from datetime import UTC, datetime

from sarto.measure.report.details import (
    Json,
    broken,
    interval,
    look,
    number,
    settled,
    term,
)
from sarto.measure.report.figures import Adjusted, Against, Arm, Sure
from sarto.measure.report.places import Place
from sarto.measure.report.report import Report
from sarto.measure.report.result import Result
from sarto.measure.statistics.lift import Lift


def as_json(report: Report) -> Json:
    """Write a whole report."""
    losses = report.losses
    return {
        "made": datetime.fromtimestamp(report.made, UTC).isoformat(),
        "experiments": {each.plan.name: experiment(each) for each in report.results},
        "places": {each.subject: place(each) for each in report.places},
        "events": {
            "seen": losses.seen,
            "stored": losses.stored,
            "dropped": losses.dropped,
            "waiting": losses.waiting,
        },
        "gone": list(report.gone),
    }


def experiment(result: Result) -> Json:
    plan, split = result.plan, result.split
    return {
        "arms": {each.name: arm(each) for each in result.arms},
        "comparisons": [against(each) for each in result.against],
        "sample_ratio": {
            "p": number(split.p),
            "ok": split.is_right,
            "sequential_p": number(split.any_time),
        },
        "verdict": result.verdict.sentence,
        "decision": {"kind": result.verdict.kind, "arm": result.verdict.arm},
        "goal": plan.goal,
        "guardrails": list(plan.guardrails),
        "margin": plan.margin,
        "baseline": plan.baseline,
        "why": plan.why,
        "owner": plan.owner,
        "window_days": plan.window / 86_400,
        "allocate": "bandit" if plan.is_bandit else "fixed",
        "crossed": {
            "visitors": result.crossed,
            "share": result.crossing.share,
            "ok": result.crossing.is_right,
        },
        "adjusted": [adjusted(each) for each in result.adjusted],
        "factors": [term(each) for each in result.terms],
        "breakdowns": {each.fact: broken(each) for each in result.breakdowns},
        "days": [look(each) for each in result.looks],
        "bandit": None if result.account is None else settled(result.account),
        "unknown_arms": dict(result.strangers),
    }


def arm(each: Arm) -> Json:
    return {
        "visitors": each.units,
        "conversions": each.done,
        "rate": each.share,
        "interval": interval(each.interval),
        "weight": each.weight,
        "metrics": {
            name: {"value": number(found.value), "interval": interval(found.interval)}
            for name, found in each.metrics.items()
        },
    }


def against(each: Against) -> Json:
    return {
        "arm": each.arm,
        "metric": each.metric,
        "difference": number(each.difference),
        "interval": interval(each.interval),
        "p": number(each.p),
        "guardrail": each.is_guardrail,
        "corrected": sure(each.corrected),
        "sequential": sure(each.any_time),
        "lift": lift(each.lift),
    }


def sure(found: Sure) -> Json:
    return {"interval": interval(found.interval), "p": number(found.p)}


def lift(found: Lift | None) -> Json | None:
    if found is None:
        return None
    return {"value": number(found.value), "interval": interval(found.interval)}


def adjusted(each: Adjusted) -> Json:
    return {
        "arm": each.arm,
        "metric": each.metric,
        "difference": number(each.difference),
        "interval": interval(each.interval),
        "p": number(each.p),
        "variance_reduction": number(each.reduction),
    }


def place(each: Place) -> Json:
    return {
        "causal": False,
        "rows": [
            {
                "variant": shown.variant or None,
                "audience": shown.audience or None,
                "visitors": shown.units,
                "goals": {
                    rate.signal: {
                        "conversions": rate.done,
                        "rate": rate.share,
                        "interval": interval(rate.interval),
                    }
                    for rate in shown.rates
                },
            }
            for shown in each.rows
        ],
    }
