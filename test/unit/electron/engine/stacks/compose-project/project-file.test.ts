import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DiagnosticError, describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import {
  type ProjectFile,
  readProjectFile,
} from '../../../../../../electron/engine/stacks/compose-project/project-file.ts';

const VALUES = new Map<string, { readonly text: string } | 'secret'>([
  ['TAG', { text: '1.4' }],
  ['EMPTY', { text: '' }],
  ['SECRET_KEY', 'secret'],
]);

function read(text: string, names: readonly string[] = ['compose.yaml', 'conf/app.conf']): ProjectFile {
  return readProjectFile({
    instanceId: 'inventory',
    file: 'stacks/inventory/compose.yaml',
    text,
    names,
    values: VALUES,
  });
}

function problems(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((each) => `${each.code} ${describeDiagnostic(each, 'en').summary}`);
  }
  return [];
}

const one = (lines: string, rest = '') =>
  `services:\n  web:\n    image: acme/web:1\n${lines.replace(/^/gm, '    ')}\n${rest}`;

it('reads services with their images, ports and jobs as compose would start them', () => {
  expect(
    read(`
x-common: &common
  restart: unless-stopped
services:
  migrate:
    <<: *common
    image: acme/web:\${TAG}
    environment: { SECRET_KEY: "\${SECRET_KEY:?set}", PRICE: 5$$, PLAIN: null, HOW: $(date) 5$ }
    depends_on: { db: { condition: service_healthy } }
  web:
    extends: migrate
    networks: [default, back]
    ports: ["8080:80", "127.0.0.1:9000-9002:9000-9002", "53:53/udp", "7000", { target: 80, published: "8443", host_ip: 0.0.0.0 }]
    env_file: [.env, { path: gone.env, required: false }]
    volumes: ["./conf:/etc/app:ro", "data:/data", /var/scratch, "/srv/shared:/shared"]
    depends_on: { migrate: { condition: service_completed_successfully }, debug: { condition: service_started, required: false } }
  db:
    image: \${DB_IMAGE:-postgres:\${EMPTY:-16}}
    volumes: [{ type: volume, source: data, target: /d }, { type: tmpfs, target: /t }]
  debug:
    build: .
    command: $HOME \${DISPLAY}
    profiles: [office]
volumes: { data: }
networks: { back: }
`),
  ).toEqual({
    services: [
      { name: 'migrate', image: 'acme/web:1.4', ports: [] },
      {
        name: 'web',
        image: 'acme/web:1.4',
        ports: [
          { port: 8080, protocol: 'tcp', address: '*' },
          ...[9000, 9001, 9002].map((port) => ({ port, protocol: 'tcp', address: '127.0.0.1' })),
          { port: 53, protocol: 'udp', address: '*' },
          { port: 8443, protocol: 'tcp', address: '*' },
        ],
      },
      { name: 'db', image: 'postgres:16', ports: [] },
    ],
    jobs: ['migrate'],
    subnets: [],
  });
});

it.each([
  ['a build', one('build: .'), 'brought.build The service web in stacks/inventory/compose.yaml is built from sources.'],
  [
    'no image',
    'services: { web: { restart: always } }',
    'brought.no-image The service web in stacks/inventory/compose.yaml names no image.',
  ],
  ['an image that is empty', 'services: { web: { image: "${EMPTY}" } }', 'brought.no-image'],
  ['an image that depends on a secret', 'services: { web: { image: "a:${SECRET_KEY}" } }', 'brought.no-image'],
  ['a name that is none', 'services: { web: { image: "ACME/Web:1" } }', 'brought.image'],
  ['include', `include: [other.yaml]\n${one('')}`, 'brought.include'],
  ['another file’s service', one('extends: { file: base.yaml, service: web }'), 'brought.extends-file'],
  ['services that extend each other', 'services: { a: { extends: b }, b: { extends: a } }', 'brought.shape'],
  [
    'a place above the folder',
    one('volumes: ["./../../etc:/etc"]'),
    'brought.outside web.volumes in stacks/inventory/compose.yaml leads out of the folder: ./../../etc.',
  ],
  ['the home of whoever runs it', one('volumes: [{ type: bind, source: ~/data, target: /d }]'), 'brought.outside'],
  ['a drive of the laptop', one(String.raw`volumes: ['C:\data:/d']`), 'brought.outside'],
  ['an env file that is not there', one('env_file: settings.env'), 'brought.file-missing'],
  ['an env file elsewhere', one('env_file: { path: ../x.env, required: false }'), 'brought.outside'],
  ['a config that is not there', one('', 'configs: { c: { file: ./conf/other.conf } }'), 'brought.file-missing'],
  ['a volume that nobody declares', one('volumes: ["date:/d"]', 'volumes: { data: {} }'), 'brought.undeclared'],
  [
    'a volume that somebody else has to make',
    one('', 'volumes: { data: { external: true } }'),
    'brought.external volumes.data in stacks/inventory/compose.yaml is external',
  ],
  ['a network of that kind', one('', 'networks: { n: { external: { name: back } } }'), 'brought.external networks.n'],
  ['a network that nobody declares', one('networks: { back: null }'), 'brought.undeclared'],
  [
    'a secret that nobody declares',
    one('secrets: [{ source: key }]', 'configs: {}'),
    'uses key, which the file does not declare below secrets',
  ],
  [
    'a value that compose demands even for what does not start',
    'services: { a: { image: a }, b: { image: "b:${OFFICE:?}", profiles: [x] } }',
    'brought.variable',
  ],
  ['a service that does not start', one('depends_on: [cache]'), 'brought.dependency'],
  ['a variable without value', one('command: $WHO ${WHO} ${WHAT:?say it}'), 'brought.variable'],
  ['a ${ that is none', one('command: echo ${1}'), 'brought.interpolation'],
  ['a value that compose demands in a part of its own', `x-a: "\${A:?}"\n${one('')}`, 'brought.variable'],
  [
    'a key twice',
    'services:\n  web: {image: a}\nservices: {}',
    'brought.yaml stacks/inventory/compose.yaml cannot be read, line 3: Map keys must be unique.',
  ],
  ['a tag of its own', 'services: !reset {}', 'brought.yaml'],
  ['two documents', 'services: {}\n---\nservices: {}', 'brought.yaml'],
  ['nothing that starts', 'services: { a: { image: a, profiles: [x] } }', 'brought.shape'],
  ['no services', '[1, 2]', 'brought.shape'],
])('refuses %s', (_, text, expected) => {
  expect(problems(text)[0]).toContain(expected);
});

