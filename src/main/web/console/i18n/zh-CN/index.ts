import access from './access'
import common from './common'
import desk from './desk'
import knowledge from './knowledge'
import metrics from './metrics'

export default { ...common, ...access, ...desk, ...knowledge, ...metrics }
