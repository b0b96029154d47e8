"""A random walk through an instance: all that could happen next, and one of it, until it is over or cancelled."""

from datetime import timedelta
from random import Random
from typing import Any

from bpmn.model import Form, FormField
from engine.domain import facts, moves
from tests.engine.runtime.story import Story

STEPS = 120
LIKELY = 8  # work is done more often than it fails or runs out of time
VERDICTS = ("match", "conflict", "none")


def value(field: FormField, random: Random) -> Any:
    if field.options:
        return random.choice(field.options)
    match field.kind:
        case "checkbox":
            return random.random() < 0.7
        case "number":
            return random.randint(int(field.minimum or 0), int(field.maximum or 2000))
        case "datetime":
            return "2030-02-01"
        case "dynamiclist":
            return [{"name": f"成员{number}"} for number in range(5)]
        case "textarea":
            return "所见与申报不符，依据办法第九条"  # long enough for a reason that a check asks for
    return random.choice(["PT4WH", "沈阳市和平区", "210199199001011234", "PT2H"])


def filled(form: Form | None, random: Random) -> dict[str, Any]:
    return {field.key: value(field, random) for field in form.fields} if form else {}


def possible(story: Story, forms: Any, random: Random) -> list[moves.Move]:
    """All that could happen next."""
    rows = story.shown.open
    now: list[moves.Move] = []
    for task in rows["task"].values():
        now += LIKELY * [moves.Complete(task.token, task.task, "li", filled(forms.get(task.form or ""), random))]
    for job in rows["job"].values():
        now += LIKELY * [moves.Finish(job.token, job.job, {"comparison": random.choice(VERDICTS)})]
        now.append(moves.Fail(job.token, job.job, "register down"))
    now += [moves.Fire(timer.token, timer.timer, timedelta(0)) for timer in rows["timer"].values()]
    now += [moves.Deliver(one.kind, one.name, one.key, one.token) for one in rows["subscription"].values()]
    now += [moves.Retry(incident.token) for incident in rows["incident"].values()]
    for limit in story.all(facts.LimitSet):
        if limit.limit in story.shown.limits and limit.escalates and limit.token:
            now.append(moves.Escalate(limit.token, "overdue"))
    return now


def walk(story: Story, forms: Any, random: Random) -> None:
    for _ in range(STEPS):
        if story.over:
            return
        choices = possible(story, forms, random)
        assert choices, "it waits for nothing, and is not over"
        move = random.choice(choices)
        due = [timer.due_at for timer in story.shown.open["timer"].values() if isinstance(move, moves.Fire)]
        story.at = max([story.at + timedelta(minutes=random.randint(0, 600)), *due])
        story.tell(move)
    story.tell(moves.Cancel("撤回", "wang"))
    assert story.over
