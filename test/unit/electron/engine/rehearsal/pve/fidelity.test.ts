import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fidelityReport } from './support/fidelity-report.ts';

it('answers every recorded command of real PVE as the real one did', async () => {
  const report = await fidelityReport();
  const target = process.env.SITEWRIGHT_FIDELITY_REPORT;
  if (target) writeFileSync(target, `${JSON.stringify(report, null, 1)}\n`);
  expect(report.differences).toEqual([]);
}, 120_000);
