import { type FocusEvent, Fragment, useRef, useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useGoToField } from '../../app/use-go-to-field.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AddressPlanPanel } from './address-plan-panel.tsx';
import { replicationPath } from './cables.ts';
import { ConflictsPanel } from './conflicts-panel.tsx';
import { DrawingLegend } from './drawing-legend.tsx';
import { networkParts, partOfField } from './drawing-parts.ts';
import { DrawingText } from './drawing-text.tsx';
import { Keyed } from './keyed.tsx';
import { LayerChips } from './layer-chips.tsx';
import { ALL_LAYERS, type Layers } from './layers.ts';
import { LinkPanel } from './link-panel.tsx';
import { NetworkDrawing } from './network-drawing.tsx';
import { OnSite } from './on-site.tsx';
import { MANAGEMENT, VM } from './port-mark.tsx';
import { ReplicationPanel } from './replication-panel.tsx';
import { SaveDrawing } from './save-drawing.tsx';

/** Page 3: networks and links as a form, and the drawing that follows it. */
export function NetworkPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const { network } = site;
  const parts = networkParts(site);
  const [field, setField] = useState<string>();
  const follow = (event: FocusEvent<HTMLElement>) => setField(event.target.dataset.field);
  const drawn = useRef<HTMLDivElement>(null);
  const [layers, setLayers] = useState<Layers>(ALL_LAYERS);
  const goToField = useGoToField('network');
  const press = (id: string) => {
    const part = parts.find((entry) => entry.id === id);
    if (part) goToField(part.field);
  };
  const path = replicationPath(site);
  const at = field === undefined ? undefined : partOfField(parts, field);
  // Copies that go over a link or the management network have no line of their own there.
  const over = path?.over === 'link' ? `link-${path.link}` : path?.over === 'management' ? 'management' : 'replication';
  return (
    <StopFrame page="network" title="network.title" lead="network.lead">
      <div className="sw-columns sw-wide-right">
        <div className="sw-stack sw-sections" onFocusCapture={follow} onBlurCapture={() => setField(undefined)}>
          <Panel title={<Keyed colour={MANAGEMENT}>{say('network.management')}</Keyed>}>
            <div className="sw-pick">
              <EditField
                path="network.management.cidr"
                label={say('network.cidr')}
                value={network.management.cidr}
                mono
              />
              <EditField
                path="network.management.gateway"
                label={say('network.gateway')}
                value={network.management.gateway}
                mono
              />
              <EditField
                path="network.management.dns[0]"
                label={say('network.dns')}
                value={network.management.dns[0]}
                mono
              />
              <EditField path="network.domain" label={say('network.domain')} value={network.domain} mono />
              <EditField
                path="network.ntpServers[0]"
                label={say('network.ntp')}
                value={network.ntpServers[0]}
                help={say('network.ntpFirst')}
                mono
              />
            </div>
          </Panel>
          <OnSite site={site} />
          {network.links.map((link, index) => (
            <LinkPanel key={link.id} site={site} link={link} index={index} />
          ))}
          {site.cluster && <ReplicationPanel site={site} />}
          <Panel title={<Keyed colour={VM}>{say('network.addresses')}</Keyed>}>
            <div className="sw-pick">
              {site.hosts.map((host, index) => (
                <EditField
                  key={host.name}
                  path={`hosts[${index}].address`}
                  label={say('network.addressOf', { name: host.name })}
                  value={host.address}
                  mono
                />
              ))}
              {site.machines.map((machine, index) => (
                <Fragment key={machine.id}>
                  <EditField
                    path={`machines[${index}].address`}
                    label={say('network.addressOf', { name: machine.name })}
                    value={machine.address}
                    mono
                  />
                  <EditField
                    path={`machines[${index}].bridge`}
                    label={say('layers.bridgeOf', { name: machine.name })}
                    value={machine.bridge}
                    mono
                  />
                </Fragment>
              ))}
            </div>
          </Panel>
        </div>
        <div className="sw-stack sw-beside-form" ref={drawn}>
          <Panel title={say('network.drawing')} aside={<LayerChips layers={layers} onChange={setLayers} />}>
            <p className="sw-help">{say('network.how')}</p>
            <NetworkDrawing site={site} layers={layers} pressing={{ at: at === 'replication' ? over : at, press }} />
            <DrawingLegend layers={layers} />
            <SaveDrawing within={drawn} name={`${site.id}-network`} />
            <DrawingText site={site} />
          </Panel>
        </div>
      </div>
      <ConflictsPanel site={site} />
      <AddressPlanPanel site={site} />
    </StopFrame>
  );
}
