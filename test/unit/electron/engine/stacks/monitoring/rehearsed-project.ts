import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Check, CheckContext } from '../../../../../../electron/engine/checks/check.ts';
import type { ProjectSight } from '../../../../../../electron/engine/rehearsal/docker/application.ts';
import type { SimHost, SimService, World } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { Secret, wireText } from '../../../../../../electron/engine/shell/command.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';
import { composeAsset } from '../../../../../../electron/engine/stacks/monitoring/compose-text.ts';
import { dashboardNames } from '../../../../../../electron/engine/stacks/monitoring/dashboard-address.ts';
import { environmentText } from '../../../../../../electron/engine/stacks/monitoring/environment.ts';
import { monitoringOptions } from '../../../../../../electron/engine/stacks/monitoring/options.ts';
import { monitoringApplication } from '../../../../../../electron/engine/stacks/monitoring/rehearsal/monitoring-application.ts';
import {
  issueServerCertificate,
  makeSiteAuthority,
  readSiteAuthority,
} from '../../../../../../electron/engine/tls/site-authority.ts';
import type { Asset, Dialer, ReadTransport } from '../../../../../../electron/engine/transport/port.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import { needTools } from '../../../../../support/needed-tools.ts';

export const assets = folderAssets(fileURLToPath(new URL('../../../../../..', import.meta.url)));
const [instance] = site.stacks;
if (!instance) throw new Error('the example has no stack');
export const stackInstance = instance;
export const options = monitoringOptions(instance);
/** The same, encrypted. */
export const encryptedInstance = { ...instance, options: { ...instance.options, tls: true } };
const composeText = (tls: boolean): string => textOf(composeAsset(assets, { redirect: true, tls, quick: false }));
/** Secrets that no shell, `.env` file or URL leaves alone. */
export const SECRETS = {
  secretKey: 'k\'"$(x) \\ ñ\nzweite',
  databasePassword: 'p@ss:/w#rd ñ',
  adminPassword: 'clave \'con" $espacio ñ\n',
  pveToken: '0f8fad5b-d9cb-469f-a165-70867728950e',
};
const place = (repository: string) => `192.168.1.100:5000/${repository}@sha256:${'c'.repeat(64)}`;
export const envInput = {
  site,
  instance,
  options,
  plainDigests: new Map([['compose.yaml', 'a'.repeat(64)]]),
  images: new Map([
    ['WEB_IMAGE', place('sitewright/monitoring-web')],
    ['DB_IMAGE', place('library/postgres')],
    ['COLLECTOR_IMAGE', place('sitewright/monitoring-collector')],
  ]),
};

/** Two services of pveproxy with certificates of one authority, made by openssl. */
export function pveServices(authority: { ca: string; certs: Readonly<Record<string, { key: string; cert: string }>> }) {
  return (name: string): SimService => ({
    description: 'pveproxy',
    tls: authority.certs[name] as { key: string; cert: string },
    http: (request, response) => {
      const good = `PVEAPIToken=sitewright-collector@pve!collector=${SECRETS.pveToken}`;
      if (request.headers.authorization !== good) {
        response.writeHead(401, 'permission denied - invalid PVE ticket').end();
        return;
      }
      const node = { cpu: 0.12, mem: 3e9, maxmem: 32e9, disk: 3e10, maxdisk: 24e10, status: 'online', type: 'node' };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          data: [{ ...node, id: 'node/pve-node1' }, { ...node, id: 'node/pve-node2' }, { type: 'storage' }],
        }),
      );
    },
  });
}

