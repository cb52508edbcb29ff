import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DriveFacts } from '../../api/drive.ts';
import type { DriveView, StickView } from '../../api/media.ts';
import { analyseBase } from '../image/analyse-base.ts';
import { openByteSource } from '../image/byte-source.ts';
import { readOverlay } from '../image/overlay.ts';
import { retargetZones } from '../image/retarget-zones.ts';
import { confirmationOf } from '../usb/drive-rules.ts';
import { elevatedFlasher, elevationTwin } from '../usb/elevation/elevated-flasher.ts';
import { retargetCommand } from '../usb/elevation/equivalent-command.ts';
import { flasherByNeed } from '../usb/elevation/needs-elevation.ts';
import { findTarget } from '../usb/find-target.ts';
import { type FlashOutcome, flashDrives } from '../usb/flash-drives.ts';
import { identifyDrives } from '../usb/identify-drives.ts';
import { type ListedDrive, listDrives } from '../usb/list-drives.ts';
import { type LookUpStick, type Recognition, recogniseContent, recogniseStick } from '../usb/recognise-stick.ts';
import { retarget } from '../usb/retarget.ts';
import { flasherAsChild } from '../usb/run-flasher.ts';
import { shownIdentity } from '../usb/shown-identity.ts';
import type { StickBook } from '../workspace/stick-ledger.ts';
import { type ImagesDesk, refuseNodes } from './images-desk.ts';
import { changesSince } from './media-content.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import type { ReadySite } from './site-shelf.ts';
import { type StickMemory, wasProven } from './stick-memory.ts';
import type { StickTeller, StickWork } from './stick-run.ts';

export interface StickWrite {
  readonly image: string;
  readonly device: string;
  readonly confirm: string;
  /** Of the drive that was shown; undefined on the command line, where nothing was. */
  readonly identity?: string | undefined;
}

export interface FlashOrder {
  readonly writes: readonly StickWrite[];
  readonly base: string | undefined;
  /** Serial of a drive that is written although it is larger than sticks are. */
  readonly acceptLarge: string | undefined;
}

export interface RetargetOrder {
  /** A drive or a file. */
  readonly target: string;
  /** What was typed; undefined on the command line, where naming the target is saying it. */
  readonly confirm: string | undefined;
  /** Of the drive that was shown. */
  readonly identity: string | undefined;
  readonly base: string;
  readonly node: string;
  readonly acceptBase: string | undefined;
  /** Read the whole stick, also when this laptop has proven it before. */
  readonly verifyWhole: boolean;
}

/** Drives of this laptop, sticks that it wrote, and the writing of them. */
export class DrivesDesk {
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #images: ImagesDesk;
  readonly #memory: StickMemory;

  constructor(ports: EnginePorts, folders: UserFolders, images: ImagesDesk, memory: StickMemory) {
    this.#ports = ports;
    this.#folders = folders;
    this.#images = images;
    this.#memory = memory;
  }

