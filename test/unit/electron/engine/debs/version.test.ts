import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { compareVersions, isVersion } from '../../../../../electron/engine/debs/version.ts';
import { needTools } from '../../../../support/needed-tools.ts';

beforeAll(() => needTools('dpkg', 'sh'));

/** dpkg's own answer for many pairs, in one process. */
function orders(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const script = pairs
    .map(
      ([a, b]) =>
        `if dpkg --compare-versions '${a}' lt '${b}'; then echo lt; elif dpkg --compare-versions '${a}' eq '${b}'; then echo eq; else echo gt; fi`,
    )
    .join('\n');
  const { stdout, stderr } = spawnSync('sh', { input: script, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}
const ours = ([a, b]: readonly [string, string]) => ['lt', 'eq', 'gt'][Math.sign(compareVersions(a, b)) + 1];

test('the order of versions is dpkg’s where it has surprised people', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['1.0', '1.0-1'],
    ['1.0', '1.0-0'],
    ['1.0~rc1', '1.0'],
    ['1.0~~', '1.0~'],
    ['1:0.1', '2.0'],
    ['0:1.0', '1.0'],
    ['2.36-9+deb12u10', '2.36-9+deb12u9'],
    ['1.2a', '1.2'],
    ['1.2+b1', '1.2a'],
    ['9.1.2', '9.1.10'],
    ['1.001', '1.1'],
    ['20230311123456789012345678', '20230311123456789012345679'],
    ['1-1-1', '1-1'],
    ['1.0-1~bpo12+1', '1.0-1'],
    ['3.0.3-1+b2', '3.0.3-1'],
  ];
  expect(pairs.map(ours)).toEqual(orders(pairs));
});

test('the order of generated versions is dpkg’s', () => {
  const piece = fc.constantFrom('0', '1', '9', '10', '00', 'a', 'Z', '~', '+', '.', 'rc', '~~');
  const tail = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));
  const version = fc
    .tuple(fc.constantFrom('', '0:', '1:', '10:'), fc.constantFrom('0', '1', '12'), tail, fc.option(tail))
    .map(([epoch, start, upstream, revision]) => `${epoch}${start}${upstream}${revision ? `-${revision}` : ''}`);
  const pairs = fc.sample(fc.tuple(version, version), { numRuns: 400, seed: 20261121 });
  expect(pairs.map(ours)).toEqual(orders(pairs));
  expect(new Set(pairs.map(ours)).size).toBe(3);
});

test('comparing is an order: turned round it is the opposite, and it sorts', () => {
  const version = fc.stringMatching(/^[0-9][0-9a-c.+~]{0,6}(-[0-9a-c.+~]{1,3})?$/);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('what is no version is told from one', () => {
  expect(['1', '1:2.3-4~x+y', '0'].filter((text) => !isVersion(text))).toEqual([]);
  expect(['', 'x1', '1:', '1.0-', '1 2', '1/2', ':1', '1_2'].filter(isVersion)).toEqual([]);
});
