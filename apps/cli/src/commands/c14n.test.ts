import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, runArna } from '../test-setup/run-arna.ts'

const xml = `<?xml version="1.0"?>
<!-- before --><a xmlns:x="urn:x" xmlns="urn:a"  z='1' b="2"><x:part Id="p1"><!-- in --><c/></x:part></a>`

describe('arna c14n', () => {
  test('writes the exclusive form of a document', async () => {
    const ran = await runArna(['c14n', '-', '--method', 'exc'], { input: xml })
    expect(ran).toEqual({
      code: 0,
      stdout: '<a xmlns="urn:a" b="2" z="1"><x:part xmlns:x="urn:x" Id="p1"><c></c></x:part></a>',
      stderr: '',
    })
  })

  test('writes the inclusive form with comments of one element', async () => {
    const words = ['c14n', '-', '--method', 'inc', '--comments', '--id', 'p1']
    const { stdout } = await runArna(words, { input: xml })
    expect(stdout).toBe('<x:part xmlns="urn:a" xmlns:x="urn:x" Id="p1"><!-- in --><c></c></x:part>')
  })

  test('takes a list of prefixes', async () => {
    const words = ['c14n', '-', '--method', 'exc', '--prefixes', 'x #default']
    const { stdout } = await runArna(words, { input: '<a xmlns:x="urn:x" xmlns:y="urn:y"/>' })
    expect(stdout).toBe('<a xmlns:x="urn:x"></a>')
  })

  test('tells programs the digest beside the bytes', async () => {
    const { stdout } = await runArna(['c14n', '-', '--method', 'exc', '--json'], { input: '<a/>' })
    expect(JSON.parse(stdout)).toEqual({
      canonical: '<a></a>',
      sha256: 'qBKmm6aFilTO/bL8OILnzrfWaqHteSViCChy3W7U+SE=',
    })
  })

  test.each([
    ['<a>', ['--id', 'x'], 'standard input is not XML: '],
    ['<!DOCTYPE a><a/>', [], 'standard input is not XML: '],
    ['<a/>', ['--id', 'x'], 'no element of standard input has the id x'],
    ['<a Id="x"><b ID="x"/></a>', ['--id', 'x'], '2 elements of standard input have the id x'],
  ])('refuses %j', async (input, more, message) => {
    const { code, stdout, stderr } = await runArna(['c14n', '-', '--method', 'exc', ...more], {
      input,
    })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('gives the same bytes by the second engine, and knows no third', async () => {
    const words = ['c14n', '-', '--method', 'exc', '--comments']
    const [first, second, third] = await Promise.all(
      ['arna', 'libxml2', 'other'].map((engine) =>
        runArna(words, { input: xml, env: { ARNA_XML: engine } }),
      ),
    )
    expect(first!.code).toBe(0)
    expect(second).toEqual(first)
    expect(third).toEqual({
      code: 2,
      stdout: '',
      stderr: 'arna: ARNA_XML is other: set it to arna or libxml2, or leave it out\n',
    })
  })

  test('reads files in folders with spaces', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'an input.xml'), '<a/>')
    const { stdout } = await runArna(['c14n', 'an input.xml', '--method', 'inc'], { cwd: folder })
    expect(stdout).toBe('<a></a>')
  })
})
