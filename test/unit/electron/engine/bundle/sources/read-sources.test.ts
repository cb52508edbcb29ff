import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import {
  parseSources,
  readSources,
  type SecretPlaces,
} from '../../../../../../electron/engine/bundle/sources/read-sources.ts';
import { Secret } from '../../../../../../electron/engine/shell/command.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { ROOT } from '../../../../../support/test-engine.ts';

const HEAD = 'schemaVersion = 1\n';

async function read(text: string, places: SecretPlaces = { env: {} }) {
  const file = join(temporaryFolder('sources'), 'sources.toml');
  writeFileSync(file, HEAD + text);
  return readSources(file, places);
}

async function refusal(text: string, places?: SecretPlaces): Promise<Diagnostic> {
  try {
    await read(text, places);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
    throw error;
  }
  throw new Error('it was taken');
}

describe('the settings of the office', () => {
  it('the shipped example is valid', () => {
    const file = join(ROOT, 'examples', 'sources.toml');
    expect(parseSources(readFileSync(file, 'utf8'), file)).toMatchObject({ parallel: 4 });
  });

  it('secrets come from the environment and from the vault', async () => {
    const text = `
      [proxy]
      url = "http://proxy.example:3128"
      username = "u"
      password = "env:PROXY_WORD"
      [credentials."registry.example:5000"]
      token = "secret:registry-token"
    `;
    const asked: string[] = [];
    const sources = await read(text, {
      env: { PROXY_WORD: 'of the environment' },
      vault: async (name) => {
        asked.push(name);
        return new Secret('of the vault');
      },
    });
    expect(sources.http.proxy?.password?.reveal()).toBe('of the environment');
    const credential = sources.http.credentials?.['registry.example:5000'];
    expect(credential?.kind === 'bearer' && credential.token.reveal()).toBe('of the vault');
    expect(asked).toEqual(['registry-token']);
  });

  it('a password in clear is refused wherever it stands, and is not repeated', async () => {
    const clear = 'hunter2-in-clear';
    const texts = [
      `[proxy]\nurl = "http://p.example"\nusername = "u"\npassword = "${clear}"`,
      `[credentials.a]\nusername = "u"\npassword = "${clear}"`,
      `[credentials.a]\ntoken = "${clear}"`,
      `[proxy]\nurl = "http://u:${clear}@p.example"`,
      `[[mirrors]]\nof = "https://a.example/"\nat = ["https://u:${clear}@b.example/"]`,
      `[registries."docker.io"]\nurl = "https://u:${clear}@r.example"`,
      `[[files]]\npath = "files/a"\nurl = "https://u:${clear}@f.example/a"`,
    ];
    for (const text of texts) {
      const found = await refusal(text);
      expect(found.code, text).toBe('bundle.clear-secret');
      expect(JSON.stringify(found)).not.toContain(clear);
    }
  });

  it('a reference that leads nowhere is named', async () => {
    const text = '[credentials.a]\ntoken = "env:NOT_SET"';
    expect(await refusal(text)).toMatchObject({ code: 'bundle.no-secret', params: { reference: 'env:NOT_SET' } });
    const inVault = '[credentials.a]\ntoken = "secret:gone"';
    expect((await refusal(inVault)).code).toBe('bundle.no-secret');
  });

  it('authorities are read from beside the file; one that is not there is named', async () => {
    const folder = temporaryFolder('sources-ca');
    writeFileSync(join(folder, 'ca.pem'), 'PEM');
    writeFileSync(join(folder, 's.toml'), `${HEAD}[trust]\ncaFiles = ["ca.pem"]`);
    expect((await readSources(join(folder, 's.toml'), { env: {} })).http.trust).toEqual({ certificates: ['PEM'] });
    expect(await refusal('[trust]\ncaFiles = ["none.pem"]')).toMatchObject({ code: 'bundle.sources-broken' });
  });

  it('what is unknown, leads out of the bundle or is no digest is refused', async () => {
    const wrong = [
      'colour = 1',
      '[[files]]\npath = "../x"',
      '[[files]]\npath = "a"\ndigest = "md5:1"',
      'parallel = 0',
      '[proxy]\nurl = "ftp://x"',
      'x =',
    ];
    for (const text of wrong) expect((await refusal(text)).code, text).toBe('bundle.sources-broken');
    const error = await readSources('/nowhere/sources.toml', { env: {} }).catch((reason: unknown) => reason);
    expect(error instanceof DiagnosticError && error.diagnostics[0].code).toBe('bundle.sources-missing');
  });
});
