export default {
  metrics: {
    intro: '每个数字都能点开，看到背后的每一轮、每一条回复和每一个评价。', introOwn: '您自己的响应数据；点数字看背后的每一轮和每一条回复。',
    policy: '计算规则', unofficial: '不是平台官方数值', zone: '按 {zone} 时区的日期', how: '这套规则怎么算', source: '来源：{source}（{at}）',
    rules: '怎么计时、谁算回复', measures: '每个指标量什么', target: '目标 {target}', noData: '暂无数据', open: '查看背后的清单', agent: '客服',
    nobody: '未分配', of: '共 {n}', excluded: '未计入', noPolicy: '还没有计算规则', noPolicyHint: '请管理员在配置里启用一套规则。',
  },
  met: { met: '达标', missed: '未达标', none: '暂无数据', 'no-target': '无目标' },
  made: {
    hit: '{n} 在时限内', miss: '{n} 未在时限内', waits: '{n} 次等待', together: '合计 {n}', good: '{n} 个好评', low: '{n} 个非好评', replies: '{n} 条客服回复',
    messages: '{n} 条买家消息', nothing: '还没有可计算的内容',
  },
  live: {
    title: '现在', titleOwn: '我的今天', on: '实时 · {at}', off: '连接断开，停在 {at}', quiet: '没有买家在等客服回复', someWait: '{waiting} 位买家在等客服回复',
    someOverdue: '{waiting} 位买家在等客服回复，{overdue} 位已超时', open: '谁在等', openOwn: '谁在等我', waited: '已等', left: '还剩 {left}', overdue: '超时 {over}',
    noLimit: '现在不计时限', noDue: '这套规则不设回复时限', nobody: '没有人在等', nobodyHint: '买家转人工后，会按到期先后出现在这里，并开始倒计时。',
    own: { quiet: '没有买家在等您回复', someWait: '{waiting} 位买家在等您回复', someOverdue: '{waiting} 位买家在等您回复，{overdue} 位已超时' },
    agents: '今天 · 按客服', noAgents: '今天还没有客服接待', noAgentsHint: '客服接待第一位买家后，这里按人列出今天的数字。', noFigures: '今天还没有您的数字；回复第一位买家后就有。',
  },
  report: {
    title: '报表', dates: '{from} 至 {to}', asOf: '截至 {at}', stale: '没能刷新，显示的是上一次的数字。', empty: '这段时间没有数据', emptyHint: '换一个时间段，或等有买家咨询后再看。',
    byDay: '按天', byAgent: '按客服', chart: '图表', table: '表格', look: '图表或表格', metric: '指标', day: '日期', count: '计入数量（右轴）', chartOf: '{title}，按天；每天的数字也在表格里',
    replies: '哪些回复算数', repliesHint: '客服和机器人的每条消息是否算作人工回复，以及为什么。',
  },
  compare: {
    label: '对比另一套规则', off: '不对比', with: '对比：{policy}', nothing: '这套规则没有同类指标', same: '一样', higher: '高 {by}', lower: '低 {by}', higherPoints: '高 {by} 个百分点',
    lowerPoints: '低 {by} 个百分点', faster: '快 {by}', slower: '慢 {by}', none: '无法比较',
  },
  csv: { metrics: '指标', rounds: '轮次', replies: '回复', ratings: '评价' },
  period: {
    label: '时间段', today: '今天', yesterday: '昨天', '7-days': '近 7 天', '30-days': '近 30 天', 'this-month': '本月', 'last-month': '上月', custom: '自选', from: '开始日期', to: '结束日期',
  },
  verdict: { counts: '计入', 'auto-reply': '自动回复', 'no-question-waiting': '无等待的问题', 'kind-not-counted': '类型不计' },
  standing: { hit: '在时限内', miss: '未在时限内', pending: '未定', measured: '计入 {wait}', out: '未计入', good: '好评', low: '非好评' },
  list: {
    which: '筛选', all: { rounds: '全部轮次', replies: '全部回复', ratings: '全部评价' }, some: '已显示 {shown} 条，共 {n} 条', started: '开始', result: '判定', wait: '等待', why: '原因',
    waited: '结束了 {wait} 的等待', noRounds: '没有这样的轮次', noReplies: '没有这样的回复', noRatings: '没有这样的评价', emptyHint: '换一个筛选条件，或换一个时间段。',
    conversation: '查看会话', of: { agent: '评价客服', bot: '评价机器人' },
  },
}
