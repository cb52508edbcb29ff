import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserNameSchema } from '../protocol/account.ts';
import { type PasswordCost, parsePasswordHash } from './access/password.ts';

export interface Tls {
  readonly certificate: string;
  readonly key: string;
}

/** Where certificate and key lie: they are renewed while we run. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface Configuration {
  readonly secretKey: string;
  readonly debug: boolean;
  readonly databaseUrl: string;
  readonly allowedHosts: readonly string[];
  readonly timeZone: string;
  readonly adminUser: string;
  readonly adminPasswordHash: string;
  readonly ingestToken: string;
  /** What a password costs to check; default what OWASP asks for. */
  readonly passwordCost?: PasswordCost;
  readonly port: number;
  readonly tls?: Tls;
  readonly tlsFiles?: TlsFiles;
  /** How often these are looked at; default 10 s. */
  readonly certificateLookMs?: number;
  /** PEM of the authority that signed the certificate, for whoever wants to trust it. */
  readonly authorityFile?: string;
  /** How long browsers are to insist on HTTPS; absent: they are told nothing, as a site may go back. */
  readonly hstsSeconds?: number;
  readonly redirect?: { readonly port: number; readonly to: URL };
  /** Folder with the page's files; absent: there is no page. */
  readonly pageFolder: string;
}

/** The environment does not fit; the message names the variable and never a value. */
export class ConfigurationRefused extends Error {}

const filled = z.string().min(1);
const port = z.coerce.number().int().min(1).max(65_535);
/** compose hands an unset variable over as empty. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const EnvironmentSchema = z.object({
  SECRET_KEY: filled,
  DEBUG: optional(z.string()),
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }),
  ALLOWED_HOSTS: filled,
  TIME_ZONE: optional(z.string()),
  ADMIN_USER: optional(UserNameSchema),
  ADMIN_PASSWORD_HASH: z.string().refine((text) => parsePasswordHash(text) !== undefined),
  INGEST_TOKEN: z.string().min(16),
  LISTEN_PORT: optional(port),
  TLS_CERTIFICATE_FILE: optional(z.string()),
  TLS_KEY_FILE: optional(z.string()),
  TLS_AUTHORITY_FILE: optional(z.string()),
  HSTS_SECONDS: optional(z.coerce.number().int().min(0).max(63_072_000)),
  REDIRECT_PORT: optional(port),
  REDIRECT_URL: optional(z.url({ protocol: /^https?$/ })),
  PAGE_FOLDER: optional(z.string()),
});

/** Reads the environment as PROTOCOL.md says. Throws ConfigurationRefused. */
export function readConfiguration(env: NodeJS.ProcessEnv, ownPageFolder: string): Configuration {
  const result = EnvironmentSchema.safeParse(env);
  if (!result.success) {
    const name = String(result.error.issues[0]?.path[0]);
    throw new ConfigurationRefused(
      env[name] ? `${name} is not valid: see PROTOCOL.md, Environment.` : `${name} is not set: see the file .env.`,
    );
  }
  const values = result.data;
  return {
    secretKey: values.SECRET_KEY,
    debug: /^(?:true|1|yes|on)$/i.test(values.DEBUG ?? ''),
    databaseUrl: values.DATABASE_URL,
    allowedHosts: values.ALLOWED_HOSTS.split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
    timeZone: values.TIME_ZONE ?? 'UTC',
    adminUser: values.ADMIN_USER ?? 'admin',
    adminPasswordHash: values.ADMIN_PASSWORD_HASH,
    ingestToken: values.INGEST_TOKEN,
    port: values.LISTEN_PORT ?? 8000,
    ...tlsOf(values.TLS_CERTIFICATE_FILE, values.TLS_KEY_FILE),
    authorityFile: values.TLS_AUTHORITY_FILE,
    hstsSeconds: values.HSTS_SECONDS,
    redirect:
      values.REDIRECT_PORT && values.REDIRECT_URL
        ? { port: values.REDIRECT_PORT, to: new URL(values.REDIRECT_URL) }
        : undefined,
    pageFolder: values.PAGE_FOLDER ?? ownPageFolder,
  };
}

function tlsOf(
  certificateFile: string | undefined,
  keyFile: string | undefined,
): Pick<Configuration, 'tls' | 'tlsFiles'> {
  if (!certificateFile && !keyFile) return {};
  const files = { certificate: certificateFile ?? '', key: keyFile ?? '' };
  try {
    return { tls: readTls(files), tlsFiles: files };
  } catch (error) {
    throw new ConfigurationRefused(
      `The files that TLS_CERTIFICATE_FILE and TLS_KEY_FILE name are no certificate with its key: ${(error as Error).message}`,
    );
  }
}

/** Reads a certificate and its key; throws an Error where they cannot be read or do not belong together. */
export function readTls(files: TlsFiles): Tls {
  const tls = { certificate: readFileSync(files.certificate, 'utf8'), key: readFileSync(files.key, 'utf8') };
  if (!new X509Certificate(tls.certificate).checkPrivateKey(createPrivateKey(tls.key)))
    throw new Error('the key is not of this certificate');
  return tls;
}
