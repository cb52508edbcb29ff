import { useId } from 'react';
import type { ErasureView } from '../../../electron/api/answers.ts';
import type { Host, Install, Site } from '../../../electron/api/site.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { CommandLine } from '../../ui/command-line.tsx';
import { EditField } from '../../ui/edit-field.tsx';
import { EditLines } from '../../ui/edit-lines.tsx';
import { EditSwitch } from '../../ui/edit-switch.tsx';
import { Panel } from '../../ui/panel.tsx';
import { shellWord } from '../../ui/shell-word.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { DiskGroup } from './disk-group.tsx';
import { PortGroup } from './port-group.tsx';

/** Every key of one node's answer file, as far as the chosen version knows it. */
export function InstallPanel({
  site,
  host,
  index,
  view,
}: {
  readonly site: Site;
  readonly host: Host;
  readonly index: number;
  /** What the installer will do, as far as it can be told. */
  readonly view: ErasureView | undefined;
}) {
  const { say } = useSpeech();
  const { install } = host;
  if (!install) return null;
  const at = `hosts[${index}].install`;
  return (
    <Panel title={say('answers.title')} aside={say('answers.forPve', { version: site.pve.version })} flush>
      <DiskGroup key={host.name} host={host} install={install} at={at} />
      <PortGroup site={site} host={host} install={install} at={at} view={view} />
      <NameGroup site={site} host={host} install={install} at={at} />
      <LoginGroup install={install} at={at} />
      <AfterwardsGroup site={site} install={install} at={at} />
    </Panel>
  );
}

interface GroupProps {
  readonly install: Install;
  readonly at: string;
}

function NameGroup({ site, host, install, at }: GroupProps & { readonly site: Site; readonly host: Host }) {
  const { say } = useSpeech();
  const id = useId();
  const mayLease = site.network.dhcp !== undefined || install.nameFromDhcp !== undefined;
  return (
    <section className="sw-group" aria-labelledby={id}>
      <h3 id={id}>{say('answers.nameTitle')}</h3>
      {!install.nameFromDhcp && <p>{say('answers.nameFixed', { fqdn: `${host.name}.${site.network.domain}` })}</p>}
      {mayLease && (
        <EditSwitch
          path={`${at}.nameFromDhcp`}
          label={say('answers.nameFromDhcp')}
          help={say('answers.nameFromDhcpHelp')}
          value={install.nameFromDhcp !== undefined}
          on={{}}
          off={undefined}
        />
      )}
      {install.nameFromDhcp && (
        <EditField
          path={`${at}.nameFromDhcp.domain`}
          label={say('answers.domain')}
          help={say('answers.domainHelp')}
          value={install.nameFromDhcp.domain}
          mono
        />
      )}
    </section>
  );
}

function LoginGroup({ install, at }: GroupProps) {
  const { say } = useSpeech();
  const id = useId();
  const path = useSite((state) => state.document?.path ?? 'site.toml');
  const secret = install.rootPassword?.replace('secret:', '');
  return (
    <section className="sw-group" aria-labelledby={id}>
      <h3 id={id}>{say('answers.login')}</h3>
      <div className="sw-pick">
        <EditField
          path={`${at}.rootPassword`}
          label={say('answers.rootPassword')}
          help={say('answers.rootPasswordHelp')}
          value={install.rootPassword}
          instead={install.rootPasswordHash ? [`${at}.rootPasswordHash`] : []}
          mono
        />
        <EditField
          path={`${at}.rootPasswordHash`}
          label={say('answers.rootHash')}
          help={say('answers.rootHashHelp')}
          value={install.rootPasswordHash}
          instead={install.rootPassword ? [`${at}.rootPassword`] : []}
          mono
        />
      </div>
      {secret && (
        <div className="sw-field">
          <span className="sw-help">{say('answers.readIt')}</span>
          <CommandLine
            label={say('answers.rootPassword')}
            command={`sitewright secrets show ${shellWord(path)} ${shellWord(secret)}`}
          />
        </div>
      )}
      <EditLines
        path={`${at}.rootSshKeys`}
        lines={install.rootSshKeys}
        label={say('answers.sshKeys')}
        help={say('answers.sshKeysHelp')}
      />
    </section>
  );
}

function AfterwardsGroup({ site, install, at }: GroupProps & { readonly site: Site }) {
  const { say } = useSpeech();
  const id = useId();
  const knowsSubscription = site.pve.version === '9.2';
  return (
    <section className="sw-group" aria-labelledby={id}>
      <h3 id={id}>{say('answers.afterwards')}</h3>
      <div className="sw-pick">
        <div>
          <EditField
            path={`${at}.rebootMode`}
            label={say('answers.rebootMode')}
            value={install.rebootMode}
            choices={[
              { value: 'power-off', text: say('answers.powerOff') },
              { value: 'reboot', text: say('answers.rebootWord') },
            ]}
          />
          {install.rebootMode === 'reboot' && (
            <StateMark mark="warning">
              <span className="sw-wrapping sw-small">{say('answers.rebootWarn')}</span>
            </StateMark>
          )}
        </div>
        <EditSwitch
          path={`${at}.rebootOnError`}
          label={say('answers.rebootOnError')}
          help={say('answers.rebootOnErrorHelp')}
          value={install.rebootOnError}
          on={true}
          off={false}
        />
        {(knowsSubscription || install.subscriptionKey !== undefined) && (
          <EditField
            path={`${at}.subscriptionKey`}
            label={say('answers.subscription')}
            help={say(knowsSubscription ? 'answers.subscriptionHelp' : 'answers.notKnownBy', {
              version: site.pve.version,
            })}
            value={install.subscriptionKey}
            mono
          />
        )}
      </div>
    </section>
  );
}
