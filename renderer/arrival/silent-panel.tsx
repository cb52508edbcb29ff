import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { type NodeArrival, SCREENS, type Screen } from '../../electron/api/arrival.ts';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { pageOfField } from '../app/journey.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useSite } from '../state/site.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { describeHere } from '../text/window-hints.ts';
import { CodeLink } from '../ui/code-link.tsx';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { PHASE_WORDS } from './phase-words.ts';

const WORDS: Readonly<Record<Screen, SentenceKey>> = {
  'error-and-prompt': 'arrival.screenError',
  'boot-menu': 'arrival.screenMenu',
  'login-prompt': 'arrival.screenLogin',
  installer: 'arrival.screenInstaller',
  'grub-prompt': 'arrival.screenGrub',
  nothing: 'arrival.screenNothing',
};

/** A machine that is silent for longer than usual: what its screen shows leads to what to do. */
export function SilentPanel({
  site,
  nodes,
  onPowered,
}: {
  readonly site: Site;
  readonly nodes: readonly NodeArrival[];
  /** Absent when nobody listens any more. */
  readonly onPowered: ((host: string) => void) | undefined;
}) {
  const { say, time, seconds, language } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const id = useId();
  const [chosen, setChosen] = useState<string>();
  const [screens, setScreens] = useState<Readonly<Record<string, Screen>>>({});
  const [remedies, setRemedies] = useState<Readonly<Record<string, readonly Diagnostic[]>>>({});
  const node = nodes.find((entry) => entry.host === chosen) ?? nodes[0];
  if (!node) return null;
  const { host } = node;
  const screen = screens[host];
  const key = `${host} ${screen}`;
  const show = (shown: Screen) => {
    setScreens((before) => ({ ...before, [host]: shown }));
    engine.arrival.screen({ site: ref, host, screen: shown }).then(
      (found) => setRemedies((before) => ({ ...before, [`${host} ${shown}`]: found })),
      (error: unknown) => setRemedies((before) => ({ ...before, [`${host} ${shown}`]: failureDiagnostics(error) })),
    );
  };
  const remedy = screen === undefined ? undefined : remedies[key];
  const field = remedy?.find((entry) => entry.subject.field !== undefined)?.subject.field;
  return (
    <section className="sw-panel sw-silent" aria-labelledby={`${id}-head`}>
      <header>
        <StateMark mark="warning">
          <h2 id={`${id}-head`}>
            {say('arrival.silentTitle', {
              host,
              time: time(node.silentSince ?? ''),
              phase: say(PHASE_WORDS[node.phase]),
            })}
          </h2>
        </StateMark>
        {nodes.length > 1 && (
          <select
            className="sw-input"
            aria-label={say('arrival.silentNodes')}
            value={host}
            onChange={(event) => setChosen(event.target.value)}
          >
            {nodes.map((entry) => (
              <option key={entry.host}>{entry.host}</option>
            ))}
          </select>
        )}
      </header>
      <p className="sw-subtle">
        {node.usually &&
          (node.usually.learntFrom
            ? say('arrival.silentLike', { other: node.usually.learntFrom, time: seconds(node.usually.ms) })
            : say('arrival.silentUsually', { time: seconds(node.usually.ms) }))}{' '}
        {say('arrival.screenAsk', { host })}
      </p>
      <fieldset className="sw-screens">
        <legend className="pf-v6-screen-reader">{say('arrival.screenAsk', { host })}</legend>
        {SCREENS.map((entry) => (
          <label key={entry} className={screen === entry ? 'sw-screen sw-screen-chosen' : 'sw-screen'}>
            <span className="sw-screen-shot mono" aria-hidden="true">
              {shotOf(entry, site, node)}
            </span>
            <span className="sw-screen-word">
              <input type="radio" name={`${id}-screen`} checked={screen === entry} onChange={() => show(entry)} />
              {say(WORDS[entry])}
            </span>
          </label>
        ))}
      </fieldset>
      <div className="sw-remedy" role="status">
        {remedy?.map((entry, index) => {
          const { summary, hint } = describeHere(entry, language);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two remedies may be equal in every field
            <p key={`${entry.code}-${index}`}>
              <strong>{summary}</strong> {hint} <CodeLink code={entry.code} />
              {entry.evidence.length > 0 && <span className="sw-evidence mono">{entry.evidence.join('\n')}</span>}
            </p>
          );
        })}
        {!remedy && <DiagnosticList diagnostics={node.diagnostics} />}
      </div>
      <div className="sw-buttons sw-remedy-act">
        {onPowered && (
          <Button variant="secondary" onClick={() => onPowered(host)}>
            {say('arrival.poweredNow')}
          </Button>
        )}
        {remedy && (
          <Button
            variant={onPowered ? 'primary' : 'secondary'}
            onClick={() => goTo(field ? hrefOf(ref, pageOfField(field), field) : hrefOf(ref, 'media'))}
          >
            {say(field ? 'arrival.goFix' : 'arrival.toMedia')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** A console as it looks in small. Names and addresses are the node's own, so that the screen is recognised. */
function shotOf(screen: Screen, site: Site, { host, address }: NodeArrival): string {
  switch (screen) {
    case 'error-and-prompt':
      return 'Installation aborted\nerror: no matching disk\n\nroot@proxmox:/# _';
    case 'boot-menu':
      return `Proxmox VE ${site.pve.version}\n> Install (Automated)\n  Install (Graphical)\n  Rescue Boot`;
    case 'login-prompt':
      return `Welcome to Proxmox VE\nhttps://${address}:8006\n\n${host} login: _`;
    case 'installer':
      return 'Installing Proxmox VE\n\n[########......]  58%\ncopying files';
    case 'grub-prompt':
      return 'GNU GRUB  version 2.12\n\nMinimal BASH-like line\ngrub> _';
    case 'nothing':
      return '';
  }
}
