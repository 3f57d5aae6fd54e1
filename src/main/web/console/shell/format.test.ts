import { describe, expect, it } from 'vitest'
import { clock, dateTime, day, duration, millis, percent, when } from './format'

describe('a running clock', () => {
  it('counts seconds, minutes and hours', () => {
    expect(clock(0)).toBe('0:00')
    expect(clock(7_999)).toBe('0:07')
    expect(clock(83_000)).toBe('1:23')
    expect(clock(3_723_000)).toBe('1:02:03')
  })
  it('is never negative', () => expect(clock(-5_000)).toBe('0:00'))
})

describe('a measured length of time', () => {
  it('shows tenths of a second below a minute', () => {
    expect(duration(0, 'zh-CN')).toBe('0 秒')
    expect(duration(8_449, 'zh-CN')).toBe('8.4 秒')
    expect(duration(20_000, 'en')).toBe('20 s')
  })
  it('never says 60 seconds', () => {
    expect(duration(59_949, 'zh-CN')).toBe('59.9 秒')
    expect(duration(59_960, 'zh-CN')).toBe('1 分')
    expect(duration(3_599_700, 'en')).toBe('1 h')
  })
  it('shows the two largest units', () => {
    expect(duration(125_000, 'zh-CN')).toBe('2 分 5 秒')
    expect(duration(3_780_000, 'en')).toBe('1 h 3 m')
    expect(duration(187_200_000, 'zh-CN')).toBe('2 天 4 小时')
  })
})

describe('a share', () => {
  it('has at most one decimal', () => {
    expect(percent(0.5)).toBe('50%')
    expect(percent(0.9123)).toBe('91.2%')
  })
  it('does not claim all or nothing where it is not so', () => {
    expect(percent(0.9999)).toBe('99.9%')
    expect(percent(1)).toBe('100%')
    expect(percent(0.0001)).toBe('0.1%')
    expect(percent(0)).toBe('0%')
  })
})

describe('durations of a policy', () => {
  it('are read in every unit', () => {
    expect(millis('250ms')).toBe(250)
    expect(millis('20s')).toBe(20_000)
    expect(millis('3m')).toBe(180_000)
    expect(millis('24h')).toBe(86_400_000)
    expect(millis(1500)).toBe(1500)
  })
  it('are not guessed', () => expect(millis('soon')).toBeNaN())
})

describe('dates', () => {
  const now = new Date(2026, 2, 3, 10, 0)
  it('name today and yesterday', () => {
    expect(day(new Date(2026, 2, 3, 0, 1), 'zh-CN', now)).toBe('今天')
    expect(day(new Date(2026, 2, 2, 23, 59), 'en', now)).toBe('Yesterday')
  })
  it('are short in lists', () => {
    expect(when(new Date(2026, 2, 3, 9, 5), 'zh-CN', now)).toBe('09:05')
    expect(when(new Date(2026, 1, 1, 9, 5), 'zh-CN', now)).toBe('02-01 09:05')
    expect(when(new Date(2025, 1, 1, 9, 5), 'zh-CN', now)).toBe('2025-02-01')
  })
  it('are exact where asked', () => expect(dateTime(new Date(2026, 2, 3, 9, 5, 7))).toBe('2026-03-03 09:05:07'))
  it('leave bad input empty', () => expect(dateTime('?')).toBe(''))
})
