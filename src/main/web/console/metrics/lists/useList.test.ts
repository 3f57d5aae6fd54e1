import { describe, expect, it } from 'vitest'
import { joined, useList } from './useList'

const key = (row: { id: number }) => String(row.id)
const rowsOf = (...ids: number[]) => ids.map((id) => ({ id }))

describe('the pages of a list', () => {
  it('follow one another', () => expect(joined(rowsOf(3, 2), rowsOf(1, 0), key)).toEqual(rowsOf(3, 2, 1, 0)))
  it('repeat nothing when new rows came in at the front', () => expect(joined(rowsOf(3, 2), rowsOf(2, 1), key)).toEqual(rowsOf(3, 2, 1)))
})

describe('a list', () => {
  /** Newest first, as a server gives it. */
  function listOf(ids: number[]) {
    const asked: number[] = []
    const list = useList<{ id: number }>({
      key,
      fetch: (offset, limit) => {
        asked.push(offset)
        return Promise.resolve({ rows: rowsOf(...ids.slice(offset, offset + limit)), total: ids.length })
      },
    })
    return { list, asked }
  }
  const down = (from: number, count: number) => Array.from({ length: count }, (_, i) => from - i)

  it('is read page by page to its end', async () => {
    const { list, asked } = listOf(down(119, 120))
    await list.load(true)
    await list.more()
    expect(list.rows.value).toHaveLength(100)
    await list.more()
    expect(asked).toEqual([0, 50, 100])
    expect(list.rows.value.map((row) => row.id)).toEqual(down(119, 120))
    expect(list.total.value).toBe(120)
  })
  it('has each row once though it grew in between', async () => {
    const ids = down(59, 60)
    const { list } = listOf(ids)
    await list.load(true)
    ids.unshift(61, 60)
    await list.more()
    expect(list.rows.value.map((row) => row.id)).toEqual(down(59, 60))
  })
  it('ends where nothing more comes', async () => {
    const ids = down(59, 60)
    const { list } = listOf(ids)
    await list.load(true)
    ids.length = 50
    await list.more()
    expect(list.total.value).toBe(50)
  })
  it('drops the answer to an earlier question', async () => {
    const answers: ((ids: number[]) => void)[] = []
    const list = useList<{ id: number }>({
      key, fetch: () => new Promise((resolve) => answers.push((ids) => resolve({ rows: rowsOf(...ids), total: ids.length }))),
    })
    const first = list.load(true)
    const second = list.load(true)
    answers[1]!([2])
    answers[0]!([1])
    await Promise.all([first, second])
    expect(list.rows.value).toEqual(rowsOf(2))
  })
  it('keeps what it has when more cannot be had', async () => {
    let failing = false
    const list = useList<{ id: number }>({
      key, fetch: () => (failing ? Promise.reject(new Error('gone')) : Promise.resolve({ rows: rowsOf(2, 1), total: 9 })),
    })
    await list.load(true)
    failing = true
    await list.more()
    expect(list.rows.value).toEqual(rowsOf(2, 1))
    expect(list.error.value).toBeInstanceOf(Error)
    expect(list.busy.value).toBe(false)
  })
})
