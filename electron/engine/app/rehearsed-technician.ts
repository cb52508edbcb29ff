import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RehearsedMedia } from '../../api/arrival.ts';
import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { ArrivalWatch } from '../arrival/arrival-watch.ts';
import { findByDigest } from '../image/base-digest.ts';
import { makeImages } from '../image/make-images.ts';
import { isOverlayFile, readOverlay } from '../image/overlay.ts';
import { playTechnician } from '../rehearsal/install/play-technician.ts';
import type { RehearsedMachines, RehearsedStick } from '../rehearsal/install/rehearsed-machines.ts';
import { writeStandInIso } from '../rehearsal/install/stand-in/stand-in-iso.ts';
import { asDiagnostics } from '../run/start-run.ts';
import type { Secret } from '../shell/command.ts';
import { installedHosts } from '../site/delivery.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { makeSiteMedia } from './answers-desk.ts';
import type { ReceiverSecrets } from './media-delivery.ts';

export interface RehearsedTechnicianOptions {
  readonly site: Site;
  readonly machines: RehearsedMachines;
  /** The rehearsal's own folder: its images go there. */
  readonly folder: string;
  readonly media: RehearsedMedia;
  /** The site's `media/`: says which base the images were made from. */
  readonly mediaFolder: string;
  readonly cacheFolder: string;
  readonly assets: AssetStore;
  readonly secret: (ref: string) => Secret;
  readonly receiver: ReceiverSecrets | undefined;
  readonly watch: ArrivalWatch;
  /** The rehearsal's clock. */
  readonly now: () => number;
  readonly note: (host: string, text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * A technician in front of the simulated rack, from the base of the site's images to machines that are switched on. The images
 * are made anew with the rehearsal's own secrets, so that no real one is needed and none is carried around. Where nothing but
 * a screen can confirm a key, he compares it.
 */
export function rehearseTechnician(options: RehearsedTechnicianOptions): RehearsedTechnician {
  let stopped: Diagnostic | undefined;
  let failure: Diagnostic | undefined;
  play(options)
    .then((found) => {
      stopped = found;
    })
    .catch((error: unknown) => {
      if (!options.signal.aborted) failure = asDiagnostics(error, 'rehearsal')[0];
    });
  return { stopped: () => stopped, failure: () => failure };
}

export interface RehearsedTechnician {
  /** The screen at which he left a machine alone. */
  readonly stopped: () => Diagnostic | undefined;
  /** Why he could not even begin, or go on. */
  readonly failure: () => Diagnostic | undefined;
}

async function play(options: RehearsedTechnicianOptions): Promise<Diagnostic | undefined> {
  const { machines, media, note, signal, watch } = options;
  const sticks = await makeSticks(options);
  const first = machines.machines[0]?.name ?? '';
  const power = new Map(machines.machines.map((machine) => [machine.name, machine.power]));
  const unsubscribe = machines.subscribe(() => {
    for (const machine of machines.machines) {
      if (machine.power === 'on' && power.get(machine.name) !== 'on') watch.powered(machine.name);
      power.set(machine.name, machine.power);
    }
  });
  const comparing = compareKeys(options);
  signal.addEventListener('abort', unsubscribe, { once: true });
  try {
    const results = await playTechnician({
      machines,
      media,
      sticks: media === 'one-stick' ? { ...(sticks[first] ? { [first]: sticks[first] } : {}) } : sticks,
      // Not by engine/usb/retarget: that needs a stick that was written whole (a copy of the base of 1.4 GB in the rehearsal's
      // folder) and a flasher process for every node, to end at the bytes that this overlay on its base gives anyway. The real
      // way, from stick to machine, is walked in test/journey/arrival-media.
      retarget: async (node) => {
        const stick = sticks[node];
        if (!stick) throw fail('arrival.no-media', { params: { host: node } });
        note(node, `the one stick is made into that of ${node}`);
        return stick;
      },
      signal,
    });
    const stopped = results.find(({ outcome }) => outcome === 'stopped');
    if (!stopped) return undefined;
    const lines = machines.screen(stopped.machine).filter((line) => line.trim() !== '');
    return diagnostic('arrival.technician-stopped', {
      params: { host: stopped.machine, screen: lines.at(-2) ?? lines.at(-1) ?? '—' },
      evidence: lines.slice(-12),
      subject: { host: stopped.machine },
    });
  } finally {
    // Machines that were installed are waited for by the watch; keys that only a screen confirms come up until it ends.
    void comparing;
  }
}

const PATIENCE_MS = 15 * 60_000;

/** Confirms every key that nothing else confirms, as a person with eyes on the screens would, until the watch ends. */
async function compareKeys({
  machines,
  watch,
  receiver,
  note,
  now,
  signal,
}: RehearsedTechnicianOptions): Promise<void> {
  while (!signal.aborted) {
    for (const { host, hostKey, diagnostics, origin, segments } of watch.views()) {
      if (!hostKey || !diagnostics.some(({ code }) => code === 'arrival.compare-key')) continue;
      // His time runs fast: he gives a node's own report longer than a person would.
      const since = segments.findLast(({ phase }) => phase === 'ssh')?.from ?? '';
      if (origin === 'installed' && receiver && now() - Date.parse(since) < PATIENCE_MS) continue;
      const lines = machines.machines.some(({ name }) => name === host) ? machines.screen(host) : [];
      const says = screenOnKey(lines, hostKey.fingerprint);
      // Nobody confirms a key against what he sees.
      if (says === 'another') continue;
      const ground = says === 'this' ? 'with the screen' : 'with what the machine itself would print';
      note(host, `the rehearsed technician compares ${hostKey.fingerprint} ${ground}`);
      await watch.compareKey(host, hostKey.fingerprint).catch(() => undefined);
    }
    await machines.wait(5, signal).catch(() => undefined);
  }
}

/** What a login screen says of a key: it shows this one, others only, or none at all. Pure. */
export function screenOnKey(lines: readonly string[], fingerprint: string): 'this' | 'another' | 'nothing' {
  const shown = lines.flatMap((line) => line.match(/SHA256:[A-Za-z0-9+/]{43}/g) ?? []);
  if (shown.length === 0) return 'nothing';
  return shown.includes(fingerprint) ? 'this' : 'another';
}

async function makeSticks(options: RehearsedTechnicianOptions): Promise<Readonly<Record<string, RehearsedStick>>> {
  const { site, folder, cacheFolder, mediaFolder, assets, signal } = options;
  const base = (await baseOfImages(mediaFolder, cacheFolder)) ?? standInBase(site, folder);
  const made = makeSiteMedia(site, assets, options.secret, options.receiver);
  const images = await makeImages({
    basePath: base.path,
    outDir: join(folder, 'media'),
    siteId: site.id,
    nodes:
      made.sharedModeFile === undefined
        ? made.answers.map(({ node, text, firstBootBytes }) => ({
            node,
            answer: text,
            ...(firstBootBytes ? { firstBoot: firstBootBytes } : {}),
          }))
        : [{ node: site.id, modeFile: made.sharedModeFile }],
    // The person accepted this base when the site's images were made; a stand-in is our own.
    acceptBase: base.sha256,
    cacheFolder,
    signal,
  });
  const stick = (file: string): RehearsedStick => ({ overlayPath: file, basePath: base.path });
  const shared = made.sharedModeFile === undefined ? undefined : images.images[0];
  return Object.fromEntries(
    shared
      ? installedHosts(site).map(({ name }) => [name, stick(shared.file)])
      : images.images.map(({ node, file }) => [node, stick(file)]),
  );
}

/** Where no image was made yet, the rehearsal needs no download: a stand-in of the vendor's image does. */
function standInBase(site: Site, folder: string): { readonly path: string; readonly sha256: string } {
  const path = join(folder, 'stand-in.iso');
  return { path, ...writeStandInIso(path, { version: site.pve.version }) };
}

/** The base that an image in the site's `media/` was made from, where it still lies where it was. */
async function baseOfImages(
  folder: string,
  cacheFolder: string,
): Promise<{ readonly path: string; readonly sha256: string } | undefined> {
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const file = join(folder, name);
    try {
      if (!name.endsWith('.overlay') || !isOverlayFile(file)) continue;
      const { sha256 } = readOverlay(file).header.base;
      const path = await findByDigest(sha256, cacheFolder);
      if (path !== undefined) return { path, sha256 };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
    }
  }
  return undefined;
}
