// A complete client for a buyer, in browsers and in Node: shows what happens, and returns a function that sends a text.
export function chat(server, screen, token) {
  const shown = new Map() // conversation -> {epoch, seq} of the last event on the screen
  const outbox = [] // what has no `ok` yet, in order; only the first is on its way
  let ws = {}, ready, silence, conversation, id = 0, tries = 0, pause = 0
  const write = (frame) => ws.readyState === 1 && ws.send(JSON.stringify(frame))
  const post = () => ready && outbox[0] && write({ type: 'send', id: (outbox[0].id = ++id), conversation, ...outbox[0].frame })
  const read = (c) => write({ type: 'history', id: ++id, conversation: c, after: shown.get(c)?.seq ?? 0, limit: 200 })
  const anew = (c) => { shown.delete(c); screen.clear(c); read(c) }
  function take(e) { // an event, pushed or from the history
    const last = shown.get(e.conversation) ?? { epoch: e.epoch, seq: 0 }
    if (e.epoch !== last.epoch) return anew(e.conversation)
    if (e.previous > last.seq) return read(e.conversation) // a gap: history brings what is missing, and this one again
    if (e.seq > last.seq) { shown.set(e.conversation, { epoch: e.epoch, seq: e.seq }); screen.show(e) }
    write({ type: 'ack', conversation: e.conversation, seq: shown.get(e.conversation).seq })
  }
  const on = {
    hello: () => write({ type: 'auth', token, resume: [...shown].slice(-100).map(([c, at]) => ({ conversation: c, ...at })) }),
    ready: (f) => { ready = true; conversation ??= f.conversations[0]?.conversation; post()
      f.conversations.forEach((c) => c.recovered || anew(c.conversation)) },
    event: take,
    ok: (f) => { tries = 0; if (f.events?.length) { f.events.forEach(take); read(f.conversation) }
      if (f.id === outbox[0]?.id) { conversation = f.conversation; outbox.shift(); post() } },
    error: (f) => { const mine = f.id === outbox[0]?.id
      if (f.temporary) setTimeout(mine ? post : () => ws.close(), (pause = f.retryAfterMs ?? 1_000))
      else if (mine) { screen.refused(outbox.shift().frame.text, f.code); post() } },
    ping: () => { tries = 0; write({ type: 'pong' }) },
  }
  const listen = () => { clearTimeout(silence); silence = setTimeout(() => { ws.close(); lost({}) }, 33_000) }
  function lost({ code }) { clearTimeout(silence); ready = ws.onclose = ws.onerror = ws.onmessage = null
    if ([1003, 1007, 1009].includes(code) || (code >= 4100 && code < 4200)) return screen.ended(code)
    setTimeout(connect, Math.max(pause, Math.random() * Math.min(30_000, 500 * 2 ** tries++))) }
  async function connect() { pause = 0
    try { token ??= (await (await fetch(`${server}/api/v1/visitors`, { method: 'POST', body: '{}' })).json()).token } catch { }
    if (!token) return lost({})
    ws = new WebSocket(`${server.replace(/^http/, 'ws')}/ws/buyer`, 'yingda.v1'); ws.onclose = ws.onerror = lost; listen()
    ws.onmessage = ({ data }) => { listen(); const f = JSON.parse(data); on[f.type]?.(f) } }
  connect()
  return (text) => outbox.push({ frame: { clientMessageId: crypto.randomUUID(), text } }) === 1 && post()
}
