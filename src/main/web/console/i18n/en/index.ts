import access from './access'
import common from './common'
import conditions from './conditions'
import desk from './desk'
import knowledge from './knowledge'
import metrics from './metrics'

export default { ...common, ...access, ...conditions, ...desk, ...knowledge, ...metrics }
