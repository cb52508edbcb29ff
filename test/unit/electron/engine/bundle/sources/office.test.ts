import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { archiveFetch, bundleFetch } from '../../../../../../electron/engine/bundle/bundle-fetch.ts';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import { readSources } from '../../../../../../electron/engine/bundle/sources/read-sources.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { testAuthority } from '../../../../../support/test-authority.ts';
import { startTestProxy, startTestServer } from '../../../../../support/test-server.ts';

const content = randomBytes(200_000);
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;

it('a settings file is enough to bring things through a proxy with a login, from a mirror with a login and a certificate of the office', async () => {
  const ca = testAuthority('CN=Office');
  const basic = `Basic ${Buffer.from('sitewright:open sesame').toString('base64')}`;
  const server = await startTestServer((request, response) => {
    if (request.headers.authorization === basic) response.end(content);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="office"' }).end();
  }, ca.issue());
  const proxy = await startTestProxy('clerk:let me out');
  const folder = temporaryFolder('office');
  writeFileSync(join(folder, 'office-ca.pem'), ca.certPem);
  writeFileSync(
    join(folder, 'sources.toml'),
    `schemaVersion = 1
nodeIsos = ["proxmox-ve_9.1-1.iso"]
[proxy]
url = "${proxy.url}"
username = "clerk"
password = "env:OFFICE_PROXY_PASSWORD"
[trust]
caFiles = ["office-ca.pem"]
[credentials."${server.host}"]
username = "sitewright"
password = "env:OFFICE_MIRROR_PASSWORD"
[[mirrors]]
of = "https://images.example.org/cloud/"
at = ["${server.url}/mirror/"]
only = true
`,
  );
  const sources = await readSources(join(folder, 'sources.toml'), {
    env: { OFFICE_PROXY_PASSWORD: 'let me out', OFFICE_MIRROR_PASSWORD: 'open sesame' },
  });
  expect(sources.nodeIsos).toEqual([join(folder, 'proxmox-ve_9.1-1.iso')]);
  const client = createHttpClient({ ...sources.http, attempts: 1 });
  onTestFinished(() => client.close());
  const target = join(folder, 'debian.qcow2');
  const url = 'https://images.example.org/cloud/debian.qcow2';
  const { length: sizeBytes } = content;
  await bundleFetch(client).download({ url, target, sizeBytes, digest });
  expect(readFileSync(target).equals(content)).toBe(true);
  let cameBytes = 0;
  const index = await archiveFetch(client).bytes(url, {
    maxBytes: sizeBytes,
    onBytes: (bytes) => {
      cameBytes += bytes;
    },
  });
  expect([index.state, cameBytes]).toEqual(['fresh', sizeBytes]);
  expect(server.requests.map((request) => request.url)).toEqual(['/mirror/debian.qcow2', '/mirror/debian.qcow2']);
  expect(new Set(proxy.visits.map(({ line }) => line))).toEqual(new Set([`CONNECT ${server.host}`]));

  const wrong = await readSources(join(folder, 'sources.toml'), {
    env: { OFFICE_PROXY_PASSWORD: 'wrong-word', OFFICE_MIRROR_PASSWORD: 'open sesame' },
  });
  const refused = createHttpClient({ ...wrong.http, attempts: 1 });
  onTestFinished(() => refused.close());
  const failure = await bundleFetch(refused)
    .download({ url, target: `${target}-2`, sizeBytes, digest })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ diagnostics: [{ code: 'download.proxy-login' }] });
  expect(JSON.stringify(failure)).not.toContain('wrong-word');
});
