import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFetch } from '../../electron/engine/bundle/bundle-fetch.ts';
import { createHttpClient } from '../../electron/engine/bundle/http/http-client.ts';
import { bundleKinds } from '../../electron/engine/bundle/kinds/index.ts';
import type { BundleKind, Need } from '../../electron/engine/bundle/kinds/kind.ts';
import { type MadeBundle, type MakeStage, makeBundle } from '../../electron/engine/bundle/make/make-bundle.ts';
import type { LockStanding } from '../../electron/engine/bundle/make/tell-locking.ts';
import type { SigningKey } from '../../electron/engine/bundle/signature.ts';
import { DEFAULT_SOURCES, type Sources } from '../../electron/engine/bundle/sources/read-sources.ts';
import type { FileSource } from '../../electron/engine/bundle/sources/sources.ts';
import { type AssetStore, folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { openDigestCache } from '../../electron/engine/workspace/digest-cache.ts';
import { sha256Of } from '../../electron/engine/workspace/sha256.ts';
import { ROOT } from './test-engine.ts';

export interface BenchOrder {
  readonly folder: string;
  readonly cacheFolder: string;
  readonly needs?: readonly Need[];
  readonly files?: readonly FileSource[];
  readonly authority?: string;
  readonly sources?: Partial<Sources>;
  /** Default all that there are. */
  readonly kinds?: readonly BundleKind[];
  readonly key?: SigningKey;
  /** Keys of archives; default those that are shipped. */
  readonly assets?: AssetStore;
  readonly signal?: AbortSignal;
  readonly isStopping?: () => boolean;
  readonly onProgress?: (stage: MakeStage, doneBytes: number, totalBytes: number) => void;
  readonly onStanding?: (standing: LockStanding) => void;
}

export interface BenchMade extends MadeBundle {
  /** What each stage said that it changed. */
  readonly changes: Readonly<Partial<Record<MakeStage, readonly string[]>>>;
  /** Codes. */
  readonly warnings: readonly string[];
}

/** Makes a bundle with the real client and the real kinds, as the desk does. */
export async function makeOnBench(order: BenchOrder): Promise<BenchMade> {
  const { folder, authority, cacheFolder } = order;
  const files = order.files ?? [];
  const sources: Sources = {
    ...DEFAULT_SOURCES,
    files,
    ...order.sources,
    http: { ...(authority ? { trust: { certificates: [authority] } } : {}), attempts: 2 },
  };
  const http = createHttpClient(sources.http);
  const digests = await openDigestCache(join(cacheFolder, 'digests.json'));
  const warnings: string[] = [];
  const changes: Partial<Record<MakeStage, readonly string[]>> = {};
  try {
    const made = await makeBundle({
      siteId: 'test-site',
      needs: order.needs ?? files.map(({ path }) => fileNeed(path)),
      kinds: order.kinds ?? bundleKinds,
      digests,
      appVersion: '0.0.0-test',
      isStopping: order.isStopping ?? (() => false),
      tell: {
        begin: async () => undefined,
        end: async (stage, what) => {
          changes[stage] = what;
        },
        warn: (warning) => warnings.push(warning.code),
        progress: (stage, done, total) => order.onProgress?.(stage, done, total),
        standing: (_stage, standing) => order.onStanding?.(standing),
      },
      context: {
        folder,
        sources,
        fetch: bundleFetch(http),
        http,
        assets: order.assets ?? folderAssets(ROOT),
        cacheFolder,
        now: new Date(),
        sha256Of: async (path) => sha256Of(readFileSync(path)),
        ...(order.signal ? { signal: order.signal } : {}),
      },
      ...(order.key ? { key: order.key } : {}),
    });
    return { ...made, changes, warnings };
  } finally {
    http.close();
  }
}

export function fileNeed(path: string): Need {
  return { kind: 'file', name: path, why: ['settings'], shownAs: 'file' };
}
