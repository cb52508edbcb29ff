import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChallenge } from '../../../../../../electron/engine/bundle/oci/registry-challenge.ts';

describe('what a registry asks for', () => {
  it.each([
    ['Basic realm="x"', { scheme: 'basic' }],
    ['basic', { scheme: 'basic' }],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      {
        scheme: 'bearer',
        realm: 'https://auth.docker.io/token',
        service: 'registry.docker.io',
        scope: 'repository:a/b:pull,push',
      },
    ],
    ['Basic realm="x, Bearer y", Bearer realm="https://t"', { scheme: 'bearer', realm: 'https://t' }],
    ['bearer realm=https://t , error="invalid \\"token\\""', { scheme: 'bearer', realm: 'https://t' }],
    ['Bearer service="no-realm"', { scheme: 'other', name: 'bearer' }],
    ['Negotiate', { scheme: 'other', name: 'negotiate' }],
    ['', { scheme: 'other', name: '' }],
  ])('%s', (header, challenge) => {
    expect(readChallenge(header)).toEqual(challenge);
  });

  it('is read whatever it is, in no time', () => {
    fc.assert(fc.property(fc.string({ maxLength: 3000 }), (header) => void readChallenge(header)));
    readChallenge('Bearer '.repeat(10_000));
    readChallenge(`Bearer realm="${'\\'.repeat(100_000)}`);
    readChallenge(`Bearer ${'a='.repeat(50_000)}`);
  });
});
