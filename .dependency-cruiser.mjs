// Arrows only go down: apps, stands → adapters → sdk, doctor, registry → xml-security, database → pki, message → gost, xml.
// Each row: a layer may import only the layers named for it. `testing` may import every package; only tests import it.
const layers = {
  xml: [],
  gost: [],
  message: ['xml', 'gost'],
  pki: ['xml', 'gost'],
  database: ['message', 'pki', 'gost', 'xml'],
  'xml-security': ['message', 'pki', 'gost', 'xml'],
  journal: ['xml-security', 'database', 'message', 'pki', 'gost', 'xml'],
  delivery: ['journal', 'xml-security', 'database', 'message', 'pki', 'gost', 'xml'],
  registry: ['xml-security', 'database', 'message', 'pki', 'gost', 'xml'],
  sdk: ['xml-security', 'database', 'message', 'pki', 'gost', 'xml'],
  doctor: ['registry', 'xml-security', 'database', 'message', 'pki', 'gost', 'xml'],
}
const test = '\\.(test|fuzz)\\.ts$|/test-setup/'
const all = [...Object.keys(layers), 'testing']

const downwards = Object.entries(layers).map(([name, below]) => ({
  name: `${name}-imports-only-what-lies-below`,
  comment: `packages/${name} may import: ${below.join(', ') || 'no other package'}`,
  severity: 'error',
  from: { path: `^packages/${name}/`, pathNot: test },
  to: {
    path: `^packages/(${all.filter((other) => other !== name && !below.includes(other)).join('|')})/`,
  },
}))

export default {
  forbidden: [
    ...downwards,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'packages-import-no-app-stand-or-adapter',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|stands|adapters|conformance|bench)/' },
    },
    {
      name: 'adapters-import-no-app-or-stand',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^(apps|stands|conformance|bench)/' },
    },
    {
      name: 'apps-never-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|stands|conformance|bench)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'stands-never-import-each-other-or-apps',
      severity: 'error',
      from: { path: '^stands/([^/]+)/' },
      to: { path: '^(apps|stands|conformance|bench)/', pathNot: '^stands/$1/' },
    },
    {
      name: 'conformance-and-bench-see-apps-only-from-outside',
      severity: 'error',
      from: { path: '^(conformance|bench)/' },
      to: { path: '^(apps|stands)/' },
    },
    {
      name: 'only-through-the-face',
      severity: 'error',
      from: { path: '^(packages|adapters|stands|apps|conformance|bench)/([^/]+)/' },
      to: {
        path: '^(packages|adapters)/[^/]+/',
        pathNot: ['^$1/$2/', '^(packages|adapters)/[^/]+/src/index\\.ts$'],
      },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: {
        path: '^(packages|adapters|stands|apps)/',
        pathNot: [test, '^packages/testing/'],
      },
      to: { path: '^packages/testing/' },
    },
    {
      name: 'stages-import-only-exchange-and-packages',
      comment: 'a stage of the gateway knows the others by their types in exchange.ts alone',
      severity: 'error',
      from: {
        path: '^apps/gateway/src/(envelope|authenticate|authorize|route|payload|admit|deliver)/',
        pathNot: test,
      },
      to: {
        path: '^apps/gateway/',
        pathNot: ['^apps/gateway/src/$1/', '/(exchange|gathered-bytes)\\.ts$'],
      },
    },
    {
      name: 'exchange-holds-types-and-imports-no-stage',
      severity: 'error',
      from: { path: '^apps/gateway/src/exchange\\.ts$' },
      to: { path: '^apps/gateway/' },
    },
    {
      name: 'packages-open-no-listening-socket',
      severity: 'error',
      from: { path: '^packages/', pathNot: [test, '^packages/testing/'] },
      to: { path: '^(fastify|ws)$|node_modules/(fastify|ws)/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
