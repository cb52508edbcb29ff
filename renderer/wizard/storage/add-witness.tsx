import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import type { SiteEdit } from '../../../electron/api/sites.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';

/** The way out of two votes that stands beside its reason: one address, and the site has its third vote. */
export function AddWitness({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const id = useId();
  const [address, setAddress] = useState('');
  if (!site.cluster) return null;
  return (
    <form
      className="sw-one-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (address !== '') void edit(engine, witnessEdits(site, address));
      }}
    >
      <div className="sw-field">
        <label htmlFor={id}>{say('quorum.witnessAddress')}</label>
        <input
          id={id}
          className="sw-input mono"
          value={address}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setAddress(event.target.value.trim())}
        />
      </div>
      <Button type="submit" variant="secondary" isDisabled={address === ''}>
        {say('quorum.addWitness')}
      </Button>
    </form>
  );
}

/** A declared witness without a cluster that names it is taken as it is. */
function witnessEdits(site: Site, address: string): readonly SiteEdit[] {
  const at = site.hosts.findIndex((host) => host.roles.includes('witness'));
  const declared = site.hosts[at];
  if (declared) {
    return [
      { op: 'set', path: `hosts[${at}].address`, value: address },
      { op: 'set', path: 'cluster.witness', value: declared.name },
    ];
  }
  const names = [...site.hosts, ...site.machines].map((entry) => entry.name);
  const name = names.includes('witness') ? `witness-${site.hosts.length + 1}` : 'witness';
  return [
    {
      op: 'set',
      path: `hosts[${site.hosts.length}]`,
      value: { name, origin: 'existing', os: 'debian', roles: ['witness'], address },
    },
    { op: 'set', path: 'cluster.witness', value: name },
  ];
}
