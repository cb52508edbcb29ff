import { createHash } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SimHost } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { registryCommandSet } from '../../../../../../electron/engine/rehearsal/registry/command-set.ts';
import { type RealRegistry, startDockerRegistry } from '../../../../../support/docker-registry.ts';
import { debianWorld } from '../../../../../support/simulated-site.ts';
import { configured, installRegistry, listening } from './support/simulated-registry.ts';

let real: RealRegistry;
let simulated: Server;
let simulatedPort: number;
const world = debianWorld({}, [registryCommandSet()]);
const host = world.hosts.get('vm1') as SimHost;

beforeAll(async () => {
  real = await startDockerRegistry();
  await installRegistry(world, host);
  await configured(world, host, { tls: false });
  simulated = createServer((await listening(world, host)).http).listen(0, '127.0.0.1');
  await new Promise((resolve) => simulated.once('listening', resolve));
  simulatedPort = (simulated.address() as AddressInfo).port;
});
afterAll(async () => {
  world.close();
  simulated.close();
  await real.stop();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
/** One side of the comparison: every exchange is written down. */
class Side {
  readonly heard: string[] = [];
  readonly #port: number;
  constructor(port: number) {
    this.#port = port;
  }

  async ask(method: string, path: string, { headers = {}, body = '' }: Asked = {}): Promise<Answer> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const call = request(
        {
          host: '127.0.0.1',
          port: this.#port,
          method,
          path,
          headers: { host: 'registry.example:5000', 'content-length': String(body.length), ...headers },
          agent: false,
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers as Record<string, string>,
              body: text,
            }),
          );
        },
      );
      call.on('error', reject);
      call.end(body);
    });
    const seen = Object.entries(answer.headers)
      .filter(([name]) => !['date', 'connection', 'keep-alive', 'transfer-encoding'].includes(name))
      .map(([name, value]) => `${name}: ${value}`)
      .sort();
    this.heard.push(plain([`${method} ${path}`, String(answer.status), ...seen, answer.body].join('\n')));
    return answer;
  }

  /** Opens an upload; gives the path of its address. */
  async open(repository: string): Promise<string> {
    return where(await this.ask('POST', `/v2/${repository}/blobs/uploads/`));
  }
}

const where = (answer: Answer): string => (answer.headers.location ?? '').replace(/^https?:\/\/[^/]*/, '');
/** What is random or a time on both sides. */
const plain = (text: string): string =>
  text
    // where in the state the first wrong character stands
    .replace(/"detail":\d+/, '"detail":AT')
    .replace(/_state=[\w%=-]+/g, '_state=STATE')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID');

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const HELLO = digestOf('hello');
const ABSENT = `sha256:${'1'.repeat(64)}`;
const OCI = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const STREAM = { 'content-type': 'application/octet-stream' };
const manifest = (mediaType: string | undefined, config: string, layer: string): string =>
  JSON.stringify({
    schemaVersion: 2,
    ...(mediaType === undefined ? {} : { mediaType }),
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 5 },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: layer, size: 5 }],
  });

async function lookAround(side: Side): Promise<void> {
  for (const path of [
    '/',
    '/v2',
    '/v2/',
    '/nothing',
    '/v2/lab/cc/nothing',
    '/v2/_catalog',
    '/v2/lab/cc/tags/list',
    '/v2/lab/cc/manifests/latest',
    `/v2/lab/cc/manifests/${ABSENT}`,
    '/v2/lab/cc/manifests/-bad',
    `/v2/lab/cc/blobs/${ABSENT}`,
    '/v2/lab/cc/blobs/sha256:e3b0',
    `/v2/LAB/cc/blobs/${ABSENT}`,
    '/v2/lab/cc/blobs/uploads/00000000-0000-0000-0000-000000000000',
  ])
    await side.ask('GET', path);
  await side.ask('HEAD', `/v2/lab/cc/blobs/${ABSENT}`);
  await side.ask('HEAD', '/v2/lab/cc/manifests/latest');
  await side.ask('POST', '/v2/');
  await side.ask('PUT', `/v2/lab/cc/blobs/${HELLO}`, { body: 'hello' });
  await side.ask('DELETE', '/v2/lab/cc/manifests/latest');
  await side.ask('DELETE', `/v2/lab/cc/manifests/${ABSENT}`);
  await side.ask('DELETE', `/v2/lab/cc/blobs/${ABSENT}`);
}

