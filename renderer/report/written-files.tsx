import type { ReportFolder } from '../../electron/api/report.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';

/** The files of a report that was written, each with its digest, and how they are checked later. */
export function WrittenFiles({ made }: { readonly made: ReportFolder }) {
  const { say, bytes } = useSpeech();
  return (
    <Panel title={say('report.files')} flush>
      <table className="sw-table">
        <tbody>
          {made.files.map((file) => (
            <tr key={file.name}>
              <th scope="row" className="mono">
                {file.name}
              </th>
              <td>{bytes(file.sizeBytes)}</td>
              <td className="mono sw-small">{file.sha256}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="sw-panel-body">
        <p>
          {say('report.head')}: <code className="mono">{made.journalHead}</code>
        </p>
        <p>
          {say('report.manifest')}: <code className="mono">{made.manifestSha256}</code>
        </p>
        <p>
          {say('report.verify')} <code className="mono">sitewright report verify {made.folder}</code>
        </p>
      </div>
    </Panel>
  );
}
