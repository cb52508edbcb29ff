import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { Panel } from '../../ui/panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { courseOfEvents } from './course-of-events.ts';
import { QuorumDrawing } from './quorum-drawing.tsx';
import { wiresOf } from './quorum-wires.ts';
import { Verdict } from './verdict.tsx';
import { type Loss, sameLoss, votingWitness, whatIf } from './what-if.ts';

/** So many losses stand above the picture as buttons too; a larger cluster is pressed in the picture. */
const MOST_BUTTONS = 9;

/** The quorum as a picture: what is lost is pressed in it or above it; the votes and the course of events stand below. */
export function WhatIfPanel({ site }: { readonly site: Site }) {
  const { say } = useSpeech();
  const [chosen, setLosses] = useState<readonly Loss[]>([]);
  const witness = votingWitness(site);
  const wires = wiresOf(site, chosen).filter((wire) => wire.cluster || witness !== undefined);
  const there = [
    ...whatIf(site, []).voters.map((voter): Loss => ({ kind: 'host', name: voter.name })),
    ...wires.map((wire) => wire.loss),
  ];
  // What the site no longer has cannot be lost either.
  const losses = chosen.filter((loss) => there.some((entry) => sameLoss(entry, loss)));
  const isLost = (loss: Loss) => losses.some((entry) => sameLoss(entry, loss));
  const toggle = (loss: Loss) =>
    setLosses(isLost(loss) ? losses.filter((entry) => !sameLoss(entry, loss)) : [...losses, loss]);
  const after = whatIf(site, losses);
  const events = courseOfEvents(site, losses, after);
  const words = (loss: Loss) =>
    loss.kind === 'host'
      ? { id: `host-${loss.name}`, text: say('storage.dies', { host: loss.name }) }
      : loss.kind === 'link'
        ? { id: `link-${loss.id}`, text: say('storage.linkCutToggle', { id: loss.id }) }
        : { id: 'management', text: say('quorum.managementToggle') };
  return (
    <Panel title={say('storage.whatIf')}>
      <div className="sw-stack">
        <ToggleGroup isCompact aria-label={say('storage.whatIf')} className="sw-wrap">
          <ToggleGroupItem
            text={say('storage.allRun')}
            buttonId="what-if-none"
            isSelected={losses.length === 0}
            onChange={() => setLosses([])}
          />
          {(there.length <= MOST_BUTTONS ? there : []).map((loss) => {
            const { id, text } = words(loss);
            return (
              <ToggleGroupItem
                key={id}
                text={text}
                buttonId={`what-if-${id}`}
                isSelected={isLost(loss)}
                onChange={() => toggle(loss)}
              />
            );
          })}
        </ToggleGroup>
        <p className="sw-help">{say('quorum.how')}</p>
        <QuorumDrawing site={site} wires={wires} after={after} onToggle={toggle} />
        <Verdict site={site} losses={losses} after={after} />
        {events.length > 0 && (
          <section>
            <h3 className="sw-small">{say('storage.course')}</h3>
            <ol className="sw-course">
              {events.map((event) => (
                <li key={`${event.what} ${JSON.stringify(event.params)}`}>
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
