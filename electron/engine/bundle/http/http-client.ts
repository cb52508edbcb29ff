import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Readable } from 'node:stream';
import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { Secret } from '../../shell/command.ts';
import { createRedactor } from '../../shell/redactor.ts';
import { createHttpAgents, type HttpAgents, type Route } from './http-agents.ts';
import { connectionFailure } from './http-failure.ts';
import type { HttpCredential, HttpSettings } from './http-settings.ts';
import { watchIdle } from './idle-watch.ts';
import { shownUrl } from './shown-url.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole value of the header; it goes to the address's own server alone, never on to another. */
  readonly authorization?: Secret;
  /** Bytes, or a stream made anew for each try. */
  readonly body?: Uint8Array | { readonly sizeBytes: number; open(): Readable };
  /** Credentials of the settings are not used (they belong to another protocol's own exchange). */
  readonly anonymous?: boolean;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** To be read to its end or destroyed; it fails with an Error that carries Node's `code`. */
  readonly body: Readable;
  /** Takes what we sent in confidence out of what the server wrote. */
  redact(text: string): string;
}

/** One request, redirects followed, no retry. Every status is an answer; throws download.* where there is none. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpClient {
  readonly settings: HttpSettings;
  readonly send: Send;
  /** Ends idle connections; the client is of no use afterwards. */
  close(): void;
}

const CONNECT_TIMEOUT_MS = 15_000;
const IDLE_TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 8;
const LARGEST_HEADERS_BYTES = 64 * 1024;

/** A client over node:http and node:https for one office (or one tunnel). Reads no environment variable. */
export function createHttpClient(settings: HttpSettings = {}): HttpClient {
  const agents = createHttpAgents(settings);
  return {
    settings,
    send: (request) => followed(request, settings, agents),
    close: () => agents.close(),
  };
}

/** The value of an Authorization header. */
export function authorizationOf(credential: HttpCredential): Secret {
  if (credential.kind === 'bearer') return new Secret(`Bearer ${credential.token.reveal()}`);
  const pair = `${credential.username}:${credential.password.reveal()}`;
  return new Secret(`Basic ${Buffer.from(pair).toString('base64')}`);
}

async function followed(request: HttpRequest, settings: HttpSettings, agents: HttpAgents): Promise<HttpResponse> {
  let url = addressOf(request.url);
  const origin = url.origin;
  const confided: Secret[] = [];
  for (let hops = 0; ; hops += 1) {
    const credential = request.anonymous ? undefined : settings.credentials?.[url.host];
    const authorization =
      (url.origin === origin ? request.authorization : undefined) ?? (credential && authorizationOf(credential));
    confided.push(...secretsOf(authorization, credential));
    const response = await exchange({ ...request, authorization }, url, settings, agents);
    const next = redirectOf(response, request, url);
    if (!next) {
      const { statusCode = 0, headers } = response;
      return {
        status: statusCode,
        headers,
        url: url.href,
        body: response,
        redact: (text) => createRedactor(confided).text(text),
      };
    }
    response.resume();
    if (hops === MOST_REDIRECTS)
      throw fail('download.redirects-endless', { params: { url: shownUrl(request.url), count: MOST_REDIRECTS } });
    url = next;
  }
}

function secretsOf(authorization: Secret | undefined, credential: HttpCredential | undefined): readonly Secret[] {
  const value = authorization?.reveal();
  const words = value === undefined ? [] : [new Secret(value), new Secret(value.slice(value.indexOf(' ') + 1))];
  if (!credential) return words;
  return [...words, credential.kind === 'basic' ? credential.password : credential.token];
}

/** Only what asks is sent on elsewhere: a body is sent where it was meant to go, or not at all. */
function redirectOf(response: IncomingMessage, request: HttpRequest, from: URL): URL | undefined {
  const { statusCode = 0, headers } = response;
  const asks = request.method === undefined || request.method === 'GET' || request.method === 'HEAD';
  if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined || !asks) return undefined;
  const refused = (to: string) => {
    response.destroy();
    return fail('download.redirect-refused', { params: { url: shownUrl(from), to } });
  };
  let to: URL;
  try {
    to = new URL(headers.location, from);
  } catch {
    throw refused('(no address)');
  }
  if (to.protocol !== 'https:' && to.protocol !== from.protocol) throw refused(shownUrl(to));
  to.username = '';
  to.password = '';
  return to;
}

