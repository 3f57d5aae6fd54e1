export default {
  metrics: {
    intro: 'Every number opens: see each round and each reply behind it.', introOwn: 'Your own response numbers; click one to see the rounds behind it.',
    asOf: 'As of {at}', csvRounds: 'Rounds CSV', csvReplies: 'Replies CSV', policy: 'Policy', source: 'After: {source} ({at}).',
    preset: "Computed live from the conversation log by the chosen policy; not a platform's official value.", empty: 'Nothing in this period',
    emptyHint: 'Choose another period, or come back when buyers have written.', met: 'On target', missed: 'Off target', none: 'No target',
    noTarget: 'No target', noValue: 'No value yet', target: 'target {target}', excluded: 'Left out', openRounds: 'See the rounds behind it',
    replies: 'Which replies count', repliesHint: 'Whether each message of agents and assistant is a reply by a person, and why.', byDay: 'By day',
    byAgent: 'By agent', chart: 'Chart', table: 'Table', chartOf: '{title}, by day', metric: 'Metric', day: 'Date', agent: 'Agent',
    unassigned: 'Nobody', of: 'of {n}', started: 'Started', outcome: 'Outcome', wait: 'Wait', why: 'Why', result: 'Result', allRounds: 'All rounds',
    noRounds: 'No such rounds', noReplies: 'No such replies', contributes: 'counts {wait}', verdict: 'Verdict', allReplies: 'All replies', waited: 'waited {wait}',
  },
  period: { today: 'Today', yesterday: 'Yesterday', '7-days': '7 days', '30-days': '30 days', custom: 'Custom', from: 'From', to: 'To' },
  made: {
    'reply-rate': '{n} of {of} rounds in time', mean: '{of} waits, {n} together', percentile: '{of} waits', satisfaction: '{n} of {of} ratings good',
    'answer-ratio': '{n} agent replies to {of} buyer messages',
  },
  verdict: { counts: 'Counts', 'auto-reply': 'Automatic', 'no-question-waiting': 'No question waiting', 'kind-not-counted': 'Kind not counted' },
  verdictHint: {
    counts: 'A person replied to a waiting question', 'auto-reply': 'Sent by the assistant or an auto-responder',
    'no-question-waiting': 'No buyer was waiting when it was sent', 'kind-not-counted': 'The policy does not count this kind',
  },
  result: { hit: 'In time', miss: 'Late or unanswered', pending: 'Waiting, still in time' },
  outcome: {
    answered: 'Answered', unanswered: 'Unanswered', waiting: 'Waiting', 'bot-answered': 'Answered by the assistant', 'never-handed-off': 'Never handed off',
    transferred: 'unanswered at transfer', left: 'the buyer left', closed: 'closed unanswered', 'day-cut': 'cut at midnight',
  },
  excluded: {
    'bot-answered': 'Answered by the assistant', 'never-handed-off': 'Never handed off', flagged: 'Conversation flagged', 'outside-hours': 'Outside hours',
    'not-first': 'Not the first round', 'left-early': 'Left early', pending: 'Still waiting', unanswered: 'Unanswered', 'wait-over-limit': 'Wait over the limit',
    'over-buyer-limit': 'Over the limit per buyer',
  },
}
