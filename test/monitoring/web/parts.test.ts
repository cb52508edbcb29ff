import { describe, expect, it } from 'vitest';
import {
  LOGIN_FORM,
  newToken,
  tokenHolds,
} from '../../../installer-assets/stacks/monitoring/web/access/dated-token.ts';
import { keysOf } from '../../../installer-assets/stacks/monitoring/web/access/keys.ts';
import {
  hashPassword,
  PasswordsBusy,
  parsePasswordHash,
  passwordFits,
} from '../../../installer-assets/stacks/monitoring/web/access/password.ts';
import { hostAllowed } from '../../../installer-assets/stacks/monitoring/web/http/host.ts';
import { reasonOf } from '../../../installer-assets/stacks/monitoring/web/log.ts';

describe('the hosts that are answered', () => {
  it.each<[string, string, boolean]>([
    ['dashboard', 'dashboard', true],
    ['dashboard', 'DASHBOARD:8000', true],
    ['dashboard', 'dashboard.', true],
    ['192.168.1.100', '192.168.1.100:8000', true],
    ['::1', '[::1]:8000', true],
    ['.site.es', 'site.es', true],
    ['.site.es', 'vm.site.es', true],
    ['.site.es', 'evilsite.es', false],
    ['*', 'whatever', true],
    ['*', 'what ever', false],
    ['dashboard', 'dashboard.evil.example', false],
    ['dashboard', 'evil.example/dashboard', false],
    ['dashboard', 'dashboard:8000@evil.example', false],
    ['dashboard', '', false],
  ])('by ALLOWED_HOSTS=%s the host %j: %s', (allowed, host, expected) => {
    expect(hostAllowed(host, [allowed])).toBe(expected);
  });
});

describe('passwords', () => {
  it('fit their own hash only, and each hash has a salt of its own', async () => {
    const hash = await hashPassword('clave con ñ y 日本');
    expect(hash).toMatch(/^scrypt:16384:8:5:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{43}$/);
    expect(await passwordFits(hash, 'clave con ñ y 日本')).toBe(true);
    expect(await passwordFits(hash, 'clave con n y 日本')).toBe(false);
    expect(await passwordFits(undefined, 'clave con ñ y 日本')).toBe(false);
    expect(await hashPassword('clave con ñ y 日本')).not.toBe(hash);
  });

  it.each([
    '',
    'plain',
    'scrypt:16384:8:1:short:AAAA',
    `scrypt:16385:8:1:${'A'.repeat(22)}:${'A'.repeat(43)}`,
    `scrypt:1048576:8:1:${'A'.repeat(22)}:${'A'.repeat(43)}`,
    `scrypt:16384:8:99:${'A'.repeat(22)}:${'A'.repeat(43)}`,
    `scrypt:16384:0:1:${'A'.repeat(22)}:${'A'.repeat(43)}`,
    `bcrypt:16384:8:1:${'A'.repeat(22)}:${'A'.repeat(43)}`,
  ])('are not compared with %j', (text) => {
    expect(parsePasswordHash(text)).toBeUndefined();
  });

  it('that come in a flood are turned away instead of piling up', async () => {
    const flood = Array.from({ length: 60 }, () => passwordFits(undefined, 'x').catch((error: unknown) => error));
    // those that wait are let through one after the other; the rest hears at once
    const first = await Promise.race(flood);
    expect(first).toBeInstanceOf(PasswordsBusy);
    const results = await Promise.all(flood);
    expect(results.filter((result) => result instanceof PasswordsBusy)).toHaveLength(26);
  });
});

describe('keys', () => {
  it('open what was sealed with the same SECRET_KEY, and nothing altered', () => {
    const sealed = keysOf('one').seal('mail password');
    expect(sealed).not.toContain('mail');
    expect(keysOf('one').unseal(sealed)).toBe('mail password');
    expect(keysOf('two').unseal(sealed)).toBeUndefined();
    expect(keysOf('one').unseal(`${sealed.slice(0, -2)}AA`)).toBeUndefined();
    expect(keysOf('one').unseal('')).toBeUndefined();
  });

  it('of different purposes give different words for the same text', () => {
    const keys = keysOf('one');
    const words = [
      keys.sign('csrf', 'x'),
      keys.sign('login-form', 'x'),
      keys.digest('session', 'x').toString('base64url'),
    ];
    expect(new Set(words).size).toBe(3);
  });

  it('sign a form for a day', () => {
    const now = new Date('2026-11-21T10:00:00Z');
    const token = newToken(keysOf('one'), LOGIN_FORM, now);
    const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
    expect(tokenHolds(keysOf('one'), LOGIN_FORM, token, later(23))).toBe(true);
    expect(tokenHolds(keysOf('one'), LOGIN_FORM, token, later(25))).toBe(false);
    expect(tokenHolds(keysOf('two'), LOGIN_FORM, token, now)).toBe(false);
    expect(tokenHolds(keysOf('one'), LOGIN_FORM, `${token}x`, now)).toBe(false);
  });
});

it('a reason in the log shows no password of an address', () => {
  expect(reasonOf(new Error('cannot reach postgres://monitoring:p4ss@db:5432/x'))).toBe(
    'cannot reach postgres://monitoring:***@db:5432/x',
  );
});
