import { Button } from '@patternfly/react-core';
import { useCallback, useId, useState } from 'react';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { DrillKind, DrillOffer } from '../../electron/api/drill.ts';
import { useEngine } from '../app/engine-context.ts';
import { rehearsalWith } from '../run/work-order.ts';
import { useRun } from '../state/run.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { beginDrill } from './asked-drill.ts';
import { byKind, chosenOffer, DRILL_STATES, DRILL_WORDS } from './drill-kinds.ts';
import { useFigure } from './drill-panel.tsx';
import { type PastDrill, pastDrills } from './past-drills.ts';

/** The drills that this site can have, one row a kind, each with how it went last. */
export function DrillList({ siteRef, isBusy }: { readonly siteRef: string; readonly isBusy: boolean }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const offers = useAsked(useCallback(() => engine.runs.drillOffers({ site: siteRef }), [engine, siteRef]));
  const ended = useRun((state) => state.at.drill?.finishedAt);
  const past = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a drill is why it is asked again
    useCallback(() => pastDrills(engine, siteRef), [engine, siteRef, ended]),
  );
  const kinds = byKind(offers.value ?? []);
  return (
    <Panel title={say('drill.list')} aside={say('drill.listAside')} flush>
      <DiagnosticList diagnostics={[...offers.failure, ...past.failure]} />
      {offers.value && kinds.length === 0 && <p className="sw-panel-body">{say('drill.none')}</p>}
      <ul className="sw-next sw-drills">
        {kinds.map(([kind, ofKind]) => (
          <DrillRow
            key={kind}
            siteRef={siteRef}
            kind={kind}
            offers={ofKind}
            past={past.value?.find((entry) => entry.drill.kind === kind)}
            isBusy={isBusy}
          />
        ))}
      </ul>
    </Panel>
  );
}

function DrillRow({
  siteRef,
  kind,
  offers,
  past,
  isBusy,
}: {
  readonly siteRef: string;
  readonly kind: DrillKind;
  readonly offers: readonly DrillOffer[];
  readonly past: PastDrill | undefined;
  readonly isBusy: boolean;
}) {
  const { say, pick, language } = useSpeech();
  const id = useId();
  const [picked, setPicked] = useState<number>();
  const [asking, setAsking] = useState(false);
  const offer = chosenOffer(offers, picked);
  if (!offer) return null;
  const [title, what] = DRILL_WORDS[kind];
  return (
    <li>
      <div>
        <strong>{say(title)}</strong>
        <div className="sw-small sw-subtle">{say(what)}</div>
        {past && <Past past={past} />}
        {offers.length > 1 && (
          <select
            id={id}
            className="sw-input sw-drill-target"
            aria-label={say('drill.target', { drill: say(title) })}
            value={offers.indexOf(offer)}
            onChange={(event) => setPicked(Number(event.target.value))}
          >
            {offers.map((entry, index) => (
              <option key={`${entry.confirm} ${entry.order.link}`} value={index}>
                {pick(entry.title)}
              </option>
            ))}
          </select>
        )}
        {offer.refused && (
          <div className="sw-small">
            <StateMark mark="locked">
              <span className="sw-wrapping">{describeDiagnostic(offer.refused, language).summary}</span>
            </StateMark>
          </div>
        )}
      </div>
      <Button
        variant="secondary"
        size="sm"
        aria-label={say('drill.startOf', { drill: pick(offer.title) })}
        isDisabled={isBusy || offer.refused !== undefined}
        onClick={() => setAsking(true)}
      >
        {say('drill.start')}
      </Button>
      {asking && <DrillDialog siteRef={siteRef} offer={offer} onClose={() => setAsking(false)} />}
    </li>
  );
}

function Past({ past: { drill, at } }: { readonly past: PastDrill }) {
  const { say, moment } = useSpeech();
  const [mark, word] = DRILL_STATES[drill.state];
  const first = drill.figures[0];
  const figure = useFigure(first?.unit ?? 'seconds');
  return (
    <div className="sw-small sw-past">
      <StateMark mark={mark}>
        {say(word)}
        {first && `, ${figure(first.value)}`}
        <span className="sw-subtle">{moment(at)}</span>
      </StateMark>
    </div>
  );
}

/** What will happen, to whom, for how long; the name of what is broken is typed. */
function DrillDialog({
  siteRef,
  offer,
  onClose,
}: {
  readonly siteRef: string;
  readonly offer: DrillOffer;
  readonly onClose: () => void;
}) {
  const { say, pick, about } = useSpeech();
  const engine = useEngine();
  const go = (rehearsed: boolean) => (typed: string) =>
    beginDrill(engine, {
      site: siteRef,
      ...(rehearsed ? { rehearsal: rehearsalWith('') } : {}),
      drill: offer.order,
      confirm: typed,
    });
  return (
    <TypedDialog
      title={pick(offer.title)}
      name={offer.confirm}
      label={say('install.typeName', { name: offer.confirm })}
      ways={[
        { label: say('drill.goRehearsed'), go: go(true) },
        { label: say('drill.goReal'), isDanger: true, go: go(false) },
      ]}
      onClose={onClose}
    >
      <div className="sw-notice">
        <StateMark mark="warning">
          <strong className="sw-wrapping">{pick(offer.warning)}</strong>
        </StateMark>
      </div>
      <p>{say('drill.lasts', { time: about(offer.lastsSeconds * 1000) })}</p>
    </TypedDialog>
  );
}
