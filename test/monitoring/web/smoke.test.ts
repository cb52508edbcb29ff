import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Check, CheckContext } from '../../../electron/engine/checks/check.ts';
import { Secret } from '../../../electron/engine/shell/command.ts';
import { environmentText } from '../../../electron/engine/stacks/monitoring/environment.ts';
import { dashboardLogin } from '../../../electron/engine/stacks/monitoring/smoke/dashboard-login.ts';
import { dataFlow } from '../../../electron/engine/stacks/monitoring/smoke/data-flow.ts';
import { site } from '../../steps/support/two-node.ts';
import {
  assets,
  composeEnvironment,
  envInput,
  options,
  parseEnv,
  SECRETS,
  stackInstance,
} from '../../unit/electron/engine/stacks/monitoring/rehearsed-project.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { type WebProgram, webProgram } from '../support/program.ts';
import { batchOf } from '../support/samples.ts';
import { ask } from '../support/web.ts';

let postgres: Postgres;
let web: WebProgram;
let ingestToken: string;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  // the variables that compose hands to web, out of the .env that Sitewright writes; the database is elsewhere here
  const env = composeEnvironment('web', parseEnv(environmentText(assets, envInput, SECRETS)));
  ingestToken = env.get('INGEST_TOKEN') ?? '';
  const url = await postgres.newDatabase();
  web = await webProgram(url, { ...Object.fromEntries(env), DATABASE_URL: url });
  await web.start();
  for (let attempt = 0; (await ask(web.port, '/api/health')).status !== 200 && attempt < 200; attempt += 1)
    await pause(50);
  return () => web.stop();
});

/** Runs a smoke test of Sitewright's; every address of the site leads to the program under test. */
function run(check: Check) {
  const context = {
    site,
    dialer: {
      connect: () =>
        new Promise((resolve, reject) => {
          const socket = connect(web.port, '127.0.0.1', () => resolve(socket));
          socket.once('error', reject);
        }),
    },
    secret: () => new Secret(SECRETS.adminPassword),
    signal: new AbortController().signal,
    wait: () => pause(50),
    now: () => Date.now(),
  } as unknown as CheckContext;
  return check.run(context);
}

it('the smoke test of the dashboard knows the real login page', async () => {
  expect(await run(dashboardLogin(site, stackInstance, options))).toMatchObject({ passed: true });
});

it('the smoke test of the data flow logs in with the password of the site and finds the sample of a round that ends', async () => {
  let isOver = false;
  const statuses = new Set<number>();
  const rounds = (async () => {
    for (; !isOver; await pause(200)) {
      const asking = { method: 'POST', json: batchOf(new Date(), ['node/pve-node1']) };
      const headers = { authorization: `Bearer ${ingestToken}` };
      statuses.add((await ask(web.port, '/api/batches', { ...asking, headers })).status);
    }
  })();
  const finding = await run(dataFlow(site, stackInstance, options)).finally(() => {
    isOver = true;
  });
  await rounds;
  expect([...statuses]).toEqual([202]);
  expect(finding.passed).toBe(true);
  expect(finding.seen.join('\n')).toContain('node/pve-node1 at ');
});

it('the smoke test of the data flow says what the collector told', async () => {
  const error = { at: new Date().toISOString(), code: 'pve-unauthorised', text: 'the token is refused' };
  await ask(web.port, '/api/collector', {
    method: 'POST',
    json: { error },
    headers: { authorization: `Bearer ${ingestToken}` },
  });
  const finding = await run(dataFlow(site, stackInstance, { ...options, collectSeconds: -29 }));
  expect(finding).toMatchObject({ passed: false, diagnostic: { code: 'check.collector-error' } });
});
