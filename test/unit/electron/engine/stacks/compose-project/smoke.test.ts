import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { StackInstance } from '../../../../../../electron/api/site.ts';
import type { CheckContext } from '../../../../../../electron/engine/checks/check.ts';
import { wireText } from '../../../../../../electron/engine/shell/command.ts';
import { composeProjectOptions } from '../../../../../../electron/engine/stacks/compose-project/options.ts';
import { declaredChecks } from '../../../../../../electron/engine/stacks/compose-project/smoke/declared.ts';
import type { ExecResult } from '../../../../../../electron/engine/transport/port.ts';
import { site } from '../../../../../steps/support/two-node.ts';

const server: Server = createServer((request, response) => {
  if (request.url === '/login') response.end('<title>Inventory</title>');
  else response.writeHead(503).end('warming up');
});
const port = await new Promise<number>((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The outcome of one declared question, asked over a real socket; `answer` is what the machine says to a command. */
async function ask(smoke: Record<string, unknown>, answer: ExecResult = { code: 0, stdout: '', stderr: '' }) {
  const instance: StackInstance = {
    stack: 'compose',
    id: 'inventory',
    on: 'vm-dashboard',
    options: { folder: 'stacks/inventory', smoke: [{ title: 'It works', ...smoke }] },
  };
  const asked: string[] = [];
  const context = {
    site,
    rehearsed: false,
    signal: new AbortController().signal,
    dialer: {
      connect: (address: string, wanted: number) =>
        new Promise((resolve, reject) => {
          asked.push(`${address}:${wanted}`);
          const socket = connect(wanted, '127.0.0.1', () => resolve(socket)).on('error', reject);
        }),
    },
    transport: () => ({
      exec: async (command: Parameters<typeof wireText>[0]) => {
        asked.push(wireText(command));
        return answer;
      },
    }),
  } as unknown as CheckContext;
  const [check] = declaredChecks(site, instance, composeProjectOptions(instance));
  if (!check) throw new Error('no check');
  const finding = await check.run(context);
  const why = finding.passed === false ? describeDiagnostic(finding.diagnostic, 'en').summary : '';
  return { passed: finding.passed, why, asked, check };
}

it('a page with its status and its text is right, at the machine’s address', async () => {
  const done = await ask({ http: { port, path: '/login', contains: 'Inventory' } });
  expect(done).toMatchObject({ passed: true, asked: [`192.168.1.100:${port}`] });
  expect(done.check).toMatchObject({ id: 'smoke.own-inventory-1', title: { es: 'inventory: It works' } });
});

it.each([
  ['another status', { http: { port, path: '/other' } }, /answers with status 503 instead of 200\.$/],
  ['another text', { http: { port, path: '/login', contains: 'Payroll' } }, /has not the text «Payroll»\.$/],
  [
    'nobody at the port',
    { http: { port: 1, path: '/' } },
    /^http:\/\/192\.168\.1\.100:1\/ does not answer: ECONNREFUSED\.$/,
  ],
  ['no TLS where it is wanted', { http: { port, path: '/', tls: true } }, /^https:.* does not answer: /],
  ['a closed port', { tcp: { port: 1 } }, /^192\.168\.1\.100:1 does not answer: ECONNREFUSED\.$/],
])('%s is told', async (_, smoke, why) => {
  const done = await ask(smoke);
  expect(done.passed).toBe(false);
  expect(done.why).toMatch(why);
});

it('an open port is enough where only that is asked, and a status that is no success may be the right one', async () => {
  expect(await ask({ tcp: { port } })).toMatchObject({ passed: true });
  expect(await ask({ http: { port, path: '/', status: 503 } })).toMatchObject({ passed: true });
});

it('a command runs in the service’s container, each word as it is', async () => {
  const run = ['psql', '-c', "select 'a b'; $(id)"];
  const good = await ask(
    { command: { service: 'db', run, contains: '1 row' } },
    { code: 0, stdout: '(1 row)\n', stderr: '' },
  );
  expect(good).toMatchObject({ passed: true });
  expect(good.asked[0]).toContain('label=com.docker.compose.project=inventory');
  expect(good.asked[0]).toContain('label=com.docker.compose.service=db');
  expect(good.asked[0]).toMatch(/docker exec "\$container" psql -c 'select '\\''a b'\\''; \$\(id\)'$/);
  const other = await ask(
    { command: { service: 'db', run, contains: '2 rows' } },
    { code: 0, stdout: '(1 row)', stderr: '' },
  );
  expect(other.why).toMatch(/does not say «2 rows»\.$/);
  const failed = await ask(
    { command: { service: 'db', run: ['pg_isready'] } },
    { code: 2, stdout: '', stderr: 'no response' },
  );
  expect(failed.why).toBe('pg_isready ended with 2 in the service db.');
});
