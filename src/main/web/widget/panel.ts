// The panel, loaded when it is first needed.

import { translator } from '../shared/i18n'
import tokensCss from '../shared/tokens.css?inline'
import { Chat } from './chat'
import { style } from './dom'
import type { Panel, Stage } from './loader'
import panelCss from './panel.css?inline'
import { texts } from './texts'
import { View } from './view'

/** Puts the panel on the stage, hidden, and connects. */
export function mount(stage: Stage): Panel {
  style(stage.root, tokensCss + panelCss)
  const t = translator(texts, stage.lang)
  let due = false
  const draw = () => {
    due = false
    view.render()
    stage.unread(view.visible ? 0 : chat.unread)
  }
  const chat = new Chat(
    stage.server, stage.memory, stage,
    () => {
      if (!due) {
        due = true
        queueMicrotask(draw)
      }
    },
    (why) => view.toast(t(why.code === 'rate-limited' ? 'problem.slow' : 'problem.again')),
  )
  const view = new View(chat, stage, t)
  chat.start()
  return {
    show: () => {
      chat.start()
      view.show()
      draw()
    },
    hide: () => view.hide(),
  }
}
