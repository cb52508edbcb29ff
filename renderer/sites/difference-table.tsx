import type { SiteDifference } from '../../electron/api/site-carrying.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { differencesByArea } from './differences-by-area.ts';

/** What two sites say differently, under the words of the pages where it is edited. */
export function DifferenceTable({
  differences,
  heads,
}: {
  readonly differences: readonly SiteDifference[];
  /** What the two are called here. */
  readonly heads: readonly [SentenceKey, SentenceKey];
}) {
  const { say } = useSpeech();
  const value = (text: string | undefined) =>
    text === undefined ? (
      <span className="sw-subtle">{say('carry.absent')}</span>
    ) : (
      <span className="mono sw-break">{text === '' ? '""' : text}</span>
    );
  return (
    <table className="sw-table sw-differences">
      <thead>
        <tr>
          <th scope="col">{say('carry.path')}</th>
          <th scope="col">{say(heads[0])}</th>
          <th scope="col">{say(heads[1])}</th>
        </tr>
      </thead>
      {differencesByArea(differences).map(({ word, rows }) => (
        <tbody key={word}>
          <tr>
            <th scope="rowgroup" colSpan={3} className="sw-area">
              {say(word)}
            </th>
          </tr>
          {rows.map((row) => (
            <tr key={row.path}>
              <th scope="row" className="mono sw-small sw-break">
                {row.path}
              </th>
              <td>{value(row.left)}</td>
              <td>{value(row.right)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
