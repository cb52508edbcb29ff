import { Button } from '@patternfly/react-core';
import type { NodeArrival } from '../../electron/api/arrival.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';

/** What a person does now: switch on, pull the stick; with the button that tells us. */
export function NextPanel({
  nodes,
  live,
  isSomebodyWaiting,
  onPowered,
}: {
  readonly nodes: readonly NodeArrival[];
  readonly live: boolean;
  /** Another panel already says what to do: then it is not nothing. */
  readonly isSomebodyWaiting: boolean;
  readonly onPowered: (host: string) => void;
}) {
  const { say } = useSpeech();
  const shown = nodes.filter((node) => node.diagnostics.length > 0 || (live && needsHands(node)));
  if (shown.length === 0)
    return live && !isSomebodyWaiting && nodes.some((node) => node.phase !== 'ready') ? (
      <Panel title={say('arrival.nextTitle')}>{say('arrival.nextNothing')}</Panel>
    ) : null;
  return (
    <Panel title={say('arrival.nextTitle')} flush>
      <ul className="sw-next">
        {shown.map((node) => (
          <li key={node.host}>
            <div>
              <strong>{node.host}</strong>{' '}
              {needsHands(node) && node.diagnostics.length === 0 && (
                <span>
                  {say(
                    node.phase !== 'waiting'
                      ? 'arrival.pullStick'
                      : node.origin === 'installed'
                        ? 'arrival.waitingWhat'
                        : 'arrival.waitingExisting',
                  )}
                </span>
              )}
              <DiagnosticList diagnostics={node.diagnostics} />
            </div>
            {live && needsHands(node) && (
              <Button
                variant="secondary"
                size="sm"
                aria-label={say('arrival.poweredNowOf', { host: node.host })}
                onClick={() => onPowered(node.host)}
              >
                {say('arrival.poweredNow')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function needsHands({ phase }: NodeArrival): boolean {
  return phase === 'waiting' || phase === 'installed';
}
