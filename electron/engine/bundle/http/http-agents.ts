import { Agent, type ClientRequest } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { DialledStream } from './dialled-stream.ts';
import type { Dial, HttpSettings, ProxySettings } from './http-settings.ts';

/** How one request reaches its server. */
export interface Route {
  readonly agent: Agent;
  readonly secureContext?: SecureContext;
  /** Whether a request of this route waits for a connection, all of them being at work. */
  isWaiting(request: ClientRequest): boolean;
  /** A plain request through a proxy names the whole address and is sent to this one. */
  readonly viaProxy?: {
    readonly secure: boolean;
    readonly host: string;
    readonly port: number;
    readonly authorization?: string;
  };
}

export interface HttpAgents {
  routeTo(url: URL): Route;
  close(): void;
}

/** The pools of connections of one client: kept alive, one each for plain, TLS and tunnelled requests. */
export function createHttpAgents(settings: HttpSettings): HttpAgents {
  const secureContext = contextOf(settings);
  const pool = {
    keepAlive: true,
    maxSockets: settings.maxConnections ?? 8,
    maxFreeSockets: settings.maxConnections ?? 8,
  };
  const { dial, proxy } = settings;
  const plain = new Agent(pool);
  const tls = new TlsAgent({ ...pool, ...(secureContext ? { secureContext } : {}) });
  if (dial) {
    dialPlain(plain, dial);
    dialTls(tls, dial, secureContext);
  }
  const tunnel = proxy && !dial ? tunnelAgent(proxy, pool, secureContext) : undefined;
  return {
    routeTo(url) {
      const secure = url.protocol === 'https:';
      const context = secureContext ? { secureContext } : {};
      if (!proxy || !tunnel || goesDirect(url.hostname, proxy)) return { ...over(secure ? tls : plain), ...context };
      if (secure) return { ...over(tunnel), ...context };
      const address = new URL(proxy.url);
      const secureProxy = address.protocol === 'https:';
      return {
        ...over(secureProxy ? tls : plain),
        viaProxy: {
          secure: secureProxy,
          host: bare(address.hostname),
          port: Number(address.port || (secureProxy ? 443 : 80)),
          ...(proxy.username === undefined ? {} : { authorization: proxyAuthorization(proxy) }),
        },
      };
    },
    close() {
      plain.destroy();
      tls.destroy();
      tunnel?.destroy();
    },
  };
}

function over(agent: Agent): Pick<Route, 'agent' | 'isWaiting'> {
  // Node's own type says IncomingMessage; what lies there are the requests that are to be sent
  const queues = () => Object.values(agent.requests) as unknown as readonly (readonly ClientRequest[] | undefined)[];
  return { agent, isWaiting: (request) => queues().some((queue) => queue?.includes(request)) };
}

/** Whether a host is asked without the proxy. */
export function goesDirect(hostname: string, proxy: Pick<ProxySettings, 'exceptHosts'>): boolean {
  const host = bare(hostname).toLowerCase();
  return (proxy.exceptHosts ?? []).some((entry) => {
    const except = entry.toLowerCase();
    return except.startsWith('.') ? host.endsWith(except) || host === except.slice(1) : host === bare(except);
  });
}

function contextOf({ trust }: HttpSettings): SecureContext | undefined {
  if (!trust || (trust.certificates.length === 0 && !trust.only)) return undefined;
  return createSecureContext({
    ca: trust.only ? [...trust.certificates] : [...rootCertificates, ...trust.certificates],
  });
}

function tunnelAgent(proxy: ProxySettings, pool: object, secureContext: SecureContext | undefined): Agent {
  const headers = (): Record<string, string> =>
    proxy.username === undefined ? {} : { 'Proxy-Authorization': proxyAuthorization(proxy) };
  return new HttpsProxyAgent(proxy.url, { ...pool, headers, ...(secureContext ? { secureContext } : {}) });
}

function proxyAuthorization({ username = '', password }: ProxySettings): string {
  return `Basic ${Buffer.from(`${username}:${password?.reveal() ?? ''}`).toString('base64')}`;
}

interface ConnectionOptions {
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number | string;
  readonly servername?: string;
  readonly signal?: AbortSignal;
}

function dialPlain(agent: Agent, dial: Dial): void {
  Object.assign(agent, {
    createConnection: (options: ConnectionOptions): Duplex =>
      new DialledStream(dial(options.host ?? '', Number(options.port ?? 80), options.signal)),
  });
}

function dialTls(agent: TlsAgent, dial: Dial, secureContext: SecureContext | undefined): void {
  Object.assign(agent, {
    createConnection(options: ConnectionOptions): Duplex {
      const host = options.host ?? '';
      const name = options.servername || host;
      const socket = new DialledStream(dial(host, Number(options.port ?? 443), options.signal));
      const secured = connectTls({
        socket,
        // the name is checked against the certificate even where it is an address, which TLS does not announce
        host,
        ...(isIP(name) === 0 ? { servername: name } : {}),
        ...(secureContext ? { secureContext } : {}),
      });
      // TLS says of a stream below it that it closed, not why
      socket.once('error', (error) => secured.destroy(error));
      return secured;
    },
  });
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
