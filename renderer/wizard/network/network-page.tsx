import { type FocusEvent, type ReactNode, useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { focusField } from '../../ui/focus-field.ts';
import { Panel } from '../../ui/panel.tsx';
import { AddressPlanPanel } from './address-plan-panel.tsx';
import { ConflictsPanel } from './conflicts-panel.tsx';
import { networkParts, partOfField } from './drawing-parts.ts';
import { DrawingText } from './drawing-text.tsx';
import { NetworkDrawing } from './network-drawing.tsx';
import { OnSite } from './on-site.tsx';
import { LINK_COLOURS, MANAGEMENT, VM } from './port-mark.tsx';

/** Page 3: networks and links as a form, and the drawing that follows it. */
export function NetworkPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const { network } = site;
  const parts = networkParts(site);
  const [field, setField] = useState<string>();
  const follow = (event: FocusEvent<HTMLElement>) => setField(event.target.dataset.field);
  const press = (id: string) => {
    const part = parts.find((entry) => entry.id === id);
    if (part) focusField(part.field);
  };
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
            <Panel
              key={link.id}
              title={
                <Keyed colour={LINK_COLOURS[Math.min(index, 1)] ?? MANAGEMENT}>
                  {say('network.link', { id: link.id })}
                </Keyed>
              }
            >
              <div className="sw-pick">
                <EditField path={`network.links[${index}].cidr`} label={say('network.cidr')} value={link.cidr} mono />
                <EditField
                  path={`network.links[${index}].purpose`}
                  label={say('network.purpose')}
                  value={link.purpose}
                />
                {site.hosts.map(
                  (host, hostIndex) =>
                    host.roles.includes('pve-node') && (
                      <EditField
                        key={host.name}
                        path={`hosts[${hostIndex}].links.${link.id}`}
                        label={host.name}
                        value={host.links[String(link.id)]}
                        mono
                      />
                    ),
                )}
              </div>
            </Panel>
          ))}
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
                <EditField
                  key={machine.id}
                  path={`machines[${index}].address`}
                  label={say('network.addressOf', { name: machine.name })}
                  value={machine.address}
                  mono
                />
              ))}
            </div>
          </Panel>
        </div>
        <div className="sw-stack sw-beside-form">
          <Panel title={say('network.drawing')}>
            <p className="sw-help">{say('network.how')}</p>
            <NetworkDrawing
              site={site}
              pressing={{ at: field === undefined ? undefined : partOfField(parts, field), press }}
            />
            <DrawingText site={site} />
          </Panel>
        </div>
      </div>
      <ConflictsPanel site={site} />
      <AddressPlanPanel site={site} />
    </StopFrame>
  );
}

/** A section's title with the colour it has in the drawing. */
function Keyed({ colour, children }: { readonly colour: string; readonly children: ReactNode }) {
  return (
    <span className="sw-keyed">
      <span className="sw-key" style={{ background: colour }} aria-hidden="true" />
      {children}
    </span>
  );
}