it('tells everything that is wrong at once, each variable once', () => {
  const text =
    'services: { a: { build: . }, b: { image: "x:$A", command: "$A $B" }, c: { image: d, depends_on: [e] } }';
  expect(problems(text).map((each) => each.split(' ')[0])).toEqual([
    'brought.build',
    'brought.variable',
    'brought.variable',
    'brought.dependency',
  ]);
});

it('follows what an honest file repeats, and says in plain words where it is too much', () => {
  const services = Array.from({ length: 120 }, (_, at) => `  s${at}: { <<: *all, labels: *tags, environment: *env }`);
  const shared = 'x-all: &all { image: a, init: true }\nx-tags: &tags { a: 1, b: 2 }\nx-env: &env { A: 1 }';
  expect(read(`${shared}\nservices:\n${services.join('\n')}`).services).toHaveLength(120);
  const doubled = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
  expect(problems(['a0: &a0 [x]', ...doubled].join('\n'))[0]).toMatch(/line 1: [^:]*alias[^:]*$/i);
});

it('does not follow a file that grows by its aliases, nests without end, or names itself', () => {
  const doubled = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
  for (const text of [
    ['a0: &a0 [x]', ...doubled].join('\n'),
    '['.repeat(100_000),
    'a: &a [*a]',
    `${'a: {'.repeat(60)}`,
  ])
    expect(problems(text)[0]).toMatch(/^brought\.(yaml|shape) /);
});

it('defaults of defaults are followed as far as a person means them, and no file ends the reading otherwise', () => {
  const nested = (depth: number) => `${'${A:-'.repeat(depth)}x${'}'.repeat(depth)}`;
  expect(problems(one(`command: "${nested(50)}"`))).toEqual([]);
  for (const depth of [51, 3000])
    expect(problems(one(`command: "${nested(depth)}"`))[0]).toMatch(/^brought\.interpolation .*50 × \$\{/);
  expect(problems(one(`command: "\${A:-${'$B'.repeat(200_000)}}"`))).toEqual([
    expect.stringMatching(/^brought.variable /),
  ]);
  const chain = Array.from({ length: 3000 }, (_, at) => `  s${at}: { extends: s${at + 1} }`).join('\n');
  expect(problems(`services:\n${chain}\n  s3000: { image: a }`)[0]).toMatch(/^brought\.shape /);
});

const key = fc.constantFrom(
  'image',
  'build',
  'extends',
  'ports',
  'volumes',
  'depends_on',
  'env_file',
  'profiles',
  '__proto__',
  'x',
);
const text = fc.oneof(
  fc.constantFrom(
    'web',
    'db',
    '../..',
    '~',
    '${',
    '${A:-${B}}',
    '$$',
    'a:b:c',
    '1-99999:1',
    '.env',
    '::1',
    'postgres:16',
  ),
  fc.string({ maxLength: 12 }),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
})).map;

it('whatever somebody wrote is read or refused with a diagnostic, never with anything else', () => {
  const project = fc.dictionary(fc.constantFrom('web', 'db', 'a b', ''), value);
  fc.assert(
    fc.property(project, (services) => {
      problems(JSON.stringify({ services, volumes: { a: null } }));
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (noise) => {
      problems(noise);
      problems(`services:\n  web:\n    image: ${noise}`);
    }),
    { numRuns: 300 },
  );
});