  /** Every drive with its verdict; a stick of ours with what the plan says differently by now. */
  async list(
    ready: ReadySite | undefined,
    options: { readonly imageSizeBytes?: number | undefined; readonly includeVirtual: boolean },
  ): Promise<readonly DriveView[]> {
    const [{ drives, diagnostics }, sticks] = await Promise.all([listDrives(options), this.#memory.sticks(ready)]);
    return Promise.all(
      drives.map(async (drive): Promise<DriveView> => {
        // This laptop's own disk is no stick, and is not read.
        const seen: Recognition = drive.facts.isSystem
          ? { kind: 'no-stick' }
          : await recogniseStick(drive.facts, lookUpIn(sticks));
        const view = viewOf(drive, this.#stickView(seen, drive.confirm, sticks, ready));
        // Of a drive that is not offered anyway, what is on it is of no concern.
        const unknown = seen.kind === 'unreadable' && drive.verdict === 'offered' ? [seen.diagnostic] : [];
        return { ...view, diagnostics: [...view.diagnostics, ...unknown, ...diagnostics] };
      }),
    );
  }

  /** The same for drives that only the flasher may read; asks for privilege. */
  async identify(ready: ReadySite | undefined, devices: readonly string[]): Promise<readonly DriveView[]> {
    const [{ drives }, sticks, found] = await Promise.all([
      listDrives({ includeVirtual: true }),
      this.#memory.sticks(ready),
      identifyDrives({ devices, runFlasher: this.#flasher() }),
    ]);
    return found.flatMap((each): readonly DriveView[] => {
      const device = each.outcome === 'identified' ? each.facts.device : each.device;
      const drive = drives.find((entry) => entry.facts.device === device);
      if (!drive) return [];
      if (each.outcome === 'failed') {
        const view = viewOf(drive, undefined);
        return [{ ...view, diagnostics: [...view.diagnostics, ...each.diagnostics] }];
      }
      const seen = recogniseContent(each.content, lookUpIn(sticks));
      return [viewOf(drive, this.#stickView(seen, drive.confirm, sticks, ready))];
    });
  }

  /** Writes confirmed drives or files, all at once; each is done or fails alone and goes into the ledger of sticks. */
  flashing(order: FlashOrder): StickWork {
    return (signal, tell) => this.#flash(order, signal, tell);
  }

  async #flash(order: FlashOrder, signal: AbortSignal, tell: StickTeller): Promise<void> {
    const ends: Promise<void>[] = [];
    await flashDrives({
      images: order.writes.map(({ image, device, confirm, identity }) => ({
        imagePath: resolve(image),
        device,
        confirm,
        shown: identity,
      })),
      basePath: order.base,
      acceptLargeSerial: order.acceptLarge,
      runFlasher: this.#flasher(),
      cacheFolder: this.#folders.cache,
      signal,
      onProgress: ({ index, device: _, ...progress }) => {
        const places = index === undefined ? order.writes.keys() : [index];
        for (const place of places) tell.progress(place, progress);
      },
      onEnd: (outcome) => {
        const end = this.#ended(order, outcome, tell);
        // Awaited below; until then the other drives go on, and a failure must not count as nobody's.
        end.catch(() => undefined);
        ends.push(end);
      },
    });
    await Promise.all(ends);
  }

  async #ended(order: FlashOrder, outcome: FlashOutcome, tell: StickTeller): Promise<void> {
    if (outcome.outcome === 'failed') return tell.failed(outcome.index, outcome.diagnostics);
    const write = order.writes[outcome.index];
    if (write)
      await this.#memory.remember(write.image, { medium: write.confirm, isVerified: outcome.proof === 'whole' });
    await tell.done(outcome.index, [
      { what: 'sha256', after: outcome.sha256 },
      { what: 'read back', after: outcome.proof },
    ]);
  }

  /** Makes the stick or file of one node into another's; the rest of the site is not looked at. */
  retargeting(ready: ReadySite, order: RetargetOrder): StickWork {
    refuseNodes(ready, [order.node]);
    return (signal, tell) => this.#retarget(ready, order, signal, tell);
  }

  async #retarget(ready: ReadySite, order: RetargetOrder, signal: AbortSignal, tell: StickTeller): Promise<void> {
    // The new node's overlay holds its password's hash: it lives no longer than the writing.
    const folder = await mkdtemp(join(this.#ports.temporaryRoot, 'sitewright-retarget-'));
    try {
      const { images: made } = await this.#images.make(ready, {
        base: order.base,
        outDir: folder,
        full: false,
        rewrite: false,
        nodes: [order.node],
        acceptBase: order.acceptBase,
        signal,
      });
      const overlayPath = made[0]?.file ?? '';
      const { header } = readOverlay(overlayPath);
      const facts = await findTarget(order.target, [order.base, overlayPath]);
      const sticks = await this.#memory.sticks(ready);
      const seen = await recogniseStick(facts, lookUpIn(sticks));
      const before = seen.kind === 'ours' ? sticks.get(seen.answerSha256) : undefined;
      const onThis = seen.kind === 'ours' ? sticks.on(seen.answerSha256, confirmationOf(facts)) : undefined;
      // The same content on another stick says nothing of this one.
      const isProven = wasProven(onThis, facts, header.base.sha256);
      // The flasher's own request names files that are gone when this is read.
      const terminal = retargetCommand({ ...order, siteFile: ready.folder.siteFile }, elevationTwin().terminalPrefix);
      const result = await retarget({
        target: {
          device: order.target,
          confirm: order.confirm ?? confirmationOf(facts),
          // How much is read was decided for the one that was looked at here.
          shown: order.identity ?? shownIdentity(facts.identity),
        },
        overlayPath,
        basePath: order.base,
        zones: zonesOf(order.base),
        verify: isProven && !order.verifyWhole ? 'sampled' : 'whole',
        runFlasher: this.#flasher(terminal),
        cacheFolder: this.#folders.cache,
        signal,
        onProgress: (progress) => tell.progress(0, progress),
      });
      await this.#memory.remember(overlayPath, {
        medium: confirmationOf(facts),
        isVerified: true,
        siteName: ready.site.name,
        folder: ready.folder.media,
      });
      await tell.done(0, [
        ...(before ? [{ what: 'node', before: before.node, after: order.node }] : []),
        { what: 'written', after: `${result.writtenBytes} B` },
        { what: 'read back', after: result.proof },
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #stickView(seen: Recognition, medium: string, sticks: StickBook, ready: ReadySite | undefined): DriveView['stick'] {
    if (seen.kind === 'needs-permission') return 'needs-permission';
    if (seen.kind !== 'ours') return undefined;
    // What was written on another stick with the same content says neither when this one was, nor that it was proven.
    const own = sticks.on(seen.answerSha256, medium);
    const record = own ?? sticks.get(seen.answerSha256);
    if (!record) return undefined;
    const { siteId, siteName, node, writtenAt } = record;
    const view = { siteId, siteName, node, writtenAt, ...(own?.verifiedAt ? { verifiedAt: own.verifiedAt } : {}) };
    if (!ready || ready.site.id !== siteId) return { ...view, state: 'other-site', changed: [] };
    const plan = this.#images.planned(ready).get(node);
    if (!plan) return { ...view, state: 'node-gone', changed: [] };
    const changed: StickView['changed'] = [...changesSince(record, plan)];
    return { ...view, state: changed.length === 0 ? 'current' : 'older', changed };
  }

  /** `terminal`: what does the same in a terminal, where the request alone does not tell. */
  #flasher(terminal?: string) {
    const { flasherPath, flasherRuntime: execPath } = this.#ports;
    const commandLine = terminal === undefined ? undefined : () => terminal;
    return flasherByNeed(
      flasherAsChild(flasherPath, execPath),
      elevatedFlasher({ flasherPath, execPath, commandLine }),
    );
  }
}

function lookUpIn(sticks: StickBook): LookUpStick {
  return (sha256) => {
    const record = sticks.get(sha256);
    return record && { ...record, verifiedAt: record.verifiedAt };
  };
}

function zonesOf(base: string) {
  const source = openByteSource(base);
  try {
    return retargetZones(analyseBase(source));
  } finally {
    source.close();
  }
}

function viewOf({ facts, confirm, identity, verdict, diagnostics }: ListedDrive, stick: DriveView['stick']): DriveView {
  const connection = connectionOf(facts);
  return {
    device: facts.device,
    confirm,
    identity,
    model: facts.model,
    sizeBytes: facts.identity.sizeBytes,
    verdict,
    ...(connection === '' ? {} : { connection }),
    holds: facts.volumes.map(({ label, fileSystem }) => [label, fileSystem].filter(Boolean).join(', ')),
    ...(stick === undefined ? {} : { stick }),
    diagnostics: [...diagnostics],
  };
}

const USB3_MBPS = 5000;

/** `USB 3, usb 2-1.4`: how it is connected, and where, as far as the system says. */
function connectionOf({ bus, port, linkMbps }: DriveFacts): string {
  const kind = bus === 'usb' ? (linkMbps === null ? 'USB' : linkMbps >= USB3_MBPS ? 'USB 3' : 'USB 2') : bus;
  return [kind, port ?? ''].filter((part) => part !== '' && part !== 'other').join(', ');
}
