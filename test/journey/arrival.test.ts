import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Zone } from '../../electron/api/drive.ts';
import type { Site } from '../../electron/api/site.ts';
import { makeSiteMedia } from '../../electron/engine/app/answers-desk.ts';
import { rehearsalCommandSets } from '../../electron/engine/app/rehearsal-command-sets.ts';
import { arrivalSecrets, rehearsalSecrets } from '../../electron/engine/app/site-secrets.ts';
import { readArrivalIdentity } from '../../electron/engine/arrival/identity.ts';
import { startReceiver } from '../../electron/engine/arrival/receiver.ts';
import { analyseBase } from '../../electron/engine/image/analyse-base.ts';
import { openByteSource } from '../../electron/engine/image/byte-source.ts';
import { makeImages } from '../../electron/engine/image/make-images.ts';
import { retargetZones } from '../../electron/engine/image/retarget-zones.ts';
import { playTechnician } from '../../electron/engine/rehearsal/install/play-technician.ts';
import { writeStandInIso } from '../../electron/engine/rehearsal/install/stand-in/stand-in-iso.ts';
import {
  openRehearsal,
  prepareRehearsalFolder,
  type Rehearsal,
} from '../../electron/engine/rehearsal/open-rehearsal.ts';
import { Secret } from '../../electron/engine/shell/command.ts';
import { makeEd25519 } from '../../electron/engine/shell/ssh-keys.ts';
import { installedHosts } from '../../electron/engine/site/delivery.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { openAssets } from '../../electron/engine/stacks/asset-store.ts';
import { flashDrives } from '../../electron/engine/usb/flash-drives.ts';
import { retarget } from '../../electron/engine/usb/retarget.ts';
import { flasherAsChild, type RunFlasher } from '../../electron/engine/usb/run-flasher.ts';
import { bundleFlasher } from '../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch } from '../support/iso/stand-in-iso.ts';
import { openTestEngine, ROOT, type TestEngine } from '../support/test-engine.ts';
import { generatedSite } from './support/generated-site.ts';

const SIZES = [2, 16] as const;
const BASES = ['our own stand-in', 'a stand-in of xorriso'] as const;
const KEY = makeEd25519('journey', 'arrival-journey').publicLine;

let folder = '';
let runFlasher: RunFlasher;
const bases = new Map<(typeof BASES)[number], string>();

beforeAll(async () => {
  folder = makeScratch('arrival-journey');
  runFlasher = flasherAsChild(await bundleFlasher(folder));
  for (const name of BASES) bases.set(name, join(folder, `${name.replaceAll(' ', '-')}.iso`));
  writeStandInIso(bases.get('our own stand-in') ?? '', { version: '9.1' });
  makeStandIn('proxmox', bases.get('a stand-in of xorriso') ?? '', { contentBytes: 200_000 });
}, 60_000);
afterAll(() => removeScratch(folder));

describe('with the window’s own arrival', () => {
  const opened: TestEngine[] = [];
  afterAll(async () => {
    for (const engine of opened) await engine.close();
  });

  it.each(
    SIZES.flatMap((nodes) =>
      (['stick-each', 'one-stick', 'one-image'] as const).map((media) => [nodes, media] as const),
    ),
  )(
    'a site of %i bare nodes goes from base ISO to all nodes answering, with %s',
    async (nodes, media) => {
      const one = openTestEngine();
      opened.push(one);
      const site = join(one.folder, 'site.toml');
      writeFileSync(site, generatedSite({ nodes, key: KEY, dhcp: media === 'one-image' }));
      const client = one.engine.client('cli');
      const { runId } = await client.arrival.watch({
        site,
        rehearsal: { compression: media === 'one-stick' ? 800 : 400 },
        rehearsedMedia: media,
      });
      let last: unknown;
      const told: string[] = [];
      for await (const event of await client.runs.events({ runId })) {
        last = event;
        if (event.type === 'diagnostic') told.push(JSON.stringify(event.diagnostic));
        if (event.type === 'visitor') told.push(JSON.stringify(event.visitor));
        if (event.type === 'arrival') told.push(`${event.node.host} ${event.node.phase}`);
        if (event.type === 'log') told.push(`${event.host} ${event.text}`);
      }
      if (process.env.SHOW) console.log(told.slice(-60).join('\n'));
      expect(last).toMatchObject({ type: 'run-finished', outcome: 'done', changed: nodes });
    },
    120_000,
  );
});
