import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useSpeech } from '../text/text.ts';
import { describeHere } from '../text/window-hints.ts';
import { CodeLink } from './code-link.tsx';
import { CommandLine } from './command-line.tsx';
import { MakeVault } from './make-vault.tsx';
import { PutSecret } from './put-secret.tsx';
import { StateMark } from './state-mark.tsx';
import { UnlockVault } from './unlock-vault.tsx';

/** Diagnostics as a person reads them: sentence, what we saw, what to do now. `hrefFor` links each to its field. */
export function DiagnosticList({
  diagnostics,
  hrefFor,
}: {
  readonly diagnostics: readonly Diagnostic[];
  readonly hrefFor?: (diagnostic: Diagnostic) => string | undefined;
}) {
  const { language, say } = useSpeech();
  if (diagnostics.length === 0) return null;
  return (
    <ul className="sw-diagnostics">
      {diagnostics.map((entry, index) => {
        const { summary, hint } = describeHere(entry, language);
        const href = hrefFor?.(entry);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal in every field
          <li key={`${entry.code}-${index}`} className={`sw-diagnostic sw-${entry.severity}`} data-code={entry.code}>
            <StateMark
              mark={entry.severity === 'error' ? 'failed' : entry.severity === 'warning' ? 'warning' : 'no-change'}
            >
              <strong>{href ? <a href={href}>{summary}</a> : summary}</strong>
            </StateMark>
            {entry.evidence.length > 0 && (
              <pre className="sw-evidence mono" title={say('diagnostic.seen')}>
                {entry.evidence.join('\n')}
              </pre>
            )}
            {hint && <p>{hint}</p>}
            {entry.code === 'vault.passphrase-needed' && <UnlockVault />}
            {entry.code === 'vault.missing' && <MakeVault />}
            {entry.code === 'vault.secret-missing' && <PutSecret name={String(entry.params.name)} />}
            {entry.commands && (
              <div className="sw-fix">
                {entry.commands.map((command) => (
                  <CommandLine key={command} command={command} label={summary} />
                ))}
              </div>
            )}
            <CodeLink code={entry.code} />
          </li>
        );
      })}
    </ul>
  );
}
