import { Fragment } from 'react';
import type { Host, Site } from '../../../electron/api/site.ts';
import { namedDisks } from '../../../electron/api/site-storage.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

/** One machine as a row, with the diagnostics in the cell. */
export function HostRow({ site, host, index }: { readonly site: Site; readonly host: Host; readonly index: number }) {
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
  const named = entry ? namedDisks(entry).filter((disk) => disk.host === host.name) : [];
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
            {named.map(({ serial, field }) => (
              <Fragment key={field}>
                <EditField
                  path={`storages[${storage}].${field}`}
                  label={say('nodes.data')}
                  hideLabel
                  value={serial}
                  mono
                />
                {known(serial)}
              </Fragment>
            ))}
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
