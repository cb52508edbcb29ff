import type { BundleMove } from '../../electron/api/bundle.ts';
import { useSpeech } from '../text/text.ts';
import { useKindName } from './kind-name.ts';

/** More are counted. */
const SHOWN = 200;

/** What two locks do not say the same about: before, after, what it weighs. */
export function MovesTable({ moves }: { readonly moves: readonly BundleMove[] }) {
  const { say, bytes } = useSpeech();
  const nameOf = useKindName();
  if (moves.length === 0) return <p>{say('bundle.nothingMoved')}</p>;
  return (
    <div className="sw-scroll-x">
      <table className="sw-table">
        <thead>
          <tr>
            <th scope="col">{say('bundle.what')}</th>
            <th scope="col">{say('bundle.before')}</th>
            <th scope="col">{say('bundle.after')}</th>
            <th scope="col">{say('bundle.size')}</th>
          </tr>
        </thead>
        <tbody>
          {moves.slice(0, SHOWN).map((move) => (
            <tr key={`${move.kind} ${move.name}`}>
              <th scope="row">
                <span className="mono sw-break">{move.name}</span>
                <div className="sw-small sw-subtle">{nameOf(move.kind)}</div>
              </th>
              <td className="mono sw-small sw-break">{move.before ?? say('bundle.notThere')}</td>
              <td className="mono sw-small sw-break">{move.after ?? say('bundle.goes')}</td>
              <td className="sw-nowrap">{bytes(move.afterBytes ?? move.beforeBytes ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {moves.length > SHOWN && (
        <p className="sw-small sw-subtle sw-more">{say('bundle.andMore', { count: moves.length - SHOWN })}</p>
      )}
    </div>
  );
}
