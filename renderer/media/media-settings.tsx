import type { Site } from '../../electron/api/site.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { EditField } from '../ui/edit-field.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';

/** How answers travel and what a node tells when it is installed: one answer for the whole site. */
export function MediaSettings({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const { delivery, firstBoot, webhook } = site.media;
  const dhcp = site.network.dhcp !== undefined;
  const toNetwork = hrefOf(ref, 'network');
  return (
    <Panel title={say('media.howTitle')} aside={say('media.howAside')}>
      <div className="sw-pick">
        <div>
          <EditField
            path="media.delivery"
            label={say('media.delivery')}
            value={delivery}
            choices={[
              { value: 'stick-per-node', text: say('media.stickPerNode') },
              ...(dhcp || delivery === 'one-image' ? [{ value: 'one-image', text: say('media.oneImage') }] : []),
            ]}
            help={delivery === 'one-image' ? say('media.oneImageWhy') : undefined}
          />
          {!dhcp && (
            <p className="sw-help">
              {say('media.noDhcp')} <a href={toNetwork}>{say('media.toNetwork')}</a>
            </p>
          )}
        </div>
        <EditField
          path="media.firstBoot.action"
          label={say('media.firstBoot')}
          value={firstBoot.action}
          choices={[
            { value: 'report', text: say('media.firstBootReport') },
            { value: 'from-url', text: say('media.firstBootUrl') },
            { value: 'none', text: say('media.firstBootNone') },
          ]}
        />
        {firstBoot.action !== 'none' && (
          <EditField
            path="media.firstBoot.ordering"
            label={say('media.ordering')}
            value={firstBoot.ordering}
            choices={[
              { value: 'before-network', text: say('media.beforeNetwork') },
              { value: 'network-online', text: say('media.networkOnline') },
              { value: 'fully-up', text: say('media.fullyUp') },
            ]}
          />
        )}
        {firstBoot.action === 'from-url' && (
          <ServerFields at="media.firstBoot" url={firstBoot.url} certFingerprint={firstBoot.certFingerprint} />
        )}
        <div>
          {dhcp || (webhook.to !== undefined && webhook.to !== 'none') ? (
            <EditField
              path="media.webhook.to"
              label={say('media.webhook')}
              value={webhook.to}
              mayBeUnsaid
              choices={[
                { value: 'laptop', text: say('media.webhookLaptop') },
                { value: 'url', text: say('media.webhookUrl') },
                { value: 'none', text: say('media.webhookNone') },
              ]}
            />
          ) : (
            <p className="sw-help">
              {say('media.webhookNoDhcp')} <a href={toNetwork}>{say('media.toNetwork')}</a>
            </p>
          )}
        </div>
        {webhook.to === 'url' && (
          <ServerFields at="media.webhook" url={webhook.url} certFingerprint={webhook.certFingerprint} />
        )}
        {((webhook.to === 'url' && site.pve.version === '9.2') || webhook.authToken !== undefined) && (
          <EditField path="media.webhook.authToken" label={say('media.authToken')} value={webhook.authToken} mono />
        )}
      </div>
      {site.network.laptop === undefined && (firstBoot.action === 'report' || delivery === 'one-image') && (
        <p className="sw-settings-note">
          <StateMark mark="warning">
            <span className="sw-wrapping">
              {say('media.laptopLacking')} <a href={toNetwork}>{say('media.toNetwork')}</a>
            </span>
          </StateMark>
        </p>
      )}
    </Panel>
  );
}

/** A server of the site's own, and how a node knows it. */
function ServerFields({
  at,
  url,
  certFingerprint,
}: {
  readonly at: 'media.firstBoot' | 'media.webhook';
  readonly url: string | undefined;
  readonly certFingerprint: string | undefined;
}) {
  const { say } = useSpeech();
  return (
    <>
      <EditField path={`${at}.url`} label={say('media.url')} value={url} mono />
      <EditField
        path={`${at}.certFingerprint`}
        label={say('media.certFingerprint')}
        value={certFingerprint}
        help={say('media.certHelp')}
        mono
      />
    </>
  );
}
