import { ChatDotRound, ChatLineSquare, CircleCheck, Collection, Histogram, List, QuestionFilled, User } from '@element-plus/icons-vue'
import { computed, type Component } from 'vue'
import type { Permission } from '../api/access'
import { session } from './session'

export interface Place {
  name: string
  path: string
  icon: Component
  needs: Permission[]
}

const all: Place[] = [
  { name: 'desk', path: '/desk', icon: ChatDotRound, needs: ['answer-buyers'] },
  { name: 'conversations', path: '/conversations', icon: ChatLineSquare, needs: ['answer-buyers', 'see-conversations'] },
  { name: 'knowledge', path: '/knowledge', icon: Collection, needs: ['see-knowledge'] },
  { name: 'missed', path: '/missed', icon: QuestionFilled, needs: ['see-knowledge'] },
  { name: 'answered', path: '/answered', icon: CircleCheck, needs: ['see-knowledge'] },
  { name: 'metrics', path: '/metrics', icon: Histogram, needs: ['see-own-metrics', 'see-all-metrics'] },
  { name: 'accounts', path: '/accounts', icon: User, needs: ['manage-accounts'] },
  { name: 'audit', path: '/audit', icon: List, needs: ['see-audit'] },
]

/** Where whoever is signed in may go. */
export const places = computed(() => all.filter((place) => place.needs.some((permission) => session.may(permission))))
