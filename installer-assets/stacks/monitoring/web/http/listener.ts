import type { IncomingMessage, ServerResponse } from 'node:http';
import { DatabaseDown } from '../../db/database.ts';
import { admit } from '../access/guard.ts';
import { PasswordsBusy } from '../access/password.ts';
import type { Context } from '../context.ts';
import { reasonOf } from '../log.ts';
import { sendRefusal, sendText, setSecurityHeaders } from './answers.ts';
import { type Exchange, Refusal, type RefusalWord } from './exchange.ts';
import { hostAllowed } from './host.ts';
import { findRoute, type Route } from './router.ts';

/** Answers every request, whatever comes; what goes wrong is logged, and told in one word. */
export function listener(context: Context, routes: readonly Route[]) {
  const { configuration, log } = context;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const secure = configuration.tls !== undefined;
    const startedAt = performance.now();
    setSecurityHeaders(response, secure ? configuration.hstsSeconds : undefined);
    response.on('error', () => undefined);
    const method = request.method ?? 'GET';
    const path = request.url ?? '/';
    const url = path.startsWith('/') && URL.canParse(`http://web${path}`) ? new URL(`http://web${path}`) : undefined;
    const exchange: Exchange = {
      request,
      response,
      method,
      url: url ?? new URL('http://web/'),
      address: addressOf(request.socket.remoteAddress),
      secure,
      now: context.now(),
    };
    if (configuration.debug)
      response.on('finish', () =>
        log.debug('request', {
          method,
          path: exchange.url.pathname.slice(0, 200),
          status: response.statusCode,
          ms: Math.round(performance.now() - startedAt),
        }),
      );
    try {
      if (!hostAllowed(request.headers.host, configuration.allowedHosts)) return sendText(exchange, 400, 'Bad host');
      if (!url) throw new Refusal('bad-question');
      const found = findRoute(routes, method, url.pathname);
      if (typeof found === 'string') throw new Refusal(found);
      const { route, name } = found;
      const session = await admit(context, exchange, route.who);
      if (route.who === 'user' || route.who === 'admin') {
        if (session) await route.answer({ exchange, name, session });
      } else await route.answer({ exchange, name });
    } catch (error) {
      refuse(exchange, error);
    }
  };

  function refuse(exchange: Exchange, error: unknown): void {
    const word = wordFor(error);
    if (word === 'failed')
      log.error('request-failed', {
        method: exchange.method,
        path: exchange.url.pathname.slice(0, 200),
        reason: reasonOf(error),
      });
    if (exchange.response.headersSent || exchange.response.destroyed) {
      exchange.response.destroy();
      return;
    }
    sendRefusal(
      exchange,
      word,
      error instanceof Refusal ? error.headers : word === 'database-down' ? { 'retry-after': '5' } : {},
    );
  }
}

function wordFor(error: unknown): RefusalWord {
  if (error instanceof Refusal) return error.word;
  if (error instanceof DatabaseDown) return 'database-down';
  if (error instanceof PasswordsBusy) return 'too-many-attempts';
  return 'failed';
}

/** An IPv6 host has 2^64 addresses: they count as one. */
function addressOf(remote: string | undefined): string {
  const address = (remote ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter((group) => group !== '').length;
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':');
}
