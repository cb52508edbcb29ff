import { type Diagnostic, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { useSpeech } from '../text/text.ts';
import { CommandLine } from './command-line.tsx';
import { fixCommands } from './fix-commands.ts';
import { StateMark } from './state-mark.tsx';

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
        const described = describeDiagnostic(entry, language);
        const { summary, hint } = described;
        const commands = fixCommands(entry, described);
        const href = hrefFor?.(entry);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal in every field
          <li key={`${entry.code}-${index}`} className={`sw-diagnostic sw-${entry.severity}`}>
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
            {commands.length === 0 && hint && <p>{hint}</p>}
            {commands.map(({ before, command }) => (
              <div key={command} className="sw-fix">
                {before}
                <CommandLine command={command} label={before === '' ? summary : before} />
              </div>
            ))}
            <code className="sw-code">{entry.code}</code>
          </li>
        );
      })}
    </ul>
  );
}
