import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Alert } from '../../../installer-assets/stacks/monitoring/protocol/alert.ts';
import { type Settings, SettingsSchema } from '../../../installer-assets/stacks/monitoring/protocol/settings.ts';
import { sendMessage } from '../../../installer-assets/stacks/monitoring/web/messages/send-message.ts';

const AT = new Date('2026-11-21T10:00:00.000Z');
const ALERT: Alert = {
  id: 7,
  rule: 'replication-old',
  subject: 'replication/100-0',
  severity: 'critical',
  params: { job: '100-0', guest: 100, source: 'n1', target: 'n2', lagMinutes: 95, failures: 3, error: 'no\r\nsuch: ñ' },
  openedAt: AT.toISOString(),
  closedAt: null,
  acknowledged: null,
};
const TEXT =
  'Alerta: La replicación 100-0 de n1 a n2 terminó bien por última vez hace 95 minutos. Proxmox dice: no such: ñ';

let tls: { readonly key: string; readonly cert: string };
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-mail-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'pipe' },
  );
  tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => expect(servers).toEqual([]));

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

interface MailServer {
  readonly port: number;
  /** Every line that came, with `TLS` before those that came encrypted. */
  readonly heard: string[];
}

/** A mail server as RFC 5321 has it, as far as this needs it. `answers` replaces what it says to a command. */
async function mailServer(
  answers: Readonly<Record<string, string>> = {},
  offers = ['STARTTLS', 'AUTH PLAIN LOGIN'],
): Promise<MailServer> {
  const heard: string[] = [];
  const talk = (socket: Socket, prefix: string, greet: boolean): void => {
    let [rest, inData] = ['', false];
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    if (greet) say('220 mail.site ESMTP');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        heard.push(`${prefix}${line}`);
        if (inData) {
          if (line !== '.') continue;
          inData = false;
          say('250 taken');
          continue;
        }
        const command = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
        const given = answers[command];
        if (given) say(given);
        else if (command === 'EHLO')
          say(
            ['250-mail.site', ...offers.slice(0, -1).map((word) => `250-${word}`), `250 ${offers.at(-1)}`].join('\r\n'),
          );
        else if (command === 'STARTTLS') {
          say('220 go ahead');
          socket.removeAllListeners('data');
          const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(tls) });
          talk(secure, 'TLS ', false);
          return;
        } else if (command === 'AUTH') say('235 welcome');
        else if (command === 'DATA') {
          inData = true;
          say('354 go on');
        } else say(command === 'QUIT' ? '221 bye' : '250 fine');
      }
    });
  };
  return { heard, port: await listen(createServer((socket) => talk(socket, '', true))) };
}

function settings(channels: unknown): Settings {
  return SettingsSchema.parse({ language: 'es', channels });
}

const opened = { event: 'opened', at: AT, alert: ALERT } as const;
const mail = (port: number, change: object = {}) =>
  settings({
    email: {
      host: 'localhost',
      port,
      security: 'starttls',
      ca: tls.cert,
      user: 'mon',
      password: 'secret-word',
      from: 'mon@site.es',
      to: ['it@site.es', 'boss@site.es'],
      ...change,
    },
  });

