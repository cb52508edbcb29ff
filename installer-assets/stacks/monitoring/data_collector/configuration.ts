import { z } from 'zod';
import { SourceSchema } from '../protocol/source.ts';

/** A node as the configuration names it. */
export interface NodeAddress {
  readonly url: URL;
  /** What its certificate must carry, whatever the address in the URL is. */
  readonly name: string;
}

export interface Configuration {
  readonly nodes: readonly NodeAddress[];
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly authorityFile: string;
  readonly ingestUrl: URL;
  readonly ingestToken: string;
  /** Authority of an `INGEST_URL` with https; absent: those that Node.js knows. */
  readonly ingestAuthorityFile: string | undefined;
  readonly collectSeconds: number;
  readonly spoolFolder: string;
  readonly spoolBytes: number;
  readonly debug: boolean;
}

/** The environment does not fit; the message names the variable and never a value. */
export class ConfigurationRefused extends Error {}

export const DEFAULT_SPOOL_FOLDER = '/var/lib/sitewright/spool';
export const DEFAULT_COLLECT_SECONDS = 15;

const filled = z.string().min(1);
// a header takes no line break
const plain = z.string().regex(/^[\x21-\x7e]{1,500}$/);
/** compose hands an unset variable over as empty. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const list = filled.transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const EnvironmentSchema = z.object({
  PVE_URLS: list.pipe(z.array(z.url({ protocol: /^https$/ })).min(1)),
  PVE_NODES: list.pipe(z.array(z.string().refine((name) => SourceSchema.safeParse(`node/${name}`).success)).min(1)),
  PVE_TOKEN_ID: plain.regex(/^[^\s@!=]+@[^\s@!=]+![^\s@!=]+$/),
  PVE_TOKEN_SECRET: plain,
  PVE_CA_FILE: filled,
  INGEST_URL: z.url({ protocol: /^https?$/ }),
  INGEST_TOKEN: plain,
  INGEST_CA_FILE: optional(z.string()),
  COLLECT_SECONDS: optional(z.coerce.number().min(0.1).max(3_600)),
  SPOOL_FOLDER: optional(z.string()),
  SPOOL_MEGABYTES: optional(z.coerce.number().int().min(1).max(1_048_576)),
  DEBUG: optional(z.string()),
});

/** Reads the environment as PROTOCOL.md says. Throws ConfigurationRefused. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  const result = EnvironmentSchema.safeParse(env);
  if (!result.success) {
    const name = String(result.error.issues[0]?.path[0]);
    throw new ConfigurationRefused(
      env[name] ? `${name} is not valid: see PROTOCOL.md, Environment.` : `${name} is not set: see the file .env.`,
    );
  }
  const values = result.data;
  if (values.PVE_URLS.length !== values.PVE_NODES.length)
    throw new ConfigurationRefused('PVE_URLS and PVE_NODES differ in length: see PROTOCOL.md, Environment.');
  return {
    nodes: values.PVE_URLS.map((url, index) => ({ url: new URL(url), name: values.PVE_NODES[index] ?? '' })),
    tokenId: values.PVE_TOKEN_ID,
    tokenSecret: values.PVE_TOKEN_SECRET,
    authorityFile: values.PVE_CA_FILE,
    ingestUrl: new URL(values.INGEST_URL),
    ingestToken: values.INGEST_TOKEN,
    ingestAuthorityFile: values.INGEST_CA_FILE,
    collectSeconds: values.COLLECT_SECONDS ?? DEFAULT_COLLECT_SECONDS,
    spoolFolder: values.SPOOL_FOLDER ?? DEFAULT_SPOOL_FOLDER,
    spoolBytes: (values.SPOOL_MEGABYTES ?? 256) * 1024 * 1024,
    debug: /^(?:true|1|yes|on)$/i.test(values.DEBUG ?? ''),
  };
}
