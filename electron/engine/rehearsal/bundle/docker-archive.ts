import { sha256Of } from '../../workspace/sha256.ts';
import { makeTar } from './tar.ts';

/** A stand-in container image. */
export interface ImageSpec {
  /** Repository and tag, e.g. `sitewright/monitoring-web:1.0.0`. */
  readonly reference: string;
  readonly command: readonly string[];
  readonly exposedPort?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The label by which a stand-in is told from the real image. */
const STAND_IN_LABEL = 'org.sitewright.stand-in';

/**
 * What `docker save` writes and `docker load` reads (Docker Image Specification v1.2): manifest.json, a config named
 * by its digest, one layer. The layer holds a single text file, so a container of it could not run.
 */
export function makeDockerArchive(spec: ImageSpec): Uint8Array {
  const layer = makeTar([
    { path: 'STAND-IN', data: utf8(`Stand-in of ${spec.reference} made by Sitewright for a rehearsal.\n`) },
  ]);
  const layerDigest = sha256Of(layer);
  const config = utf8(
    JSON.stringify({
      architecture: 'amd64',
      config: {
        Cmd: spec.command,
        ...(spec.exposedPort ? { ExposedPorts: { [`${spec.exposedPort}/tcp`]: {} } } : {}),
        Labels: { [STAND_IN_LABEL]: 'true', ...spec.labels },
      },
      created: '1970-01-01T00:00:00Z',
      history: [{ created: '1970-01-01T00:00:00Z', created_by: 'sitewright rehearsal' }],
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: [`sha256:${layerDigest}`] },
    }),
  );
  const configName = `${sha256Of(config)}.json`;
  const layerName = `${layerDigest}/layer.tar`;
  const manifest = [{ Config: configName, RepoTags: [spec.reference], Layers: [layerName] }];
  return makeTar([
    { path: configName, data: config },
    { path: `${layerDigest}/` },
    { path: layerName, data: layer },
    { path: 'manifest.json', data: utf8(JSON.stringify(manifest)) },
  ]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
