/**
 * The walls of the house, as ARCHITECTURE draws them. tsc's project references keep the coarse ones; these are the finer.
 * Types-only imports count too, except where a rule says otherwise.
 */
const engine = '^electron/engine/';

/** Where a value's maker and its user name each other's types; no module of these needs the other to be loaded. */
const TYPE_CYCLES = [
  `${engine}rehearsal/kernel/(world|process|run-transient-unit|shell/(evaluate|compound|redirect|builtins))\\.ts$`,
  `${engine}rehearsal/kernel/shell/builtins/`,
  `${engine}image/partitions/`,
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: [...TYPE_CYCLES] }, to: { circular: true } },
    {
      name: 'api-imports-zod-and-orpc-contract-only',
      severity: 'error',
      from: { path: '^electron/api/' },
      to: { pathNot: ['^electron/api/', 'node_modules/zod/', 'node_modules/@orpc/contract/'] },
    },
    {
      name: 'engine-knows-no-face',
      severity: 'error',
      from: { path: engine },
      to: { path: ['^electron/(main|preload|server|cli|flasher)/', '^renderer/', 'node_modules/electron/'] },
    },
    {
      name: 'shell-stands-alone',
      severity: 'error',
      from: { path: `${engine}shell/` },
      to: { path: '^electron/', pathNot: `${engine}shell/` },
    },
    {
      name: 'transport-knows-no-steps',
      severity: 'error',
      from: { path: `${engine}transport/` },
      to: { path: `${engine}(steps|run|plan|facts|stacks|app)/` },
    },
    {
      name: 'facts-and-pve-see-transport-as-types',
      severity: 'error',
      from: { path: `${engine}(facts|pve)/` },
      to: { path: `${engine}(transport/(?!port)|run/|app/)` },
    },
    {
      name: 'steps-and-checks-see-transport-as-types',
      severity: 'error',
      from: { path: `${engine}(steps|stacks|checks)/`, pathNot: 'stacks/[^/]+/rehearsal/' },
      to: { path: `${engine}(transport/(?!port)|run/|plan/|app/)` },
    },
    {
      name: 'plan-and-run-know-no-concrete-step',
      severity: 'error',
      from: { path: `${engine}(plan|run)/` },
      to: { path: `${engine}(steps/(?!step\\.ts)|stacks/|app/)` },
    },
    {
      name: 'product-knows-no-rehearsal',
      severity: 'error',
      from: {
        path: `${engine}(steps|facts|pve|transport|plan|run|checks|shell|answers|image|usb|report|workspace|export|arrival|connect|tls)/`,
      },
      to: { path: `${engine}rehearsal/` },
    },
    {
      name: 'faces-see-the-engine-through-one-door',
      severity: 'error',
      from: { path: '^electron/(main|cli)/' },
      to: { path: engine, pathNot: `${engine}engine\\.ts$` },
    },
    {
      name: 'server-is-handed-its-router',
      severity: 'error',
      from: { path: '^electron/server/' },
      to: { path: [engine, 'node_modules/electron/'] },
    },
    {
      name: 'preload-imports-electron-only',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { path: ['^electron/(?!preload)', '^renderer/'] },
    },
    {
      name: 'flasher-runs-as-root-and-trusts-nobody',
      severity: 'error',
      from: { path: '^electron/flasher/' },
      to: { pathNot: ['^electron/flasher/', '^electron/api/drive\\.ts$'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'page-knows-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^electron/(?!api/)', 'node_modules/electron/'] },
    },
    {
      name: 'page-uses-no-core-module',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'monitoring-stands-alone',
      severity: 'error',
      from: { path: '^installer-assets/' },
      to: { path: ['^electron/', '^renderer/', '^test/', '^build/'] },
    },
    {
      name: 'monitoring-speaks-by-its-protocol',
      severity: 'error',
      from: { path: '^(electron|renderer)/' },
      to: { path: '^installer-assets/', pathNot: '^installer-assets/stacks/monitoring/protocol/' },
    },
    {
      name: 'monitoring-page-knows-no-node',
      severity: 'error',
      from: { path: '^installer-assets/stacks/monitoring/page/' },
      to: {
        pathNot: [
          '^installer-assets/stacks/monitoring/(page|protocol)/',
          '^installer-assets/stacks/monitoring/web/messages/sentences\\.ts$',
          'node_modules/uplot/',
        ],
      },
    },
    {
      name: 'protocol-imports-zod-only',
      severity: 'error',
      from: { path: '^installer-assets/stacks/monitoring/protocol/' },
      to: { pathNot: ['^installer-assets/stacks/monitoring/protocol/', 'node_modules/zod/'] },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      from: { path: '^(electron|renderer)/' },
      to: { path: '^test/' },
    },
    {
      name: 'one-file-starts-processes',
      severity: 'error',
      from: {
        path: engine,
        pathNot: [
          `${engine}transport/local\\.ts$`,
          `${engine}usb/run-flasher\\.ts$`,
          `${engine}rehearsal/executables/real-hands\\.ts$`,
        ],
      },
      to: { path: '^(node:)?child_process$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
