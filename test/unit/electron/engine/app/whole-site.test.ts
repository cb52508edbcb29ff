import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { EditMemory } from '../../../../../electron/engine/app/edit-memory.ts';
import { SiteShelf } from '../../../../../electron/engine/app/site-shelf.ts';
import { checkWholeSite } from '../../../../../electron/engine/app/whole-site.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { openTestEngine, ROOT, testPorts } from '../../../../support/test-engine.ts';

const assets = folderAssets(ROOT);
const EXAMPLE = readFileSync(join(ROOT, 'examples/two-node/site.toml'), 'utf8');
const COMPOSE = 'services: { web: { image: "acme/web:1", ports: ["8080:80"] } }\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sitewright-whole-'));
  put('stacks/inventory/compose.yaml', COMPOSE);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const instance = (id: string, options: string, stack = 'compose') =>
  `\n[[stacks]]\nstack = "${stack}"\nid = "${id}"\non = "vm-dashboard"\n\n[stacks.options]\n${options}\n`;
const OWN = instance('inventory', 'folder = "stacks/inventory"');

async function check(added = OWN) {
  put('site.toml', EXAMPLE + added);
  const { site, draft, diagnostics } = await checkWholeSite(root, assets);
  const told = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((each) => `${each.code} ${each.subject.field ?? ''} ${describeDiagnostic(each, 'en').summary}`);
  return { site, draft, told, diagnostics };
}

it('a site has what its stacks bring: every plain file of the folder, byte for byte, by name', async () => {
  put('stacks/inventory/conf/app.conf', Buffer.from([0, 255, 10]));
  put('stacks/inventory/.git/config', 'of the office');
  for (const name of ['.DS_Store', '._compose.yaml', '.compose.yaml.swp', 'conf/app.conf~'])
    put(`stacks/inventory/${name}`, 'of the laptop');
  const { site, told } = await check();
  expect(told).toEqual([]);
  expect(site?.stacks.map(({ files }) => files)).toEqual([
    undefined,
    [
      { name: 'compose.yaml', base64: Buffer.from(COMPOSE).toString('base64') },
      { name: 'conf/app.conf', base64: 'AP8K' },
    ],
  ]);
});

it('a site file cannot say itself what its folder holds', async () => {
  const { site, told } = await check(OWN.replace('[stacks.options]', 'files = []\n\n[stacks.options]'));
  expect(site).toBeUndefined();
  expect(told[0]).toContain('files');
});

it.each([
  ['no folder', () => rmSync(join(root, 'stacks'), { recursive: true }), 'brought.folder-missing'],
  ['no compose file', () => rmSync(join(root, 'stacks/inventory/compose.yaml')), 'brought.no-compose-file'],
  ['a link in it', () => symlinkSync('/etc/passwd', join(root, 'stacks/inventory/users')), 'brought.not-plain'],
  [
    'a link to it',
    () => {
      rmSync(join(root, 'stacks'), { recursive: true });
      symlinkSync('/etc', join(root, 'stacks'));
    },
    'brought.not-plain',
  ],
  ['secrets in clear text', () => put('stacks/inventory/.env', 'PASSWORD=x'), 'brought.reserved-name'],
  [
    'an override that compose would not read here',
    () => put('stacks/inventory/compose.override.yml', ''),
    'brought.reserved-name',
  ],
  ['the place of what ran before', () => put('stacks/inventory/.previous', ''), 'brought.reserved-name'],
  ['our own file', () => put('stacks/inventory/compose.sitewright.yaml', ''), 'brought.reserved-name'],
  ['a blank in a name', () => put('stacks/inventory/my file', ''), 'brought.name'],
  [
    'too many files',
    () => {
      for (let count = 0; count < 64; count += 1) put(`stacks/inventory/f${count}`, '');
    },
    'brought.too-much',
  ],
  ['too many bytes', () => put('stacks/inventory/large', Buffer.alloc(1024 * 1024)), 'brought.too-much'],
  ['folders without end', () => put(`stacks/inventory/${'d/'.repeat(9)}f`, ''), 'brought.depth'],
])('%s is told when the site is checked, and the site is not ready', async (_, spoil, expected) => {
  spoil();
  const { site, draft, told } = await check();
  expect(told.join('\n')).toContain(expected);
  expect(told).toHaveLength(1);
  expect({ site, draft: draft?.stacks.length }).toEqual({ site: undefined, draft: 2 });
});

it('a folder full of what cannot be taken along is not walked to its end', async () => {
  for (let count = 0; count < 60; count += 1) put(`stacks/inventory/${count % 2 ? 'a' : 'b'}/my file ${count}`, '');
  expect((await check()).told).toHaveLength(20);
});

