import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import { type CapacityCase, capacityCases, type Figure } from './capacity-figures.ts';

/** So many nodes are shown again for each failure. */
const FEW_NODES = 4;

/** Memory, processors and disk per node with all nodes up and with any one down. */
export function Capacity({ site }: { readonly site: Site }) {
  const { say, list } = useSpeech();
  const [allUp, ...losses] = capacityCases(site);
  if (!allUp) return null;
  const isIdle = ({ lost }: CapacityCase) =>
    allUp.nodes.some(({ node, machines }) => node === lost && machines.length === 0);
  const idle = losses.filter(isIdle).flatMap(({ lost }) => lost ?? []);
  // Of a large cluster only what a failure changes is shown again.
  const isFew = allUp.nodes.length <= FEW_NODES;
  const before = new Map(allUp.nodes.map(({ node, machines }) => [node, machines.length]));
  const changed = (one: CapacityCase): CapacityCase => ({
    ...one,
    nodes: one.nodes.filter(({ node, machines }) => machines.length !== before.get(node)),
  });
  return (
    <Panel title={say('capacity.title')}>
      <div className="sw-stack">
        <p className="sw-help">{say('capacity.how')}</p>
        <Case one={allUp} />
        {losses
          .filter((one) => isFew || !isIdle(one))
          .map((one) => (
            <Case key={one.lost} one={isFew ? one : changed(one)} />
          ))}
        {!isFew && idle.length > 0 && <p>{say('capacity.idle', { names: list(idle) })}</p>}
      </div>
    </Panel>
  );
}

function Case({ one }: { readonly one: CapacityCase }) {
  const { say, list } = useSpeech();
  const title = one.lost === undefined ? say('machines.allUp') : say('machines.oneDown', { host: one.lost });
  return (
    <section className="sw-capacity-case" aria-label={title}>
      <h3>{title}</h3>
      <table className="sw-table sw-capacity-table">
        <thead>
          <tr>
            <th scope="col">{say('machines.node')}</th>
            <th scope="col">{say('capacity.memory')}</th>
            <th scope="col">{say('capacity.cores')}</th>
            <th scope="col">{say('capacity.disk')}</th>
          </tr>
        </thead>
        <tbody>
          {one.nodes.map(({ node, machines, memory, cores, disks }) => (
            <tr key={node}>
              <th scope="row">
                {node}
                <div className="sw-small sw-subtle">
                  {machines.length > 3 ? say('capacity.machines', { count: machines.length }) : list(machines)}
                </div>
              </th>
              <td>
                <Bar figure={memory} unit="GiB" over="failed" />
              </td>
              <td>
                <Bar figure={cores} unit="" over="warning" />
              </td>
              <td>
                {disks.map((disk) => (
                  <div key={disk.storage}>
                    <Bar figure={disk} unit="GiB" over="failed" />
                    <div className="sw-small mono sw-subtle">{disk.storage}</div>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.nowhere.length > 0 && (
        <p>
          <StateMark mark="warning">{say('capacity.nowhere', { names: list(one.nowhere) })}</StateMark>
        </p>
      )}
    </section>
  );
}

/** A bar with its figures; where more is asked than there is, an icon and a word say so. */
function Bar({ figure, unit, over }: { readonly figure: Figure; readonly unit: string; readonly over: Mark }) {
  const { say, number } = useSpeech();
  const { used, total } = figure;
  if (total === undefined)
    return <span className="sw-small sw-subtle">{say('capacity.unknown', { used: number(used), unit })}</span>;
  const isOver = used > total;
  const figures = say('capacity.uses', { used: number(used), total: number(total), unit }).trim();
  return (
    <>
      <div className="sw-bar-track" aria-hidden="true">
        <div
          className={isOver ? 'sw-over' : undefined}
          style={{ width: `${total === 0 ? 100 : Math.min(100, (used / total) * 100)}%` }}
        />
      </div>
      <span className="sw-small">
        {isOver ? (
          <StateMark mark={over}>
            <span>
              {figures} <strong>{say(over === 'failed' ? 'capacity.tooMuch' : 'capacity.shared')}</strong>
            </span>
          </StateMark>
        ) : (
          figures
        )}
      </span>
    </>
  );
}
