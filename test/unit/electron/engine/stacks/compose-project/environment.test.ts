import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import type { StackInstance } from '../../../../../../electron/api/site.ts';
import { parseEnvFile } from '../../../../../../electron/engine/rehearsal/docker/interpolate.ts';
import {
  configurationDigest,
  type EnvironmentInput,
  environmentText,
} from '../../../../../../electron/engine/stacks/compose-project/environment.ts';
import { environmentValue } from '../../../../../../electron/engine/stacks/compose-project/environment-value.ts';
import { composeProjectOptions } from '../../../../../../electron/engine/stacks/compose-project/options.ts';
import { site } from '../../../../../steps/support/two-node.ts';

function input(options: Record<string, unknown> = {}): EnvironmentInput {
  const instance: StackInstance = {
    stack: 'compose',
    id: 'inventory',
    on: 'vm-dashboard',
    options: { folder: 'stacks/inventory', ...options },
  };
  return {
    site,
    instance,
    options: composeProjectOptions(instance),
    fileDigests: new Map([['compose.yaml', 'a'.repeat(64)]]),
    images: new Map([['SITEWRIGHT_WEB_IMAGE', '192.0.2.5:5000/acme/web@sha256:0']]),
    references: new Map([['SITEWRIGHT_WEB_IMAGE', 'acme/web:1']]),
  };
}
const refusal = (options: Record<string, unknown>): string => {
  try {
    input(options);
  } catch (error) {
    if (error instanceof DiagnosticError) return String(error.diagnostics[0].params.problem);
    throw error;
  }
  return 'it was taken';
};

it('says where the project runs, what runs, and what the site gives it', () => {
  const text = environmentText(input({ environment: { DEBUG: 'False', WORKERS: 3, KEY: 'secret:k' } }), () => 'a b$c');
  expect(Object.fromEntries(parseEnvFile(text, new Map()))).toEqual({
    COMPOSE_PROJECT_NAME: 'inventory',
    SITEWRIGHT_CONFIG: expect.stringMatching(/^[0-9a-f]{16}-[0-9a-f]{16}$/),
    SITEWRIGHT_FILES: 'compose.yaml',
    SITEWRIGHT_HOST: 'vm-dashboard',
    SITEWRIGHT_FQDN: expect.stringMatching(/^vm-dashboard\./),
    SITEWRIGHT_ADDRESS: '192.168.1.100',
    SITEWRIGHT_TIME_ZONE: site.timezone,
    SITEWRIGHT_WEB_IMAGE: '192.0.2.5:5000/acme/web@sha256:0',
    DEBUG: 'False',
    WORKERS: '3',
    KEY: 'a b$c',
  });
});

it('every value comes back byte for byte as compose reads it, or is refused', () => {
  const character = fc.constantFrom(...`aZ9 '"$\`\\#={}é\t\n`);
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 12 }), (secret) => {
      try {
        const text = `KEY=${environmentValue('KEY', secret, 'inventory')}\nAFTER=x\n`;
        const read = parseEnvFile(text, new Map([['a', 'from the shell']]));
        expect([read.get('KEY'), read.get('AFTER')]).toEqual([secret, 'x']);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        expect(error.diagnostics[0].code).toBe('brought.value-unfit');
        expect(error.diagnostics[0].params).toEqual({ name: 'KEY', instance: 'inventory' });
        expect(secret).toMatch(/\n|'.*["$`\\]|["$`\\].*'|\\$/);
      }
    }),
    { numRuns: 1000 },
  );
});

it('the configuration follows from everything but secrets; what stands behind it follows from those', () => {
  const plain = input({ environment: { DEBUG: 'False', KEY: 'secret:k' } });
  const config = (of: EnvironmentInput, secret: string) =>
    /^SITEWRIGHT_CONFIG=(\w+)-(\w+)$/m.exec(environmentText(of, () => secret))?.slice(1);
  expect(config(plain, 'one')).toEqual(config(plain, 'one'));
  expect(config(plain, 'one')?.[0]).toBe(configurationDigest(plain));
  expect(config(plain, 'two')?.[0]).toBe(configurationDigest(plain));
  expect(config(plain, 'two')?.[1]).not.toBe(config(plain, 'one')?.[1]);
  const others = [
    input({ environment: { DEBUG: 'True', KEY: 'secret:k' } }),
    { ...plain, fileDigests: new Map([['compose.yaml', 'b'.repeat(64)]]) },
    { ...plain, images: new Map([['SITEWRIGHT_WEB_IMAGE', '192.0.2.5:5000/acme/web@sha256:1']]) },
  ];
  for (const other of others) expect(configurationDigest(other)).not.toBe(configurationDigest(plain));
});

it.each([
  [{ folder: '../elsewhere' }, 'without .. and blanks'],
  [{ folder: '/srv/inventory' }, 'without .. and blanks'],
  [{ folder: 'stacks/../..' }, 'without .. and blanks'],
  [{ folder: 'bundle/inventory' }, 'keeps its own'],
  [{ environment: { SITEWRIGHT_CONFIG: 'x' } }, 'are taken'],
  [{ environment: { COMPOSE_PROFILES: 'x' } }, 'are taken'],
  [{ environment: { PATH: '/x' } }, 'the machine has this name already'],
  [{ environment: { 'A-B': 'x' } }, 'letters, digits and _'],
  [{ environment: { WEB_IMAGE: 'secret:x' } }, 'no secret'],
  [{ project: 'Inventory' }, 'stacks.options.project'],
  [{ smoke: [{ title: 'nothing' }] }, 'exactly one of'],
  [{ smoke: [{ title: 'two', tcp: { port: 1 }, http: { port: 1, path: '/' } }] }, 'exactly one of'],
  [{ smoke: [{ title: 'a path', http: { port: 1, path: 'login' } }] }, 'begins with /'],
  [{ typo: 1 }, 'stacks.options'],
])('refuses options %j', (options, expected) => {
  expect(refusal(options)).toContain(expected);
});
