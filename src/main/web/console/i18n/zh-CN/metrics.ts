export default {
  metrics: {
    intro: '每个数字都能点开，看到背后的每一轮和每一条回复。', introOwn: '您自己的响应数据，点数字看背后的每一轮。',
    asOf: '截至 {at}', csvRounds: '轮次 CSV', csvReplies: '回复 CSV', policy: '计算规则', source: '依据：{source}（{at}）。',
    preset: '按所选规则从会话记录实时计算，不代表平台官方数值。', empty: '这段时间没有数据', emptyHint: '换一个时间段，或等有买家咨询后再看。',
    met: '达标', missed: '未达标', none: '无目标', noTarget: '无目标', noValue: '暂无数据', target: '目标 {target}', excluded: '未计入',
    openRounds: '查看背后的对话轮次', replies: '回复判定', repliesHint: '每条客服和智能助手的消息是否算作“人工回复”，以及为什么。',
    byDay: '按天', byAgent: '按客服', chart: '图表', table: '表格', chartOf: '{title}，按天', metric: '指标', day: '日期', agent: '客服',
    unassigned: '无人接待', of: '{n} 轮', started: '开始', outcome: '结果', wait: '等待', why: '原因', result: '判定', allRounds: '全部轮次',
    noRounds: '没有符合条件的轮次', noReplies: '没有符合条件的回复', contributes: '计入 {wait}', verdict: '判定', allReplies: '全部回复', waited: '等待 {wait}',
  },
  period: { today: '今天', yesterday: '昨天', '7-days': '近 7 天', '30-days': '近 30 天', custom: '自选', from: '开始日期', to: '结束日期' },
  made: {
    'reply-rate': '{n} / {of} 轮在时限内', mean: '{of} 次等待，合计 {n}', percentile: '{of} 次等待', satisfaction: '{n} / {of} 个好评', 'answer-ratio': '{n} 条客服回复 / {of} 条买家消息',
  },
  verdict: { counts: '计入', 'auto-reply': '自动回复不计', 'no-question-waiting': '无等待问题', 'kind-not-counted': '类型不计' },
  verdictHint: {
    counts: '人工回复了等待中的问题', 'auto-reply': '智能助手或自动应答发出的', 'no-question-waiting': '发出时没有买家在等回复', 'kind-not-counted': '所选规则不计这种消息',
  },
  result: { hit: '在时限内', miss: '超时或未回复', pending: '还在时限内等待' },
  outcome: {
    answered: '已回复', unanswered: '未回复', waiting: '等待中', 'bot-answered': '智能助手已答', 'never-handed-off': '未转人工', transferred: '转走时未回复',
    left: '买家离开', closed: '关闭时未回复', 'day-cut': '跨日截断',
  },
  excluded: {
    'bot-answered': '智能助手已答', 'never-handed-off': '未转人工', flagged: '会话被标记', 'outside-hours': '非服务时间', 'not-first': '非首轮',
    'left-early': '买家提前离开', pending: '还在等待', unanswered: '未回复', 'wait-over-limit': '等待过长剔除', 'over-buyer-limit': '超出每人评价上限',
  },
}
