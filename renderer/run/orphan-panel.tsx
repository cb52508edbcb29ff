import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { OWNABLE_NAMES } from '../../electron/api/ownable-names.ts';
import type { Orphan } from '../../electron/api/plan.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';

/** What carries this site's mark and is not in its file any more. Kept, until its name is typed. */
export function OrphanPanel({
  orphans,
  confirmed,
  onRemove,
}: {
  readonly orphans: readonly Orphan[];
  /** Names whose removal is in the plan. */
  readonly confirmed: readonly string[];
  /** Makes the plan again with this removal in it. Absent = not now. */
  readonly onRemove: ((name: string) => Promise<void>) | undefined;
}) {
  const { say, pick } = useSpeech();
  const [removing, setRemoving] = useState<Orphan>();
  if (orphans.length === 0) return null;
  return (
    <Panel title={say('install.orphans')} aside={say('install.orphansKept')} flush>
      <table className="sw-table sw-orphans">
        <thead>
          <tr>
            {(['orphanThing', 'orphanWhere', 'orphanWhy', 'orphanAction'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`install.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {orphans.map((orphan) => (
            <tr key={`${orphan.kind} ${orphan.name}`}>
              <th scope="row">
                <span className="mono sw-break">{orphan.name}</span>{' '}
                <span className="sw-subtle sw-small">{pick(OWNABLE_NAMES[orphan.kind])}</span>
              </th>
              <td className="sw-break">{orphan.where}</td>
              <td>{pick(orphan.why)}</td>
              <td>
                <Removal
                  orphan={orphan}
                  isGoing={confirmed.includes(orphan.partOf ?? orphan.name)}
                  onRemove={onRemove && (() => setRemoving(orphan))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {removing && onRemove && (
        <TypedDialog
          title={say('install.removeTitle', { name: removing.name })}
          name={removing.name}
          label={say('install.typeName', { name: removing.name })}
          ways={[{ label: say('install.removeGo'), isDanger: true, go: onRemove }]}
          onClose={() => setRemoving(undefined)}
        >
          <p>{say('install.removeWhat', { name: removing.name, kind: pick(OWNABLE_NAMES[removing.kind]) })}</p>
        </TypedDialog>
      )}
    </Panel>
  );
}

function Removal({
  orphan,
  isGoing,
  onRemove,
}: {
  readonly orphan: Orphan;
  readonly isGoing: boolean;
  readonly onRemove: (() => void) | undefined;
}) {
  const { say, language } = useSpeech();
  if (isGoing) return <StateMark mark="erased">{say('install.orphanGoes')}</StateMark>;
  if (orphan.partOf !== undefined)
    return <span className="sw-subtle">{say('install.orphanWith', { name: orphan.partOf })}</span>;
  if (orphan.diagnostic)
    return (
      <>
        <StateMark mark="locked">{say('install.orphanStays')}</StateMark>
        <div className="sw-small">{describeDiagnostic(orphan.diagnostic, language).summary}</div>
      </>
    );
  return (
    <Button
      variant="secondary"
      size="sm"
      aria-label={say('install.removeOf', { name: orphan.name })}
      isDisabled={onRemove === undefined}
      onClick={onRemove}
    >
      {say('install.remove')}
    </Button>
  );
}
