import { scryptSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passwordHash } from '../../../electron/engine/stacks/monitoring/environment.ts';
import { isLoginPage } from '../../../electron/engine/stacks/monitoring/smoke/dashboard-login.ts';
import { type Database, openDatabase } from '../../../installer-assets/stacks/monitoring/db/database.ts';
import type { Configuration } from '../../../installer-assets/stacks/monitoring/web/configuration.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { ADMIN_PASSWORD, ask, type Browser, SECRET_KEY, startWeb, type TestWeb } from '../support/web.ts';

/** Passwords that are soon checked: what is asked here is who is let in, not what guessing costs (parts.test.ts). */
const SOON: Partial<Configuration> = {
  passwordCost: { n: 1_024, r: 8, p: 2 },
  adminPasswordHash: `scrypt:1024:8:1:${Buffer.alloc(16, 7).toString('base64url')}:${scryptSync(ADMIN_PASSWORD, Buffer.alloc(16, 7), 32, { N: 1_024, r: 8, p: 1 }).toString('base64url')}`,
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let postgres: Postgres;
let web: TestWeb;
let url: string;
let database: Database;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.newDatabase();
  web = await startWeb(url, SOON);
  database = openDatabase({ url });
});
afterAll(async () => {
  await web.stop();
  await database.close();
  await postgres.stop();
});
// nobody is in, and nobody has guessed
beforeEach(async () => {
  web.setNow(undefined);
  await database.run('TRUNCATE session, login_failure');
});

const isIn = async (browser: Browser): Promise<boolean> => (await browser.ask('/api/session')).status === 200;

function post(browser: Browser, fields: Readonly<Record<string, string>>) {
  return browser.ask('/login', { method: 'POST', headers: FORM, body: new URLSearchParams(fields).toString() });
}

