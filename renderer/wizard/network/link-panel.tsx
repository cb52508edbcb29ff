import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { replicationPath } from './cables.ts';
import { Keyed } from './keyed.tsx';
import { linkColour } from './port-mark.tsx';

/** One cluster link: its network, what it is for, and the address of each node in it. */
export function LinkPanel({
  site,
  link,
  index,
}: {
  readonly site: Site;
  readonly link: Site['network']['links'][number];
  readonly index: number;
}) {
  const { say } = useSpeech();
  const path = replicationPath(site);
  const isShared = path?.over === 'link' && path.link === link.id;
  return (
    <Panel
      title={<Keyed colour={linkColour(index)}>{say('network.link', { id: link.id })}</Keyed>}
      aside={
        <StateMark mark={isShared ? 'warning' : 'done'}>
          {say(isShared ? 'layers.shared' : 'layers.clusterOnly')}
        </StateMark>
      }
    >
      <div className="sw-pick">
        <EditField path={`network.links[${index}].cidr`} label={say('network.cidr')} value={link.cidr} mono />
        <EditField path={`network.links[${index}].purpose`} label={say('network.purpose')} value={link.purpose} />
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
        <EditField
          path={`network.links[${index}].priority`}
          label={say('layers.priority')}
          help={say('layers.priorityHelp')}
          value={link.priority}
          numeric
          mono
        />
      </div>
    </Panel>
  );
}
