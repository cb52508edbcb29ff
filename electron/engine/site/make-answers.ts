import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { makeAnswer } from '../answers/make-answer.ts';
import type { Secret } from '../shell/command.ts';
import { answerInput } from './answer-input.ts';

export interface MadeAnswer {
  readonly node: string;
  /** `<node>.toml` */
  readonly fileName: string;
  /** Empty when a diagnostic is an error. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A hash in form only; it stands in the preview until it is masked. */
const PREVIEW_HASH = `$6$preview$${'.'.repeat(86)}`;

/**
 * The answer files of all nodes that our media install, in the order of the site. `secret` gives the password hashes by
 * their reference; without it the result is a preview in which each hash reads `***`.
 */
export function makeAnswers(site: Site, secret: ((ref: string) => Secret) | undefined): readonly MadeAnswer[] {
  return site.hosts.flatMap((host, index): MadeAnswer[] => {
    if (host.origin !== 'installed' || !host.install) return [];
    const fileName = `${host.name}.toml`;
    const hash = secret ? secret(host.install.rootPasswordHash ?? '').reveal() : PREVIEW_HASH;
    const input = answerInput(site, host, hash);
    if (!input) {
      const unnamed = diagnostic('site.disks-not-nameable', {
        params: { name: host.name, count: host.install.diskSerials?.length ?? 0 },
        subject: { host: host.name, field: `hosts[${index}].install.diskSerials` },
      });
      return [{ node: host.name, fileName, text: '', diagnostics: [unnamed] }];
    }
    const made = makeAnswer(input);
    const text = secret ? made.text : made.text.replaceAll(PREVIEW_HASH, '***');
    return [{ node: host.name, fileName, text, diagnostics: made.diagnostics }];
  });
}