export function makeAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-ca-'));
  needTools('openssl');
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const make = (ca: string) =>
    run(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '9',
      '-subj',
      `/CN=${ca}`,
      '-keyout',
      `${ca}.key`,
      '-out',
      `${ca}.pem`,
    );
  make('ca');
  make('other');
  const certs: Record<string, { key: string; cert: string }> = {};
  for (const name of ['pve-node1', 'pve-node2']) {
    run(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=DNS:${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    run(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '9',
      '-copy_extensions',
      'copy',
      '-out',
      `${name}.pem`,
    );
    certs[name] = {
      key: readFileSync(join(folder, `${name}.key`), 'utf8'),
      cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
    };
  }
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const made = { ca: read('ca.pem'), otherCa: read('other.pem'), certs };
  rmSync(folder, { recursive: true });
  return made;
}

export interface RehearsedProject {
  readonly faults: Set<string>;
  /** Services that do not run. */
  readonly down: Set<string>;
  readonly downNodes: Set<string>;
  readonly env: Map<string, string>;
  caFile: string | undefined;
  /** What the machine and the collector have as the authority of the site. */
  siteAuthority: string;
  readonly state: Record<string, unknown>;
  now: number;
  context(secret?: string): CheckContext;
  run(check: Check, secret?: string): ReturnType<Check['run']>;
  close(): Promise<void>;
}

/** The simulated application behind real ports, with the environment that the site's files give it. */
export async function rehearsedProject(
  authority: ReturnType<typeof makeAuthority>,
  tls = false,
): Promise<RehearsedProject> {
  const service = pveServices(authority);
  const input = tls ? { ...envInput, instance: encryptedInstance, options: { ...options, tls } } : envInput;
  const env = parseEnv(environmentText(assets, input, SECRETS));
  const siteAuthority = readSiteAuthority(makeSiteAuthority(site.id, Date.now()));
  const leaf = issueServerCertificate(siteAuthority, site.id, dashboardNames(site, stackInstance), Date.now());
  const project: RehearsedProject = {
    faults: new Set(),
    down: new Set(),
    downNodes: new Set(),
    env,
    caFile: authority.ca,
    siteAuthority: siteAuthority.certificatePem,
    state: {},
    now: Date.parse('2026-11-21T05:00:00Z'),
    context,
    run: async (check, secret) => check.run(context(secret)),
    close: async () => {
      for (const server of servers.values()) await new Promise((resolve) => server.close(resolve));
    },
  };
  const startedAt = project.now;
  const nodes = new Map(
    [...site.hosts].map((host) => [host.address, { name: host.name, powered: true } as unknown as SimHost]),
  );
  const world = {
    now: () => project.now,
    hasFault: (name: string) => project.faults.has(name),
    hostAt: (address: string) => nodes.get(address),
    reachable: (_from: SimHost, to: SimHost) => !project.downNodes.has(to.name),
    openPorts: (host: SimHost) => new Map([[8006, service(host.name)]]),
    changed: () => {},
    random: () => 0.5,
  } as unknown as World;
  const mounted = (name: string): ReadonlyMap<string, string | undefined> =>
    new Map(
      name === 'data_collector'
        ? [
            ['/etc/sitewright/pve-root-ca.pem', project.caFile],
            ['/etc/sitewright/site-ca.crt', project.siteAuthority],
          ]
        : [
            ['/etc/sitewright/tls/server.crt', leaf.certPem],
            ['/etc/sitewright/tls/server.key', leaf.keyPem],
          ],
    );
  const sight = (): ProjectSight => ({
    world,
    host: { name: 'vm-dashboard', powered: true } as unknown as SimHost,
    project: 'municipal_project',
    state: project.state,
    container: (name) => ({
      service: name,
      imageId: `sha256:${name}`,
      running: !project.down.has(name),
      startedAt,
      env: composeEnvironment(name, env, tls),
      readFile: (path) => {
        const text = mounted(name).get(path);
        return text === undefined ? undefined : new TextEncoder().encode(text);
      },
    }),
  });
  const servers = new Map<number, Server>();
  for (const [port, target] of [
    [8000, 8000],
    [80, 8080],
  ] as const) {
    const handler = monitoringApplication.listen(sight, 'web', target);
    const material = monitoringApplication.secure?.(sight(), 'web', target);
    const server = material ? createTlsServer(material, handler) : createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.set(port, server);
  }
  const dialer: Dialer = {
    connect: (address, dialled) =>
      new Promise((resolve, reject) => {
        const server = servers.get(dialled);
        if (address !== '192.168.1.100' || !server || project.down.has('web')) {
          reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
          return;
        }
        const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => resolve(socket));
      }),
  };

  function context(secret = SECRETS.adminPassword): CheckContext {
    return {
      site,
      dialer,
      signal: new AbortController().signal,
      secret: () => new Secret(secret),
      now: () => project.now,
      wait: async (ms) => {
        project.now += ms;
      },
      transport: (host): ReadTransport => ({
        host,
        exec: async (command) => {
          const text = wireText(command);
          if (text.startsWith('cat ')) return { code: 0, stdout: project.siteAuthority, stderr: '' };
          if (text.startsWith('ss '))
            return { code: 0, stdout: 'municipal_project-web-1 0.0.0.0:80->8080/tcp\n', stderr: '' };
          const status = (name: string) =>
            project.down.has(name)
              ? 'Exited (1) 3 seconds ago'
              : monitoringApplication.healthy(sight(), name)
                ? `Up 2 minutes${name === 'data_collector' ? '' : ' (healthy)'}`
                : 'Up 2 minutes (unhealthy)';
          const lines = ['db', 'web', 'data_collector'].map((name) => `municipal_project-${name}-1|${status(name)}`);
          return { code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' };
        },
      }),
    };
  }
  return project;
}

/** The environment that compose.yaml as shipped gives a service: `NAME: ${VARIABLE...}` below its `environment:`. */
export function composeEnvironment(
  service: string,
  env: ReadonlyMap<string, string>,
  tls = false,
): Map<string, string> {
  const [, , text = ''] =
    new RegExp(`\\n  ${service}:\\n((?:    .*\\n|\\n)*?)    environment:\\n((?:      .*\\n)+)`).exec(
      composeText(tls),
    ) ?? [];
  return new Map(
    text
      .trim()
      .split('\n')
      .filter((line) => !line.trim().startsWith('#'))
      .map((line): [string, string] => {
        const [, name = '', value = ''] = /^\s*([A-Z_]+): "?(.*?)"?$/.exec(line) ?? [];
        const [, variable, otherwise = ''] = /^\$\{([A-Z_]+)(?::[-?](.*))?\}$/.exec(value) ?? [];
        return [name, variable === undefined ? value : (env.get(variable) ?? otherwise)];
      }),
  );
}

/** As dotenv reads a file without quotes. */
export function parseEnv(text: string): Map<string, string> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** The text of an asset that is in memory. */
function textOf({ source }: Asset): string {
  if (!('bytes' in source)) throw new Error('it lies in a file');
  return new TextDecoder().decode(source.bytes);
}
