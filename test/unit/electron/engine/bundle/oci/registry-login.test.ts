import { generateKeyPairSync, randomUUID, sign, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import { parseImageReference } from '../../../../../../electron/engine/bundle/oci/image-reference.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { pullImage } from '../../../../../../electron/engine/bundle/oci/pull-image.ts';
import { pushImages } from '../../../../../../electron/engine/bundle/oci/push-image.ts';
import { RegistryClient } from '../../../../../../electron/engine/bundle/oci/registry-client.ts';
import { Secret } from '../../../../../../electron/engine/shell/command.ts';
import { makeCertificate } from '../../../../../../electron/engine/tls/certificate.ts';
import { startDockerRegistry } from '../../../../../support/docker-registry.ts';
import { smallImage } from '../../../../../support/small-image.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { testAuthority } from '../../../../../support/test-authority.ts';
import { startTestServer } from '../../../../../support/test-server.ts';

const PASSWORD = 'a-password-of-the-test';
// bcrypt of it, cost 5
const HTPASSWD = 'builder:$2b$05$abcdefghijklmnopqrstuucJN1xUTuNbvk10ocK89fJt/kt8RDCH6\n';
const credential = (password: string) => ({
  kind: 'basic' as const,
  username: 'builder',
  password: new Secret(password),
});

const ca = testAuthority('CN=Test authority');
const server = ca.issue();

async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => ({ code: 'nothing was wrong' }),
    (error: DiagnosticError) => ({
      code: error.diagnostics[0].code,
      text: JSON.stringify(error.diagnostics) + error.stack,
    }),
  );
}

describe('a registry with TLS and a password', () => {
  let registry: Awaited<ReturnType<typeof startDockerRegistry>>;
  beforeAll(async () => {
    registry = await startDockerRegistry({ tls: server, htpasswd: HTPASSWD });
  });
  afterAll(() => registry.stop());

  it('takes images from who has the password and trusts its authority', async () => {
    const http = createHttpClient({
      trust: { certificates: [ca.certPem], only: true },
      credentials: { [registry.host]: credential(PASSWORD) },
    });
    const client = new RegistryClient(registry.host, { http });
    const layout = await ImageLayout.openOrCreate(join(temporaryFolder('tls'), 'images'));
    const image = await smallImage(layout, 'over TLS');
    await pushImages(client.endpoint, layout, [{ image, repository: 'secure/app', tag: '1' }]);
    expect((await client.resolve(parseImageReference(`${registry.host}/secure/app:1`))).digest).toBe(image.digest);
    http.close();
  });

  it('is not trusted without its authority, and refuses a wrong password without showing it', async () => {
    const reference = parseImageReference(`${registry.host}/secure/app:1`);
    const strangers = createHttpClient({ attempts: 1 });
    expect((await failureOf(new RegistryClient(registry.host, { http: strangers }).resolve(reference))).code).toBe(
      'download.certificate-untrusted',
    );
    const http = createHttpClient({ trust: { certificates: [ca.certPem] }, attempts: 1 });
    const wrong = new RegistryClient(registry.host, { http, credential: credential('not-the-password') });
    const failure = await failureOf(wrong.resolve(reference));
    expect(failure.code).toBe('registry.login-refused');
    expect(failure).not.toHaveProperty('text', expect.stringContaining('not-the-password'));
    const anonymous = new RegistryClient(registry.host, { http });
    expect((await failureOf(anonymous.resolve(reference))).code).toBe('registry.login-refused');
    strangers.close();
    http.close();
  });
});