function addressOf(text: string): URL {
  try {
    const url = new URL(text);
    if ((url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '')
      return url;
  } catch {
    // said below
  }
  throw fail('download.address-invalid', { params: { url: shownUrl(text) } });
}

async function exchange(
  request: HttpRequest,
  url: URL,
  settings: HttpSettings,
  agents: HttpAgents,
): Promise<IncomingMessage> {
  request.signal?.throwIfAborted();
  try {
    return await exchangeOnce(request, url, settings, agents);
  } catch (error) {
    request.signal?.throwIfAborted();
    throw error instanceof DiagnosticError ? error : connectionFailure(error, url);
  }
}

function exchangeOnce(
  request: HttpRequest,
  url: URL,
  settings: HttpSettings,
  agents: HttpAgents,
): Promise<IncomingMessage> {
  const { signal, body } = request;
  return new Promise((resolve, reject) => {
    const route = agents.routeTo(url);
    const sent = open(request, url, route);
    let answer: IncomingMessage | undefined;
    const end = (error: Error): void => {
      answer?.destroy(error);
      sent.destroy(error);
      reject(error);
    };
    const late = (): void => end(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    const stop = (): void => end(signal?.reason instanceof Error ? signal.reason : new Error('stopped'));
    const unwatch = watchConnecting(() => route.isWaiting(sent), settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS, late);
    let watching: (() => void) | undefined;
    const connected = (): void => {
      unwatch();
      watching ??= watchIdle(
        { socket: () => sent.socket ?? undefined, answer: () => answer },
        settings.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
        late,
      );
    };
    const settled = (): void => {
      unwatch();
      watching?.();
      signal?.removeEventListener('abort', stop);
    };
    signal?.addEventListener('abort', stop, { once: true });
    sent.once('socket', (socket) => {
      if (sent.reusedSocket || !socket.connecting) {
        const secure = 'secureConnecting' in socket && socket.secureConnecting === true;
        if (!secure || sent.reusedSocket) return connected();
      }
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
    });
    sent.once('proxyConnect', (connect: { readonly statusCode: number }) => {
      if (connect.statusCode !== 200) end(proxyRefused(connect.statusCode, url));
    });
    // stays for good: a late error of a request that was answered must not end the process
    sent.on('error', (error) => {
      settled();
      reject(error);
    });
    sent.once('close', settled);
    sent.once('response', (response) => {
      connected();
      answer = response;
      response.on('error', () => undefined);
      if (response.statusCode === 407) return end(proxyRefused(407, url));
      resolve(response);
    });
    if (body === undefined || body instanceof Uint8Array) sent.end(body);
    // a server that refuses early answers before it has read everything: its answer counts, not the broken pipe
    else sendBody(body.open(), sent).catch((error: Error) => answer ?? end(error));
  });
}

/**
 * Writes a body, and ends the request only when all of it has left. Node ends a request with an empty write of its own; over a
 * stream that is no socket of the system's, that one may still be on its way when the answer has come, and then Node gives the
 * connection back twice: two requests at once on it, each with the answer of the other (node:_http_client, responseOnEnd and
 * requestOnFinish).
 */
async function sendBody(body: Readable, sent: ClientRequest): Promise<void> {
  const closed = new Promise<never>((_, reject) => {
    sent.once('close', () => reject(Object.assign(new Error('the connection was closed'), { code: 'EPIPE' })));
  });
  closed.catch(() => undefined);
  let left: Promise<void> = Promise.resolve();
  for await (const chunk of body as AsyncIterable<Buffer>) {
    await Promise.race([left, closed]);
    left = new Promise((resolve, reject) => sent.write(chunk, (error) => (error ? reject(error) : resolve())));
    left.catch(() => undefined);
  }
  await Promise.race([left, closed]);
  sent.end();
}

/**
 * Calls `onLate` where no connection stands in time. A request that waits its turn (all connections to its server are at
 * work) has no connection yet to be late: its time begins within one such time after its turn came.
 */
function watchConnecting(isWaiting: () => boolean, timeoutMs: number, onLate: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const waited = isWaiting();
    timer = setTimeout(() => (waited ? arm() : onLate()), timeoutMs);
  };
  arm();
  return () => clearTimeout(timer);
}

function open(request: HttpRequest, url: URL, route: Route): ClientRequest {
  const { body } = request;
  const length = body instanceof Uint8Array ? body.length : body?.sizeBytes;
  const headers: Record<string, string> = {
    'user-agent': 'sitewright',
    accept: '*/*',
    'accept-encoding': 'identity',
    ...request.headers,
    ...(length === undefined ? {} : { 'content-length': String(length) }),
    ...(request.authorization ? { authorization: request.authorization.reveal() } : {}),
  };
  const common = { method: request.method ?? 'GET', agent: route.agent, maxHeaderSize: LARGEST_HEADERS_BYTES };
  const { viaProxy, secureContext } = route;
  const tls = secureContext ? { secureContext } : {};
  if (viaProxy) {
    if (viaProxy.authorization) headers['proxy-authorization'] = viaProxy.authorization;
    const target = {
      host: viaProxy.host,
      port: viaProxy.port,
      path: url.href,
      headers: { host: url.host, ...headers },
    };
    return viaProxy.secure ? requestTls({ ...common, ...tls, ...target }) : requestPlain({ ...common, ...target });
  }
  return url.protocol === 'https:'
    ? requestTls(url, { ...common, ...tls, headers })
    : requestPlain(url, { ...common, headers });
}

function proxyRefused(status: number, url: URL): DiagnosticError {
  return status === 407
    ? fail('download.proxy-login', { params: { host: url.host }, evidence: [`HTTP ${status}`] })
    : fail('download.proxy-refused', { params: { host: url.host, status }, evidence: [`HTTP ${status}`] });
}
