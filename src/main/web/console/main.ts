import './styles'
import { createApp } from 'vue'
import App from './App.vue'
import { whenSignedOut } from './api/client'
import { i18n } from './i18n'
import { router } from './router'
import { startAlerts } from './shell/alerts'
import { startTheme } from './shell/preferences'
import { session } from './shell/session'

startTheme()
startAlerts()
whenSignedOut(() => {
  session.ended()
  const current = router.currentRoute.value
  if (current.name !== 'login' && current.name !== 'setup') {
    void router.replace({ name: 'login', query: { ended: '1', next: current.fullPath } })
  }
})

createApp(App).use(i18n).use(router).mount('#app')
