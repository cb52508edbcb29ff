import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMonitoring } from '../../../../../../build/lib/monitoring.mjs';
import { recipeNodes } from '../../../../../../electron/engine/bundle/oci/build/recipe-nodes.ts';
import { parseCompose } from '../../../../../../electron/engine/rehearsal/docker/compose-file.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';
import { MONITORING_IMAGES } from '../../../../../../electron/engine/stacks/monitoring/images.ts';
import { ROOT } from '../../../../../support/test-engine.ts';

const root = mkdtempSync(join(tmpdir(), 'monitoring-images-'));
beforeAll(() => buildMonitoring(join(root, 'dist/monitoring')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const text = readFileSync(join(ROOT, 'installer-assets/stacks/monitoring/compose.yaml'), 'utf8');
const compose = parseCompose([{ file: 'compose.yaml', text }], {
  folder: '/srv/monitoring',
  projectName: undefined,
  env: new Map([
    ...MONITORING_IMAGES.map(({ variable, reference }): [string, string] => [variable, reference]),
    ...[
      ...['SECRET_KEY', 'DATABASE_URL', 'DATABASE_PASSWORD', 'ALLOWED_HOSTS', 'ADMIN_PASSWORD_HASH', 'INGEST_TOKEN'],
      ...['PVE_URLS', 'PVE_NODES', 'PVE_TOKEN_ID', 'PVE_TOKEN_SECRET', 'SITEWRIGHT_CONFIG'],
    ].map((name): [string, string] => [name, 'x']),
  ]),
});

describe('the images of the monitoring stack', () => {
  it('are those that compose names, and no other', () => {
    expect(compose.services.map(({ image }) => image).sort()).toEqual(
      MONITORING_IMAGES.map(({ reference }) => reference).sort(),
    );
  });

  it('hold the programs that the build leaves, which their settings start and the health test asks', () => {
    for (const { recipe, reference } of MONITORING_IMAGES) {
      if (!recipe) continue;
      const nodes = recipeNodes(recipe.entries, folderAssets(root));
      for (const program of [...(recipe.entrypoint ?? []), ...(recipe.healthcheck?.command ?? [])]) {
        const node = nodes.find(({ path }) => `/${path}` === program);
        expect(node, `${program} of ${reference}`).toMatchObject({ type: 'file', mode: 0o755 });
        if (node?.type !== 'file' || !('path' in node.content)) throw new Error('not a file of the build');
        expect(readFileSync(node.content.path, 'utf8').startsWith('#!/usr/bin/node\n')).toBe(true);
        expect(statSync(node.content.path).size).toBe(node.content.sizeBytes);
      }
    }
  });

  it('keep what is not taken yet in a volume that is the collector’s own, and see the authority in a folder', () => {
    const mounts = compose.services.find(({ name }) => name === 'data_collector')?.mounts;
    expect(mounts).toEqual([
      { source: 'spool', target: '/var/lib/sitewright/spool', isBind: false },
      { source: '/srv/monitoring/ca', target: '/etc/sitewright', isBind: true },
    ]);
    const recipe = MONITORING_IMAGES.find(({ reference }) => reference.includes('collector'))?.recipe;
    const spool = recipeNodes(recipe?.entries ?? [], folderAssets(root)).find(({ path }) => path.endsWith('/spool'));
    expect(spool).toMatchObject({ type: 'directory', uid: 10_001, gid: 10_001, mode: 0o700 });
    expect(recipe?.user).toBe('10001:10001');
  });
});
