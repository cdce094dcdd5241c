import { userInfo } from 'node:os'
import { expect, test } from 'vitest'
import { operatorName } from './operator.ts'

test('the operator is the user of the system, and whoever became it by sudo', () => {
  const own = userInfo().username
  expect(operatorName(undefined)).toBe(own)
  expect(operatorName(own)).toBe(own)
  expect(operatorName('aigul')).toBe(`aigul as ${own}`)
})
