import { expect, test } from 'vitest';
import { failureOf, isLockTrouble, saidBy } from '../../../../../electron/engine/pve/failure.ts';
import { change, Secret } from '../../../../../electron/engine/shell/command.ts';
import { observed } from '../facts/observed.ts';

const said = (stderr: string, code = 255) => ({ code, stdout: '', stderr });

test('the observed refusal without quorum is named as such, its lock noise left out', () => {
  const [seen] = observed('pvesm add dir nq --path /srv/nq');
  const result = { code: seen?.code ?? 0, stdout: seen?.stdout ?? '', stderr: seen?.stderr ?? '' };
  expect(failureOf('pve1', change`pvesm add dir nq`, result).code).toBe('pve.no-quorum');
  expect(saidBy(result).some((line) => line.startsWith('trying to acquire'))).toBe(false);
  expect(isLockTrouble(result)).toBe(false);
});

test.each([
  ["cfs-lock 'file-storage_cfg' error: got lock request timeout", 'pve.lock-busy'],
  ["can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", 'pve.lock-busy'],
  ['VM is locked (backup)', 'pve.guest-locked'],
  ['write failed: No space left on device', 'pve.disk-full'],
  ['cluster not ready - no quorum?', 'pve.no-quorum'],
  ["cannot create 'data': out of space", 'pve.disk-full'],
  ["storage 'X' does not exist", 'pve.command-failed'],
])('%s', (text, code) => {
  expect(failureOf('pve1', change`qm set 100`, said(text)).code).toBe(code);
});

test('a secret of the command is not in the diagnostic', () => {
  const trouble = failureOf('pve1', change`pveum passwd ${new Secret('hunter2')}`, said('no'));
  expect(JSON.stringify(trouble)).not.toContain('hunter2');
  expect(JSON.stringify(trouble)).toContain('***');
});
