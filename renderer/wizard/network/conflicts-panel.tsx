import { Button } from '@patternfly/react-core';
import { useCallback } from 'react';
import type { Diagnostic } from '../../../electron/api/diagnostic.ts';
import type { Site } from '../../../electron/api/site.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useGoToField } from '../../app/use-go-to-field.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { describeHere } from '../../text/window-hints.ts';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useAsked } from '../../ui/use-asked.ts';
import { isConflict } from './conflict-codes.ts';

const NONE: readonly Diagnostic[] = [];

/** What overlaps or is used twice, each with the way to its field, and the ranges that were looked at. */
export function ConflictsPanel({ site }: { readonly site: Site }) {
  const { say, language } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const text = useSite((state) => state.document?.text);
  const conflicts = useSite((state) => state.document?.diagnostics ?? NONE).filter(isConflict);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
  const asked = useAsked(useCallback(() => engine.network.ranges({ site: ref }), [engine, ref, text]));
  const ranges = asked.value ?? [];
  const addresses =
    1 +
    site.network.management.dns.length +
    site.hosts.reduce((sum, host) => sum + 1 + Object.keys(host.links).length, 0) +
    site.machines.length;
  const go = useGoToField('network');
  return (
    <Panel title={say('conflicts.title')}>
      {conflicts.length === 0 ? (
        <StateMark mark="done">
          <span className="sw-flowing">{say('conflicts.none', { ranges: ranges.length, addresses })}</span>
        </StateMark>
      ) : (
        <ul className="sw-diagnostics">
          {conflicts.map((entry, index) => {
            const { summary, hint } = describeHere(entry, language);
            const { field } = entry.subject;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal in every field
              <li key={`${entry.code}-${index}`} className={`sw-diagnostic sw-${entry.severity}`}>
                <StateMark mark={entry.severity === 'error' ? 'failed' : 'warning'}>
                  <strong>{summary}</strong>
                </StateMark>
                <p>{hint}</p>
                {field !== undefined && (
                  <p>
                    <Button
                      variant="link"
                      isInline
                      onClick={() => go(field)}
                      aria-label={`${say('conflicts.go')}: ${summary}`}
                    >
                      {say('conflicts.go')}
                    </Button>
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <details className="sw-drawing-facts">
        <summary>{say('conflicts.ranges')}</summary>
        <table className="sw-table">
          <thead>
            <tr>
              <th scope="col">{say('conflicts.range')}</th>
              <th scope="col">{say('conflicts.whose')}</th>
            </tr>
          </thead>
          <tbody>
            {ranges.map(({ cidr, kind, name }) => (
              <tr key={`${kind} ${name} ${cidr}`}>
                <th scope="row" className="mono">
                  {cidr}
                </th>
                <td>{say(`conflicts.${kind}`, { name })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}
