import { usableSize } from '../../../electron/api/raid.ts';
import type { Site } from '../../../electron/api/site.ts';
import { diskSerials } from '../../../electron/api/site-storage.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { AddWitness } from './add-witness.tsx';
import { failsOver, votingWitness } from './what-if.ts';
import { WhatIfPanel } from './what-if-panel.tsx';

/** Page 4: where the data lives, how old a copy may be, and who decides when a node goes silent. */
export function StoragePage({ site }: { readonly site: Site }) {
  return (
    <StopFrame page="storage" title="storage.title" lead="storage.lead">
      <div className="sw-columns sw-wide-right">
        <div className="sw-stack">
          <Witness site={site} />
          <Pools site={site} />
          <Replication site={site} />
        </div>
        <WhatIfPanel site={site} />
      </div>
    </StopFrame>
  );
}

function Witness({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const index = site.hosts.findIndex((host) => host.name === site.cluster?.witness);
  const witness = site.hosts[index];
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node')).length;
  const votes = witness !== undefined && votingWitness(site) === witness.name;
  const aside = witness ? (
    <StateMark mark={votes ? 'done' : 'warning'}>{say(votes ? 'storage.thirdVote' : 'quorum.doesNotVote')}</StateMark>
  ) : undefined;
  return (
    <Panel title={say('storage.witness')} aside={aside}>
      {witness ? (
        <div className="sw-pick">
          <EditField path={`hosts[${index}].name`} label={say('nodes.name')} value={witness.name} mono />
          <EditField path={`hosts[${index}].address`} label={say('nodes.address')} value={witness.address} mono />
          {!votes && <p>{say('quorum.oddWitness', { host: witness.name })}</p>}
        </div>
      ) : nodes === 2 ? (
        <div className="sw-notice">
          <StateMark mark="warning">
            <strong>{say('storage.noWitness')}</strong>
          </StateMark>
          <p>{say('storage.noWitnessWhy')}</p>
          <ul>
            <li>
              {say('storage.addWitness')}
              <AddWitness site={site} />
            </li>
            <li>{say('storage.addNode')}</li>
            <li>{say('storage.goOn')}</li>
          </ul>
        </div>
      ) : (
        <p>{say('storage.notNeeded', { count: nodes })}</p>
      )}
    </Panel>
  );
}

function Pools({ site }: { readonly site: Site }) {
  const { say, number } = useSpeech();
  const rows = site.storages.flatMap((storage) =>
    storage.type === 'zfspool'
      ? Object.keys(storage.disks).map((node) => {
          const inventory = site.hosts.find((host) => host.name === node)?.hardware?.disks ?? [];
          const disks = diskSerials(storage, node).map((serial) => ({
            serial,
            known: inventory.find((entry) => entry.serial === serial),
          }));
          const sizes = disks.flatMap(({ known }) => known?.sizeGb ?? []);
          return {
            node,
            disks,
            pool: storage.pool,
            raid: storage.raid,
            usableGb: sizes.length === disks.length ? usableSize(storage.raid, sizes) : undefined,
            storage: storage.id,
          };
        })
      : [],
  );
  if (rows.length === 0) return null;
  return (
    <Panel title={say('storage.pools')} aside={say('storage.sameName')} flush>
      <table className="sw-table">
        <thead>
          <tr>
            {(['node', 'pool', 'disk', 'usable', 'storage'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`storage.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.node}-${row.storage}`}>
              <th scope="row">{row.node}</th>
              <td className="mono">
                {row.pool}
                {row.disks.length > 1 && <div className="sw-small">{row.raid}</div>}
              </td>
              <td>
                {row.disks.map(({ serial, known }) => (
                  <div key={serial}>
                    <div>{known?.model}</div>
                    <div className="mono sw-small">{serial}</div>
                  </div>
                ))}
              </td>
              <td>{row.usableGb === undefined ? '–' : `${number(row.usableGb)} GB`}</td>
              <td className="mono">{row.storage}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Replication({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  return (
    <>
      {site.machines.map((machine, index) =>
        machine.replication ? (
          <Panel
            key={machine.id}
            title={say('storage.replication')}
            aside={
              machine.ha?.enabled && failsOver(site) ? (
                <StateMark mark="done">{say('storage.haOn', { machine: machine.name })}</StateMark>
              ) : (
                <StateMark mark="warning">{say('storage.haOff')}</StateMark>
              )
            }
          >
            <div className="sw-pick">
              <EditField path={`machines[${index}].name`} label={say('storage.machine')} value={machine.name} mono />
              <EditField
                path={`machines[${index}].replication.to[0]`}
                label={say('storage.to')}
                value={machine.replication.to[0]}
                mono
              />
              <EditField
                path={`machines[${index}].replication.everyMinutes`}
                label={say('storage.every')}
                value={machine.replication.everyMinutes}
                mono
              />
            </div>
            <p className="sw-promise">
              {say('storage.promise', { node: machine.node, minutes: machine.replication.everyMinutes })}
            </p>
          </Panel>
        ) : null,
      )}
    </>
  );
}
