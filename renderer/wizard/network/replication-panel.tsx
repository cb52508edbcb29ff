import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { replicationPath } from './cables.ts';
import { Keyed } from './keyed.tsx';
import { REPLICATION } from './port-mark.tsx';

/** The network on which copies and moving machines go from node to node. */
export function ReplicationPanel({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const path = replicationPath(site);
  const migration = site.cluster?.migration;
  const networks = [site.network.management.cidr, ...site.network.links.map(({ cidr }) => cidr)];
  return (
    <Panel
      title={<Keyed colour={REPLICATION}>{say('layers.section')}</Keyed>}
      aside={
        path && (
          <span className="sw-small sw-subtle">
            {path.over === 'link'
              ? say('layers.overLink', { id: path.link })
              : say(path.over === 'management' ? 'layers.overManagement' : 'layers.overOwn')}
          </span>
        )
      }
    >
      <div className="sw-pick">
        <EditField
          path="cluster.migration.cidr"
          label={say('network.cidr')}
          help={say('layers.migrationHelp')}
          value={migration?.cidr}
          suggestions={networks.map((value) => ({ value }))}
          mono
        />
        <EditField
          path="cluster.migration.type"
          label={say('layers.type')}
          value={migration?.type ?? 'secure'}
          choices={[
            { value: 'secure', text: say('layers.secure') },
            { value: 'insecure', text: say('layers.insecure') },
          ]}
        />
      </div>
    </Panel>
  );
}