it('a mail goes out over TLS with name and password, and can be read', async () => {
  const server = await mailServer();
  await sendMessage(mail(server.port), 'email', opened);
  const lines = server.heard;
  expect(lines.slice(0, 2).map((line) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS']);
  expect(lines.slice(2).every((line) => line.startsWith('TLS '))).toBe(true);
  expect(lines).toContain(`TLS AUTH PLAIN ${Buffer.from('\0mon\0secret-word').toString('base64')}`);
  expect(lines).toContain('TLS RCPT TO:<boss@site.es>');
  const text = lines.slice(lines.indexOf('TLS DATA') + 1).map((line) => line.slice(4));
  const subject = text.slice(text.findIndex((line) => line.startsWith('Subject: ')));
  const words = subject
    .slice(
      0,
      subject.findIndex((line) => line.startsWith('Message-ID')),
    )
    .join('');
  const decoded = [...words.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)].map((match) =>
    Buffer.from(match[1] ?? '', 'base64').toString('utf8'),
  );
  expect(decoded.join('')).toBe(TEXT);
  expect(text.every((line) => line.length <= 78 && /^[\x20-\x7e]*$/.test(line))).toBe(true);
  const body = text.slice(text.indexOf('') + 1, text.lastIndexOf('.'));
  expect(Buffer.from(body.join(''), 'base64').toString('utf8')).toBe(TEXT);
});

it.each<[string, () => Promise<{ server: MailServer; given: Settings }>, RegExp]>([
  [
    'offers no TLS',
    async () => {
      const server = await mailServer({}, ['AUTH PLAIN']);
      return { server, given: mail(server.port) };
    },
    /offers no STARTTLS/,
  ],
  [
    'has a certificate of nobody we know',
    async () => {
      const server = await mailServer();
      return { server, given: mail(server.port, { ca: null }) };
    },
    /self-signed/,
  ],
  [
    'would get the password without TLS',
    async () => {
      const server = await mailServer();
      return { server, given: mail(server.port, { security: 'none' }) };
    },
    /is not sent to localhost without TLS/,
  ],
  [
    'refuses the password',
    async () => {
      const server = await mailServer({ AUTH: '535 5.7.8 no' });
      return { server, given: mail(server.port) };
    },
    /refuses the password of mon: 535/,
  ],
  [
    'refuses a recipient',
    async () => {
      const server = await mailServer({ RCPT: '550 who?' });
      return { server, given: mail(server.port) };
    },
    /refuses the recipient it@site\.es: 550 who\?/,
  ],
])('a mail server that %s gets no mail, and the failure names no secret', async (_, make, expected) => {
  const { server, given } = await make();
  const failure = await sendMessage(given, 'email', opened).then(
    () => new Error('it was sent'),
    (error: Error) => error,
  );
  expect(failure.message).toMatch(expected);
  expect(failure.message).not.toMatch(/secret-word|c2VjcmV0/);
  expect(server.heard.some((line) => line.endsWith('DATA'))).toBe(false);
});

it('a webhook gets the alert, signed', async () => {
  const got: { headers: Record<string, unknown>; body: string }[] = [];
  const port = await listen(
    createHttpServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(request.url === '/hook' ? 204 : 302, { location: '/hook' }).end();
      });
    }),
  );
  await sendMessage(settings({ webhook: { url: `http://127.0.0.1:${port}/hook`, secret: 'k' } }), 'webhook', opened);
  expect(JSON.parse(got[0]?.body ?? '')).toEqual({ event: 'opened', text: TEXT, alert: ALERT });
  const signature = createHmac('sha256', 'k')
    .update(got[0]?.body ?? '')
    .digest('hex');
  expect(got[0]?.headers['x-sitewright-signature']).toBe(`sha256=${signature}`);
  // elsewhere is not where the administrator said
  const moved = sendMessage(settings({ webhook: { url: `http://127.0.0.1:${port}/moved` } }), 'webhook', opened);
  await expect(moved).rejects.toThrow(/answers 302/);
  expect(got).toHaveLength(2);
});

it('syslog gets one record of RFC 5424, by UDP and framed by TCP', async () => {
  const record =
    /^<130>1 2026-11-21T10:00:00\.000Z \S+ sitewright-monitoring - replication-old - \ufeffAlerta: La replicación .*ñ$/;
  const udp = createSocket('udp4');
  const byUdp = new Promise<string>((resolve) => udp.once('message', (data) => resolve(data.toString('utf8'))));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  await sendMessage(settings({ syslog: { host: '127.0.0.1', port: udp.address().port } }), 'syslog', opened);
  expect(await byUdp).toMatch(record);
  udp.close();

  let received: Promise<Buffer> | undefined;
  const port = await listen(
    createServer((socket) => {
      received = new Promise((resolve) => {
        const chunks: Buffer[] = [];
        socket.on('data', (chunk: Buffer) => chunks.push(chunk));
        socket.on('end', () => resolve(Buffer.concat(chunks)));
      });
    }),
  );
  await sendMessage(settings({ syslog: { host: '127.0.0.1', port, transport: 'tcp' } }), 'syslog', opened);
  const data = (await received) ?? Buffer.alloc(0);
  const space = data.indexOf(' ');
  expect(Number(data.subarray(0, space).toString())).toBe(data.length - space - 1);
  expect(data.subarray(space + 1).toString('utf8')).toMatch(record);
});

it('a channel that is not set up, and a server that is not there, are failures', async () => {
  await expect(sendMessage(settings({}), 'email', opened)).rejects.toThrow(/email is not set up/);
  const port = await listen(createServer());
  servers.pop()?.close();
  const gone = settings({ syslog: { host: '127.0.0.1', port, transport: 'tcp' } });
  await expect(sendMessage(gone, 'syslog', opened)).rejects.toThrow(/ECONNREFUSED/);
});
