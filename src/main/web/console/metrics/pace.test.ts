import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Pace, pauseAfter } from './pace'

describe('the pace', () => {
  let hidden: boolean
  let done: number
  let takes: number
  let pace: Pace
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  beforeEach(() => {
    vi.useFakeTimers()
    hidden = false
    done = 0
    takes = 0
    pace = new Pace(async () => {
      await new Promise((resolve) => setTimeout(resolve, takes))
      done++
    }, { now: () => Date.now(), hidden: () => hidden })
  })
  afterEach(() => vi.useRealTimers())

  it('does at once what is asked for after a pause', async () => {
    pace.ask()
    await wait(1)
    expect(done).toBe(1)
  })
  it('does many askings as one, and the next not before the pause is over', async () => {
    for (let i = 0; i < 10; i++) {
      pace.ask()
      await wait(100)
    }
    expect(done).toBe(1)
    await wait(1_900)
    expect(done).toBe(1)
    await wait(200)
    expect(done).toBe(2)
    await wait(60_000)
    expect(done).toBe(2)
  })
  it('asks again for what happened while the answer was on its way', async () => {
    takes = 500
    pace.ask()
    await wait(100)
    pace.ask()
    await wait(30_000)
    expect(done).toBe(2)
  })
  it('waits longer for a server that took long', async () => {
    expect([10, 150, 500, 10_000].map(pauseAfter)).toEqual([3_000, 3_000, 10_000, 60_000])
    pace.done(500)
    pace.ask()
    await wait(9_900)
    expect(done).toBe(0)
    await wait(200)
    expect(done).toBe(1)
  })
  it('does nothing while nobody looks, and makes up for it', async () => {
    hidden = true
    pace.ask()
    await wait(60_000)
    expect(done).toBe(0)
    hidden = false
    pace.shown()
    await wait(1)
    expect(done).toBe(1)
    pace.shown()
    await wait(60_000)
    expect(done).toBe(1)
  })
  it('goes on after a failure', async () => {
    const failing = new Pace(() => {
      done++
      return Promise.reject(new Error('gone')).catch(() => {})
    }, { now: () => Date.now(), hidden: () => false })
    failing.ask()
    await wait(1)
    failing.ask()
    await wait(3_000)
    expect(done).toBe(2)
  })
  it('ends', async () => {
    pace.ask()
    pace.stop()
    await wait(60_000)
    expect(done).toBe(0)
  })
})
