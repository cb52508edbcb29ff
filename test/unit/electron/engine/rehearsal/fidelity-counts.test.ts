import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fidelityReport } from '../../../../../electron/engine/rehearsal/fidelity.ts';
import { ROOT } from '../../../../support/test-engine.ts';

it('the fidelity that the app tells is the one that was measured', () => {
  const measured = JSON.parse(readFileSync(join(ROOT, 'test/golden/pve-observed/fidelity.json'), 'utf8'));
  const told = fidelityReport();
  expect(told.byVersion).toEqual(measured.byVersion);
  expect(told.leftOut).toEqual(measured.leftOut);
  for (const counts of Object.values(told.byVersion)) expect(counts.differing).toBe(0);
});

it('tells what of every part of the simulated site was never compared, each once', () => {
  const told = fidelityReport().assumed.map((entry) => entry.what);
  for (const part of ['zpool', 'SSH server', 'systemctl', 'docker load', 'site registry']) {
    expect(told.filter((what) => what.includes(part)).length, part).toBeGreaterThan(0);
  }
  expect(new Set(told).size).toBe(told.length);
});