describe('a registry whose tokens come from a realm', () => {
  const issuer = 'test-realm';
  const service = 'test-registry';
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyPem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certPem = makeCertificate({
    subject: `CN=${issuer}`,
    issuer: `CN=${issuer}`,
    subjectKeyPem: keyPem,
    issuerKeyPem: keyPem,
    serial: 3,
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 86_400_000,
    authority: true,
  }).certPem;
  const asked: { readonly scopes: readonly string[]; readonly authorization: string | undefined }[] = [];
  let pullOnly = false;

  /** A token as docker-registry checks it: JWT with ES256 and the certificate of its signer (RFC 7515, x5c). */
  const tokenFor = (scopes: readonly string[]): string => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = { typ: 'JWT', alg: 'ES256', x5c: [new X509Certificate(certPem).raw.toString('base64')] };
    const access = scopes.map((scope) => {
      const [type, name, actions = ''] = scope.split(':');
      return { type, name, actions: pullOnly ? ['pull'] : actions.split(',') };
    });
    const times = { iat: now, nbf: now - 10, exp: now + 300, jti: randomUUID() };
    const text = `${part(header)}.${part({ iss: issuer, sub: 'builder', aud: service, ...times, access })}`;
    const signature = sign('sha256', Buffer.from(text), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };
  const realm = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://realm');
    const scopes = url.searchParams.getAll('scope');
    asked.push({ scopes, authorization: request.headers.authorization });
    const good = `Basic ${Buffer.from(`builder:${PASSWORD}`).toString('base64')}`;
    if (request.headers.authorization !== good || url.searchParams.get('service') !== service) {
      response.writeHead(401).end('{}');
      return;
    }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ token: tokenFor(scopes), expires_in: 300 }));
  });
  let registry: Awaited<ReturnType<typeof startDockerRegistry>>;
  const http = createHttpClient({ attempts: 1 });

  beforeAll(async () => {
    await new Promise<void>((resolve) => realm.listen(0, '127.0.0.1', resolve));
    const { port } = realm.address() as AddressInfo;
    registry = await startDockerRegistry({
      token: { realm: `http://127.0.0.1:${port}/token`, service, issuer, certPem },
    });
  });
  afterAll(async () => {
    http.close();
    realm.closeAllConnections();
    realm.close();
    await registry.stop();
  });

  it('is pushed to and pulled from with one token for each kind of access, shared layers mounted', async () => {
    const client = new RegistryClient(registry.host, { http, plainHttp: true, credential: credential(PASSWORD) });
    const layout = await ImageLayout.openOrCreate(join(temporaryFolder('token'), 'images'));
    const items = [
      { image: await smallImage(layout, 'one'), repository: 'token/one', tag: '1' },
      { image: await smallImage(layout, 'two'), repository: 'token/two', tag: '1' },
    ];
    const pushed = await pushImages(client.endpoint, layout, items, { parallel: 1 });
    expect(pushed.map(({ mountedBlobs }) => mountedBlobs)).toEqual([0, 1]);
    const copy = await ImageLayout.openOrCreate(join(temporaryFolder('token-back'), 'images'));
    await pullImage(client, parseImageReference(`${registry.host}/token/one:1`), copy);
    expect(asked.map(({ scopes }) => scopes.join(' '))).toEqual([
      'repository:token/one:pull,push',
      'repository:token/two:pull,push',
      'repository:token/one:pull repository:token/two:pull,push',
      'repository:token/one:pull',
    ]);
  });

  it('says so when the account may only read', async () => {
    pullOnly = true;
    const client = new RegistryClient(registry.host, { http, plainHttp: true, credential: credential(PASSWORD) });
    const layout = await ImageLayout.openOrCreate(join(temporaryFolder('token-read'), 'images'));
    const image = await smallImage(layout, 'mine');
    const push = pushImages(client.endpoint, layout, [{ image, repository: 'token/three', tag: '1' }]);
    expect((await failureOf(push)).code).toMatch(/^registry\.(login-refused|denied)$/);
    pullOnly = false;
  });

  it('is not shown the password where a registry with TLS names a realm without', async () => {
    const bare = await startTestServer((_, response) => response.end('{"token":"none"}'));
    const tricky = await startTestServer((_, response) => {
      const challenge = `Bearer realm="${bare.url}/token",service="${service}"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    }, server);
    const { host } = tricky;
    const trusting = createHttpClient({ trust: { certificates: [ca.certPem] }, attempts: 1 });
    const client = new RegistryClient(host, { http: trusting, credential: credential(PASSWORD) });
    expect((await failureOf(client.resolve(parseImageReference(`${host}/a/b:1`)))).code).toBe(
      'registry.answer-unexpected',
    );
    expect(bare.requests).toHaveLength(0);
    trusting.close();
  });

  it('keeps its login to itself when it has the content sent elsewhere', async () => {
    const elsewhere = await startTestServer((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(201).end());
    });
    const front = await startTestServer((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      } else if (request.method === 'POST') {
        response.writeHead(202, { location: `${elsewhere.url}/upload?part=1` }).end();
      } else if (request.method === 'PUT') {
        request.resume();
        request.on('end', () => response.writeHead(201).end());
      } else response.writeHead(404).end();
    });
    const client = new RegistryClient(front.host, { http, plainHttp: true, credential: credential(PASSWORD) });
    const layout = await ImageLayout.openOrCreate(join(temporaryFolder('elsewhere'), 'images'));
    const image = await smallImage(layout, 'sent elsewhere');
    await pushImages(client.endpoint, layout, [{ image, repository: 'a/b', tag: '1' }]);
    expect(elsewhere.requests.length).toBe(3);
    expect(elsewhere.requests[0]?.url).toMatch(/^\/upload\?part=1&digest=sha256%3A[0-9a-f]{64}$/);
    expect(elsewhere.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });
});
