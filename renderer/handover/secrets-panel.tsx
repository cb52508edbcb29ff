import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { RenewedSecret, SecretView, VaultLook } from '../../electron/api/secrets.ts';
import type { Site } from '../../electron/api/site.ts';
import { useSpeech } from '../text/text.ts';
import { MakeVault } from '../ui/make-vault.tsx';
import { Panel } from '../ui/panel.tsx';
import { PutSecret, TYPED_KINDS } from '../ui/put-secret.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { UnlockVault } from '../ui/unlock-vault.tsx';
import { RenewDialog, RenewedDialog } from './renew-dialog.tsx';
import { ShowDialog } from './show-dialog.tsx';
import { userOf } from './user-of.ts';

/** Made by chance, and made again so; the others come from a person or have a way of their own. */
const RENEWABLE: readonly SecretView['kind'][] = ['random', 'root-password', 'certificate'];

/** The secrets of the site by name and purpose, never a value; one is shown or renewed on purpose. */
export function SecretsPanel({
  vault,
  site,
  onChange,
}: {
  readonly vault: VaultLook;
  readonly site: Site;
  /** The vault was opened, or a secret has a new value. */
  readonly onChange: () => void;
}) {
  const { say } = useSpeech();
  const [asked, setAsked] = useState<{ readonly verb: 'show' | 'renew'; readonly name: string }>();
  const [renewed, setRenewed] = useState<RenewedSecret>();
  return (
    <Panel
      title={say('handover.secrets')}
      aside={
        <StateMark mark={vault.state === 'open' ? 'done' : 'locked'}>{say(`handover.vault_${vault.state}`)}</StateMark>
      }
      flush
    >
      {vault.state !== 'open' && (
        <div className="sw-panel-body">
          {vault.state === 'locked' ? <UnlockVault onOpen={onChange} /> : <MakeVault onMade={onChange} />}
        </div>
      )}
      <table className="sw-table sw-secrets">
        <thead>
          <tr>
            <th scope="col">{say('handover.secret')}</th>
            <th scope="col">{say('handover.purpose')}</th>
            <th scope="col">
              <span className="pf-v6-screen-reader">{say('handover.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {vault.secrets.map((secret) => (
            <tr key={secret.name}>
              <th scope="row" className="mono sw-break">
                {secret.name}
              </th>
              <td>
                {say(`handover.kind_${secret.kind}`)}
                <div className="sw-small sw-subtle sw-break">
                  {[...new Set(secret.usedBy.map((field) => userOf(site, field)))].join(', ')}
                </div>
              </td>
              <td>
                {secret.state === 'lacking' ? (
                  <>
                    <StateMark mark="no-change">{say('handover.lacking')}</StateMark>
                    {vault.state !== 'none' && (
                      <>
                        {' '}
                        <PutSecret name={secret.name} onKept={onChange} />
                      </>
                    )}
                  </>
                ) : (
                  <div className="sw-buttons">
                    <Button
                      variant="link"
                      isInline
                      aria-label={say('handover.showOf', { name: secret.name })}
                      onClick={() => setAsked({ verb: 'show', name: secret.name })}
                    >
                      {say('handover.show')}
                    </Button>
                    {RENEWABLE.includes(secret.kind) && (
                      <Button
                        variant="link"
                        isInline
                        aria-label={say('handover.renewOf', { name: secret.name })}
                        onClick={() => setAsked({ verb: 'renew', name: secret.name })}
                      >
                        {say('handover.renew')}
                      </Button>
                    )}
                    {TYPED_KINDS.includes(secret.kind) && !RENEWABLE.includes(secret.kind) && (
                      <PutSecret name={secret.name} isReplacing onKept={onChange} />
                    )}
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked?.verb === 'show' && <ShowDialog name={asked.name} onClose={() => setAsked(undefined)} />}
      {asked?.verb === 'renew' && (
        <RenewDialog
          name={asked.name}
          onRenewed={(made) => {
            setRenewed(made);
            onChange();
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {renewed && <RenewedDialog renewed={renewed} onClose={() => setRenewed(undefined)} />}
    </Panel>
  );
}
