import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';

const CANARY = `pa'ss "$w0rd\nñ&=/+%`;

describe('redactor', () => {
  const redactor = createRedactor([new Secret(CANARY)]);

  it.each([
    ['plain', CANARY],
    ['quoted for a shell', quote(CANARY)],
    ['JSON', JSON.stringify({ password: CANARY })],
    ['JSON with ASCII escapes', JSON.stringify(CANARY).replace('ñ', '\\u00f1')],
    ['JSON inside a shell word', quote(JSON.stringify({ a: CANARY }))],
    ['JSON inside JSON', JSON.stringify(JSON.stringify({ a: CANARY }))],
    ['a URL', `https://x/?p=${encodeURIComponent(CANARY)}`],
    ['a form', new URLSearchParams({ p: CANARY }).toString()],
    ['base64', Buffer.from(CANARY).toString('base64')],
    ['base64url', Buffer.from(CANARY).toString('base64url')],
    ['base64 of user:password', Buffer.from(`u:${CANARY}`).toString('base64')],
    ['base64 at the third alignment', Buffer.from(`us${CANARY}more`).toString('base64')],
  ])('hides a secret written as %s', (_form, text) => {
    const seen = redactor.text(`before ${text} after`);
    expect(seen).toContain('***');
    expect(seen).toContain('before');
    expect(seen).toContain('after');
    expect(seen).not.toContain('w0rd');
    expect(seen).not.toContain(Buffer.from(CANARY).toString('base64').slice(4, 16));
    expect(seen).not.toContain(Buffer.from(`us${CANARY}more`).toString('base64').slice(8, 20));
  });

  it('hides the lines of a private key one by one', () => {
    const key = '-----BEGIN KEY-----\nQUJDREVGR0hJSktM\nTU5PUFFSU1RVVldY\n-----END KEY-----\n';
    const lines = createRedactor([new Secret(key)]);
    for (const line of key.trim().split('\n')) expect(lines.text(`out: ${line}`)).toBe('out: ***');
  });

  it('hides secrets inside values, keys included', () => {
    expect(redactor.value({ [CANARY]: [{ deep: `x${CANARY}` }], n: 1, none: null })).toEqual({
      '***': [{ deep: 'x***' }],
      n: 1,
      none: null,
    });
  });

  it('finds a secret however the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constant(CANARY), fc.constant(encodeURIComponent(CANARY))), { maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 }),
        (pieces, cuts) => {
          const text = pieces.join('');
          const stream = redactor.stream();
          let seen = '';
          let from = 0;
          for (const cut of [...cuts].sort((a, b) => a - b)) {
            if (cut <= from) continue;
            seen += stream.push(text.slice(from, cut));
            from = Math.min(cut, text.length);
          }
          seen += stream.push(text.slice(from)) + stream.end();
          expect(seen).toBe(redactor.text(text));
          expect(seen).not.toContain(CANARY);
        },
      ),
    );
  });

  it('leaves text without secrets as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => createRedactor([]).text(text) === text));
    expect(createRedactor([new Secret('abc')]).text('abcabc')).toBe('abcabc');
  });
});
