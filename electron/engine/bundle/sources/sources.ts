import { z } from 'zod';

const httpUrl = z
  .string()
  .max(2000)
  .refine(
    (value) => /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : ''),
    'not an http or https address',
  );
/** Where a secret is kept: in the environment of the process, or in the site's vault. Never the secret itself. */
const reference = z.string().max(200);

const CredentialSchema = z.union([
  z.strictObject({ username: z.string().min(1).max(300), password: reference }),
  z.strictObject({ token: reference }),
]);

const FileSourceSchema = z
  .strictObject({
    /** In the bundle: `cloud-images/debian-13-genericcloud-amd64.qcow2`. */
    path: z.string().min(1).max(512),
    /** Absent = it is put there by hand; `digest` then says which file it is. */
    url: httpUrl.optional(),
    /** A SHA256SUMS or SHA512SUMS file that lists it by its name at the source. */
    sums: httpUrl.optional(),
    digest: z.string().optional(),
    licence: z.string().min(1).max(500).optional(),
  })
  .readonly();
export type FileSource = z.infer<typeof FileSourceSchema>;

/** `sources.toml`: where this office takes things from. Everything has a default; the file says only what differs. */
export const SourcesFileSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    proxy: z
      .strictObject({
        url: httpUrl,
        username: z.string().max(300).optional(),
        password: reference.optional(),
        exceptHosts: z.array(z.string().min(1).max(300)).max(200).optional(),
      })
      .optional(),
    /** PEM files of authorities to trust besides the public ones, beside this file. */
    trust: z.strictObject({ caFiles: z.array(z.string().min(1).max(1000)).max(50) }).optional(),
    /** By `host` or `host:port`. */
    credentials: z.record(z.string().min(1).max(300), CredentialSchema).optional(),
    mirrors: z
      .array(
        z.strictObject({ of: httpUrl, at: z.array(httpUrl).min(1).max(20), only: z.boolean().optional() }).readonly(),
      )
      .max(100)
      .optional(),
    /** Address of a registry by the name in front of an image; `docker.io` is where `postgres:16` comes from. */
    registries: z.record(z.string().min(1).max(300), z.strictObject({ url: httpUrl })).optional(),
    /** Roots of package archives, by `debian` and `debian-security`. */
    archives: z.record(z.string().regex(/^[a-z0-9.-]{1,60}$/), z.strictObject({ url: httpUrl })).optional(),
    files: z.array(FileSourceSchema).max(1000).optional(),
    /** Proxmox ISOs from which nodes are installed, beside this file: what they bring is not carried to the nodes again. */
    nodeIsos: z.array(z.string().min(1).max(1000)).max(20).optional(),
    /** Downloads at a time; default 4. */
    parallel: z.int().min(1).max(32).optional(),
  })
  .readonly();
export type SourcesFile = z.infer<typeof SourcesFileSchema>;