async function uploadBlobs(side: Side): Promise<void> {
  const finish = (path: string, digest: string, body = '') =>
    side.ask('PUT', `${path}&digest=${digest}`, { headers: STREAM, body });
  // in one piece
  await finish(await side.open('lab/cc'), HELLO, 'hello');
  // in pieces, with what an address of before is worth then
  const first = await side.open('lab/cc');
  await side.ask('GET', first);
  const second = where(await side.ask('PATCH', first, { headers: STREAM, body: 'hel' }));
  await side.ask('PATCH', first, { headers: STREAM, body: 'lo' });
  await side.ask('GET', second);
  await finish(second, digestOf(''), 'lo');
  await finish(second, HELLO, 'lo');
  await side.ask('GET', second);
  // refusals
  const third = where(
    await side.ask('PATCH', await side.open('lab/cc'), {
      headers: { ...STREAM, 'content-range': '0-2' },
      body: 'hel',
    }),
  );
  await side.ask('PATCH', third, { headers: { 'content-type': 'text/plain' }, body: 'lo' });
  await side.ask('PUT', third);
  await finish(third, 'sha256:zz');
  await side.ask('GET', third.replace('lab/cc', 'lab/dd'));
  await side.ask('GET', third.replace(/\?.*/, ''));
  await side.ask('GET', `${third}!`);
  await side.ask('DELETE', third);
  await side.ask('GET', third);
  await side.ask('POST', `/v2/lab/cc/blobs/uploads/?digest=${HELLO}`, { headers: STREAM, body: 'hello' });
  await finish(await side.open('lab/cc'), digestOf(''));
  // there now
  await side.ask('HEAD', `/v2/lab/cc/blobs/${HELLO}`);
  await side.ask('GET', `/v2/lab/cc/blobs/${HELLO}`);
  await side.ask('GET', `/v2/lab/cc/blobs/${HELLO}`, { headers: { range: 'bytes=1-2' } });
  await side.ask('HEAD', `/v2/lab/ff/blobs/${HELLO}`);
  // from another repository
  for (const query of [`mount=${HELLO}&from=lab/cc`, `mount=${ABSENT}&from=lab/cc`, `mount=${HELLO}&from=lab/zz`])
    await side.ask('POST', `/v2/lab/mm/blobs/uploads/?${query}`);
  await side.ask('HEAD', `/v2/lab/mm/blobs/${HELLO}`);
  await side.ask('DELETE', `/v2/lab/mm/blobs/${HELLO}`);
  await side.ask('HEAD', `/v2/lab/mm/blobs/${HELLO}`);
  await side.ask('HEAD', `/v2/lab/cc/blobs/${HELLO}`);
}

async function storeManifests(side: Side): Promise<void> {
  const put = (reference: string, type: string, body: string, repository = 'lab/cc') =>
    side.ask('PUT', `/v2/${repository}/manifests/${reference}`, { headers: { 'content-type': type }, body });
  const good = manifest(OCI, HELLO, HELLO);
  const digest = digestOf(good);
  await put('1', OCI, good);
  await put(digest, OCI, good);
  await put(ABSENT, OCI, good);
  await put('2', OCI, manifest(OCI, HELLO, ABSENT));
  await put('2', OCI, good, 'lab/none');
  await put('untyped', OCI, manifest(undefined, HELLO, HELLO));
  await put('2', DOCKER, good);
  await put('2', 'application/json', good);
  await put('2', OCI, '{}');
  await put('2', DOCKER, '{}');
  const index = (of: string) =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [{ mediaType: OCI, digest: of, size: good.length }],
    });
  await put('list', INDEX, index(digest));
  await put('list2', INDEX, index(ABSENT));
  for (const method of ['GET', 'HEAD'])
    for (const reference of ['1', digest, 'list', 'untyped'])
      for (const accept of [OCI, DOCKER, `${DOCKER}, ${INDEX}, ${OCI};q=0.5`])
        await side.ask(method, `/v2/lab/cc/manifests/${reference}`, { headers: { accept } });
  await side.ask('GET', '/v2/lab/cc/manifests/1');
  await side.ask('GET', '/v2/lab/cc/manifests/1', { headers: { accept: OCI, 'if-none-match': `"${digest}"` } });
  for (const path of ['/v2/_catalog', '/v2/_catalog?n=1', '/v2/_catalog?n=50']) await side.ask('GET', path);
  await side.ask('DELETE', '/v2/lab/cc/manifests/1');
  await side.ask('DELETE', `/v2/lab/cc/manifests/${digest}`);
  await side.ask('DELETE', `/v2/lab/cc/manifests/${digest}`);
  await side.ask('GET', '/v2/lab/cc/manifests/1', { headers: { accept: OCI } });
  await side.ask('GET', `/v2/lab/cc/manifests/${digest}`, { headers: { accept: OCI } });
}

it.each([
  ['what is not there and what it does not know', lookAround],
  ['uploads of blobs, whole, in pieces, refused, cancelled and shared between repositories', uploadBlobs],
  ['manifests and lists by tag and digest, stored, refused, read and removed', storeManifests],
] as const)('answers as the real registry: %s', async (_what, conversation) => {
  const sides = [new Side(real.port), new Side(simulatedPort)] as const;
  for (const side of sides) await conversation(side);
  const [fromReal, fromSimulated] = sides;
  expect(fromReal.heard.length).toBeGreaterThan(15);
  expect(fromSimulated.heard).toEqual(fromReal.heard);
});

it('checks a layer that is larger than what it keeps, and tells its size and digest as the real one', async () => {
  const large = 'layer '.repeat(1024 ** 2);
  const digest = digestOf(large);
  const send = async (side: Side): Promise<void> => {
    const half = large.length / 2;
    const opened = await side.open('lab/large');
    const rest = where(await side.ask('PATCH', opened, { headers: STREAM, body: large.slice(0, half) }));
    await side.ask('PUT', `${rest}&digest=${ABSENT}`, { headers: STREAM });
    await side.ask('PUT', `${rest}&digest=${digest}`, { headers: STREAM, body: large.slice(half) });
    await side.ask('HEAD', `/v2/lab/large/blobs/${digest}`);
  };
  const sides = [new Side(real.port), new Side(simulatedPort)] as const;
  for (const side of sides) await send(side);
  expect(sides[1].heard).toEqual(sides[0].heard);
  expect(sides[1].heard.at(-1)).toContain(`content-length: ${large.length}\n`);
  const hex = digest.slice(7);
  const data = `/var/lib/docker-registry/docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
  expect(host.files.stat(data)).toMatchObject({ sizeBytes: large.length, owner: 'docker-registry', mode: 0o644 });
  expect(host.files.digest?.(data)).toBe(hex);
  expect(() => host.files.read(data)).toThrow('Input/output error');
});
