import { createHash, createHmac, scryptSync, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContainerSight, ProjectSight } from '../../../rehearsal/docker/application.ts';
import { catchUp } from './collector.ts';
import { monitoringState, type Sample } from './monitoring-state.ts';
import { dashboardPage, loginPage, strangePage } from './pages.ts';
import { wantsTls, webCertificate } from './web-certificate.ts';

const VERSION = '1.0.0';
const SESSION_MS = 8 * 3_600_000;
const MAX_FORM_BYTES = 16 * 1024;
/** Under TLS cookies are called otherwise. */
const cookieName = (web: ContainerSight, name: string): string => (wantsTls(web) ? `__Host-${name}` : name);
const setCookie = (web: ContainerSight, name: string, value: string): string =>
  `${cookieName(web, name)}=${value}; HttpOnly; SameSite=Strict; Path=/${wantsTls(web) ? '; Secure' : ''}`;

/** Answers one request to the simulated dashboard as PROTOCOL.md says, from the state of its containers. */
export async function answerWeb(
  project: ProjectSight,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const web = project.container('web');
  if (!web?.running) {
    request.socket.destroy();
    return;
  }
  const { world } = project;
  // its program ends where its certificate and key do not fit
  if (wantsTls(web) && webCertificate(web) === undefined) {
    request.socket.destroy();
    return;
  }
  if (!isAllowed(web, request)) return send(response, 400, 'text', 'Bad host');
  const url = new URL(request.url ?? '/', 'http://web');
  const route = `${request.method} ${url.pathname}`;
  const databaseUp = project.container('db')?.running === true && passwordFits(project, web);

  if (route === 'GET /api/health')
    return sendJson(response, databaseUp ? 200 : 503, {
      status: databaseUp ? 'ok' : 'database-down',
      version: VERSION,
    });
  if (route === 'GET /authority.crt') {
    const authority = web.readFile(web.env.get('TLS_AUTHORITY_FILE') ?? '');
    if (!authority) return sendJson(response, 404, { error: 'not-found' });
    response.writeHead(200, { 'content-type': 'application/x-x509-ca-cert' }).end(authority);
    return;
  }
  if (route === 'GET /' && world.hasFault('app.front-page-replaced')) return send(response, 200, 'html', strangePage());
  if (route === 'GET /login') {
    const csrf = signedWord(web, String(Math.floor(world.now() / 1000)));
    response.setHeader('set-cookie', setCookie(web, 'csrf', csrf));
    return send(
      response,
      200,
      'html',
      world.hasFault('app.login-page-broken') ? strangePage() : loginPage(csrf, false),
    );
  }
  if (!databaseUp) return sendJson(response, 503, { error: 'database-down' });
  await catchUp(project);
  if (route === 'POST /login') return logIn(project, web, request, response);

  const state = monitoringState(project);
  const session = cookie(request, cookieName(web, 'session'));
  const isIn = session !== undefined && (state.sessions[digest(session)] ?? 0) > world.now();
  switch (route) {
    case 'GET /':
      if (!isIn) return redirect(response, 302, '/login');
      return send(response, 200, 'html', dashboardPage([...new Set(state.samples.map((sample) => sample.source))]));
    case 'POST /logout':
      if (session !== undefined) delete state.sessions[digest(session)];
      world.changed();
      return redirect(response, 303, '/login');
    case 'GET /api/samples': {
      if (!isIn) return sendJson(response, 401, { error: 'no-session' });
      const since = Date.parse(url.searchParams.get('since') ?? '1970-01-01T00:00:00Z');
      const limit = Number(url.searchParams.get('limit') ?? '100');
      if (Number.isNaN(since) || !(limit >= 1 && limit <= 1000))
        return sendJson(response, 400, { error: 'bad-question' });
      const samples = state.samples.filter((sample) => sample.receivedAt > since).slice(0, limit);
      return sendJson(response, 200, { now: iso(world.now()), samples: samples.map(asJson) });
    }
    case 'GET /api/collector':
      if (!isIn) return sendJson(response, 401, { error: 'no-session' });
      return sendJson(response, 200, {
        lastContactAt: state.lastContactAt === null ? null : iso(state.lastContactAt),
        lastError: state.lastError ? { ...state.lastError, at: iso(state.lastError.at) } : null,
      });
    default:
      return sendJson(response, 404, { error: 'not-found' });
  }
}

