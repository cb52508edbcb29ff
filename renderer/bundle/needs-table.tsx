import type { BundleNeed } from '../../electron/api/bundle.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useKindName } from './kind-name.ts';

/** What the site needs and no internet will give; what there is of it lies there without a lock. */
export function NeedsTable({ needs }: { readonly needs: readonly BundleNeed[] }) {
  const { say, pick, bytes } = useSpeech();
  const nameOf = useKindName();
  return (
    <Panel flush title={say('bundle.needs')}>
      <table className="sw-table">
        <thead>
          <tr>
            {(['what', 'kind', 'why', 'state'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`bundle.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {needs.map((need) => (
            <tr key={`${need.kind}-${need.name}`}>
              <th scope="row" className="mono sw-break">
                {need.name}
              </th>
              <td>{nameOf(need.kind)}</td>
              <td>{pick(need.why)}</td>
              <td>
                <StateMark mark={need.present ? 'done' : 'warning'}>
                  {say(need.present ? 'bundle.present' : 'bundle.missing')}
                  {need.sizeBytes !== undefined && <span className="sw-subtle">{bytes(need.sizeBytes)}</span>}
                </StateMark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
