"""Decides: one function a command, (command, situation) -> Decision, or a rejection. Pure: no store, no runtime.

`DeployDefinition` and `DeployDecision` are not here: what they decide hangs on what the file says, which
`engine.deploy` and `engine.deploy_decision` read first.
"""

from collections.abc import Callable
from typing import Any

from engine.domain import commands
from engine.domain.commands import Command
from engine.domain.deciding import city, instances, tasks, time, work
from engine.domain.decision import Decision
from engine.domain.situation import Situation

DECIDERS: dict[type[Command], Callable[[Any, Situation], Decision]] = {
    commands.StartInstance: instances.start,
    commands.CancelInstance: instances.cancel,
    commands.PauseClock: instances.pause,
    commands.ResumeClock: instances.resume,
    commands.RetryIncident: instances.retry,
    commands.AddComment: instances.comment,
    commands.AttachFile: instances.attach,
    commands.ClaimTask: tasks.claim,
    commands.ClaimNext: tasks.claim_next,
    commands.ReleaseTask: tasks.release,
    commands.CompleteTask: tasks.complete,
    commands.TransferTask: tasks.transfer,
    commands.DelegateTask: tasks.delegate,
    commands.ReturnTask: tasks.return_,
    commands.FireTimer: time.fire,
    commands.TurnLimit: time.turn,
    commands.RedateLimits: time.redate_all,
    commands.RedateTimers: time.redate_timers,
    commands.CompleteJob: work.complete_job,
    commands.FailJob: work.fail_job,
    commands.SendMessage: work.send_message,
    commands.SendSignal: work.send_signal,
    commands.DeliverMessage: work.deliver,
    commands.SettleMessage: work.settle,
    commands.PublishCalendar: city.publish,
    commands.DefineAreas: city.define_areas,
    commands.CreateAccount: city.create_account,
    commands.DisableAccount: city.disable_account,
    commands.EnableAccount: city.enable_account,
    commands.ResetPassword: city.reset_password,
    commands.LockAccount: city.lock_account,
    commands.GrantPost: city.grant_post,
    commands.RevokePost: city.revoke_post,
    commands.ErasePerson: city.erase,
}


def decide(command: Command, situation: Situation) -> Decision:
    return DECIDERS[type(command)](command, situation)