it.each([
  [
    'two projects of one name',
    OWN +
      instance('other', 'folder = "stacks/inventory"\nproject = "inventory"').replace('vm-dashboard', 'vm-dashboard'),
    'brought.project-taken stacks[2] The stack instances inventory and other on vm-dashboard have the same compose project inventory.',
  ],
  [
    'a port that another instance publishes',
    OWN + instance('other', 'folder = "stacks/inventory"'),
    'brought.port-taken stacks[2] The stack instance other wants port 8080 of vm-dashboard, which inventory has.',
  ],
  [
    'the dashboard’s port',
    instance(
      'second',
      'httpPort = 8000\nproject = "second"\nsecretKey = "secret:a"\ndatabasePassword = "secret:b"\nadminPassword = "secret:c"',
      'monitoring',
    ),
    'brought.port-taken stacks[1] The stack instance second wants port 8000 of vm-dashboard, which monitoring has.',
  ],
  ['a stack that nobody knows', instance('a', '', 'nothing'), 'stack.unknown stacks[1]'],
  [
    'a question to a service that is not there',
    instance(
      'a',
      'folder = "stacks/inventory"\n[[stacks.options.smoke]]\ntitle = "x"\ncommand = { service = "db", run = ["true"] }',
    ),
    'brought.smoke-service stacks[1] A smoke test of a asks the service db, which stacks/inventory/compose.yaml does not keep running.',
  ],
  ['options that are wrong', instance('a', 'folder = "../x"'), 'stack.options stacks[1].options.folder'],
  [
    'a password in clear text',
    instance('a', 'folder = "stacks/inventory"\nenvironment = { DJANGO_SECRET_KEY = "hunter2" }'),
    'site.secret-in-file stacks[1].options.environment.DJANGO_SECRET_KEY',
  ],
  [
    'a password in a URL',
    instance('a', 'folder = "stacks/inventory"\nenvironment = { DATABASE_URL = "postgres://app:hunter2@db/app" }'),
    'site.secret-in-file stacks[1].options.environment.DATABASE_URL',
  ],
])('%s is told when the site is checked', async (_, added, expected) => {
  const { site, told } = await check(added);
  expect(told[0]).toContain(expected);
  expect(told.join()).not.toContain('hunter2');
  expect(site).toBeUndefined();
});

it('SSH and the registry have their ports, and the line of the instance is named', async () => {
  put('stacks/inventory/compose.yaml', COMPOSE.replace('8080:80', '5000:80", "127.0.0.1:22:22'));
  const { told, diagnostics } = await check();
  expect(told.map((each) => each.replace(/^.*stack instance /, ''))).toEqual([
    'inventory wants port 22 of vm-dashboard, which SSH has.',
    'registry wants port 5000 of vm-dashboard, which inventory has.',
  ]);
  const [first] = diagnostics.filter(({ code }) => code === 'brought.port-taken');
  const line = (EXAMPLE + OWN).split('\n').lastIndexOf('[[stacks]]') + 1;
  expect(first?.subject).toMatchObject({ field: 'stacks[1]', line, file: join(root, 'site.toml') });
});

it('two of each stack stand side by side on one machine', async () => {
  put('stacks/second/docker-compose.yml', COMPOSE.replace('8080', '8081'));
  const monitoring =
    'httpPort = 8001\nproject = "second_project"\nsecretKey = "secret:a"\ndatabasePassword = "secret:b"\nadminPassword = "secret:c"\nredirect = false';
  const { site, told } = await check(
    OWN + instance('second', 'folder = "stacks/second"') + instance('watch', monitoring, 'monitoring'),
  );
  expect(told).toEqual([]);
  expect(site?.stacks).toHaveLength(4);
});

it('a site that is made from an example has what the example brings', async () => {
  vi.stubEnv('HOME', root);
  const test = openTestEngine();
  try {
    const client = test.engine.client('window');
    const sites = await client.sites.list();
    const example = sites.find(({ folder }) => folder.endsWith('bring-your-own'));
    const made = await client.sites.copyExample({ site: example?.ref ?? '', name: 'my-own' });
    expect(made.path).toBe(join(root, 'sites/my-own/site.toml'));
    expect(made.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(made.site?.stacks[0]?.files?.map(({ name }) => name)).toEqual(['compose.yaml', 'nginx/site.conf']);
    expect(readFileSync(join(root, 'sites/my-own/stacks/inventory/compose.yaml'))).toEqual(
      readFileSync(join(ROOT, 'examples/bring-your-own/stacks/inventory/compose.yaml')),
    );
  } finally {
    await test.close();
    vi.unstubAllEnvs();
  }
});

it('a site that cannot even be looked at is shown as broken, and hides no other one', async () => {
  const tooDeep = () => {
    throw new RangeError('too deep');
  };
  const unfit = { asset: tooDeep, list: tooDeep, text: tooDeep };
  const folders = { state: root, sites: root, cache: root, siteState: (id: string) => join(root, id) };
  const shelf = new SiteShelf(testPorts(root), folders, undefined as never, unfit, new EditMemory(folders.state));
  const listed = await shelf.list();
  const two = listed.find(({ folder }) => folder.endsWith('two-node'));
  expect(two).toMatchObject({
    state: 'broken',
    diagnostics: [{ code: 'contract.internal', evidence: ['RangeError: too deep'] }],
  });
  expect(listed.filter(({ state }) => state !== 'broken').length).toBeGreaterThan(0);
});
