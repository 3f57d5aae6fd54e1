export default {
  conditions: {
    title: 'When it is used', always: 'always, with one answer', modeLabel: 'How it is matched',
    mode: { smart: 'By meaning (recommended)', contains: 'Contains a keyword', exact: 'The very same words' }, modeShort: { contains: 'keywords', exact: 'same words' },
    modeHint: {
      smart: 'Found even if buyers put it differently.',
      contains: 'The question and every phrasing are keywords: a message that contains one gets this entry; if several fit, the longest keyword wins.',
      exact: 'Only for a message that is the question or a phrasing; signs, spaces and polite words do not count.',
    },
    not: 'Negative keywords', notHint: 'Type one and press Enter', notHelp: 'A message with one of these never gets this entry.', notN: 'negative keywords: {n}',
    whenHelp: 'Leave all of these empty to use it always; what is filled in must all hold.', from: 'First day', until: 'Last day (included)', anyDay: 'Any',
    hours: 'Hours of the day', hoursHint: 'Any; e.g. 22:00-06:00',
    hoursHelp: 'No day chosen means every day. Hours over midnight belong to the day on which they begin.', days: 'Days of the week',
    day: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
    products: 'Products', productsHint: 'Any; number, then Enter', orderStates: 'Order states', anyState: 'Any',
    variants: 'Answers for other cases', variantsHelp: 'Where these conditions hold, this answer is given instead of the one above; the first that holds counts.',
    variant: 'Answer {n}', variantAnswer: 'Answer in this case', addVariant: 'Add a case', remove: 'Remove this answer', up: 'Move up',
    variantsN: 'more answers: {n}', over: 'Over (until {day})', later: 'From {day}', some: 'Conditions',
  },
  orderState: { unpaid: 'Unpaid', paid: 'Paid', shipped: 'Shipped', delivered: 'Delivered', refunding: 'Being refunded', closed: 'Closed' },
}
