import { describe, expect, it } from 'vitest';
import {
  configurationDigest,
  environmentText,
} from '../../../../../../electron/engine/stacks/monitoring/environment.ts';
import { assets, composeEnvironment, envInput, parseEnv, SECRETS } from './rehearsed-project.ts';

describe('the environment file of the monitoring stack', () => {
  const text = environmentText(assets, envInput, SECRETS);

  it('has the names of the manual', () => {
    const names = [...parseEnv(text).keys()];
    expect(names).toEqual(expect.arrayContaining(['SECRET_KEY', 'DEBUG', 'DATABASE_URL', 'ALLOWED_HOSTS']));
  });

  it('is the same text each time, so that its digest can be compared', () => {
    expect(environmentText(assets, envInput, SECRETS)).toBe(text);
  });

  it('carries any secret without a character that a .env file treats specially', () => {
    for (const [name, value] of parseEnv(text))
      expect(value, name).toMatch(name === 'PVE_TOKEN_ID' ? /^[A-Za-z0-9@!-]+$/ : /^[A-Za-z0-9_.~:@/,+-]*$/);
    expect(text).not.toContain(SECRETS.adminPassword.trim());
  });

  it('gives web and db the same database password', () => {
    const env = parseEnv(text);
    expect(new URL(env.get('DATABASE_URL') ?? '').password).toBe(env.get('DATABASE_PASSWORD'));
  });

  it('begins its configuration with a digest that can be told without any secret', () => {
    expect(parseEnv(text).get('SITEWRIGHT_CONFIG')?.split('-')[0]).toBe(configurationDigest(assets, envInput));
  });

  it('another secret changes the second half of the configuration only', () => {
    const other = environmentText(assets, envInput, { ...SECRETS, adminPassword: 'another' });
    const [plain, keyed] = (parseEnv(text).get('SITEWRIGHT_CONFIG') ?? '').split('-');
    const [plain2, keyed2] = (parseEnv(other).get('SITEWRIGHT_CONFIG') ?? '').split('-');
    expect(plain2).toBe(plain);
    expect(keyed2).not.toBe(keyed);
  });

  it('another port, another authority or another image changes the first half', () => {
    const port = { ...envInput, options: { ...envInput.options, httpPort: 8080 } };
    const authority = { ...envInput, plainDigests: new Map([['ca/pve-root-ca.pem', 'b'.repeat(64)]]) };
    const image = { ...envInput, images: new Map(envInput.images).set('WEB_IMAGE', 'another') };
    const digests = [envInput, port, authority, image].map((input) => configurationDigest(assets, input));
    expect(new Set(digests).size).toBe(4);
  });

  it('every service gets only its own: the collector no key of web, web no token of Proxmox', () => {
    const env = parseEnv(text);
    const namesOf = (service: string) => [...composeEnvironment(service, env).keys()];
    expect(namesOf('db')).toEqual(['POSTGRES_DB', 'POSTGRES_USER', 'POSTGRES_PASSWORD']);
    expect(namesOf('data_collector').filter((name) => !/^(PVE|INGEST|SPOOL|COLLECT)_/.test(name))).toEqual([]);
    expect(namesOf('web').filter((name) => name.startsWith('PVE_'))).toEqual([]);
    expect(composeEnvironment('db', env).get('POSTGRES_PASSWORD')).toBe(env.get('DATABASE_PASSWORD'));
  });
});
