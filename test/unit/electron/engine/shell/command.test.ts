import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  change,
  logText,
  quote,
  read,
  Secret,
  secretsOf,
  wireText,
} from '../../../../../electron/engine/shell/command.ts';

const word = fc
  .string({
    unit: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(...'\'"$`\\\n\t !*?[]{}()<>|&;#~=ñ€🙂-')),
  })
  .filter((text) => !text.includes('\0') && Buffer.from(text).toString() === text);

function wordsOf(line: string): readonly string[] {
  const result = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
  expect(result.stderr).toBe('');
  return result.stdout.split('\0').slice(0, -1);
}

describe('commands as values', () => {
  it('gives a real shell exactly the words that went in, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), word, (words, secret) => {
        const command = read`printf '%s\\0' ${words} ${new Secret(secret)}`;
        expect(wordsOf(wireText(command))).toEqual([...words, secret]);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps plain words as typed and quotes what a shell would take apart', () => {
    expect(quote('/etc/pve/storage.cfg')).toBe('/etc/pve/storage.cfg');
    expect(quote('A=b')).toBe("'A=b'");
    expect(quote('')).toBe("''");
    expect(() => quote('a\0b')).toThrow(RangeError);
  });

  it('shows a secret to nobody but the wire', () => {
    const secret = new Secret('hunter2hunter2');
    const command = change`pveum passwd ${'root@pam'} ${secret}`;
    expect(logText(command)).toBe('pveum passwd root@pam ***');
    expect(wireText(command)).toBe('pveum passwd root@pam hunter2hunter2');
    expect(secretsOf(command)).toEqual([secret]);
    expect(`${secret} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain('hunter2');
  });

  it('refuses a change inside a read', () => {
    expect(() => read`true && ${change`reboot`}`).toThrow(TypeError);
    expect(wireText(change`${read`true`} && reboot`)).toBe('true && reboot');
  });
});
