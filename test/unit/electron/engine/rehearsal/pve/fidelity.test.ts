import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FidelityReport, fidelityReport } from './support/fidelity-report.ts';

const GOLDEN = join(import.meta.dirname, '../../../../../golden/pve-observed/fidelity.json');
let report: FidelityReport;

describe('fidelity to the record of real PVE', () => {
  beforeAll(async () => {
    report = await fidelityReport();
    const target = process.env.SITEWRIGHT_FIDELITY_REPORT;
    if (target) writeFileSync(target, `${JSON.stringify(report, null, 1)}\n`);
  }, 120_000);

  it('answers every recorded command that is not left out as the real one did', () => {
    expect(report.differences).toEqual([]);
  });

  it('leaves out only lines with a reason', () => {
    for (const line of report.leftOut) expect(line.why.length, line.command).toBeGreaterThan(20);
  });

  it('has the published counts', () => {
    const published = JSON.parse(readFileSync(GOLDEN, 'utf8')) as unknown;
    // Compound lines also hang on the shell of the simulated Debian: they are told in the report, not published.
    const byVersion = Object.fromEntries(
      Object.entries(report.byVersion).map(([version, { compound: _aside, ...counts }]) => [version, counts]),
    );
    expect({ byVersion, leftOut: report.leftOut }).toEqual(published);
  });
});
