import type { Site } from '../../electron/api/site.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';

/** Before anybody listens: which machines the plan expects, and how each is told apart. */
export function ExpectedTable({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  return (
    <Panel title={say('arrival.expectedTitle')} flush>
      <table className="sw-table">
        <thead>
          <tr>
            {(['machine', 'address', 'where', 'knownBy'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`arrival.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {site.hosts.map((host) => {
            const traits = [host.install?.managementMac, host.hardware?.systemSerial, host.hardware?.assetTag].filter(
              (trait) => trait !== undefined,
            );
            return (
              <tr key={host.name}>
                <th scope="row">{host.name}</th>
                <td className="mono">{host.address}</td>
                <td>{host.label ?? '–'}</td>
                <td>
                  {host.origin === 'existing' ? (
                    say('arrival.existing')
                  ) : (
                    <span className="mono sw-small">{traits.join(', ') || '–'}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
