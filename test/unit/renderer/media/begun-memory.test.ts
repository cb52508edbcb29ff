import { afterEach, describe, expect, it, vi } from 'vitest';
import { rememberBegun, rememberedBegun } from '../../../../renderer/media/begun-memory.ts';
import type { NamedStick } from '../../../../renderer/media/named-sticks.ts';

const stick: NamedStick = {
  device: '/dev/sdb',
  confirm: 'E0D55EA5741CF4A1',
  identity: 'one',
  model: 'DT Max',
  sizeBytes: 64e9,
  held: [],
  node: 'pve-node1',
  image: 'a.overlay',
  namedAt: '2026-11-21T10:00:00.000Z',
};

/** What a tab keeps, as browsers have it. */
function openTab(kept: Readonly<Record<string, string>> = {}): void {
  const values = new Map(Object.entries(kept));
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
  });
}
afterEach(() => vi.unstubAllGlobals());

describe('which stick a run writes', () => {
  it('is known again after a reload, with serial and model', () => {
    openTab();
    rememberBegun({ 'run-1': [stick] });
    expect(rememberedBegun()).toEqual({ 'run-1': [stick] });
  });
  it('is kept of the newest runs alone', () => {
    openTab();
    rememberBegun(Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`run-${index}`, [stick]])));
    expect(Object.keys(rememberedBegun())).toEqual(Array.from({ length: 12 }, (_, index) => `run-${index + 3}`));
  });
  it('is nothing where something else stands there, or no tab is', () => {
    openTab({ 'sitewright.begun': '{"run-1":[{"device":7}],"run-2":"x"}' });
    expect(rememberedBegun()).toEqual({ 'run-1': [], 'run-2': [] });
    openTab({ 'sitewright.begun': '{' });
    expect(rememberedBegun()).toEqual({});
    vi.unstubAllGlobals();
    expect(rememberedBegun()).toEqual({});
  });
});
