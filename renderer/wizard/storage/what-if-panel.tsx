import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { courseOfEvents } from './course-of-events.ts';
import { QuorumDrawing } from './quorum-drawing.tsx';
import { type Loss, type WhatIf, whatIf } from './what-if.ts';

/** The quorum as a picture: what is lost is chosen above it; the votes and the course of events stand below. */
export function WhatIfPanel({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const [loss, setLoss] = useState<Loss>({ kind: 'none' });
  const after = whatIf(site, loss);
  const events = courseOfEvents(site, loss, after);
  const choices: readonly { readonly id: string; readonly text: string; readonly loss: Loss }[] = [
    { id: 'none', text: say('storage.allRun'), loss: { kind: 'none' } },
    ...after.voters.map((voter) => ({
      id: `host-${voter.name}`,
      text: say('storage.dies', { host: voter.name }),
      loss: { kind: 'host', name: voter.name } as const,
    })),
    ...site.network.links.map((link) => ({
      id: `link-${link.id}`,
      text: say('storage.linkCutToggle', { id: link.id }),
      loss: { kind: 'link', id: link.id } as const,
    })),
  ];
  return (
    <Panel title={say('storage.whatIf')}>
      <div className="sw-stack">
        <ToggleGroup isCompact aria-label={say('storage.whatIf')} className="sw-wrap">
          {choices.map((choice) => (
            <ToggleGroupItem
              key={choice.id}
              text={choice.text}
              buttonId={`what-if-${choice.id}`}
              isSelected={JSON.stringify(choice.loss) === JSON.stringify(loss)}
              onChange={() => setLoss(choice.loss)}
            />
          ))}
        </ToggleGroup>
        <QuorumDrawing site={site} loss={loss} after={after} />
        <Verdict after={after} />
        {events.length > 0 && (
          <section>
            <h3 className="sw-small">{say('storage.course')}</h3>
            <ol className="sw-course">
              {events.map((event) => (
                <li key={event.what}>
                  <StateMark mark={event.mark} />
                  <strong>{say(event.when)}</strong>
                  <span>{say(event.what, event.params)}</span>
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
    </Panel>
  );
}

function Verdict({ after }: { readonly after: WhatIf }) {
  const { say } = useSpeech();
  return (
    <div className={`sw-verdict ${after.quorate ? 'sw-kept' : 'sw-lost'}`} role="status">
      <div className="sw-verdict-head">
        <span className="sw-votes" aria-hidden="true">
          {after.voters.map((voter) => (
            <span key={voter.name} className={voter.alive && voter.inside ? 'sw-vote' : 'sw-vote sw-no-vote'}>
              {voter.alive && voter.inside ? 1 : 0}
            </span>
          ))}
        </span>
        <strong>{say('storage.votes', { have: after.have, all: after.all })}</strong>
        <span className="sw-subtle">{say('storage.moreThanHalf')}</span>
        <StateMark mark={after.quorate ? 'done' : 'failed'}>
          <strong>{say(after.quorate ? 'storage.kept' : 'storage.lost')}</strong>
        </StateMark>
      </div>
      {after.machines.map((machine) => (
        <p key={machine.name}>
          {machine.on === undefined
            ? say('storage.staysDown', { machine: machine.name })
            : say(machine.moved ? 'storage.movesTo' : 'storage.runsOn', { machine: machine.name, node: machine.on })}
        </p>
      ))}
    </div>
  );
}