describe('the login', () => {
  it('shows the page that the smoke test knows, in the language that the browser asks for', async () => {
    const page = await ask(web.port, '/login', { headers: { 'accept-language': 'fr, en;q=0.8' } });
    expect(page.status).toBe(200);
    expect(isLoginPage(page.text)).toBe(true);
    expect(page.text).toContain('<html lang="en">');
    expect((await ask(web.port, '/login')).text).toContain('<html lang="es">');
  });

  it('lets the administrator of the environment in, and shows the dashboard', async () => {
    const browser = web.browser();
    expect((await browser.ask('/')).headers.location).toBe('/login');
    const answer = await browser.logIn('admin', ADMIN_PASSWORD);
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
    const cookies = (answer.headers['set-cookie'] as readonly string[]).join('\n');
    expect(cookies).toMatch(/^session=[A-Za-z0-9_-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/m);
    const page = await browser.ask('/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('<body data-page="dashboard">');
  });

  it('takes the hash that Sitewright writes into .env', async () => {
    const other = await startWeb(await postgres.newDatabase(), {
      adminPasswordHash: passwordHash('una contraseña con ñ', 'seed'),
    });
    expect((await other.browser().logIn('admin', 'una contraseña con ñ')).status).toBe(303);
    await other.stop();
  });

  it('says the same of a name that does not exist as of a wrong password', async () => {
    const wrong = await web.browser().logIn('admin', 'wrong password here');
    const strange = await web.browser().logIn('nobody', 'wrong password here');
    const withoutToken = (text: string): string => text.replace(/name="csrf" value="[^"]*"/, '');
    expect([wrong.status, strange.status]).toEqual([401, 401]);
    expect(withoutToken(strange.text)).toBe(withoutToken(wrong.text));
    expect(Object.keys(strange.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
  });

  it('never shows again what was typed', async () => {
    const answer = await web.browser().logIn('"><script>alert(1)</script>', 'pass<b>word</b>');
    expect(answer.text).not.toContain('script>alert');
    expect(answer.text).not.toContain('pass<b>');
  });

  it('writes neither names that are no users nor passwords into the log', async () => {
    await web.browser().logIn('my-secret-password', 'another-secret');
    await web.browser().logIn('admin', ADMIN_PASSWORD);
    const log = web.log.join('');
    expect(log).toContain('login-failed');
    for (const secret of ['my-secret-password', 'another-secret', ADMIN_PASSWORD, SECRET_KEY, 'not-asked-for'])
      expect(log).not.toContain(secret);
  });

  it.each([
    ['no form token', async (browser: Browser) => post(browser, { username: 'admin', password: ADMIN_PASSWORD })],
    [
      'a form token that is not the cookie',
      async (browser: Browser) => {
        await browser.ask('/login');
        const other = web.browser();
        await other.ask('/login');
        const csrf = other.cookies.get('csrf') ?? '';
        return post(browser, { username: 'admin', password: ADMIN_PASSWORD, csrf });
      },
    ],
    [
      'a form token that we did not sign',
      async (browser: Browser) => {
        const csrf = `${'A'.repeat(22)}~${Math.floor(Date.now() / 1000)}.${'B'.repeat(43)}`;
        browser.cookies.set('csrf', csrf);
        return post(browser, { username: 'admin', password: ADMIN_PASSWORD, csrf });
      },
    ],
    [
      'a form token of two days ago',
      async (browser: Browser) => {
        web.setNow(new Date(Date.now() - 2 * 86_400_000));
        await browser.ask('/login');
        web.setNow(undefined);
        const csrf = browser.cookies.get('csrf') ?? '';
        return post(browser, { username: 'admin', password: ADMIN_PASSWORD, csrf });
      },
    ],
    [
      'a cookie that came twice',
      async (browser: Browser) => {
        await browser.ask('/login');
        const csrf = browser.cookies.get('csrf') ?? '';
        return ask(web.port, '/login', {
          method: 'POST',
          headers: { ...FORM, cookie: `csrf=${csrf}; csrf=planted` },
          body: new URLSearchParams({ username: 'admin', password: ADMIN_PASSWORD, csrf }).toString(),
        });
      },
    ],
  ])('refuses a right password with %s', async (_, attempt) => {
    const browser = web.browser();
    expect((await attempt(browser)).status).toBe(403);
    expect(browser.cookies.has('session')).toBe(false);
  });

  it.each<Record<string, string>>([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('refuses a form that another site sends: %o', async (headers) => {
    const browser = web.browser();
    await browser.ask('/login');
    const csrf = browser.cookies.get('csrf') ?? '';
    const answer = await browser.ask('/login', {
      method: 'POST',
      headers: { ...FORM, ...headers },
      body: new URLSearchParams({ username: 'admin', password: ADMIN_PASSWORD, csrf }).toString(),
    });
    expect(answer.status).toBe(403);
  });

  it('takes its own form as a browser sends it', async () => {
    const browser = web.browser();
    await browser.ask('/login');
    const csrf = browser.cookies.get('csrf') ?? '';
    const answer = await browser.ask('/login', {
      method: 'POST',
      headers: { ...FORM, origin: `http://localhost:${web.port}`, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ username: 'admin', password: ADMIN_PASSWORD, csrf }).toString(),
    });
    expect(answer.status).toBe(303);
  });
});

describe('the limit of attempts', () => {
  it('stops a name from one address after eight, the right password too, and lets others in', async () => {
    const attacker = web.browser('127.0.0.2');
    for (let attempt = 0; attempt < 8; attempt += 1)
      expect((await attacker.logIn('admin', `guess number ${attempt}`)).status).toBe(401);
    const stopped = await attacker.logIn('admin', ADMIN_PASSWORD);
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    expect((await web.browser('127.0.0.3').logIn('admin', ADMIN_PASSWORD)).status).toBe(303);
  });

  it('does not lock a user out of a browser of earlier logins, whoever guesses from the same address', async () => {
    const known = web.browser('127.0.0.2');
    await known.logIn('admin', ADMIN_PASSWORD);
    await known.ask('/logout', { method: 'POST' });
    const attacker = web.browser('127.0.0.2');
    for (let attempt = 0; attempt < 8; attempt += 1) await attacker.logIn('admin', `guess number ${attempt}`);
    expect((await attacker.logIn('admin', ADMIN_PASSWORD)).status).toBe(429);
    expect((await known.logIn('admin', ADMIN_PASSWORD)).status).toBe(303);
  });

  it('holds for guesses from such a browser too, and its cookie serves neither another user nor whoever alters it', async () => {
    const known = web.browser('127.0.0.2');
    await known.logIn('admin', ADMIN_PASSWORD);
    const token = known.cookies.get('browser') ?? '';
    const attacker = web.browser('127.0.0.3');
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await web.browser('127.0.0.3').logIn('nobody', 'some guess here');
      await attacker.logIn('admin', 'some guess here');
    }
    for (const [name, cookie] of [
      ['nobody', token],
      ['admin', token.replace(/~\d/, '~9')],
      ['admin', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ] as const) {
      attacker.cookies.set('browser', cookie);
      expect((await attacker.logIn(name, 'some guess here')).status).toBe(429);
    }
    for (let attempt = 0; attempt < 8; attempt += 1)
      expect((await known.logIn('admin', `guess number ${attempt}`)).status).toBe(401);
    expect((await known.logIn('admin', ADMIN_PASSWORD)).status).toBe(429);
  });

  it('counts names that do not exist just so', async () => {
    const attacker = web.browser('127.0.0.2');
    for (let attempt = 0; attempt < 8; attempt += 1) await attacker.logIn('nobody', 'some guess here');
    expect((await attacker.logIn('nobody', 'some guess here')).status).toBe(429);
  });

  it('counts attempts that are made at once', async () => {
    const attackers = Array.from({ length: 14 }, () => web.browser('127.0.0.2'));
    const answers = await Promise.all(attackers.map((browser) => browser.logIn('admin', 'wrong password here')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(8);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
  });

  it('ends after a quarter of an hour, and outlives a restart until then', async () => {
    const attacker = web.browser('127.0.0.2');
    for (let attempt = 0; attempt < 9; attempt += 1) await attacker.logIn('admin', 'wrong password here');
    const again = await startWeb(url, SOON);
    expect((await again.browser('127.0.0.2').logIn('admin', ADMIN_PASSWORD)).status).toBe(429);
    again.setNow(new Date(Date.now() + 16 * 60_000));
    expect((await again.browser('127.0.0.2').logIn('admin', ADMIN_PASSWORD)).status).toBe(303);
    await again.stop();
  });
});

describe('a session', () => {
  it('ends at the logout, for whoever kept the cookie too', async () => {
    const browser = await web.admin();
    const kept = browser.cookies.get('session') ?? '';
    const answer = await browser.ask('/logout', { method: 'POST' });
    expect([answer.status, answer.headers.location]).toEqual([303, '/login']);
    browser.cookies.set('session', kept);
    expect(await isIn(browser)).toBe(false);
  });

  it('is a new one at each login, and takes over none that was planted', async () => {
    const browser = web.browser();
    browser.cookies.set('session', 'A'.repeat(43));
    await browser.logIn('admin', ADMIN_PASSWORD);
    const first = browser.cookies.get('session');
    expect(first).not.toBe('A'.repeat(43));
    await browser.logIn('admin', ADMIN_PASSWORD);
    expect(browser.cookies.get('session')).not.toBe(first);
    const old = web.browser();
    old.cookies.set('session', first ?? '');
    expect(await isIn(old)).toBe(false);
  });

  it('ends two hours after its last request, and twelve after the login', async () => {
    const start = Date.now();
    const browser = await web.admin();
    const at = (hours: number): void => web.setNow(new Date(start + hours * 3_600_000));
    for (let hours = 1.5; hours < 12; hours += 1.5) {
      at(hours);
      expect(await isIn(browser)).toBe(true);
    }
    at(12.1);
    expect(await isIn(browser)).toBe(false);
    web.setNow(undefined);
    const idle = await web.admin();
    at(2.2);
    expect(await isIn(idle)).toBe(false);
  });

  it('does not hold for another SECRET_KEY, and outlives a restart with the same', async () => {
    const browser = await web.admin();
    const cookie = browser.cookies.get('session') ?? '';
    for (const [secretKey, status] of [
      [SECRET_KEY, 200],
      ['another key than the one before', 401],
    ] as const) {
      const again = await startWeb(url, { ...SOON, secretKey });
      expect((await ask(again.port, '/api/session', { headers: { cookie: `session=${cookie}` } })).status).toBe(status);
      await again.stop();
    }
  });

  it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(43)}' OR '1'='1`, '../../etc/passwd', '%00'])(
    'is not made up: %j',
    async (value) => {
      const answer = await ask(web.port, '/api/overview', { headers: { cookie: `session=${encodeURI(value)}` } });
      expect([answer.status, answer.text]).toEqual([401, '{"error":"no-session"}']);
    },
  );

  it('lies in the database as a digest only', async () => {
    const browser = await web.admin();
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ all: string }>('SELECT session::text AS all FROM monitoring.session');
    await client.end();
    expect(rows).toHaveLength(1);
    const token = browser.cookies.get('session') ?? '';
    expect(rows[0]?.all).not.toContain(token);
    expect(rows[0]?.all).not.toContain(Buffer.from(token).toString('hex'));
  });
});

describe('the administrator of the environment', () => {
  it('keeps a password changed in the dashboard until .env brings another hash', async () => {
    const own = await postgres.newDatabase();
    const first = await startWeb(own, SOON);
    const admin = await first.admin();
    const changed = await admin.change('POST', '/api/account/password', {
      current: ADMIN_PASSWORD,
      password: 'a whole new password',
    });
    expect(changed.status).toBe(204);
    const same = await startWeb(own, SOON);
    expect((await same.browser('127.0.0.4').logIn('admin', ADMIN_PASSWORD)).status).toBe(401);
    expect((await same.browser('127.0.0.4').logIn('admin', 'a whole new password')).status).toBe(303);
    await same.stop();
    const renewed = await startWeb(own, { adminPasswordHash: passwordHash('set again by Sitewright', 'x') });
    expect(await isIn(admin)).toBe(false);
    expect((await renewed.browser('127.0.0.5').logIn('admin', 'set again by Sitewright')).status).toBe(303);
    await renewed.stop();
    await first.stop();
  });
});
