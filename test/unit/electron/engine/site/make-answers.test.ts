import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Install, PVE_VERSIONS, type Site } from '../../../../../electron/api/site.ts';
import { checkAnswer } from '../../../../../electron/engine/answers/check-answer.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { installDiskFilter } from '../../../../../electron/engine/site/install-disk-filter.ts';
import { makeAnswers } from '../../../../../electron/engine/site/make-answers.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';

const { site } = parseSite(readFileSync('examples/two-node/site.toml', 'utf8'));
if (!site) throw new Error('the example is valid');
const example: Site = site;
const secret = (ref: string) => new Secret(`the value of ${ref}`);

describe('the answer files of a site', () => {
  it('are one a node that our media install, as kept in test/golden/site (UPDATE_GOLDEN=1 writes them)', () => {
    // As on a stick: the image carries the hook that reports to this laptop.
    const made = makeAnswers(example, secret, () => ({ firstBoot: { source: 'from-iso' } }));
    expect(made.map((entry) => entry.fileName)).toEqual(['pve-node1.toml', 'pve-node2.toml']);
    for (const { fileName, text, diagnostics } of made) {
      const golden = `test/golden/site/${fileName}`;
      if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
      expect(text).toBe(readFileSync(golden, 'utf8'));
      expect(diagnostics).toEqual([]);
    }
  });

  it.each(PVE_VERSIONS)('are accepted by the parser of %s', (version) => {
    for (const { text, fileName } of makeAnswers({ ...example, pve: { version } }, secret)) {
      expect(checkAnswer(text, { version, file: fileName })).toMatchObject({ accepted: true });
    }
  });

  it('show *** in place of the hash in a preview', () => {
    const [first] = makeAnswers(example, undefined);
    expect(first?.text).toContain('root-password-hashed = "***"');
    expect(first?.text).not.toContain('$6$');
  });

  it('are not made from an empty hash', () => {
    const { rootPassword: _, ...install } = example.hosts[0]?.install ?? ({} as Install);
    const hosts = example.hosts.map((host) => ({ ...host, install: { ...install, rootPasswordHash: 'secret:hash' } }));
    const [first] = makeAnswers({ ...example, hosts }, () => new Secret(''));
    expect(first?.text).toBe('');
    expect(first?.diagnostics.map((entry) => entry.code)).toEqual(['answer.make-hash-empty']);
  });
});

describe('the filter for the disks that are erased', () => {
  const host = example.hosts[0];
  if (!host?.install) throw new Error('the example installs its first host');
  const install = host.install;
  const filterOf = (diskSerials: readonly string[], inventory: readonly string[] = []) =>
    installDiskFilter({
      ...host,
      install: { ...install, diskSerials: [...diskSerials] },
      hardware: { nics: [], disks: inventory.map((serial) => ({ serial, sizeGb: 240, rotational: false })) },
    });

  it('names one disk by its serial and two by two properties', () => {
    expect(filterOf(['A1'])).toEqual({ ID_SERIAL_SHORT: 'A1' });
    expect(filterOf(['A1', 'B2'])).toEqual({ ID_SERIAL_SHORT: 'A1', ID_SERIAL: '*B2*' });
    expect(filterOf(['A1', 'B2'], ['A1', 'B2', 'XB23'])).toBeUndefined();
    expect(filterOf(['A[1]', 'B*'])).toEqual({ ID_SERIAL_SHORT: 'A[[]1[]]', ID_SERIAL: '*B[*]*' });
  });

  it('names several by one pattern where it means these alone, whatever else the machine holds', () => {
    expect(filterOf(['S-11', 'S-12'])).toEqual({ ID_SERIAL_SHORT: 'S-1[12]' });
    expect(filterOf(['S-11', 'S-12', 'S-21', 'S-22'])).toEqual({ ID_SERIAL_SHORT: 'S-[12][12]' });
    expect(filterOf(['S1*', 'S2*'])).toEqual({ ID_SERIAL_SHORT: 'S1[*]', ID_SERIAL: '*S2[*]*' });
  });

  it('names three by a pattern only when the inventory proves that it takes no other disk', () => {
    const three = ['S-11', 'S-12', 'S-23'];
    expect(filterOf(three, [...three, 'S-99'])).toEqual({ ID_SERIAL_SHORT: 'S-[12][123]' });
    expect(filterOf(three, [...three, 'S-22'])).toBeUndefined();
    expect(filterOf(three)).toBeUndefined();
    expect(filterOf(['S-11', 'S-12', 'S-2'], ['S-11', 'S-12', 'S-2'])).toBeUndefined();
  });
});
