import type { AddressPlanRow } from '../../../electron/api/address-plan.ts';
import { useSpeech } from '../../text/text.ts';
import { StateMark } from '../../ui/state-mark.tsx';

/** What a plan changes, value by value; what stays is folded away. */
export function PlanRows({ rows }: { readonly rows: readonly AddressPlanRow[] }) {
  const { say } = useSpeech();
  const shown = rows.filter(({ changed, what }) => changed || what === 'spare');
  const same = rows.filter((row) => !shown.includes(row));
  return (
    <div className="sw-stack">
      {rows.some(({ changed }) => changed) ? null : <StateMark mark="done">{say('addressPlan.nothing')}</StateMark>}
      {shown.length > 0 && <Table rows={shown} label={say('addressPlan.changes')} />}
      {same.length > 0 && (
        <details className="sw-drawing-facts">
          <summary>{say('addressPlan.same', { count: same.length })}</summary>
          <Table rows={same} label={say('addressPlan.same', { count: same.length })} />
        </details>
      )}
    </div>
  );
}

function Table({ rows, label }: { readonly rows: readonly AddressPlanRow[]; readonly label: string }) {
  const { say } = useSpeech();
  return (
    <table className="sw-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{say('addressPlan.whose')}</th>
          <th scope="col">{say('addressPlan.before')}</th>
          <th scope="col">{say('addressPlan.after')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.what} ${row.name} ${row.field ?? row.after}`}>
            <th scope="row">{say(`addressPlan.${row.what}`, { name: row.name })}</th>
            <td className="mono">{row.before ?? '–'}</td>
            <td className="mono">{row.changed ? <strong>{row.after}</strong> : row.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
