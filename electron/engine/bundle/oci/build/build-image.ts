import { fail } from '../../../../api/diagnostic.ts';
import { SITE_PLATFORM } from '../choose-platform.ts';
import type { Descriptor, Platform } from '../image-documents.ts';
import type { ImageLayout } from '../layout/image-layout.ts';
import { OCI_CONFIG, OCI_MANIFEST } from '../media-types.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Layer } from './make-layer.ts';

/** What Docker runs to see whether a container is healthy. */
export interface Healthcheck {
  /** Without a shell: `['/usr/bin/node', '/app/healthy.js']`. */
  readonly command: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly startPeriodMs?: number;
  readonly retries?: number;
}

export interface ImageSpec {
  /** From the bottom up ({@link makeLayer}). */
  readonly layers: readonly Layer[];
  readonly platform?: Platform;
  readonly env?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  /** `10001:10001`; numbers, since nothing looks a name up before the container runs. */
  readonly user?: string;
  readonly workingDir?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `8000/tcp`. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stopSignal?: string;
  readonly healthcheck?: Healthcheck;
  /** When the image says it was made, seconds since 1970 (SOURCE_DATE_EPOCH); default 0. */
  readonly createdAt?: number;
}

const MOST_LAYERS = 127; // what Docker's overlay driver mounts
const NANOSECONDS_A_MS = 1_000_000;

/**
 * Makes an image of layers in a layout: config and manifest as canonical JSON. The same description gives the same digest on
 * every computer.
 * @param reference names it in the layout: `docker.io/sitewright/monitoring-web:1.0.0`
 * @throws oci.build-invalid, oci.blob-missing, workspace.not-writable
 */
export async function buildImage(layout: ImageLayout, spec: ImageSpec, reference?: string): Promise<Descriptor> {
  check(spec);
  for (const { descriptor } of spec.layers)
    if (!(await layout.hasBlob(descriptor)))
      throw fail('oci.blob-missing', {
        params: { folder: layout.folder, digest: descriptor.digest, subject: reference ?? '-' },
      });
  const config = await layout.putBlob(utf8(canonicalJson(configOf(spec))), OCI_CONFIG);
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config,
    layers: spec.layers.map(({ descriptor }) => descriptor),
  };
  const descriptor = await layout.putBlob(utf8(canonicalJson(manifest)), OCI_MANIFEST);
  await layout.addImage(descriptor, reference);
  return descriptor;
}

function configOf(spec: ImageSpec): unknown {
  const { platform = SITE_PLATFORM, healthcheck, createdAt = 0 } = spec;
  const created = new Date(createdAt * 1000).toISOString().replace('.000Z', 'Z');
  const set = (names: readonly string[] | undefined) => names && Object.fromEntries(names.map((name) => [name, {}]));
  const env = Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    created,
    architecture: platform.architecture,
    os: platform.os,
    variant: platform.variant,
    config: {
      User: spec.user,
      Env: env.length === 0 ? undefined : env.sort((a, b) => (a < b ? -1 : 1)),
      Entrypoint: spec.entrypoint,
      Cmd: spec.cmd,
      WorkingDir: spec.workingDir,
      Labels: spec.labels,
      ExposedPorts: set(spec.exposedPorts),
      Volumes: set(spec.volumes),
      StopSignal: spec.stopSignal,
      // not part of the OCI specification, but read by Docker from any config
      Healthcheck: healthcheck && {
        Test: ['CMD', ...healthcheck.command],
        Interval: nanoseconds(healthcheck.intervalMs),
        Timeout: nanoseconds(healthcheck.timeoutMs),
        StartPeriod: nanoseconds(healthcheck.startPeriodMs),
        Retries: healthcheck.retries,
      },
    },
    rootfs: { type: 'layers', diff_ids: spec.layers.map(({ diffId }) => diffId) },
    history: spec.layers.map(({ comment }) => ({ created, created_by: `sitewright: ${comment}` })),
  };
}

function check(spec: ImageSpec): void {
  const invalid = (why: string) => fail('oci.build-invalid', { params: { why } });
  if (spec.layers.length === 0) throw invalid('it has no layer');
  if (spec.layers.length > MOST_LAYERS) throw invalid(`more than ${MOST_LAYERS} layers`);
  for (const name of Object.keys(spec.env ?? {}))
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw invalid(`«${name}» is no name of a variable`);
  for (const port of spec.exposedPorts ?? [])
    if (!/^\d{1,5}\/(tcp|udp|sctp)$/.test(port)) throw invalid(`«${port}» is no port such as 8000/tcp`);
  for (const path of [...(spec.volumes ?? []), ...(spec.workingDir === undefined ? [] : [spec.workingDir])])
    if (!path.startsWith('/')) throw invalid(`«${path}» does not begin at /`);
}

function nanoseconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms * NANOSECONDS_A_MS;
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
