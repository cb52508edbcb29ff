import { createHash, createHmac, scryptSync } from 'node:crypto';
import type { Site, StackInstance } from '../../../api/site.ts';
import { COLLECTOR } from '../../pve/api-accounts.ts';
import { fqdn, hostByName, pveNodes } from '../../site/derive.ts';
import { type AssetStore, fillTemplate } from '../asset-store.ts';
import { dashboardAddress } from './dashboard-address.ts';
import type { MonitoringOptions } from './options.ts';

/** The secrets that go into `.env`, revealed. */
export interface EnvSecrets {
  readonly secretKey: string;
  readonly databasePassword: string;
  readonly adminPassword: string;
  readonly pveToken: string;
}

export interface EnvInput {
  readonly site: Site;
  readonly instance: StackInstance;
  readonly options: MonitoringOptions;
  /** Digests of the other files, which make up the configuration too. */
  readonly plainDigests: ReadonlyMap<string, string>;
  /** What Docker pulls, by the variable that compose.yaml names it with. */
  readonly images: ReadonlyMap<string, string>;
}

/** Digest of everything in the instance's files that is no secret, 16 hex digits. */
export function configurationDigest(assets: AssetStore, input: EnvInput): string {
  const blank = { secretKey: '', adminPasswordHash: '', databasePassword: '', pveTokenSecret: '', ingestToken: '' };
  const text = fillTemplate(assets.text('templates/stacks/monitoring.env'), {
    ...plainValues(input),
    ...blank,
    config: '',
  });
  const hash = createHash('sha256').update(text);
  for (const [name, sha256] of [...input.plainDigests].sort()) hash.update(`\n${name} ${sha256}`);
  return hash.digest('hex').slice(0, 16);
}

/**
 * The text of `.env`. Pure: the same input gives the same bytes, so that its digest can be compared.
 * Secrets that a `.env` file cannot carry as they are (quotes, `$`, line breaks, ñ) are used in their base64url form.
 */
export function environmentText(assets: AssetStore, input: EnvInput, secrets: EnvSecrets): string {
  const secretValues = {
    secretKey: plain(secrets.secretKey),
    databasePassword: plain(secrets.databasePassword),
    adminPasswordHash: passwordHash(secrets.adminPassword, `${input.instance.id}\n${secrets.secretKey}`),
    pveTokenSecret: plain(secrets.pveToken),
    // known to web and data_collector only, and never typed by anybody
    ingestToken: keyed(secrets.secretKey, `ingest ${input.instance.id}`),
  };
  const mac = keyed(secrets.secretKey, JSON.stringify(secretValues)).slice(0, 16);
  return fillTemplate(assets.text('templates/stacks/monitoring.env'), {
    ...plainValues(input),
    ...secretValues,
    config: `${configurationDigest(assets, input)}-${mac}`,
  });
}

function plainValues({ site, instance, options, images }: EnvInput): Readonly<Record<string, string>> {
  const host = hostByName(site, instance.on);
  const nodes = pveNodes(site);
  return {
    siteId: site.id,
    project: options.project,
    allowedHosts: [
      ...(host ? [host.address] : []),
      instance.on,
      fqdn(site, instance.on),
      'localhost',
      '127.0.0.1',
      'web',
    ].join(','),
    httpPort: String(options.httpPort),
    dashboardUrl: dashboardAddress(site, instance, options).url,
    // inside the compose network, where the same certificate names it
    ingestUrl: `${options.tls ? 'https' : 'http'}://web:8000`,
    timeZone: site.timezone,
    adminUser: options.adminUser,
    pveUrls: nodes.map((node) => `https://${node.address}:8006`).join(','),
    pveNodes: nodes.map((node) => node.name).join(','),
    pveTokenId: COLLECTOR.tokenId,
    collectSeconds: String(options.collectSeconds),
    webImage: images.get('WEB_IMAGE') ?? '',
    dbImage: images.get('DB_IMAGE') ?? '',
    collectorImage: images.get('COLLECTOR_IMAGE') ?? '',
    spoolMegabytes: String(options.spoolMegabytes),
  };
}

/** `scrypt:N:r:p:SALT:HASH` (PROTOCOL.md). The salt follows from the secret key, so that the text stays the same. */
export function passwordHash(password: string, saltSeed: string): string {
  const salt = createHash('sha256').update(`admin salt ${saltSeed}`).digest().subarray(0, 16);
  const hash = scryptSync(password, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt:16384:8:1:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

function plain(secret: string): string {
  return /^[A-Za-z0-9_.~-]+$/.test(secret) ? secret : Buffer.from(secret, 'utf8').toString('base64url');
}

function keyed(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
