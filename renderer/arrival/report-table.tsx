import type { NodeArrival, NodeReport } from '../../electron/api/arrival.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';

const SOURCES: Readonly<Record<NodeReport['source'], SentenceKey>> = {
  webhook: 'arrival.byWebhook',
  'first-boot': 'arrival.byFirstBoot',
  ssh: 'arrival.bySsh',
};

/** What each machine said of itself once it was installed. */
export function ReportTable({ nodes }: { readonly nodes: readonly NodeArrival[] }) {
  const { say, bytes, number } = useSpeech();
  const told = nodes.filter((node) => node.report !== undefined);
  if (told.length === 0) return null;
  return (
    <Panel title={say('arrival.reports')} flush>
      <table className="sw-table">
        <thead>
          <tr>
            {(['machine', 'reportBy', 'reportCpu', 'reportBoot', 'reportDisks', 'reportPort'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`arrival.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told.map(({ host, report }) => {
            if (!report) return null;
            const port = report.nics.find((nic) => nic.isManagement);
            return (
              <tr key={host}>
                <th scope="row">
                  {host}
                  <div className="sw-small sw-subtle">{report.pveVersion}</div>
                </th>
                <td>{say(SOURCES[report.source])}</td>
                <td>
                  {[
                    report.cores === undefined ? '' : say('arrival.cores', { count: report.cores }),
                    report.memoryBytes === undefined ? '' : `${number(report.memoryBytes / 2 ** 30)} GiB`,
                  ]
                    .filter(Boolean)
                    .join(', ') || '–'}
                  {report.virtualisation === false && (
                    <div>
                      <StateMark mark="warning">{say('arrival.noVirtualisation')}</StateMark>
                    </div>
                  )}
                </td>
                <td>
                  {report.bootMode ?? '–'}
                  {report.secureBoot ? ', Secure Boot' : ''}
                </td>
                <td className="sw-small">
                  {report.disks.map((disk) => (
                    <div key={disk.name}>
                      <span className="mono">{disk.name}</span> {disk.model}{' '}
                      {disk.sizeBytes === undefined ? '' : bytes(disk.sizeBytes)}{' '}
                      <span className="mono sw-subtle">{disk.serial}</span>
                    </div>
                  ))}
                </td>
                <td className="mono sw-small">
                  {port ? `${port.name ?? ''} ${port.mac}` : '–'}
                  <div>{port?.address}</div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
