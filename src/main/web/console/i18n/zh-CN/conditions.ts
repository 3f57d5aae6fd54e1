export default {
  conditions: {
    title: '何时使用', always: '任何时候都用，只有一个答案', modeLabel: '怎样匹配',
    mode: { smart: '按意思匹配（推荐）', contains: '包含关键词', exact: '完全一致' }, modeShort: { contains: '关键词', exact: '完全一致' },
    modeHint: {
      smart: '买家换一种说法也能答上。', contains: '标准问题和每个问法都当作关键词：买家的话里有其中一个就用这条，几条都有时用关键词最长的。',
      exact: '只有买家的话与标准问题或某个问法一样时才用，标点、空格和客套话不算。',
    },
    not: '排除词', notHint: '输入后按回车', notHelp: '买家的话里有这些词，就不用这条。', notN: '{n} 个排除词',
    whenHelp: '下面都不填，就是任何时候都用；填了几项，就要几项都符合。', from: '开始日期', until: '结束日期（含当天）', anyDay: '不限',
    hours: '每天的时段', hoursHint: '不限；例如 22:00-06:00', hoursHelp: '不选星期就是每天。跨过零点的时段，算在开始的那一天。', days: '星期',
    day: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
    products: '商品', productsHint: '不限；输入商品编号后按回车', orderStates: '订单状态', anyState: '不限',
    variants: '其他情况的答案', variantsHelp: '符合下面的条件时，用这里的答案代替上面的答案；从上往下，用第一个符合的。', variant: '答案 {n}', variantAnswer: '这种情况的答案',
    addVariant: '再加一种情况', remove: '删去这个答案', up: '上移', variantsN: '另有 {n} 个答案', over: '已过期（到 {day}）', later: '{day} 起用', some: '有条件',
  },
  orderState: { unpaid: '待付款', paid: '已付款', shipped: '已发货', delivered: '已签收', refunding: '退款中', closed: '已关闭' },
}
