import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { describeDiagnostic, fail } from '../../../../../../electron/api/diagnostic.ts';
import type { CheckContext, CheckFinding } from '../../../../../../electron/engine/checks/check.ts';
import { monitoringStack } from '../../../../../../electron/engine/stacks/monitoring/monitoring.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import {
  encryptedInstance,
  makeAuthority,
  type RehearsedProject,
  rehearsedProject,
  stackInstance,
} from './rehearsed-project.ts';

const authority = makeAuthority();
const checks = monitoringStack.smoke(site, stackInstance);
let project: RehearsedProject;
const opened: RehearsedProject[] = [];
beforeEach(async () => {
  project = await rehearsedProject(authority);
  opened.push(project);
});
afterAll(async () => {
  await Promise.all(opened.map((entry) => entry.close()));
});

const ALL_WELL: readonly undefined[] = [undefined, undefined, undefined, undefined];
/** The outcome of the four tests: undefined = passed, else the English sentence. */
async function outcomes(secret?: string): Promise<readonly (string | undefined)[]> {
  const results: (string | undefined)[] = [];
  for (const check of checks) results.push(sentence(await project.run(check, secret)));
  return results;
}

function sentence(finding: CheckFinding): string | undefined {
  return finding.passed === false ? describeDiagnostic(finding.diagnostic, 'en').summary : undefined;
}

describe('the smoke tests of the monitoring stack', () => {
  it('pass on a site that works, and say what they saw', async () => {
    expect(await outcomes()).toEqual(ALL_WELL);
    const data = await project.run(checks[2] ?? never());
    expect(data.seen.join('\n')).toMatch(/node\/pve-node1 at 2026-11-21T05:0.*CPU 12 %, memory 3000000000 B/);
  });

  const OTHER_PAGE = 'http://192.168.1.100:8000 answers, but not with the login page of the dashboard.';
  it.each([
    ['app.front-page-replaced', 0, OTHER_PAGE],
    ['app.login-page-broken', 0, OTHER_PAGE],
    ['app.web-unhealthy', 1, 'The service web on vm-dashboard is not up: Up 2 minutes (unhealthy).'],
    ['app.db-unhealthy', 1, 'The service db on vm-dashboard is not up: Up 2 minutes (unhealthy).'],
    ['app.collector-silent', 2, 'The dashboard has received no sample within 90 s.'],
    [
      'app.token-refused',
      2,
      'The collector gets nothing from Proxmox: https://192.168.1.11:8006 refuses the token (401)',
    ],
    ['app.admin-password-changed', 2, 'The dashboard refuses the user admin (status 401).'],
  ])('%s turns exactly one of them red, with its sentence', async (fault, index, expected) => {
    project.faults.add(fault);
    const wanted: (string | undefined)[] = [...ALL_WELL];
    wanted[index] = expected;
    expect(await outcomes()).toEqual(wanted);
  });

  it('a dashboard that is off is told apart from one that shows another page', async () => {
    project.down.add('web');
    expect((await outcomes())[0]).toBe('Nothing answers at http://192.168.1.100:8000 (ECONNREFUSED).');
  });

  it('old samples do not count: only what arrives after the test began', async () => {
    expect((await outcomes())[2]).toBeUndefined();
    project.faults.add('app.collector-silent');
    expect((await outcomes())[2]).toBe('The dashboard has received no sample within 90 s.');
  });

  it('a wrong URL in .env is seen as no data with the reason', async () => {
    project.env.set('PVE_URLS', 'https://192.168.1.99:8006');
    expect((await outcomes())[2]).toBe(
      'The collector gets nothing from Proxmox: no answer from https://192.168.1.99:8006',
    );
  });

  it('an authority of another cluster is refused', async () => {
    project.caFile = authority.otherCa;
    expect((await outcomes())[2]).toBe(
      'The collector gets nothing from Proxmox: the certificate of https://192.168.1.12:8006 is not one of the cluster for pve-node2',
    );
  });

  it('the collector goes on with the second node when the first is down', async () => {
    project.downNodes.add('pve-node1');
    expect(await outcomes()).toEqual(ALL_WELL);
  });

  it('another password than the vault’s is refused', async () => {
    expect((await outcomes('wrong'))[2]).toBe('The dashboard refuses the user admin (status 401).');
  });

  it('no collector, no samples; it comes back and data flows again', async () => {
    project.down.add('data_collector');
    expect((await outcomes())[2]).toBe('The dashboard has received no sample within 90 s.');
    project.down.clear();
    expect((await outcomes())[2]).toBeUndefined();
  });
});

describe('the smoke tests of an encrypted dashboard', () => {
  const encrypted = monitoringStack.smoke(site, encryptedInstance);
  const all = async (at: RehearsedProject): Promise<readonly (string | undefined)[]> => {
    const results: (string | undefined)[] = [];
    for (const check of encrypted) results.push(sentence(await at.run(check)));
    return results;
  };

  it('pass over TLS, the collector brings its samples through the same certificate', async () => {
    const own = await rehearsedProject(authority, true);
    opened.push(own);
    expect(await all(own)).toEqual(ALL_WELL);
    expect(own.env.get('INGEST_URL')).toBe('https://web:8000');
  });

  it('send no password to a dashboard that shows a certificate of somebody else', async () => {
    const own = await rehearsedProject(authority, true);
    opened.push(own);
    own.siteAuthority = authority.otherCa;
    const refused = /^The certificate at https:\/\/192\.168\.1\.100:8000 is not one of the authority of this site/;
    expect(await all(own)).toEqual([
      expect.stringMatching(refused),
      undefined,
      expect.stringMatching(refused),
      undefined,
    ]);
  });

  it('say nothing of the dashboard where SSH does not reach its machine', async () => {
    const own = await rehearsedProject(authority, true);
    opened.push(own);
    const gone = fail('transport.unreachable', {
      params: { host: 'vm-dashboard', address: '192.168.1.100', port: 22 },
    });
    const context: CheckContext = {
      ...own.context(),
      transport: (host) => ({ host, exec: () => Promise.reject(gone) }),
    };
    for (const check of [encrypted[0], encrypted[2]]) await expect(check?.run(context)).rejects.toBe(gone);
  });

  it('see no sample where the collector goes on in plain HTTP', async () => {
    const own = await rehearsedProject(authority, true);
    opened.push(own);
    own.env.set('INGEST_URL', 'http://web:8000');
    expect((await all(own))[2]).toBe('The dashboard has received no sample within 90 s.');
  });
});

function never(): never {
  throw new Error('the stack has four smoke tests');
}
