export default {
  metrics: {
    intro: 'Every number opens: see each wait, each reply and each rating behind it.', introOwn: 'Your own response numbers; each opens the waits and replies behind it.',
    policy: 'Policy', unofficial: 'Not an official value of any platform', zone: 'Dates of the time zone {zone}', how: 'How this policy counts', source: 'Source: {source} ({at})',
    rules: 'When the clock runs, who counts', measures: 'What each metric measures', target: 'target {target}', noData: 'No data', open: 'See the list behind it', agent: 'Agent',
    nobody: 'Nobody', of: 'of {n}', excluded: 'Left out', noPolicy: 'There is no policy yet', noPolicyHint: 'An admin can put one in force in the configuration.',
  },
  met: { met: 'On target', missed: 'Off target', none: 'No data', 'no-target': 'No target' },
  made: {
    hit: '{n} in time', miss: '{n} not in time', waits: '{n} waits', together: '{n} together', good: '{n} good', low: '{n} not good', replies: '{n} agent replies',
    messages: '{n} buyer messages', nothing: 'Nothing to count yet',
  },
  live: {
    title: 'Now', titleOwn: 'My day', on: 'Live · {at}', off: 'Disconnected, stopped at {at}', quiet: 'No buyer waits for an agent', someWait: 'Waiting for an agent: {waiting}',
    someOverdue: 'Waiting for an agent: {waiting}, overdue: {overdue}', open: 'Who waits', openOwn: 'Who waits for me', waited: 'waited', left: '{left} left', overdue: '{over} overdue',
    noLimit: 'No limit runs now', noDue: 'This policy sets no limit', nobody: 'Nobody waits', nobodyHint: 'Buyers handed over to people show here, the earliest due first, with a countdown.',
    own: { quiet: 'No buyer waits for you', someWait: 'Waiting for you: {waiting}', someOverdue: 'Waiting for you: {waiting}, overdue: {overdue}' },
    agents: 'Today by agent', noAgents: 'No agent has served today', noAgentsHint: "Once an agent serves the first buyer, today's numbers show here by agent.", noFigures: 'You have no numbers today yet; they begin with your first reply.',
  },
  report: {
    title: 'Report', dates: '{from} to {to}', asOf: 'as of {at}', stale: 'Could not be refreshed; these are the numbers from before.', empty: 'Nothing in this period', emptyHint: 'Choose another period, or come back when buyers have written.',
    byDay: 'By day', byAgent: 'By agent', chart: 'Chart', table: 'Table', look: 'Chart or table', metric: 'Metric', day: 'Date', count: 'Counted (right axis)', chartOf: "{title}, by day; each day's numbers are in the table too",
    replies: 'Which replies count', repliesHint: 'Whether each message of agents and bot is a reply by a person, and why.',
  },
  compare: {
    label: 'Compare with another policy', off: 'No comparison', with: 'Compare: {policy}', nothing: 'This policy has no metric of the kind', same: 'the same', higher: '{by} higher', lower: '{by} lower',
    higherPoints: '{by} points higher', lowerPoints: '{by} points lower', faster: '{by} faster', slower: '{by} slower', none: 'cannot be compared',
  },
  csv: { metrics: 'Metrics', rounds: 'Rounds', replies: 'Replies', ratings: 'Ratings' },
  period: {
    label: 'Period', today: 'Today', yesterday: 'Yesterday', '7-days': 'Last 7 days', '30-days': 'Last 30 days', 'this-month': 'This month', 'last-month': 'Last month', custom: 'Custom', from: 'From', to: 'To',
  },
  verdict: { counts: 'Counts', 'auto-reply': 'Automatic', 'no-question-waiting': 'No question waiting', 'kind-not-counted': 'Kind not counted' },
  standing: { hit: 'In time', miss: 'Not in time', pending: 'Undecided', measured: 'counts {wait}', out: 'Left out', good: 'Good', low: 'Not good' },
  list: {
    which: 'Filter', all: { rounds: 'All rounds', replies: 'All replies', ratings: 'All ratings' }, some: '{shown} of {n} shown', started: 'Started', result: 'Result', wait: 'Wait', why: 'Why',
    waited: 'ended a wait of {wait}', noRounds: 'No such rounds', noReplies: 'No such replies', noRatings: 'No such ratings', emptyHint: 'Choose another filter or another period.',
    conversation: 'See the conversation', of: { agent: 'of an agent', bot: 'of the bot' },
  },
}
