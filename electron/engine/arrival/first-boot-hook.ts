import { quote, type Secret } from '../shell/command.ts';
import { type AssetStore, fillTemplate } from '../stacks/asset-store.ts';

export interface FirstBootHookOptions {
  readonly siteId: string;
  /** The node's name; its report carries it. */
  readonly node: string;
  /** Where the laptop listens, with the secret path ({@link receiverUrl} of `reportPath`). */
  readonly url: string;
  /** The laptop's own certificate; no other is believed. */
  readonly certificatePem: string;
  /** Proves that the report is of this node. */
  readonly token: Secret;
  /** Seconds between attempts; default grows from 2 to 30. */
  readonly pausesSeconds?: readonly number[];
  /** No attempt begins later than this. Default 240. */
  readonly patienceSeconds?: number;
  /** How long one attempt may take; five more and it is ended from outside. Default 15. */
  readonly attemptSeconds?: number;
  /** Only for trying it: a folder in place of `/`. */
  readonly root?: string;
}

const TEMPLATE = 'templates/first-boot/proxmox-first-boot';
const PAUSES_SECONDS = [2, 4, 8, 16, 30, 30, 30, 30, 30, 30];
const PATIENCE_SECONDS = 240;
const ATTEMPT_SECONDS = 15;
/** Far below the installer's limit of 1 MiB. */
const LARGEST_HOOK_BYTES = 64 * 1024;

/**
 * The text of one node's first-boot hook: goes into its image as `/proxmox-first-boot`, mode 0600 like the answer, because it
 * carries the node's report token. Pure. Throws RangeError for a value that cannot stand in it.
 */
export function renderFirstBootHook(assets: Pick<AssetStore, 'text'>, options: FirstBootHookOptions): string {
  // What goes into a configuration file between quotes, into JSON or into a comment; all of it is ours.
  if (!/^https:\/\/[A-Za-z0-9[\]:./_-]+$/.test(options.url)) throw new RangeError('not an address of the receiver');
  if (!/^[a-z0-9-]+$/.test(options.node)) throw new RangeError('not a node name');
  if (!/^[A-Za-z0-9_-]+$/.test(options.token.reveal())) throw new RangeError('not a token');
  const pauses = options.pausesSeconds ?? PAUSES_SECONDS;
  const text = fillTemplate(assets.text(TEMPLATE), {
    siteId: options.siteId,
    nodeName: options.node,
    node: quote(options.node),
    url: quote(options.url),
    token: quote(options.token.reveal()),
    certificate: quote(certificateBody(options.certificatePem)),
    pauses: quote(pauses.map((seconds) => checkedSeconds(seconds)).join(' ')),
    patience: quote(String(checkedSeconds(options.patienceSeconds ?? PATIENCE_SECONDS))),
    attempt: quote(String(checkedSeconds(options.attemptSeconds ?? ATTEMPT_SECONDS))),
    root: quote(options.root ?? ''),
  });
  if (Buffer.byteLength(text) > LARGEST_HOOK_BYTES) throw new RangeError('the hook is too large');
  return text;
}

/** Base64 without the frame and without line breaks. */
function certificateBody(pem: string): string {
  const found = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem);
  if (!found?.[1]) throw new RangeError('not a certificate');
  return found[1].replace(/\s+/g, '');
}

function checkedSeconds(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 3600) throw new RangeError('not a number of seconds');
  return seconds;
}
