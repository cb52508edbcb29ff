import { expect, it } from 'vitest';
import { keysNamed } from '../../../../../electron/engine/adopt/known-keys.ts';

const BODY = Buffer.from('a key').toString('base64');

it('takes the keys of a host by its name or its address, and of nobody else', () => {
  const lines = [
    `pve1 ssh-rsa ${BODY}`,
    `10.0.0.11,pve1.example ssh-ed25519 ${Buffer.from('another').toString('base64')}`,
    `[10.0.0.11]:22 ecdsa-sha2-nistp256 ${Buffer.from('third').toString('base64')}`,
    `pve11 ssh-rsa ${BODY}`,
    `@revoked pve1 ssh-rsa ${BODY}`,
    `|1|x|y ssh-rsa ${BODY}`,
    `pve1 what ${BODY}`,
    '',
  ];
  expect(keysNamed(lines, ['PVE1', '10.0.0.11']).map((key) => Buffer.from(key).toString())).toEqual([
    'a key',
    'another',
    'third',
  ]);
  expect(keysNamed(lines, ['pve2'])).toEqual([]);
});
