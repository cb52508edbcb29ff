import { fail } from '../../api/diagnostic.ts';
import type { PveVersion } from '../../api/site.ts';
import { isTomlTable, parseTomlDocument } from '../answers/toml-document.ts';

/** Where an automatic installation takes its answer from: its own medium, or a server asked over HTTPS. */
export type InstallMode =
  | { readonly mode: 'iso' }
  | {
      readonly mode: 'http';
      readonly url: string;
      /** SHA-256 of the server's certificate, hex, colons optional: replaces the check of chain and name. */
      readonly certFingerprint?: string | undefined;
      /** Sent as bearer token. Only the installer of 9.2 knows it; an older one would ignore it. */
      readonly token?: string | undefined;
    };

const FINGERPRINT = /^[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i;
/** What RFC 6750 allows in a bearer token; also safe between TOML's quotes. */
const TOKEN = /^[A-Za-z0-9._~+/-]{1,512}=*$/;

/**
 * The text of `/auto-installer-mode.toml` (proxmox-auto-installer, keys in snake_case; `mode`, and for http a table with
 * `url`, `cert_fingerprint` and, from 9.2, `token`). Errors: `image.bad-answer-url`, `image.token-needs-newer`.
 */
export function modeFileText(mode: InstallMode, version: PveVersion): string {
  if (mode.mode === 'iso') return 'mode = "iso"\n';
  const { url, certFingerprint, token } = mode;
  if (!isAnswerUrl(url) || (certFingerprint !== undefined && !FINGERPRINT.test(certFingerprint))) {
    throw fail('image.bad-answer-url', { params: { url: url.slice(0, 200) } });
  }
  if (token !== undefined && version !== '9.2') throw fail('image.token-needs-newer', { params: { version } });
  if (token !== undefined && !TOKEN.test(token))
    throw new TypeError('a bearer token of other characters than RFC 6750 allows');
  const lines = ['mode = "http"', '', '[http]', `url = "${url}"`];
  if (certFingerprint !== undefined) lines.push(`cert_fingerprint = "${certFingerprint.toLowerCase()}"`);
  if (token !== undefined) lines.push(`token = "${token}"`);
  return `${lines.join('\n')}\n`;
}

function isAnswerUrl(text: string): boolean {
  if (!/^https:\/\/[^\s"\\\p{C}]{1,2000}$/u.test(text)) return false;
  try {
    const { username, password } = new URL(text);
    return username === '' && password === '';
  } catch {
    return false;
  }
}

/** What a mode file says, without its token. */
export interface ModeFileView {
  readonly mode: string;
  readonly url: string | undefined;
  readonly certFingerprint: string | undefined;
  readonly hasToken: boolean;
}

/** Reads a mode file as found in an image; undefined when it is none. Never throws. */
export function readModeFile(text: string): ModeFileView | undefined {
  const document = parseTomlDocument(text);
  if (!document.ok) return undefined;
  const { mode, http } = document.table;
  if (typeof mode !== 'string') return undefined;
  const table = http !== undefined && isTomlTable(http) ? http : {};
  const short = (value: unknown) => (typeof value === 'string' && value.length <= 2048 ? value : undefined);
  return {
    mode: mode.slice(0, 40),
    url: short(table.url),
    certFingerprint: short(table.cert_fingerprint),
    hasToken: table.token !== undefined,
  };
}
