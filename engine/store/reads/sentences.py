"""What each kind of fact says to people: one sentence in Chinese and its English twin. Knows words, reads nothing.

`{}` are the fields of the fact, with names in place of ids: who, task, to, element, size, due.
"""

from engine.domain import facts

Sentence = tuple[str, str]

CATALOGUE: dict[type, Sentence] = {
    facts.InstanceStarted: ("{who} 发起：{matter}", "{who} started: {matter}"),
    facts.InstanceEnded: ("{how}", "{how_en}"),
    facts.MilestoneReached: ("{milestone_zh}", "{milestone_en}"),
    facts.IncidentRaised: ("流程在“{element}”停下：{message}", 'The process stopped at "{element}": {message}'),
    facts.IncidentResolved: ("{who} 处理了异常，流程继续", "{who} dealt with the incident; the process goes on"),
    facts.TaskOpened: ("到“{name}”{offered}", 'Now at "{name}"{offered_en}'),
    facts.TaskClaimed: ("{who} 领取“{task}”", '{who} took "{task}"'),
    facts.TaskReleased: ("{who} 放回“{task}”", '{who} put "{task}" back'),
    facts.TaskTransferred: ("{who} 把“{task}”转办给 {to}", '{who} handed "{task}" over to {to}'),
    facts.TaskDelegated: ("{who} 请 {to} 代办“{task}”", '{who} delegated "{task}" to {to}'),
    facts.TaskReturned: ("{who} 代办完毕，“{task}”交回 {to}", '{who} returned "{task}" to {to}'),
    facts.TaskCompleted: ("{who} 办完“{task}”", '{who} completed "{task}"'),
    facts.TaskWithdrawn: ("“{task}”不再需要，已撤回", '"{task}" is no longer needed'),
    facts.CommentAdded: ("{who} 留言：{text}", "{who} wrote: {text}"),
    facts.FileAttached: ("{who} 附上 {name}（{size}）", "{who} attached {name} ({size})"),
    facts.TimerFired: ("“{element}”时间到", 'The time of "{element}" has come'),
    facts.TimerRedated: ("放假安排已定，“{element}”的时间是 {due}", 'New calendar: the time of "{element}" is {due}'),
    facts.LimitSet: ("{of}开始计时，最晚 {due}", "{of_en}: the clock runs, due {due}"),
    facts.LimitPaused: ("停钟：{reason}", "Clock stopped: {reason}"),
    facts.LimitResumed: ("恢复计时，最晚 {due}", "Clock runs again, due {due}"),
    facts.LimitRedated: ("放假安排有变，{of}改为最晚 {due}", "New calendar: {of_en} is now due {due}"),
    facts.LimitWarned: ("{of}快到期", "{of_en} is nearly due"),
    facts.LimitPassed: ("{of}超过{limit}时限", "{of_en} has passed its {limit_en} limit"),
    facts.JobRequested: ("请求后台办理“{element}”", 'Work was asked for: "{element}"'),
    facts.JobCompleted: ("“{element}”已由后台办好", '"{element}" was done'),
    facts.JobPostponed: ("后台没办成（{message}），{retry} 再试", "Work failed ({message}), next attempt at {retry}"),
    facts.JobFailed: ("后台没办成：{message}", "Work failed: {message}"),
    facts.MessageThrown: ("发出“{name}”", 'Sent "{name}"'),
    facts.MessageReceived: ("收到“{name}”", 'Received "{name}"'),
    facts.MessageSettled: ("{settled}", "{settled_en}"),
    facts.PersonErased: ("个人信息已按规定销毁：{reason}", "Personal values were destroyed: {reason}"),
}

SILENT = frozenset(
    (
        facts.ElementsPassed,
        facts.TimerArmed,
        facts.TimerDisarmed,
        facts.LimitEnded,
        facts.JobWithdrawn,
        facts.SubscriptionOpened,
        facts.SubscriptionClosed,
    )
)
"""Of use to the engine alone: the story leaves them out."""

ENDS: dict[str, Sentence] = {
    "completed": ("办结", "Completed"),
    "terminated": ("流程终止", "Terminated"),
    "cancelled": ("{who} 撤销：{reason}", "{who} cancelled it: {reason}"),
}
SETTLED: dict[str, Sentence] = {
    "unwanted": ("没有人等“{name}”，它没有送到", 'Nobody waited for "{name}": it was not delivered'),
    "expired": ("“{name}”一直没有人等，保留期已过", '"{name}" was kept until its time was over: nobody came for it'),
    "refused": ("“{name}”送到了，对方不能收", '"{name}" was refused by the one that it reached'),
}
"""How a message may end that people should know of; that one reached somebody, his own story tells."""

LIMITS: dict[str, Sentence] = {"committed": ("承诺", "committed"), "statutory": ("法定", "statutory")}

MILESTONES: dict[str, Sentence] = {
    "accepted": ("已受理", "Accepted"),
    "not_accepted": ("不予受理", "Not accepted"),
    "supplement_requested": ("一次告知，等候补正", "Supplement requested"),
    "withdrawn": ("申请人撤回", "Withdrawn by the applicant"),
    "handed_over": ("已流转到办理区", "Handed over to the handling district"),
    "sent_back": ("退回收件社区", "Sent back to the receiving window"),
    "comparison_late": ("比对未按时回复", "The comparison is late"),
    "compared": ("比对完成", "Compared"),
    "papers_late": ("容缺材料逾期未补齐", "Papers to come did not come"),
    "visited": ("已入户核查", "Visited"),
    "appraised": ("已民主评议", "Appraised"),
    "calculated": ("已核算", "Calculated"),
    "noticed": ("公示期满", "Public notice over"),
    "objected": ("公示有异议", "Objected to"),
    "reviewed": ("已审核", "Reviewed"),
    "joint_review": ("联审结束", "Joint review over"),
    "granted": ("准予", "Granted"),
    "refused": ("不予批准", "Refused"),
    "certified": ("证照已制", "Certificate made"),
    "enrolled": ("已入发放名册", "Entered in the roll"),
    "rated": ("已评价", "Rated"),
    "reconsidered": ("复核完毕", "Reconsidered"),
    "agent_admitted": ("代办授权已核验", "Agent admitted"),
    "pledge_broken": ("承诺不实", "Pledge broken"),
    "voided": ("已作废", "Voided"),
    "archived": ("已归档", "Archived"),
    "queued": ("轮候结束", "Left the queue"),
    "delivered": ("已送达", "Delivered"),
    "completed": ("已办结", "Completed"),
    "reported": ("已上报", "Reported"),
    "triaged": ("已立案定级", "Filed and graded"),
    "not_filed": ("不予立案", "Not filed"),
    "whistled": ("已吹哨", "Whistled"),
    "reported_in": ("已报到", "Reported in"),
    "handled": ("已处置", "Handled"),
    "reworked": ("返工", "Sent back"),
    "raised": ("已提级", "Raised"),
    "carried": ("已挂账", "Carried"),
    "cleared": ("已销账", "Cleared"),
    "closed": ("已结案", "Closed"),
    "doubt_opened": ("发现疑点", "A doubt was found"),
    "doubt_closed": ("疑点办结", "The doubt was settled"),
    "supervision_opened": ("督办开始", "Supervision opened"),
    "supervision_closed": ("督办结束", "Supervision closed"),
}
