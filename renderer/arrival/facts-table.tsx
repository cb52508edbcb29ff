import type { NodeArrival } from '../../electron/api/arrival.ts';
import type { ProbeTick } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { PHASE_WORDS } from './phase-words.ts';

/** The facts of the drawing as a table, for those who do not see it. */
export function FactsTable({
  nodes,
  probes,
}: {
  readonly nodes: readonly NodeArrival[];
  readonly probes: Readonly<Record<string, readonly ProbeTick[]>>;
}) {
  const { say, time, seconds } = useSpeech();
  return (
    <table className="pf-v6-screen-reader">
      <caption>{say('arrival.table')}</caption>
      <thead>
        <tr>
          {(['machine', 'address', 'state', 'since', 'usually', 'silentSince', 'answersNow'] as const).map((key) => (
            <th key={key} scope="col">
              {say(`arrival.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => {
          const last = probes[node.host]?.at(-1);
          const open = [last?.ssh ? say('arrival.probeSsh') : '', last?.api ? say('arrival.probeApi') : ''];
          const since = node.segments.at(-1)?.from;
          return (
            <tr key={node.host}>
              <th scope="row">{node.host}</th>
              <td>{node.address}</td>
              <td>{say(PHASE_WORDS[node.phase])}</td>
              <td>{since ? time(since) : '–'}</td>
              <td>{node.usually ? seconds(node.usually.ms) : '–'}</td>
              <td>{node.silentSince ? time(node.silentSince) : '–'}</td>
              <td>{open.filter((word) => word !== '').join(', ') || say('arrival.nothingYet')}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
