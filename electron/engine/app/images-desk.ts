import { basename, resolve } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { ImageInspection } from '../../api/image.ts';
import type { ImageView } from '../../api/media.ts';
import { comparableAnswer } from '../answers/mask-answer.ts';
import { receiverUrl } from '../arrival/tokens.ts';
import { digestBase } from '../image/base-digest.ts';
import { inspectImage } from '../image/inspect-image.ts';
import { KNOWN_IMAGES } from '../image/known-images.ts';
import { makeImages, type NodeAnswer } from '../image/make-images.ts';
import { installedHosts } from '../site/delivery.ts';
import type { AnswersDesk, SiteMedia } from './answers-desk.ts';
import { listImages } from './list-images.ts';
import type { MachinesDesk } from './machines-desk.ts';
import type { PlannedContent } from './media-content.ts';
import { carriesHook } from './media-delivery.ts';
import type { UserFolders } from './ports.ts';
import type { ReadySite } from './site-shelf.ts';
import type { StickMemory } from './stick-memory.ts';

export interface MakeImagesOrder {
  readonly base: string;
  /** Default: the site's own `media/`. */
  readonly outDir: string | undefined;
  readonly full: boolean;
  readonly rewrite: boolean;
  readonly nodes: readonly string[] | undefined;
  readonly acceptBase: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Images of a site: made from one base, listed with whether they still say what the plan says, inspected. */
export class ImagesDesk {
  readonly #folders: UserFolders;
  readonly #answers: AnswersDesk;
  readonly #machines: MachinesDesk;
  readonly #memory: StickMemory;

  constructor(folders: UserFolders, answers: AnswersDesk, machines: MachinesDesk, memory: StickMemory) {
    this.#folders = folders;
    this.#answers = answers;
    this.#machines = machines;
    this.#memory = memory;
  }

  /** One image a node, or the one for all. Nothing is made for a node whose disk cannot be told. */
  async make(ready: ReadySite, order: MakeImagesOrder) {
    refuseNodes(ready, order.nodes ?? []);
    const told = await this.#machines.refuseUnclear(ready, (node) => isConcerned(ready, order.nodes, node));
    const media = await this.#answers.media(ready);
    const made = await makeImages({
      basePath: order.base,
      outDir: order.outDir ?? ready.folder.media,
      siteId: ready.site.id,
      nodes: imageContents(ready, media, order.nodes),
      full: order.full,
      rewrite: order.rewrite,
      acceptBase: order.acceptBase,
      cacheFolder: this.#folders.cache,
      signal: order.signal,
    });
    const { acceptance, sha256: baseSha256 } = made.base;
    // A complete image does not say of which site and base it is; a stick written from it is known all the same.
    for (const { file, kind } of made.images) {
      if (kind !== 'iso') continue;
      const { id: siteId, name: siteName } = ready.site;
      await this.#memory.remember(file, { medium: resolve(file), isVerified: false, siteId, siteName, baseSha256 });
    }
    return {
      baseSha256,
      ...(acceptance.by === 'known-image' ? { baseKnownAs: acceptance.image.fileName } : {}),
      images: made.images.map(
        ({ node, file, kind, sizeBytes, sha256 }): ImageView => ({
          node,
          file,
          kind,
          sizeBytes,
          sha256,
          state: 'current',
        }),
      ),
      diagnostics: [...made.diagnostics, ...told],
    };
  }

  /** What was made for this site and lies in its `media/`: overlays and complete images. */
  list(ready: ReadySite): Promise<readonly ImageView[]> {
    return listImages(ready.folder.media, this.planned(ready));
  }

  /** What media say when they are made now, secrets masked, by node (one image for all: by the site's id). Needs no vault. */
  planned(ready: ReadySite): ReadonlyMap<string, PlannedContent> {
    const { site } = ready;
    const { laptop } = site.network;
    const receiver = laptop && new URL(receiverUrl(laptop, '/')).host;
    if (site.media.delivery === 'one-image') return new Map([[site.id, { answer: '', receiver }]]);
    return new Map(
      this.#answers
        .preview(ready)
        .map(({ node, text }) => [
          node,
          { answer: comparableAnswer(text), receiver: carriesHook(site) ? receiver : undefined },
        ]),
    );
  }

  inspect(file: string): ImageInspection {
    return inspectImage(file);
  }

  /** What a base is, before anything is made from it. Hashes it, unless it is known from before. */
  async inspectBase(file: string, signal: AbortSignal | undefined) {
    const inspection = inspectImage(file);
    const { sha256 } = await digestBase(file, { cacheFolder: this.#folders.cache, signal });
    const known = KNOWN_IMAGES.find((image) => image.sha256 === sha256);
    // A page gets the name alone: it never learns where things lie.
    return { ...inspection, file: basename(file), sha256, ...(known ? { knownAs: known.fileName } : {}) };
  }
}

/** Whether what is made installs this node. The one image for all does, whichever nodes were named. */
export function isConcerned(
  { site }: { readonly site: { readonly media: Pick<ReadySite['site']['media'], 'delivery'> } },
  only: readonly string[] | undefined,
  node: string,
): boolean {
  return site.media.delivery === 'one-image' || (only?.includes(node) ?? true);
}

/**
 * Throws where a named node has no image of its own: `image.node-unknown`, and `image.one-for-all` where one image installs
 * every node. That one goes by the site's id, as it is listed.
 */
export function refuseNodes({ site }: Pick<ReadySite, 'site'>, wanted: readonly string[]): void {
  const isShared = site.media.delivery === 'one-image';
  const nodes = isShared ? [site.id] : installedHosts(site).map(({ name }) => name);
  const node = wanted.find((name) => !nodes.includes(name));
  if (node === undefined) return;
  throw isShared
    ? fail('image.one-for-all', { params: { node, shared: site.id }, subject: { field: 'media.delivery' } })
    : fail('image.node-unknown', { params: { node, nodes: nodes.join(', ') } });
}

/** The files of each image. `only`: for these nodes alone. */
export function imageContents(
  ready: ReadySite,
  media: SiteMedia,
  only: readonly string[] | undefined,
): readonly NodeAnswer[] {
  if (media.sharedModeFile !== undefined) return [{ node: ready.site.id, modeFile: media.sharedModeFile }];
  return media.answers
    .filter(({ node }) => only?.includes(node) ?? true)
    .map(({ node, text: answer, firstBootBytes }) => ({
      node,
      answer,
      ...(firstBootBytes ? { firstBoot: firstBootBytes } : {}),
    }));
}
