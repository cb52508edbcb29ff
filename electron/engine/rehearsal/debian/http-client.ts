import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { askOutside, OutsideFailure, type OutsideFailureKind, type OutsideTrust } from '../kernel/outside-http.ts';
import type { OutsideTarget, ProgramContext } from '../kernel/program.ts';
import { sameNetwork } from './interfaces.ts';
import { lookUpName } from './names.ts';
import { settingsOf } from './settings.ts';

export type FetchOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly statusText: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'refused'; readonly address: string; readonly port: number }
  | { readonly kind: 'unreachable'; readonly address: string; readonly port: number }
  /** Only from a machine outside the simulation: no answer in time, a server that is not the right one, a torn answer. */
  | { readonly kind: 'failed'; readonly why: Exclude<OutsideFailureKind, 'refused' | 'fingerprint'> };

export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** PEM that replaces the system's own certificates. Looked at only outside the simulation. */
  readonly ca?: string;
  /** Any certificate will do. */
  readonly isInsecure?: boolean;
  readonly timeoutSeconds?: number;
}

/** Real time that a listener on this laptop always gets, however fast the simulated clock runs. */
const LEAST_TIMEOUT_MS = 10_000;

/**
 * Asks a simulated host's HTTP service from another one, without a socket: the handler is called as Node would. A listener
 * that stands for a machine outside the simulation is asked over a real connection, with real TLS.
 */
export async function fetchFrom(context: ProgramContext, url: URL, options: FetchOptions = {}): Promise<FetchOutcome> {
  const { method = 'GET', headers = {}, body = Buffer.alloc(0) } = options;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const isLocal = url.hostname === 'localhost' || url.hostname.startsWith('127.');
  const [answer] = isLocal ? [{ address: '127.0.0.1' }] : lookUpName(context.world, context.host, url.hostname);
  if (!answer) return { kind: 'unresolved' };
  const { address } = answer;
  const peer = isLocal ? context.host : context.world.hostAt(address);
  const outside = peer ? undefined : context.world.outsideAt(address, port);
  if (outside && reachesOutside(context, address))
    return outside === 'refused' ? { kind: 'refused', address, port } : askListener(context, url, outside, options);
  if (!peer || !context.world.reachable(context.host, peer)) {
    await context.sleep(3);
    return { kind: 'unreachable', address, port };
  }
  const service = context.world.openPorts(peer).get(port);
  if (!service?.http) return { kind: 'refused', address, port };
  const request = new IncomingMessage(new Socket());
  request.method = method;
  request.url = `${url.pathname}${url.search}`;
  Object.assign(request.headers, { host: url.host, 'content-length': String(body.length), ...headers });
  Readable.prototype.push.call(request, body);
  Readable.prototype.push.call(request, null);
  const chunks: Buffer[] = [];
  const response = new ServerResponse(request);
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  response.assignSocket(Object.assign(sink, { cork: () => undefined, uncork: () => undefined }) as unknown as Socket);
  const ended = new Promise<void>((resolve) => response.once('finish', resolve));
  service.http(request, response);
  await ended;
  const whole = Buffer.concat(chunks);
  const split = whole.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = whole.subarray(0, split).toString('latin1').split('\r\n');
  const fields = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  let content: Buffer = whole.subarray(split + 4);
  if (fields['transfer-encoding'] === 'chunked') content = unchunk(content);
  return {
    kind: 'answer',
    status: response.statusCode,
    statusText: statusLine.split(' ').slice(2).join(' '),
    headers: fields,
    body: content,
  };
}

/** The laptop stands on the management network; nothing routes to it. */
function reachesOutside({ world, host }: ProgramContext, address: string): boolean {
  const own = [...host.addresses.values()].flat();
  return world.isPlugged(host) && own.some((cidr) => !cidr.includes(':') && sameNetwork(address, cidr));
}

async function askListener(
  context: ProgramContext,
  url: URL,
  target: OutsideTarget,
  options: FetchOptions,
): Promise<FetchOutcome> {
  const { world, host } = context;
  const address = url.hostname;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const nowMs = world.now() + settingsOf(world, host).clockOffsetSeconds * 1000;
  const trust: OutsideTrust = options.isInsecure
    ? { by: 'nothing' }
    : { by: 'chain', nowMs, ...(options.ca === undefined ? {} : { ca: options.ca }) };
  try {
    const exchange = () =>
      askOutside({
        target,
        url,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        ...(options.body ? { body: options.body } : {}),
        trust,
        timeoutMs: Math.max(LEAST_TIMEOUT_MS, (options.timeoutSeconds ?? 0) * 1000),
        signal: context.signal,
      });
    return { kind: 'answer', ...(await world.holdTime(exchange)) };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    if (error.kind === 'refused') return { kind: 'refused', address, port };
    return { kind: 'failed', why: error.kind === 'fingerprint' ? 'untrusted' : error.kind };
  }
}

function unchunk(data: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = data.indexOf('\r\n', at);
    if (end < 0) break;
    const size = Number.parseInt(data.subarray(at, end).toString('latin1'), 16);
    if (!size) break;
    parts.push(data.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
