import { X509Certificate } from 'node:crypto';
import type { ContainerSight, ProjectSight } from '../../../rehearsal/docker/application.ts';
import { askService } from '../../../rehearsal/kernel/ask-service.ts';
import { type MonitoringState, monitoringState, type Sample } from './monitoring-state.ts';
import { reachesWeb } from './web-certificate.ts';

/** A round of the collector that gave nothing; codes as in PROTOCOL.md. */
class CollectorError extends Error {
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** As many samples as a year of figures is not: enough for every question of a rehearsal. */
const KEPT_SAMPLES = 2_000;

/**
 * Brings the collector's work up to the present: one round every COLLECT_SECONDS since its container started, while db,
 * web and data_collector run. Proxmox is asked once, as the cluster is now, through its simulated REST interface with
 * the URL, the token and the certificate authority that the uploaded files name.
 */
export async function catchUp(project: ProjectSight): Promise<void> {
  const { world } = project;
  const state = monitoringState(project);
  const collector = project.container('data_collector');
  const web = project.container('web');
  if (!collector?.running || !web?.running || !project.container('db')?.running) return;
  if (!reachesWeb(collector, web)) return;
  const everyMs = Math.max(1, Number(collector.env.get('COLLECT_SECONDS') ?? '15')) * 1000;
  const now = world.now();
  const rounds = Math.floor((now - collector.startedAt) / everyMs);
  const first = Math.max(1, Math.floor((state.collectedUntil - collector.startedAt) / everyMs) + 1);
  if (rounds < first || world.hasFault('app.collector-silent')) return;
  state.collectedUntil = collector.startedAt + rounds * everyMs;
  try {
    if (collector.env.get('INGEST_TOKEN') !== web.env.get('INGEST_TOKEN'))
      throw new CollectorError('web-unauthorised', 'the dashboard refuses the collector (401)');
    const figures = await readCluster(project, collector);
    for (let round = Math.max(first, rounds - 100); round <= rounds; round += 1)
      for (const figure of figures) {
        const takenAt = collector.startedAt + round * everyMs;
        state.samples.push({ ...figure, takenAt, receivedAt: Math.min(now, takenAt + 200) });
      }
    state.samples.splice(0, Math.max(0, state.samples.length - KEPT_SAMPLES));
    contact(state, now, undefined);
  } catch (error) {
    if (!(error instanceof CollectorError)) throw error;
    contact(state, now, error);
  }
  world.changed();
}

function contact(state: MonitoringState, now: number, error: CollectorError | undefined): void {
  state.lastContactAt = now;
  state.lastError = error ? { at: now, code: error.code, text: error.message } : null;
}

type Figure = Omit<Sample, 'takenAt' | 'receivedAt'>;

/** Asks the nodes one after the other; the first that answers speaks for the cluster. */
async function readCluster(project: ProjectSight, collector: ContainerSight): Promise<readonly Figure[]> {
  const urls = (collector.env.get('PVE_URLS') ?? '').split(',').filter((url) => url !== '');
  const names = (collector.env.get('PVE_NODES') ?? '').split(',');
  let last = new CollectorError('pve-unreachable', 'PVE_URLS names no node');
  for (const [index, url] of urls.entries()) {
    try {
      return await readNode(project, collector, url, names[index] ?? '');
    } catch (error) {
      if (!(error instanceof CollectorError)) throw error;
      last = error;
      // a refused token is refused everywhere
      if (error.code === 'pve-unauthorised' || error.code === 'pve-forbidden') break;
    }
  }
  throw last;
}

async function readNode(
  project: ProjectSight,
  collector: ContainerSight,
  url: string,
  name: string,
): Promise<readonly Figure[]> {
  const { world, host } = project;
  const { hostname, port } = new URL(url);
  const node = world.hostAt(hostname);
  const service = node?.powered && world.reachable(host, node) ? world.openPorts(node).get(Number(port)) : undefined;
  if (!node || !service?.http) throw new CollectorError('pve-unreachable', `no answer from ${url}`);
  const authority = collector.readFile(collector.env.get('PVE_CA_FILE') ?? '');
  if (service.tls && !isTrusted(service.tls.cert, authority, name))
    throw new CollectorError('pve-certificate', `the certificate of ${url} is not one of the cluster for ${name}`);
  const token = `${collector.env.get('PVE_TOKEN_ID') ?? ''}=${collector.env.get('PVE_TOKEN_SECRET') ?? ''}`;
  const answer = await askService({ http: service.http }, '/api2/json/cluster/resources', {
    host: `${hostname}:${port}`,
    authorization: world.hasFault('app.token-refused') ? 'PVEAPIToken=none' : `PVEAPIToken=${token}`,
  });
  if (answer.status === 401) throw new CollectorError('pve-unauthorised', `${url} refuses the token (401)`);
  if (answer.status === 403) throw new CollectorError('pve-forbidden', `${url} allows the token nothing (403)`);
  if (answer.status !== 200) throw new CollectorError('pve-answer', `${url} answers ${answer.status}`);
  const figures = parseResources(answer.bytes.toString('utf8'));
  if (figures.length === 0) throw new CollectorError('pve-forbidden', `${url} shows the token no node`);
  return figures;
}

/** Issued by the cluster's own authority, for this node's name (leaf certificates renew, so no pin). */
function isTrusted(cert: string, authority: Uint8Array | undefined, name: string): boolean {
  if (!authority) return false;
  try {
    const leaf = new X509Certificate(cert);
    const root = new X509Certificate(Buffer.from(authority));
    const signed = leaf.verify(root.publicKey);
    return signed && (leaf.checkHost(name) !== undefined || leaf.subject.split('\n').includes(`CN=${name}`));
  } catch {
    return false;
  }
}

function parseResources(body: string): readonly Figure[] {
  const list = (JSON.parse(body) as { readonly data?: readonly Record<string, unknown>[] }).data ?? [];
  const number = (value: unknown): number | null => (value === undefined || value === null ? null : Number(value));
  return list
    .filter((entry) => entry.type === 'node' || entry.type === 'qemu')
    .filter((entry) => entry.status === 'online' || entry.status === 'running')
    .map((entry) => ({
      source: String(entry.id ?? ''),
      cpuRatio: number(entry.cpu),
      memoryUsedBytes: number(entry.mem),
      memoryTotalBytes: number(entry.maxmem),
      diskUsedBytes: number(entry.disk),
      diskTotalBytes: number(entry.maxdisk),
    }));
}
