import type { Host, Site } from '../../../electron/api/site.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

/** Page 2: one row a machine, with the diagnostics in the cell, and the typed inventory below. */
export function NodesPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  return (
    <StopFrame page="nodes" title="nodes.title" lead="nodes.lead">
      <Panel flush>
        <table className="sw-table">
          <thead>
            <tr>
              {(['name', 'address', 'ports', 'system', 'data', 'cpu', 'label'] as const).map((key) => (
                <th key={key} scope="col">
                  {say(`nodes.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {site.hosts.map((host, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in site.toml; names are being edited
              <HostRow key={index} site={site} host={host} index={index} />
            ))}
          </tbody>
        </table>
      </Panel>
      {site.hosts
        .filter((host) => (host.hardware?.disks.length ?? 0) > 0)
        .map((host) => (
          <Inventory key={host.name} site={site} host={host} />
        ))}
    </StopFrame>
  );
}

function HostRow({ site, host, index }: { readonly site: Site; readonly host: Host; readonly index: number }) {
  const { say, number } = useSpeech();
  const at = `hosts[${index}]`;
  const serials = new Set(host.hardware?.disks.map((disk) => disk.serial));
  const known = (serial: string) =>
    serials.size === 0 ? (
      <span className="sw-subtle sw-small">{say('nodes.noInventory')}</span>
    ) : serials.has(serial) ? (
      <span className="sw-small">
        <StateMark mark="done">{say('nodes.matches')}</StateMark>
      </span>
    ) : null;
  const storage = site.storages.findIndex((entry) => entry.type === 'zfspool' && host.name in entry.disks);
  const entry = site.storages[storage];
  const data = entry?.type === 'zfspool' ? entry.disks[host.name] : undefined;
  return (
    <tr>
      <th scope="row">
        <EditField path={`${at}.name`} label={say('nodes.name')} hideLabel value={host.name} />
        {host.roles.includes('witness') && <span className="sw-subtle sw-small">{say('nodes.voteOnly')}</span>}
      </th>
      <td>
        <EditField path={`${at}.address`} label={say('nodes.address')} hideLabel value={host.address} mono />
      </td>
      <td className="mono sw-small">
        {(host.hardware?.nics ?? []).map((nic) => (
          <div key={nic.mac}>
            {nic.mac} <span className="sw-subtle">{nic.name}</span>
          </div>
        ))}
      </td>
      {host.install ? (
        <>
          <td>
            <EditField
              path={`${at}.install.diskSerials[0]`}
              label={say('nodes.system')}
              hideLabel
              value={host.install.diskSerials?.[0]}
              mono
              help={say('nodes.erased')}
            />
            {known(host.install.diskSerials?.[0] ?? '')}
          </td>
          <td>
            {data !== undefined && (
              <>
                <EditField
                  path={`storages[${storage}].disks.${host.name}`}
                  label={say('nodes.data')}
                  hideLabel
                  value={data}
                  mono
                />
                {known(data)}
              </>
            )}
          </td>
        </>
      ) : (
        <td colSpan={2} className="sw-subtle">
          {say('nodes.existing', { os: host.os })}
        </td>
      )}
      <td>
        {host.hardware?.cores === undefined ? (
          <span className="sw-subtle">{say('nodes.unknown')}</span>
        ) : (
          <>
            <div>{say('nodes.cores', { cores: host.hardware.cores })}</div>
            <div>{say('nodes.memory', { memory: number(host.hardware.memoryGib ?? 0) })}</div>
          </>
        )}
      </td>
      <td>
        <EditField path={`${at}.label`} label={say('nodes.label')} hideLabel value={host.label} />
      </td>
    </tr>
  );
}

function Inventory({ site, host }: { readonly site: Site; readonly host: Host }) {
  const { say, number } = useSpeech();
  const dataSerials = site.storages.flatMap((storage) =>
    storage.type === 'zfspool' ? [storage.disks[host.name]] : [],
  );
  return (
    <Panel title={say('nodes.inventory', { host: host.name })} flush>
      <table className="sw-table">
        <thead>
          <tr>
            {(['model', 'serial', 'size', 'usedAs'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`nodes.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(host.hardware?.disks ?? []).map((disk) => {
            const system = host.install?.diskSerials?.includes(disk.serial);
            const data = dataSerials.includes(disk.serial);
            return (
              <tr key={disk.serial}>
                <td>{disk.model}</td>
                <td className="mono">{disk.serial}</td>
                <td>{number(disk.sizeGb)} GB</td>
                <td>
                  {system || data ? (
                    <StateMark mark="done">{say(system ? 'nodes.systemDisk' : 'nodes.dataDisk')}</StateMark>
                  ) : (
                    <span className="sw-subtle">{say('nodes.unused')}</span>
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
