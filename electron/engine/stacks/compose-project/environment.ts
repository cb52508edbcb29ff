import { createHash, scryptSync } from 'node:crypto';
import type { Site, StackInstance } from '../../../api/site.ts';
import { fqdn, hostByName } from '../../site/derive.ts';
import { environmentValue } from './environment-value.ts';
import type { ComposeProjectOptions } from './options.ts';

export interface EnvironmentInput {
  readonly site: Site;
  readonly instance: StackInstance;
  readonly options: ComposeProjectOptions;
  /** SHA-256 of the other files, by name. */
  readonly fileDigests: ReadonlyMap<string, string>;
  /** What Docker pulls, by the variable that the override names it with. */
  readonly images: ReadonlyMap<string, string>;
  /** The references that they have in the compose file, by the same variable. */
  readonly references: ReadonlyMap<string, string>;
}

/** What every project may use without saying so: where it runs. */
export function siteVariables(site: Site, instance: StackInstance): Readonly<Record<string, string>> {
  return {
    SITEWRIGHT_HOST: instance.on,
    SITEWRIGHT_FQDN: fqdn(site, instance.on),
    SITEWRIGHT_ADDRESS: hostByName(site, instance.on)?.address ?? '',
    SITEWRIGHT_TIME_ZONE: site.timezone,
  };
}

/** Digest of everything in the instance's files that is no secret, 16 hex digits. */
export function configurationDigest(input: EnvironmentInput): string {
  const hash = createHash('sha256').update(textOf(input, '', (ref) => ref));
  for (const [name, sha256] of [...input.fileDigests].sort()) hash.update(`\n${name} ${sha256}`);
  return hash.digest('hex').slice(0, 16);
}

/**
 * The text of `.env`. Pure: the same input gives the same bytes. What stands behind the configuration's digest changes with the
 * secrets; it is slow to make, since it is read by whoever may look at the containers.
 */
export function environmentText(input: EnvironmentInput, secret: (ref: string) => string): string {
  const secrets = Object.values(input.options.environment)
    .filter((value) => value.startsWith('secret:'))
    .map((ref) => [ref, secret(ref)]);
  const salt = `${input.site.id}\n${input.instance.id}`;
  const mac = scryptSync(JSON.stringify(secrets), salt, 8, { N: 16_384, r: 8, p: 1 }).toString('hex');
  return textOf(input, `${configurationDigest(input)}-${mac}`, secret);
}

function textOf(input: EnvironmentInput, config: string, secret: (ref: string) => string): string {
  const { site, instance, options, fileDigests, images, references } = input;
  const lines = {
    COMPOSE_PROJECT_NAME: options.project,
    SITEWRIGHT_CONFIG: config,
    SITEWRIGHT_FILES: [...fileDigests.keys()].sort().join(','),
    ...siteVariables(site, instance),
    ...Object.fromEntries([...images].sort()),
  };
  const own = Object.entries(options.environment).map(([name, value]): [string, string] => [
    name,
    value.startsWith('secret:') ? secret(value) : value,
  ]);
  return [
    `# Written by Sitewright for the site ${site.id}. Changes made here are replaced at the next run: change the site instead.`,
    ...Object.entries(lines).map(([name, value]) => `${name}=${value}`),
    ...[...references].sort().map(([variable, reference]) => `# ${variable} is ${reference}`),
    '',
    ...own.map(([name, value]) => `${name}=${environmentValue(name, value, instance.id)}`),
    '',
  ].join('\n');
}
