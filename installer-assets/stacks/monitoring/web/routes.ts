import { AUTHORITY_PATH, giveAuthority } from './access/authority.ts';
import { logIn, logOut, sessionOf, showLogin } from './access/log-in.ts';
import { acknowledge, giveAlerts } from './api/alerts.ts';
import { giveCollector, giveSamples, giveSeries } from './api/figures.ts';
import { health } from './api/health.ts';
import { takeBatch, takeReport, takeSamples } from './api/ingest.ts';
import { readOverview } from './api/overview.ts';
import { giveSettings, takeSettings, testChannel } from './api/settings.ts';
import { dropUser, giveSession, giveUsers, takeOwnPassword, takeUser, takeUserChange } from './api/users.ts';
import type { Context } from './context.ts';
import { redirect, sendHtml } from './http/answers.ts';
import { acceptedEncoding, sendLongJson } from './http/encoding.ts';
import { type Exchange, Refusal } from './http/exchange.ts';
import type { Route } from './http/router.ts';
import { dashboardPage } from './pages/dashboard-page.ts';
import { pageLanguage } from './pages/language.ts';

/** Everything that web answers, as PROTOCOL.md lists it. */
export function routesOf(context: Context): readonly Route[] {
  const { database } = context;
  return [
    { method: 'GET', path: '/', who: 'anyone', answer: ({ exchange }) => showDashboard(context, exchange) },
    { method: 'GET', path: '/login', who: 'anyone', answer: ({ exchange }) => showLogin(context, exchange) },
    { method: 'POST', path: '/login', who: 'anyone', answer: ({ exchange }) => logIn(context, exchange) },
    { method: 'POST', path: '/logout', who: 'anyone', answer: ({ exchange }) => logOut(context, exchange) },
    { method: 'GET', path: AUTHORITY_PATH, who: 'anyone', answer: ({ exchange }) => giveAuthority(context, exchange) },
    {
      method: 'GET',
      path: '/page/:',
      who: 'anyone',
      answer: ({ exchange, name }) => sendFile(context, exchange, name),
    },

    { method: 'GET', path: '/api/health', who: 'anyone', answer: ({ exchange }) => health(context, exchange) },
    { method: 'POST', path: '/api/batches', who: 'collector', answer: ({ exchange }) => takeBatch(context, exchange) },
    {
      method: 'POST',
      path: '/api/samples',
      who: 'collector',
      answer: ({ exchange }) => takeSamples(context, exchange),
    },
    {
      method: 'POST',
      path: '/api/collector',
      who: 'collector',
      answer: ({ exchange }) => takeReport(context, exchange),
    },

    { method: 'GET', path: '/api/samples', who: 'user', answer: ({ exchange }) => giveSamples(context, exchange) },
    { method: 'GET', path: '/api/collector', who: 'user', answer: ({ exchange }) => giveCollector(context, exchange) },
    { method: 'GET', path: '/api/series', who: 'user', answer: ({ exchange }) => giveSeries(context, exchange) },
    {
      method: 'GET',
      path: '/api/overview',
      who: 'user',
      answer: async ({ exchange }) => sendLongJson(exchange, await readOverview(database, exchange.now)),
    },
    { method: 'GET', path: '/api/alerts', who: 'user', answer: ({ exchange }) => giveAlerts(context, exchange) },
    {
      method: 'POST',
      path: '/api/alerts/:/acknowledge',
      who: 'admin',
      answer: ({ exchange, name, session }) => acknowledge(context, exchange, name, session),
    },
    {
      method: 'GET',
      path: '/api/session',
      who: 'user',
      answer: ({ exchange, session }) => giveSession(context, exchange, session),
    },
    {
      method: 'POST',
      path: '/api/account/password',
      who: 'user',
      answer: ({ exchange, session }) => takeOwnPassword(context, exchange, session),
    },

    { method: 'GET', path: '/api/settings', who: 'admin', answer: ({ exchange }) => giveSettings(context, exchange) },
    {
      method: 'PUT',
      path: '/api/settings',
      who: 'admin',
      answer: ({ exchange, session }) => takeSettings(context, exchange, session),
    },
    {
      method: 'POST',
      path: '/api/settings/test',
      who: 'admin',
      answer: ({ exchange }) => testChannel(context, exchange),
    },
    { method: 'GET', path: '/api/users', who: 'admin', answer: ({ exchange }) => giveUsers(context, exchange) },
    {
      method: 'POST',
      path: '/api/users',
      who: 'admin',
      answer: ({ exchange, session }) => takeUser(context, exchange, session),
    },
    {
      method: 'PUT',
      path: '/api/users/:',
      who: 'admin',
      answer: ({ exchange, name, session }) => takeUserChange(context, exchange, name, session),
    },
    {
      method: 'DELETE',
      path: '/api/users/:',
      who: 'admin',
      answer: ({ exchange, name, session }) => dropUser(context, exchange, name, session),
    },
  ];
}

async function showDashboard(context: Context, exchange: Exchange): Promise<void> {
  const session = await sessionOf(context, exchange);
  if (!session) return redirect(exchange, 302, '/login');
  const has = (name: string): readonly string[] => (context.pageFiles.has(name) ? [name] : []);
  sendHtml(
    exchange,
    200,
    dashboardPage(pageLanguage(exchange), await readOverview(context.database, exchange.now), session.user, {
      styles: ['own.css', ...has('app.css')],
      scripts: has('app.js'),
    }),
  );
}

function sendFile({ pageFiles }: Context, { request, response }: Exchange, name: string): void {
  const file = pageFiles.get(name);
  if (!file) throw new Refusal('not-found');
  const encoding = acceptedEncoding(request.headers['accept-encoding'], [...file.packed.keys()]);
  const body = (encoding && file.packed.get(encoding)) ?? file.body;
  // each form is a thing of its own to a cache
  const etag = encoding ? file.etag.replace(/"$/, `-${encoding}"`) : file.etag;
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('etag', etag);
  if (file.packed.size > 0) response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  if (encoding) response.setHeader('content-encoding', encoding);
  response.writeHead(200, { 'content-type': file.type, 'content-length': body.length }).end(body);
}
