import { describe, expect, test } from 'vitest';
import { arrivalTokens, receiverUrl, sameToken } from '../../../../../electron/engine/arrival/tokens.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';

const tokens = arrivalTokens(new Secret('one secret of the site'), 'municipal');

describe('the tokens of a site', () => {
  test('follow from its secret, the same every time', () => {
    const again = arrivalTokens(new Secret('one secret of the site'), 'municipal');
    expect(again.answerPath).toBe(tokens.answerPath);
    expect(again.reportToken('a').reveal()).toBe(tokens.reportToken('a').reveal());
  });

  test('differ by purpose, node, site and secret', () => {
    const others = [
      arrivalTokens(new Secret('another secret'), 'municipal'),
      arrivalTokens(new Secret('one secret of the site'), 'other'),
    ];
    const values = [tokens, ...others].flatMap((set) => [
      set.answerPath,
      set.bearer.reveal(),
      ...['a', 'b'].flatMap((node) => [
        set.webhookPath(node),
        set.webhookToken(node).reveal(),
        set.reportToken(node).reveal(),
      ]),
    ]);
    expect(new Set(values).size).toBe(values.length);
  });

  test('a name cannot run into a purpose', () => {
    expect(tokens.reportToken('a').reveal()).not.toBe(tokens.reportToken('a\0').reveal());
  });

  test('all lie below one path that nobody can guess', () => {
    expect(tokens.answerPath).toMatch(/^\/[A-Za-z0-9_-]{43}\/answer$/);
    const base = tokens.answerPath.slice(0, 45);
    expect(tokens.reportPath).toBe(`${base}report`);
    expect(tokens.webhookPath('a').startsWith(`${base}installed/`)).toBe(true);
  });

  test('every part of them is told to the redactor', () => {
    const texts = tokens.all(['a']).map((secret) => secret.reveal());
    for (const value of [tokens.bearer.reveal(), tokens.reportToken('a').reveal(), tokens.webhookToken('a').reveal()])
      expect(texts).toContain(value);
    expect(texts.some((text) => tokens.webhookPath('a').endsWith(text))).toBe(true);
    expect(texts.some((text) => tokens.answerPath.includes(text))).toBe(true);
  });

  test('are compared whole', () => {
    expect(sameToken('abc', 'abc')).toBe(true);
    expect(sameToken('abc', 'abd')).toBe(false);
    expect(sameToken('', 'abc')).toBe(false);
  });

  test('the address of the receiver puts IPv6 into brackets', () => {
    expect(receiverUrl({ address: '192.168.1.50', port: 8443 }, '/x')).toBe('https://192.168.1.50:8443/x');
    expect(receiverUrl({ address: 'fd00::1', port: 8443 }, '/x')).toBe('https://[fd00::1]:8443/x');
  });
});
