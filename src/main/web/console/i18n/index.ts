import { watch } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Lang } from '../shell/format'
import { remembered } from '../shell/preferences'
import en from './en'
import zh from './zh-CN'

/** The language of the page. Chinese unless chosen otherwise: the desk of a Chinese shop, whatever the browser speaks. */
export const lang = remembered<Lang>('language', ['zh-CN', 'en'], 'zh-CN')

export const i18n = createI18n({
  legacy: false,
  locale: lang.value,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
})

watch(lang, (chosen) => {
  i18n.global.locale.value = chosen
  document.documentElement.lang = chosen
}, { immediate: true })
