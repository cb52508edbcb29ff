import type { Site } from '../../../electron/api/site.ts';
import { StopFrame } from '../../app/stop-frame.tsx';
import { useSpeech } from '../../text/text.ts';
import { EditField } from '../../ui/edit-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Capacity } from './capacity.tsx';

/** Page 5: templates, machines, stacks, and whether it still fits with a node down. */
export function MachinesPage({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  return (
    <StopFrame page="machines" title="machines.title" lead="machines.lead">
      <div className="sw-columns">
        <div className="sw-stack">
          {site.templates.map((template, index) => (
            <Panel
              key={template.id}
              title={`${say('machines.templates')}: ${template.name}`}
              aside={<span className="mono">{template.id}</span>}
            >
              <div className="sw-pick">
                <EditField
                  path={`templates[${index}].image`}
                  label={say('machines.image')}
                  value={template.image}
                  mono
                />
                <EditField path={`templates[${index}].node`} label={say('machines.node')} value={template.node} mono />
                <EditField
                  path={`templates[${index}].storage`}
                  label={say('storage.storage')}
                  value={template.storage}
                  mono
                />
              </div>
            </Panel>
          ))}
          {site.machines.map((machine, index) => (
            <Panel
              key={machine.id}
              title={`${say('machines.machines')}: ${machine.name}`}
              aside={<span className="mono">{machine.id}</span>}
            >
              <div className="sw-pick">
                <EditField path={`machines[${index}].name`} label={say('machines.name')} value={machine.name} mono />
                <EditField path={`machines[${index}].node`} label={say('machines.node')} value={machine.node} mono />
                <EditField
                  path={`machines[${index}].address`}
                  label={say('machines.address')}
                  value={machine.address}
                  mono
                />
                <EditField path={`machines[${index}].cores`} label={say('machines.cores')} value={machine.cores} mono />
                <EditField
                  path={`machines[${index}].memoryMib`}
                  label={say('machines.memory')}
                  value={machine.memoryMib}
                  mono
                />
                <EditField
                  path={`machines[${index}].diskGib`}
                  label={say('machines.disk')}
                  value={machine.diskGib}
                  mono
                />
              </div>
            </Panel>
          ))}
          {site.stacks.length > 0 && (
            <Panel title={say('machines.stacks')} flush>
              <table className="sw-table">
                <thead>
                  <tr>
                    <th scope="col">{say('machines.stack')}</th>
                    <th scope="col">{say('machines.name')}</th>
                    <th scope="col">{say('machines.on')}</th>
                  </tr>
                </thead>
                <tbody>
                  {site.stacks.map((stack) => (
                    <tr key={stack.id}>
                      <th scope="row">{stack.stack}</th>
                      <td className="mono">{stack.id}</td>
                      <td className="mono">{stack.on}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Panel>
          )}
        </div>
        <Capacity site={site} />
      </div>
    </StopFrame>
  );
}
