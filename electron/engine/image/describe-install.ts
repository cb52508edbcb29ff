import type { ImageInstall } from '../../api/image.ts';
import { isTomlTable, parseTomlDocument } from '../answers/toml-document.ts';
import { ANSWER_PATHS } from './make-images.ts';
import { readModeFile } from './mode-file.ts';

type AnswerFile = (typeof ANSWER_PATHS)[keyof typeof ANSWER_PATHS];

const HOST_NAME = /^[A-Za-z0-9.-]{1,253}$/;

/**
 * What an image installs, from those files alone; `read` gives a file's bytes. undefined without a readable mode file.
 * Of the answer only the name of the node is taken: it holds secrets. So does the address that an answer is asked from: whoever
 * knows its path may ask for answers, and 8.4 and 9.1 prove themselves by nothing else.
 */
export function describeInstall(read: (name: AnswerFile) => Uint8Array | undefined): ImageInstall | undefined {
  const modeFile = read(ANSWER_PATHS.mode);
  const mode = modeFile && readModeFile(Buffer.from(modeFile).toString('utf8'));
  if (!mode) return undefined;
  const answer = read(ANSWER_PATHS.answer);
  const fqdn = answer && readFqdn(Buffer.from(answer).toString('utf8'));
  const firstBoot = read(ANSWER_PATHS.firstBoot);
  return {
    mode: mode.mode,
    ...(mode.mode === 'http'
      ? {
          hasToken: mode.hasToken,
          ...(mode.url === undefined ? {} : { url: withoutPath(mode.url) }),
          ...(mode.certFingerprint === undefined ? {} : { certFingerprint: mode.certFingerprint }),
        }
      : {}),
    ...(fqdn === undefined ? {} : { fqdn }),
    ...(firstBoot ? { firstBootBytes: firstBoot.length } : {}),
  };
}

/** An address without path, query and user; `***` stands for what is left out. */
function withoutPath(url: string): string {
  const [, origin, rest = ''] = /^(https?:\/\/)(?:[^/?#@]*@)?(.*)$/is.exec(url) ?? [];
  const host = /^[A-Za-z0-9.:[\]-]{1,260}/.exec(rest)?.[0];
  if (origin === undefined || host === undefined) return '***';
  return rest === host ? `${origin}${host}` : `${origin}${host}/***`;
}

/** `global.fqdn` as text; also of an answer that a strict reader refuses. */
function readFqdn(text: string): string | undefined {
  const document = parseTomlDocument(text);
  const global = document.ok ? document.table.global : undefined;
  const fqdn = global !== undefined && isTomlTable(global) ? global.fqdn : undefined;
  return typeof fqdn === 'string' && HOST_NAME.test(fqdn) ? fqdn : undefined;
}
