"""Tells of other vendors' words that were not taken: refused, not run, or of no effect here."""

from collections import Counter
from collections.abc import Iterator

from bpmn.dialects.juel import is_juel
from bpmn.dialects.vendors import VENDORS, elements, vendor_attributes, word, written
from bpmn.findings import Finding, finding
from bpmn.names import names_read
from bpmn.xml import Node, extension, is_bpmn, local, words

TAKEN = frozenset(
    words(
        """
        candidateGroups candidateUsers assignee formKey formRef formRefBinding formRefVersion
        expression resultVariable resultVariableName topic decisionRef decisionRefBinding
        decisionRefVersion
        mapDecisionResult dueDate followUpDate collection elementVariable candidateStarterGroups
        calledElementBinding calledElementVersion sameDeployment inheritVariables initiator
        calledElementType type processInstanceName elementIndexVariable localScope
        """
    )
)
GROUPS = {
    "foreign-steps": """
        async asyncBefore asyncAfter exclusive asyncLeave asyncLeaveExclusive jobPriority
        taskPriority jobCategory failedJobRetryTimeCycle""",
    "foreign-order": "priority",
    "foreign-tooling": """
        historyTimeToLive versionTag isStartableInTasklist isStartableInHistory modelerTemplate
        modelerTemplateVersion modelerTemplateIcon diagramRelationId category formFieldValidation
        work-form-field-validation task-candidates-type task-assignee-type autoStoreVariables
        fallbackToDefaultTenant properties property localization mapException businessKey
        isEagerExecutionFetching enabledFor customproperties countersign validateFormFields
        doNotIncludeVariables taskIdVariableName taskCompleterVariableName""",
}
GROUP_OF = {name: rule for rule, names in GROUPS.items() for name in words(names)}
CODE = frozenset(
    words(
        """
        class delegateExpression resource triggerable connector field eventType channelKey caseDefinitionKey
        variableListenerEventDefinition variableAggregation errorEventDefinition script
        """
    )
)
REFUSED = {
    "calledElementVersionTag": "call-foreign",
    "caseRef": "call-foreign",
    "variableMappingClass": "foreign-code",
    "variableMappingDelegateExpression": "foreign-code",
}
DOING = ("class", "delegateExpression", "type", "expression")
READ = frozenset(("in", "out", "inputOutput", "formData", "formProperty"))
LISTENERS = frozenset(("executionListener", "taskListener", "eventListener"))
STORES = frozenset(("errorCodeVariable", "errorMessageVariable", "escalationCodeVariable", "errorVariableName"))
TERMINATE = "终止事件只结束它所在的一层；要结束整件，把错误或升级抛到最外层"
INSTEAD = "删去它，或用 city: 的写法代替"
REMEDIES = {
    "candidateStarterUsers": "谁可以发起，在开始事件上写 city:assignment 的 candidateGroups",
    "skipExpression": "要跳过，在前面画一个排他网关",
}


def left_over(process: Node) -> Iterator[Finding]:
    told: dict[str, Counter[str]] = {rule: Counter() for rule in GROUPS}
    for node in process.iter("{*}*"):
        if is_bpmn(node):
            yield from _attributes(node, process, told)
            yield from _elements(node, told)
    for rule, names in told.items():
        if names:
            listed = "、".join(sorted(names))
            yield finding(rule, process, names=listed, count=names.total())


def _attributes(node: Node, process: Node, told: dict[str, Counter[str]]) -> Iterator[Finding]:
    for name, plain in vendor_attributes(node):
        if plain in GROUP_OF:
            told[GROUP_OF[plain]][name] += 1
        elif plain in CODE:
            yield from _code(node, name, node.get(_full(node, name, plain)) or "")
        elif plain in REFUSED:
            yield finding(REFUSED[plain], node, name=name)
        elif plain in STORES:
            yield from _stores(node, process, name, word(node, plain) or "")
        elif plain == "type":
            yield from _type(node, name)
        elif plain == "terminateAll":
            if word(node, plain) == "true":
                yield finding("foreign-mapping", node, name=name, instead=TERMINATE)
        elif plain not in TAKEN:
            yield finding("foreign-ignored", node, name=name, instead=REMEDIES.get(plain, INSTEAD))


def _full(node: Node, name: str, plain: str) -> str:
    space = next(space for space, prefix in VENDORS.items() if name.startswith(f"{prefix}:"))
    return f"{{{space}}}{plain}"


def _code(node: Node, name: str, text: str) -> Iterator[Finding]:
    if text != "false" and not (text and extension(node, "job") is not None):
        yield finding("foreign-code", node, name=name)


def _type(node: Node, name: str) -> Iterator[Finding]:
    """What a service task does by its type; outside workers are jobs here."""
    kind = word(node, "type") or ""
    is_told = is_juel(word(node, "topic") or "")
    if extension(node, "job") is None and not is_told:
        yield finding("foreign-type", node, name=name, kind=kind, instead=TYPES.get(kind, TYPE_INSTEAD))


TYPE_INSTEAD = "改用服务任务上的 city:job 或 city:calculation"
TYPES = {
    "external": "把它画成服务任务或发送任务，写明 topic",
    "external-worker": "把它画成服务任务，写明 topic",
    "mail": '改用 city:job kind="notify"',
    "http": '改用 city:job kind="http"',
    "dmn": "改画成业务规则任务，写 city:decision",
    "case": "案例不能执行，改画成流程，用调用活动",
}


def _stores(node: Node, process: Node, name: str, variable: str) -> Iterator[Finding]:
    """Only where something reads what would be stored."""
    if variable in {read for _, _, read in names_read(process)}:
        yield finding("foreign-stored", node, name=name, variable=variable)
    else:
        yield finding("foreign-ignored", node, name=name, instead=f"没有地方用到 {variable}，可以删去")


def _elements(node: Node, told: dict[str, Counter[str]]) -> Iterator[Finding]:
    for found in elements(node):
        name, plain = written(found), local(found)
        if plain in LISTENERS:
            yield finding("foreign-listener", node, name=name)
        elif plain in GROUP_OF:
            told[GROUP_OF[plain]][name] += 1
        elif plain == "field" and word(node, *DOING):
            continue  # settings of what is told already
        elif plain in CODE:
            yield finding("foreign-code", node, name=name)
        elif plain not in READ:
            yield finding("foreign-ignored", node, name=name, instead=INSTEAD)
