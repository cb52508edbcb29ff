import { comparableAnswer, compareAnswers } from '../answers/mask-answer.ts';
import { contentDigest } from '../image/content-digest.ts';
import { inspectImage } from '../image/inspect-image.ts';
import { ANSWER_PATHS } from '../image/make-images.ts';
import { fileInOverlay, isOverlayFile, readOverlay } from '../image/overlay.ts';
import { readImageFile } from '../image/read-tree-file.ts';

/** What an overlay, a complete image or a stick says, in a form that may be kept and compared: no secret is in it. */
export interface MediaContent {
  /** By what it is known again; undefined where it carries neither answer nor mode file. */
  readonly contentSha256: string | undefined;
  /** The answer with every secret as `***`; empty where there is none, or one of another hand. */
  readonly answer: string;
  /** `host:port` of the laptop that its mode file or its hook names. */
  readonly receiver: string | undefined;
  readonly node: string;
  /** Only an overlay tells these. */
  readonly siteId?: string;
  readonly baseSha256?: string;
}

/** Reads it from the file. Errors: `image.*`. */
export function mediaContent(image: string): MediaContent {
  if (isOverlayFile(image)) {
    const overlay = readOverlay(image);
    const { files, node, siteId, base } = overlay.header;
    const text = (name: string) => fileInOverlay(overlay, name)?.toString('utf8') ?? '';
    return { contentSha256: contentDigest(files), ...said(text), node, siteId, baseSha256: base.sha256 };
  }
  const { answers, installs } = inspectImage(image);
  const text = (name: string) => readImageFile(image, `/${name}`)?.toString('utf8') ?? '';
  return { contentSha256: contentDigest(answers), ...said(text), node: installs?.fqdn?.split('.')[0] ?? '' };
}

function said(text: (name: string) => string): Pick<MediaContent, 'answer' | 'receiver'> {
  const receiver = receiverIn(text(ANSWER_PATHS.mode)) ?? receiverIn(text(ANSWER_PATHS.firstBoot));
  return { answer: comparableAnswer(text(ANSWER_PATHS.answer)), receiver };
}

/** Its path is a secret; host and port are not. */
function receiverIn(text: string): string | undefined {
  return /https:\/\/([A-Za-z0-9.:[\]-]{1,255})\/[A-Za-z0-9_-]{43}\//.exec(text)?.[1];
}

/** What the media of one node say when they are made now. */
export interface PlannedContent {
  readonly answer: string;
  readonly receiver: string | undefined;
}

export interface ContentChange {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** What the plan says differently by now. Empty: the medium is as it would be made today. */
export function changesSince(
  medium: { readonly answer: string; readonly receiver?: string | undefined },
  plan: PlannedContent,
): readonly ContentChange[] {
  const before = medium.receiver;
  const after = plan.receiver;
  const moved =
    before === after ? [] : [{ what: 'laptop', ...(before ? { before } : {}), ...(after ? { after } : {}) }];
  return [...compareAnswers(medium.answer, plan.answer), ...moved];
}
