import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('readConfig', () => {
  test('has the ports and the folder that the README names', () => {
    expect(readConfig({}, '/project')).toMatchObject({
      home: '/project/.arna',
      ports: {
        startPage: 8080,
        gateways: {
          testInner: 8081,
          testOuter: 8082,
          productionInner: 8083,
          productionOuter: 8084,
        },
        postgres: 8085,
        demoService: 8086,
      },
      databaseUrl: undefined,
    })
  })

  test('moves all ports together', () => {
    const { ports } = readConfig({ ARNA_PORT_BASE: '9000' }, '/')
    expect([ports.gateways.testInner, ports.postgres, ports.demoService]).toEqual([
      9001, 9005, 9006,
    ])
  })

  test.each(['0', '65530', '80.5', '-1', 'http', '0x1F90', ' 8080'])(
    'refuses the port base %j',
    (text) => {
      expect(() => readConfig({ ARNA_PORT_BASE: text }, '/')).toThrow(
        `ARNA_PORT_BASE is ${text}: set it to a whole number from 1 to 65515. It and the six ports above it`,
      )
    },
  )

  test('takes a home relative to where it is started', () => {
    expect(readConfig({ ARNA_HOME: '../data' }, '/project/a').home).toBe('/project/data')
  })

  test('refuses an XML engine that there is not', () => {
    expect(() => readConfig({ ARNA_XML: 'expat' }, '/')).toThrow(
      'ARNA_XML is expat: set it to arna or libxml2',
    )
  })
})
