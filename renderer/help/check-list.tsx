import type { HelpCheck } from '../../electron/api/help/check.ts';
import { useSpeech } from '../text/text.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { Said } from './said.tsx';

/** How to look: where, the command to paste, what its answer tells. */
export function CheckList({ checks }: { readonly checks: readonly HelpCheck[] }) {
  const { pick } = useSpeech();
  return (
    <ul className="sw-help-checks">
      {checks.map((check) => (
        <li key={check.command}>
          <span className="sw-subtle sw-small">{pick(check.where)}</span>
          <CommandLine command={check.command} label={pick(check.where)} />
          <p>
            <Said text={check.tells} />
          </p>
        </li>
      ))}
    </ul>
  );
}
