import { describe, expect, it } from 'vitest';
import { type Glob, parseGlob, textsOf } from '../../../../../electron/engine/answers/glob.ts';
import { judgeErasure } from '../../../../../electron/engine/answers/judge-erasure.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';
import { typedInventory } from '../../../../../electron/engine/inventory/typed-inventory.ts';

const globOf = (pattern: string): Glob => {
  const glob = parseGlob(pattern);
  if (!glob) throw new Error(`${pattern} is no pattern`);
  return glob;
};

const TEXT = (pattern: string) => `
[global]
keyboard = "es"
country = "es"
fqdn = "pve1.example.lan"
mailto = "root@example.lan"
timezone = "Europe/Madrid"
root-password-hashed = "$6$a$b"
[network]
source = "from-answer"
cidr = "10.0.0.11/24"
gateway = "10.0.0.1"
dns = "10.0.0.1"
filter.ID_NET_NAME_MAC = "*7cc255100100"
[disk-setup]
filesystem = "zfs"
zfs.raid = "raidz-1"
filter.ID_SERIAL_SHORT = "${pattern}"
`;

const judged = (pattern: string, serials: readonly string[]) => {
  const { answer } = parseAnswer(TEXT(pattern), { version: '9.1' });
  if (!answer) throw new Error('not read');
  const inventory = typedInventory({
    disks: serials.map((serial) => ({ serial, sizeGb: 480 })),
    nics: [{ mac: '7c:c2:55:10:01:00' }],
  });
  return judgeErasure({
    answer,
    version: '9.1',
    inventory,
    node: 'pve1',
    plan: { diskSerials: ['S64FNE0R600001', 'S64FNE0R600002', 'S64FNE0R600003'] },
  });
};

describe('several disks named by one pattern', () => {
  it('are certain when the pattern means their serials and nothing else, although the typed list promises nothing', () => {
    const { prediction, diagnostics } = judged('S64FNE0R60000[123]', [
      'S64FNE0R600001',
      'S64FNE0R600002',
      'S64FNE0R600003',
      'B900',
    ]);
    expect(prediction.disks.map(({ verdict }) => verdict)).toEqual(['erased', 'erased', 'erased', 'kept']);
    expect(diagnostics).toEqual([]);
  });

  it('stay open when the pattern means one serial more than is written down', () => {
    const { diagnostics } = judged('S64FNE0R60000[1234]', ['S64FNE0R600001', 'S64FNE0R600002', 'S64FNE0R600003']);
    expect(diagnostics.map(({ code }) => code)).toContain('erasure.unlisted-disks');
  });
});

describe('the texts of a pattern', () => {
  it.each([
    ['abc', ['abc']],
    ['a[bc]d[01]', ['abd0', 'abd1', 'acd0', 'acd1']],
    ['[a-c]', ['a', 'b', 'c']],
    ['[[]', ['[']],
  ] as const)('%s', (pattern, texts) => {
    expect(textsOf(globOf(pattern), 10)).toEqual(texts);
  });

  it.each(['a*', 'a?', '[!a]', '[a-z][a-z]', '[\u{0}-\u{10ffff}]'])('of %s are not counted out', (pattern) => {
    expect(textsOf(globOf(pattern), 256)).toBeUndefined();
  });
});
