import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { AddressPlan } from '../../../electron/api/address-plan.ts';
import type { Diagnostic } from '../../../electron/api/diagnostic.ts';
import type { Site } from '../../../electron/api/site.ts';
import { useEngine } from '../../app/engine-context.ts';
import { failureDiagnostics } from '../../bridge/failure.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DiagnosticList } from '../../ui/diagnostic-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlanRows } from './address-plan-rows.tsx';

/** Addresses for the whole site out of one network: asked for, shown as a table, written as one edit. */
export function AddressPlanPanel({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const ref = useSite((state) => state.document?.ref ?? '');
  const text = useSite((state) => state.document?.text);
  const nodeCount = site.hosts.filter((host) => host.roles.includes('pve-node')).length;
  const [typed, setTyped] = useState({ subnet: site.network.management.cidr, from: '', to: '', nodes: '' });
  const [keep, setKeep] = useState(true);
  const [made, setMade] = useState<{ readonly plan: AddressPlan; readonly text: string | undefined }>();
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  // A plan names places of the file that it was made for.
  const plan = made?.text === text ? made?.plan : undefined;
  const propose = async () => {
    try {
      const { subnet, from, to, nodes } = typed;
      const order = {
        subnet,
        ...(from === '' ? {} : { rangeStart: from }),
        ...(to === '' ? {} : { rangeEnd: to }),
        ...(nodes === '' ? {} : { nodes: Number(nodes) }),
        keep,
      };
      setMade({ plan: await engine.network.addressPlan({ site: ref, ...order }), text });
      setFailure([]);
    } catch (error) {
      setMade(undefined);
      setFailure(failureDiagnostics(error));
    }
  };
  const count = plan?.edits.length ?? 0;
  return (
    <Panel title={say('addressPlan.title')}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void propose();
        }}
      >
        <p className="sw-help">{say('addressPlan.lead')}</p>
        <div className="sw-pick">
          {(['subnet', 'from', 'to', 'nodes'] as const).map((key) => (
            <TypedField
              key={key}
              label={say(`addressPlan.${key}`)}
              help={key === 'from' ? say('addressPlan.rangeHelp') : key === 'nodes' ? say('addressPlan.nodesHelp') : ''}
              placeholder={key === 'nodes' ? String(nodeCount) : ''}
              value={typed[key]}
              onType={(value) => setTyped({ ...typed, [key]: value })}
            />
          ))}
        </div>
        <label className="sw-check">
          <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
          {say('addressPlan.keep')}
        </label>
        <div className="sw-buttons">
          <Button type="submit" variant="secondary" isDisabled={typed.subnet === ''}>
            {say('addressPlan.propose')}
          </Button>
        </div>
      </form>
      <div role="status">
        <DiagnosticList diagnostics={[...failure, ...(plan?.diagnostics ?? [])]} />
        {plan && plan.rows.length > 0 && <PlanRows rows={plan.rows} />}
      </div>
      {plan && count > 0 && (
        <div className="sw-buttons">
          <Button variant="secondary" onClick={() => void edit(engine, plan.edits)}>
            {count === 1 ? say('addressPlan.writeOne') : say('addressPlan.write', { count })}
          </Button>
          <Button variant="link" onClick={() => setMade(undefined)}>
            {say('addressPlan.drop')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function TypedField({
  label,
  help,
  placeholder,
  value,
  onType,
}: {
  readonly label: string;
  readonly help: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onType: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="sw-input mono"
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
        onChange={(event) => onType(event.target.value.trim())}
      />
      <div id={`${id}-help`} className="sw-help">
        {help}
      </div>
    </div>
  );
}
