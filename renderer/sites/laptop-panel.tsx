import { useCallback } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

/** What this laptop brings to any site: room, installers, sticks, addresses. Absent until it is known. */
export function LaptopPanel() {
  const { say, bytes } = useSpeech();
  const engine = useEngine();
  const { value } = useAsked(useCallback(() => engine.app.laptop(), [engine]));
  if (!value) return null;
  const { freeBytes, bases, canWriteDrives, sticks, addresses } = value;
  return (
    <Panel title={say('laptop.title')}>
      <dl className="sw-laptop">
        <dt>{say('laptop.room')}</dt>
        <dd>{freeBytes === undefined ? say('laptop.unknown') : say('laptop.free', { size: bytes(freeBytes) })}</dd>
        <dt>{say('laptop.bases')}</dt>
        <dd>
          {bases.length === 0 ? (
            <span className="sw-subtle">{say('laptop.noBase')}</span>
          ) : (
            bases.map((base) => (
              <StateMark key={base} mark="done">
                {base}
              </StateMark>
            ))
          )}
        </dd>
        <dt>{say('laptop.write')}</dt>
        <dd>
          {canWriteDrives && sticks !== undefined ? (
            <StateMark mark="done">{say('laptop.sticks', { count: sticks })}</StateMark>
          ) : (
            <span className="sw-subtle">{say(canWriteDrives ? 'laptop.unknown' : 'laptop.notHere')}</span>
          )}
        </dd>
        <dt>{say('laptop.network')}</dt>
        <dd>
          {addresses.length === 0
            ? say('laptop.noNetwork')
            : addresses.map(({ name, address }) => (
                <div key={`${name} ${address}`}>
                  {name} <span className="mono">{address}</span>
                </div>
              ))}
        </dd>
      </dl>
    </Panel>
  );
}
