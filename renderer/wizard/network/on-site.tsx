import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Where this laptop stands on site, and whether the site has a DHCP server of its own. */
export function OnSite({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const { laptop, dhcp } = site.network;
  return (
    <Panel title={say('network.onSite')}>
      <div className="sw-stack">
        <div className="sw-pick">
          <EditField
            path="network.laptop.address"
            label={say('network.laptopAddress')}
            help={say('network.laptopHelp')}
            value={laptop?.address}
            mono
          />
          {laptop && (
            <EditField path="network.laptop.port" label={say('network.laptopPort')} value={laptop.port} numeric />
          )}
        </div>
        {dhcp ? <DhcpRange dhcp={dhcp} /> : <DeclareDhcp />}
      </div>
    </Panel>
  );
}

function DhcpRange({ dhcp }: { readonly dhcp: NonNullable<Site['network']['dhcp']> }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  return (
    <>
      <div className="sw-pick">
        <EditField path="network.dhcp.rangeStart" label={say('network.dhcpStart')} value={dhcp.rangeStart} mono />
        <EditField path="network.dhcp.rangeEnd" label={say('network.dhcpEnd')} value={dhcp.rangeEnd} mono />
      </div>
      <Button
        variant="link"
        isInline
        className="sw-drive-act"
        onClick={() => void edit(engine, [{ op: 'remove', path: 'network.dhcp' }])}
      >
        {say('network.dhcpRemove')}
      </Button>
    </>
  );
}

/** Both ends are written together: half a range cannot be read. */
function DeclareDhcp() {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const id = useId();
  const [rangeStart, setStart] = useState('');
  const [rangeEnd, setEnd] = useState('');
  return (
    <form
      className="sw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void edit(engine, [{ op: 'set', path: 'network.dhcp', value: { rangeStart, rangeEnd } }]);
      }}
    >
      <p className="sw-help">{say('network.dhcpNone')}</p>
      <div className="sw-pick">
        <div className="sw-field">
          <label htmlFor={`${id}-start`}>{say('network.dhcpStart')}</label>
          <input
            id={`${id}-start`}
            className="sw-input mono"
            value={rangeStart}
            onChange={(event) => setStart(event.target.value.trim())}
          />
        </div>
        <div className="sw-field">
          <label htmlFor={`${id}-end`}>{say('network.dhcpEnd')}</label>
          <input
            id={`${id}-end`}
            className="sw-input mono"
            value={rangeEnd}
            onChange={(event) => setEnd(event.target.value.trim())}
          />
        </div>
      </div>
      <div>
        <Button type="submit" variant="secondary" size="sm" isDisabled={rangeStart === '' || rangeEnd === ''}>
          {say('network.dhcpDeclare')}
        </Button>
      </div>
    </form>
  );
}
