import { useId } from 'react';
import type { ErasureView } from '../../../electron/api/answers.ts';
import type { Host, Install, Site } from '../../../electron/api/site.ts';
import { hrefOf } from '../../app/route.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { EditLines, filterLines } from '../../ui/edit-lines.tsx';
import { EditSwitch } from '../../ui/edit-switch.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

/** Where the address comes from, which port carries the management, and what the ports are called afterwards. */
export function PortGroup({
  site,
  host,
  install,
  at,
  view,
}: {
  readonly site: Site;
  readonly host: Host;
  readonly install: Install;
  readonly at: string;
  readonly view: ErasureView | undefined;
}) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const id = useId();
  const dhcp = site.network.dhcp !== undefined;
  const nics = host.hardware?.nics ?? [];
  const pinned = (mac: string) => view?.nics.find((nic) => nic.mac.toLowerCase() === mac.toLowerCase())?.pinnedName;
  const canPin = site.pve.version !== '8.4';
  return (
    <section className="sw-group" aria-labelledby={id}>
      <h3 id={id}>{say('answers.network')}</h3>
      {dhcp || install.networkSource === 'from-dhcp' ? (
        <EditField
          path={`${at}.networkSource`}
          label={say('answers.source')}
          value={install.networkSource}
          choices={[
            { value: 'from-answer', text: say('answers.fromAnswer', { address: host.address }) },
            { value: 'from-dhcp', text: say('answers.fromDhcp') },
          ]}
        />
      ) : (
        <p className="sw-help">
          {say('answers.noDhcp', { address: host.address })}{' '}
          <a href={hrefOf(ref, 'network')}>{say('answers.toNetwork')}</a>
        </p>
      )}
      {install.networkSource === 'from-answer' && (
        <div className="sw-pick">
          <EditField
            path={`${at}.managementMac`}
            label={say('answers.port')}
            help={say('answers.portHelp')}
            value={install.managementMac}
            suggestions={nics.map((nic) => ({ value: nic.mac, text: nic.name }))}
            instead={install.nicFilter ? [`${at}.nicFilter`] : []}
            mono
          />
          <EditLines
            path={`${at}.nicFilter`}
            lines={filterLines(install.nicFilter)}
            label={say('answers.nicFilter')}
            help={say('answers.nicFilterHelp')}
            instead={install.managementMac ? [`${at}.managementMac`] : []}
            needed={install.managementMac === undefined}
            pairs
          />
        </div>
      )}
      {canPin && (
        <EditSwitch
          path={`${at}.pinNicNames`}
          label={say('answers.pin')}
          help={say('answers.pinHelp')}
          value={install.pinNicNames}
          on={undefined}
          off={false}
        />
      )}
      {canPin && install.pinNicNames && nics.length > 0 && (
        <div className="sw-pick sw-narrow">
          {nics.map((nic) => (
            <EditField
              key={nic.mac}
              path={`${at}.nicNames.${JSON.stringify(nic.mac)}`}
              label={say('answers.pinName', { mac: nic.mac })}
              help={say('answers.pinNameHelp', { name: pinned(nic.mac) ?? say('answers.pinFromUse') })}
              value={nameOf(install, nic.mac)}
              mono
            />
          ))}
        </div>
      )}
      {!canPin && install.nicNames !== undefined && (
        <StateMark mark="warning">{say('answers.notKnownBy', { version: site.pve.version })}</StateMark>
      )}
    </section>
  );
}

function nameOf({ nicNames }: Install, mac: string): string | undefined {
  return Object.entries(nicNames ?? {}).find(([key]) => key.toLowerCase() === mac.toLowerCase())?.[1];
}
