export default {
  login: {
    title: '登录工作台', name: '账号', password: '密码', submit: '登录',     wrong: '账号或密码不对。', noName: '请填写账号。', noPassword: '请填写密码。', ended: '登录已失效，请重新登录。',
    help: '忘记密码？请管理员在“账号”里重设。',
  },
  setup: {
    title: '创建第一位管理员', intro: '欢迎使用应答。这一步只做一次，之后客服账号在工作台里创建。',
    token: '设置口令', tokenHint: '服务器第一次启动时打印在终端里，用过即作废。', name: '账号', nameHint: '登录用，例如 lin。创建后不能改。',
    displayName: '显示名', displayNameHint: '买家和同事看到的名字，例如 小林。', password: '密码', submit: '创建并进入',
  },
  password: {
    rules: '密码要求', length: '12 到 128 个字符', noName: '不包含账号名', varied: '不是常见或重复的密码', strength: '强度',
    weak: '弱', fair: '一般', good: '好', strong: '很强', met: '已满足', unmet: '未满足',
    title: '修改密码', old: '当前密码', fresh: '新密码', again: '再输一次新密码', mismatch: '两次输入的新密码不一样。',
    wrongOld: '当前密码不对。', done: '密码已修改', required: '请填写此项。',
    rulesUnmet: '请先满足下面列出的要求。',
  },
  accounts: {
    intro: '谁能登录、能做什么。', create: '新建账号', edit: '编辑账号', name: '账号', displayName: '显示名',
    role: '角色', state: '状态', createdAt: '创建时间', active: '可登录', disabled: '已停用', actions: '操作',
    disable: '停用', enable: '启用', reset: '重设密码', resetTitle: '重设 {name} 的密码', newPassword: '新密码',
    resetHint: '请当面或用安全的方式告诉本人，并提醒登录后修改。', resetDone: '密码已重设',
    created: '账号已创建', saved: '已保存', disabledDone: '{name} 已停用，并已退出登录', enabledDone: '{name} 已启用',
    disableAsk: '停用后，{name} 会立即退出登录，也不能再登录；历史会话和数据保留。', disableTitle: '停用账号',
    you: '（您自己）', notYourself: '不能停用自己的账号',
    roleHint: { agent: '接待买家，看自己的数据和知识库', supervisor: '客服的全部，再加：看所有会话和报表、改知识库', admin: '全部权限，包括账号和审计' },
    nameRule: '1 到 64 个字符，只用字母、数字和 _ . -', empty: '还没有账号。', emptyHint: '点右上角“新建账号”，给同事开一个。',
  },
  audit: {
    intro: '谁在什么时候做了什么。只增不改。', at: '时间', who: '谁', action: '动作', subject: '对象', detail: '详情',
    empty: '还没有记录。', emptyHint: '登录、账号和知识库的改动会出现在这里。', filter: '按人、动作或对象筛选',
    filterHint: '在已加载的记录里筛选',
  },
  auditAction: {
    setup: '首次设置', 'sign-in': '登录', 'sign-in-failed': '登录失败', 'sign-out': '退出登录', password: '修改密码',
    'account-create': '新建账号', 'account-change': '修改账号', 'buyer-block': '拉黑买家', 'buyer-unblock': '解除拉黑', 'knowledge-create': '新建条目', 'knowledge-judge': '判定回答', 'knowledge-edit': '修改条目',
    'knowledge-disable': '停用条目', 'knowledge-enable': '启用条目', 'knowledge-restore': '恢复条目',
    'knowledge-publish': '发布知识库', 'knowledge-settings': '修改店铺信息', canned: '修改快捷短语',
  },
}
