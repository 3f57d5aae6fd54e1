import { describe, expect, it } from 'vitest'
import { ACCOUNT_NAME, acceptable, passwordRules, strength } from './password'

describe('a password', () => {
  it('has 12 to 128 characters', () => {
    expect(passwordRules('abcdefghik9', '').length).toBe(false)
    expect(passwordRules('abcdefghik92', '').length).toBe(true)
    expect(passwordRules('长'.repeat(129), '').length).toBe(false)
  })
  it('does not contain the account name, in any case', () => {
    expect(passwordRules('my-LIN-password', 'lin').noName).toBe(false)
    expect(passwordRules('something-else-1', 'lin').noName).toBe(true)
  })
  it('is not a common, repeated or counted one', () => {
    expect(passwordRules('password123456', '').varied).toBe(false)
    expect(passwordRules('aaaaaaaaaaaaaa', '').varied).toBe(false)
    expect(passwordRules('passwordpassword', '').varied).toBe(false)
    expect(passwordRules('abcdefghijklmn', '').varied).toBe(false)
  })
  it('may be a phrase', () => {
    expect(acceptable('每天早上喝一杯热豆浆再上班', 'lin')).toBe(true)
    expect(strength('correct horse battery 9!', 'lin')).toBe('strong')
  })
  it('is weak as long as a rule is not met', () => expect(strength('Ab1!', 'lin')).toBe('weak'))
})

describe('an account name', () => {
  it('has letters, digits and three signs', () => {
    expect(ACCOUNT_NAME.test('lin_2.a-b')).toBe(true)
    expect(ACCOUNT_NAME.test('小林')).toBe(false)
    expect(ACCOUNT_NAME.test('')).toBe(false)
  })
})