/** The bare address: answers as web's second port does. */
export function answerRedirect(project: ProjectSight, request: IncomingMessage, response: ServerResponse): void {
  const web = project.container('web');
  const to = web?.env.get('REDIRECT_URL') ?? '';
  if (!web?.running || (wantsTls(web) && webCertificate(web) === undefined) || !URL.canParse(to)) {
    request.socket.destroy();
    return;
  }
  const { protocol, port } = new URL(to);
  if (!isAllowed(web, request)) send(response, 400, 'text', 'Bad host');
  else redirect(response, 308, `${protocol}//${hostOf(request)}${port === '' ? '' : `:${port}`}/`);
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '');
}

function isAllowed(web: ContainerSight, request: IncomingMessage): boolean {
  return (web.env.get('ALLOWED_HOSTS') ?? '').split(',').includes(hostOf(request));
}

async function logIn(
  project: ProjectSight,
  web: ContainerSight,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(await bodyOf(request));
  const csrf = form.get('csrf') ?? '';
  const word = csrf.split('.')[0] ?? '';
  if (csrf === '' || csrf !== cookie(request, cookieName(web, 'csrf')) || signedWord(web, word) !== csrf)
    return send(response, 403, 'text', 'The form is too old. Load the page again.');
  const good =
    form.get('username') === web.env.get('ADMIN_USER') &&
    !project.world.hasFault('app.admin-password-changed') &&
    hashFits(web.env.get('ADMIN_PASSWORD_HASH') ?? '', form.get('password') ?? '');
  if (!good) return send(response, 401, 'html', loginPage(csrf, true));
  const state = monitoringState(project);
  const session = createHash('sha256')
    .update(`${signedWord(web, 'session')} ${project.world.now()} ${project.world.random()}`)
    .digest('base64url');
  state.sessions[digest(session)] = project.world.now() + SESSION_MS;
  project.world.changed();
  response.setHeader('set-cookie', setCookie(web, 'session', session));
  return redirect(response, 303, '/');
}

/** The database takes web's password only if both were started with the same one. */
function passwordFits(project: ProjectSight, web: ContainerSight): boolean {
  const url = web.env.get('DATABASE_URL') ?? '';
  if (!URL.canParse(url)) return false;
  return new URL(url).password === (project.container('db')?.env.get('POSTGRES_PASSWORD') ?? '');
}

function hashFits(stored: string, password: string): boolean {
  const [kind, n, r, p, salt, hash] = stored.split(':');
  if (kind !== 'scrypt' || !salt || !hash) return false;
  const wanted = Buffer.from(hash, 'base64url');
  const seen = scryptSync(password, Buffer.from(salt, 'base64url'), 32, { N: Number(n), r: Number(r), p: Number(p) });
  return wanted.length === seen.length && timingSafeEqual(wanted, seen);
}

function signedWord(web: ContainerSight, word: string): string {
  return `${word}.${createHmac('sha256', web.env.get('SECRET_KEY') ?? '')
    .update(word)
    .digest('base64url')}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_FORM_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asJson(sample: Sample) {
  return { ...sample, takenAt: iso(sample.takenAt), receivedAt: iso(sample.receivedAt) };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { location }).end();
}

function send(response: ServerResponse, status: number, kind: 'html' | 'text', body: string): void {
  response.writeHead(status, { 'content-type': `text/${kind === 'html' ? 'html' : 'plain'}; charset=utf-8` }).end(body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
