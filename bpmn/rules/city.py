"""Rules on the words of `city.json` and on forms."""

from bpmn.rules.severity import ERROR, WARNING

CITY = {
    "unknown-city": (ERROR, "不认识 city:{name}", "可用的有：{known}"),
    "unknown-city-attribute": (ERROR, "city:{name} 没有属性 {attribute}", "可用的有：{known}"),
    "misplaced-city": (ERROR, "city:{name} 不能写在 {place} 上", "可写在：{allowed}"),
    "stray-city": (ERROR, "city:{name} 应写在 extensionElements 里", "把它移到元素的 extensionElements 里"),
    "repeated-city": (ERROR, "city:{name} 写了 {times} 次", "只留一个"),
    "missing-city-attribute": (ERROR, "city:{name} 缺少 {attribute}", "写上 {attribute}：{meaning}"),
    "bad-city-value": (ERROR, "city:{name} 的 {attribute}“{text}”不对：{why}", "{meaning}"),
    "empty-city": (ERROR, "city:{name} 是空的", "至少写一个属性：{known}"),
    "limit-mixed": (ERROR, "city:timeLimit 既写了份额又写了承诺时限", "份额和承诺时限只留一个"),
    "share-of-nothing": (ERROR, "city:timeLimit 写了份额，但流程没有承诺时限", "在流程上写 committed，或改写成时长"),
    "item-and-ticket": (ERROR, "流程既是办件又是工单", "city:item 和 city:ticket 只留一个"),
    "title-apart": (ERROR, "办件或工单另写了 city:title", "标题写在 city:item 或 city:ticket 的 title 里"),
    "unknown-check": (ERROR, "没有名叫 {name} 的检查", "可用的有：{known}"),
    "bad-form": (ERROR, "表单 {form} 读不懂：{why}", "用表单编辑器重新保存，或按提示改"),
    "form-field": (WARNING, "表单 {form} 的字段 {field}：{why}", "换成支持的写法，否则这一项不会检查"),
}
