import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { accessApi, type Permission } from './api/access'
import { session } from './shell/session'
import LoginPage from './access/LoginPage.vue'
import DeskPage from './desk/DeskPage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without the shell, to whoever is not signed in. */
    bare?: boolean
    /** One of these is needed. */
    needs?: Permission[]
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: LoginPage, meta: { bare: true } },
  { path: '/setup', name: 'setup', component: () => import('./access/SetupPage.vue'), meta: { bare: true } },
  { path: '/unreachable', name: 'unreachable', component: () => import('./access/UnreachablePage.vue'), meta: { bare: true } },
  { path: '/desk', name: 'desk', component: DeskPage, meta: { needs: ['answer-buyers'] } },
  {
    path: '/conversations', name: 'conversations', component: () => import('./conversations/ConversationsPage.vue'),
    meta: { needs: ['answer-buyers', 'see-conversations'] },
  },
  {
    path: '/knowledge', component: () => import('./knowledge/KnowledgeFrame.vue'), meta: { needs: ['see-knowledge'] },
    children: [
      { path: '', name: 'knowledge', component: () => import('./knowledge/EntriesPage.vue') },
      { path: 'shop', name: 'knowledge-shop', component: () => import('./knowledge/SettingsPage.vue') },
      { path: 'phrases', name: 'knowledge-phrases', component: () => import('./knowledge/PhrasesPage.vue') },
    ],
  },
  { path: '/answered', name: 'answered', component: () => import('./knowledge/AnsweredPage.vue'), meta: { needs: ['see-knowledge'] } },
  { path: '/missed', name: 'missed', component: () => import('./knowledge/MissedPage.vue'), meta: { needs: ['see-knowledge'] } },
  {
    path: '/metrics', name: 'metrics', component: () => import('./metrics/MetricsPage.vue'),
    meta: { needs: ['see-own-metrics', 'see-all-metrics'] },
  },
  { path: '/accounts', name: 'accounts', component: () => import('./access/AccountsPage.vue'), meta: { needs: ['manage-accounts'] } },
  { path: '/audit', name: 'audit', component: () => import('./access/AuditPage.vue'), meta: { needs: ['see-audit'] } },
  { path: '/:rest(.*)*', redirect: '/desk' },
]

export const router = createRouter({ history: createWebHashHistory('/console/'), routes })

/** The first page that whoever is signed in may see. */
export function home(): string {
  const first = routes.find((route) => route.meta?.needs?.some((permission) => session.may(permission)))
  return first?.path ?? '/login'
}

/** Only paths within the console are followed after signing in. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/login') ? next : home()
}

router.beforeEach(async (to) => {
  if (session.account.value === undefined && to.name !== 'unreachable') {
    try {
      await session.load()
    } catch {
      return { name: 'unreachable', query: { next: to.fullPath } }
    }
  }
  if (session.account.value) {
    if (to.name === 'login' || to.name === 'setup') return safeNext(to.query['next'])
    const needs = to.matched.flatMap((record) => record.meta.needs ?? [])
    return needs.length === 0 || needs.some((permission) => session.may(permission)) ? true : home()
  }
  if (to.name === 'unreachable') return true
  const needed = await accessApi.setupNeeded().catch(() => false)
  if (needed) return to.name === 'setup' ? true : { name: 'setup' }
  if (to.name === 'login') return true
  return { name: 'login', query: to.path === '/desk' || to.name === 'setup' ? {} : { next: to.fullPath } }
})

/** A build that was replaced on the server no longer has the old chunks: load the page anew, once. */
router.onError((error: unknown, to) => {
  if (/dynamically imported module|Importing a module script failed|preload/i.test(String(error))) {
    const mark = 'yingda.console.reloaded'
    if (sessionStorage.getItem(mark) === to.fullPath) return
    sessionStorage.setItem(mark, to.fullPath)
    location.hash = `#${to.fullPath}`
    location.reload()
  }
})
