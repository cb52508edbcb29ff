import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { whatIf } from '../storage/what-if.ts';

/** Memory per node with all nodes up and with any one down. */
export function Capacity({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const nodes = site.hosts.filter((host) => host.roles.includes('pve-node'));
  return (
    <Panel title={say('machines.capacity')}>
      <div className="sw-stack">
        {[undefined, ...nodes.map((node) => node.name)].map((lost) => {
          const after = whatIf(site, lost === undefined ? { kind: 'none' } : { kind: 'host', name: lost });
          return (
            <section key={lost ?? ''}>
              <h3 className="sw-small sw-subtle">
                {lost === undefined ? say('machines.allUp') : say('machines.oneDown', { host: lost })}
              </h3>
              {nodes
                .filter((node) => node.name !== lost)
                .map((node) => {
                  const names = after.machines
                    .filter((machine) => machine.on === node.name)
                    .map((machine) => machine.name);
                  const usedMib = site.machines
                    .filter((machine) => names.includes(machine.name))
                    .reduce((sum, machine) => sum + machine.memoryMib, 0);
                  return (
                    <Bar
                      key={node.name}
                      name={node.name}
                      usedGib={usedMib / 1024}
                      totalGib={node.hardware?.memoryGib}
                    />
                  );
                })}
            </section>
          );
        })}
      </div>
    </Panel>
  );
}

function Bar({
  name,
  usedGib,
  totalGib,
}: {
  readonly name: string;
  readonly usedGib: number;
  readonly totalGib: number | undefined;
}) {
  const { say, number } = useSpeech();
  const over = totalGib !== undefined && usedGib > totalGib;
  return (
    <div className="sw-capacity">
      <strong>{name}</strong>
      <div className="sw-bar-track">
        <div style={{ width: totalGib === undefined ? 0 : `${Math.min(100, (usedGib / totalGib) * 100)}%` }} />
      </div>
      <span className="sw-small">
        {totalGib === undefined ? (
          <span className="sw-subtle">{say('machines.unknownMemory')}</span>
        ) : (
          <StateMark mark={over ? 'failed' : 'done'}>
            {say('machines.uses', { used: number(usedGib, 1), total: number(totalGib) })}
          </StateMark>
        )}
      </span>
    </div>
  );
}
