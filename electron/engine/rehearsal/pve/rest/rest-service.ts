import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimHost, World } from '../../kernel/program.ts';
import { tokenUser } from '../api/access.ts';
import type { ApiCall } from '../api/call.ts';
import { type Method, matchRoute } from '../api/routes.ts';
import { API_ROUTES } from '../api/tree.ts';
import { WorkerResult } from '../api/worker.ts';
import { ApiError } from '../cli/api-error.ts';
import { checkParameters } from '../cli/check-parameters.ts';
import { hostOf, memberNames, onlineNodes } from '../model/cluster.ts';
import { databaseOf, readText } from '../model/database.ts';
import { ensureNode } from '../model/node-init.ts';
import { majorVersion } from '../model/slice.ts';
import { schemaOf } from '../tools/pvesh.ts';

/** Opens pveproxy's port 8006 with the node's own certificate. */
export function openApi(world: World, host: SimHost): void {
  const node = ensureNode(world, host);
  const database = databaseOf(world, node);
  const cert = readText(database, `nodes/${host.name}/pve-ssl.pem`);
  const key = readText(database, `nodes/${host.name}/pve-ssl.key`);
  if (cert === undefined || key === undefined) return;
  world.openPort(host, 8006, {
    description: 'pveproxy',
    tls: { key, cert },
    http: (request, response) => {
      void answer(world, host, request, response);
    },
  });
}

/** Serves the certificate a node has now: a join or updatecerts gives it another one, and pveproxy is then restarted. */
export function refreshApi(world: World): void {
  for (const host of world.hosts.values()) {
    if (host.os !== 'pve' || !host.powered || host.units.get('pveproxy')?.active !== 'active') continue;
    const cert = readText(databaseOf(world, ensureNode(world, host)), `nodes/${host.name}/pve-ssl.pem`);
    if (cert !== undefined && world.openPorts(host).get(8006)?.tls?.cert !== cert) openApi(world, host);
  }
}

export function closeApi(world: World, host: SimHost): void {
  world.closePort(host, 8006);
}

async function answer(world: World, host: SimHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://node');
  const path = /^\/api2\/(?:json|extjs)(\/.*)$/.exec(url.pathname)?.[1];
  if (path === undefined)
    return send(response, 200, 'OK', '<!DOCTYPE html><title>Proxmox Virtual Environment</title>', 'text/html');
  const node = ensureNode(world, host);
  const call: ApiCall = {
    world,
    host,
    node,
    version: majorVersion(host),
    user: 'root@pam',
    out: () => undefined,
    warn: () => undefined,
    sleep: (seconds) => world.sleep(seconds),
    cwd: '/',
    stdin: () => Promise.resolve(new Uint8Array()),
    synchronous: false,
  };
  const header = request.headers.authorization ?? '';
  const user = header === '' ? undefined : tokenUser(call, header);
  if (user === undefined) {
    const reason = header.startsWith('PVEAPIToken') ? 'invalid token value!' : 'No ticket';
    return send(response, 401, reason, '');
  }
  const method = (request.method ?? 'GET') as Method;
  const match = matchRoute(API_ROUTES, call.version, method, path);
  if (!match) return send(response, 501, `Method '${method} ${path}' not implemented`, '{"data":null}');
  try {
    const values = { ...Object.fromEntries(url.searchParams), ...(await bodyOf(request)) };
    const wanted = match.parameters.node;
    const target =
      wanted !== undefined && wanted !== node.name && memberNames(world, node).includes(wanted)
        ? hostOf(world, wanted)
        : host;
    if (!target || (wanted !== undefined && !onlineNodes(world, node).includes(target.name)))
      return send(response, 595, 'No route to host', '');
    checkParameters(call.version, schemaOf(call, match), values);
    const result = await match.route.run(
      { ...call, user, host: target, node: ensureNode(world, target) },
      { ...values, ...match.parameters },
    );
    const data = result instanceof WorkerResult ? result.upid : (result ?? null);
    send(response, 200, 'OK', JSON.stringify({ data }));
  } catch (error) {
    if (!(error instanceof ApiError)) return send(response, 500, 'internal error', '{"data":null}');
    send(
      response,
      error.code ?? 500,
      error.message.split('\n')[0] ?? '',
      JSON.stringify({ data: null, ...(Object.keys(error.parameters).length > 0 ? { errors: error.parameters } : {}) }),
    );
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  if (!text.startsWith('{')) return Object.fromEntries(new URLSearchParams(text));
  return Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
}

function send(
  response: ServerResponse,
  status: number,
  reason: string,
  body: string,
  type = 'application/json;charset=UTF-8',
): void {
  response.writeHead(status, reason.replace(/[^\x20-\x7e]/g, ' '), {
    'content-type': type,
    server: 'pve-api-daemon/3.0',
    'cache-control': 'max-age=0',
  });
  response.end(body);
}
