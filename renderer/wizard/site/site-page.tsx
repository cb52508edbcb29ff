import { PVE_VERSIONS, type Site } from '../../../electron/api/site.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';

/** Page 1: what the site is called, where it stands, which Proxmox it will run. */
export function SitePage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  return (
    <StopFrame page="site" title="site.title" lead="site.lead">
      <Panel title={say('site.identity')}>
        <div className="sw-pick">
          <EditField path="name" label={say('site.name')} value={site.name} />
          <EditField path="id" label={say('site.id')} value={site.id} help={say('site.idHelp')} mono />
          <EditField path="organisation" label={say('site.organisation')} value={site.organisation} />
          <EditField path="contact" label={say('site.contact')} value={site.contact} />
          <EditField path="mailto" label={say('site.mailto')} value={site.mailto} mono />
        </div>
      </Panel>
      <Panel title={say('site.place')}>
        <div className="sw-pick">
          <EditField path="country" label={say('site.country')} value={site.country} mono />
          <EditField path="keyboard" label={say('site.keyboard')} value={site.keyboard} mono />
          <EditField path="timezone" label={say('site.timezone')} value={site.timezone} mono />
          <EditField path="language" label={say('site.language')} value={site.language} choices={['es', 'en']} />
        </div>
      </Panel>
      <Panel title={say('site.version')}>
        <div className="sw-pick">
          <EditField path="pve.version" label={say('site.pve')} value={site.pve.version} choices={PVE_VERSIONS} />
          <EditField
            path="access.sshPublicKey"
            label={say('site.sshKey')}
            value={site.access.sshPublicKey}
            help={say('site.sshKeyHelp')}
            mono
          />
        </div>
      </Panel>
    </StopFrame>
  );
}
