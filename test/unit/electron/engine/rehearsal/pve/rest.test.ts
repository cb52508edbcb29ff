import { createHash, X509Certificate } from 'node:crypto';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type LabWorld, labHost, openLab } from './support/lab-world.ts';

let lab: LabWorld | undefined;
let close: (() => void) | undefined;
afterEach(() => {
  close?.();
  lab?.world.close();
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly certificate: string;
}

/** Serves the simulated port on loopback with its own TLS material and asks it. */
async function ask(site: LabWorld, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const service = site.world.openPorts(site.host('pve1')).get(8006);
  if (!service?.tls || !service.http) throw new Error('port 8006 is closed');
  const server = createServer({ key: service.tls.key, cert: service.tls.cert }, service.http);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, path, headers, rejectUnauthorized: false, agent: false },
      (response) => {
        const socket = response.socket as import('node:tls').TLSSocket;
        const certificate = (
          createHash('sha256').update(socket.getPeerCertificate().raw).digest('hex').toUpperCase().match(/../g) ?? []
        ).join(':');
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8'), certificate }),
        );
      },
    );
    call.on('error', reject);
    call.end();
  });
}

it('answers over HTTPS with the certificate whose fingerprint the cluster tells, to a token that fits', async () => {
  lab = openLab([labHost('pve1', 'pve', '8.4', '192.0.2.11')]);
  const token = JSON.parse(
    (await lab.run('pve1', 'pveum user token add root@pam collector --privsep 0 --output-format json')).stdout,
  ) as { value: string };
  expect((await ask(lab, '/api2/json/version')).status).toBe(401);
  expect((await ask(lab, '/api2/json/version', { authorization: 'PVEAPIToken=root@pam!collector=wrong' })).status).toBe(
    401,
  );
  const authorization = `PVEAPIToken=root@pam!collector=${token.value}`;
  const answer = await ask(lab, '/api2/json/version', { authorization });
  expect(JSON.parse(answer.body)).toMatchObject({ data: { release: '8.4', version: '8.4.1' } });
  const told = JSON.parse((await lab.run('pve1', 'pvesh get /nodes --output-format json')).stdout) as {
    ssl_fingerprint: string;
  }[];
  expect(answer.certificate).toBe(told[0]?.ssl_fingerprint);
  const nodes = JSON.parse((await ask(lab, '/api2/json/nodes/pve1/qemu', { authorization })).body) as unknown;
  expect(nodes).toEqual({ data: [] });
});

it('makes certificates that are signed by the node authority and name the node', async () => {
  lab = openLab([labHost('pve1', 'pve', '8.4', '192.0.2.11')]);
  const read = async (path: string) => new X509Certificate((await lab?.run('pve1', `cat ${path}`))?.stdout ?? '');
  const authority = await read('/etc/pve/pve-root-ca.pem');
  const node = await read('/etc/pve/local/pve-ssl.pem');
  expect(node.verify(authority.publicKey)).toBe(true);
  expect(node.checkIssued(authority)).toBe(true);
  expect(node.subjectAltName).toContain('IP Address:192.0.2.11');
  expect(node.subjectAltName).toContain('DNS:pve1');
});
