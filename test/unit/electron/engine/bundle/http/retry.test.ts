import { describe, expect, it } from 'vitest';
import { fail } from '../../../../../../electron/api/diagnostic.ts';
import { goesDirect } from '../../../../../../electron/engine/bundle/http/http-agents.ts';
import {
  AskedToWait,
  askedWaitMs,
  backoffMs,
  withRetries,
} from '../../../../../../electron/engine/bundle/http/retry.ts';
import { shownUrl } from '../../../../../../electron/engine/bundle/http/shown-url.ts';

const busy = () => fail('download.server-busy', { params: { host: 'h', status: 503 } });
const gone = () => fail('download.not-there', { params: { url: 'u', status: 404 } });

describe('trying again', () => {
  it('waits longer each time, a third of it by chance, and never longer than 20 s', () => {
    expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
    expect([1, 2].map((attempt) => backoffMs(attempt, 0))).toEqual([333, 667]);
    expect(backoffMs(50, 1)).toBe(20_000);
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    ['7', 7000],
    ['99999', 60_000],
    ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
    ['Thu, 01 Jan 1970 00:00:05 GMT', 0],
  ])('a server that says «%s» is given %s ms', (header, ms) => {
    expect(askedWaitMs(header, 10_000)).toBe(ms);
  });

  it('ends after the last try, at once for what stays wrong, and when it is told to', async () => {
    const waits: number[] = [];
    const clock = { now: () => 0, wait: async (ms: number) => void waits.push(ms) };
    const tries = async (failure: () => Error, signal?: AbortSignal): Promise<number> => {
      let count = 0;
      await withRetries(
        async () => {
          count += 1;
          throw failure();
        },
        { attempts: 3, clock, signal },
      ).catch(() => undefined);
      return count;
    };
    expect(await tries(busy)).toBe(3);
    expect(await tries(gone)).toBe(1);
    expect(await tries(() => new TypeError('a fault of ours'))).toBe(1);
    waits.length = 0;
    expect(await tries(() => new AskedToWait(busy(), 1234))).toBe(3);
    expect(waits).toEqual([1234, 1234]);
    expect(await tries(busy, AbortSignal.abort())).toBe(0);
  });
});

describe('which way a request goes', () => {
  it.each([
    ['site.example', ['site.example'], true],
    ['SITE.example', ['site.EXAMPLE'], true],
    ['a.site.example', ['site.example'], false],
    ['a.site.example', ['.site.example'], true],
    ['site.example', ['.site.example'], true],
    ['badsite.example', ['.site.example'], false],
    ['[fd00::1]', ['fd00::1'], true],
    ['10.0.0.1', [], false],
  ])('%s with the exceptions %j goes past the proxy: %s', (host, exceptHosts, direct) => {
    expect(goesDirect(host, { exceptHosts })).toBe(direct);
  });
});

describe('an address in a sentence', () => {
  it('has no user, no password and no query', () => {
    expect(shownUrl('https://me:word@h.example:8443/a/b?X-Signature=abc#x')).toBe('https://h.example:8443/a/b?…');
    expect(shownUrl('not one')).toBe('(no address)');
  });
});
