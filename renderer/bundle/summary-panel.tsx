import { Button } from '@patternfly/react-core';
import { BoxIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import type { BundleLook } from '../../electron/api/bundle.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import type { Readiness } from './work-state.ts';

const STATES: Readonly<Record<Readiness, readonly [Mark, SentenceKey]>> = {
  none: ['waiting', 'bundle.stateNone'],
  'by-hand': ['done', 'bundle.stateByHand'],
  begun: ['warning', 'bundle.stateBegun'],
  bad: ['failed', 'bundle.stateBad'],
  lacking: ['warning', 'bundle.stateLacking'],
  complete: ['done', 'bundle.stateComplete'],
};

const SIGNATURES: Readonly<Record<BundleLook['signature'], readonly [Mark, SentenceKey]>> = {
  none: ['warning', 'bundle.signedNone'],
  own: ['done', 'bundle.signedOwn'],
  'unknown-key': ['no-change', 'bundle.signedUnknown'],
  'other-key': ['failed', 'bundle.signedOther'],
  bad: ['failed', 'bundle.signedBad'],
};

/** The bundle in one row: whether it is complete, how large, made when, signed by whom; and the two ways to look at it again. */
export function SummaryPanel({
  look,
  ready,
  isMaking,
  isBusy,
  children,
  onCheck,
  onUpdate,
}: {
  readonly look: BundleLook;
  readonly ready: Readiness;
  readonly isMaking: boolean;
  /** Something runs, or has been asked for. */
  readonly isBusy: boolean;
  readonly onCheck: () => void;
  readonly onUpdate: () => void;
  /** Further rows. */
  readonly children: ReactNode;
}) {
  const { say, bytes, moment, number } = useSpeech();
  const [mark, word] = isMaking ? (['running', 'bundle.stateMaking'] as const) : STATES[ready];
  const [signatureMark, signatureWord] = SIGNATURES[look.signature];
  const hasLock = look.state !== 'none';
  return (
    <section className="sw-panel" aria-label={say('bundle.summary')}>
      <div className="sw-base">
        <BoxIcon className="sw-base-icon" aria-hidden="true" />
        <Fact
          head={
            <StateMark mark={mark}>
              <strong>{say(word)}</strong>
            </StateMark>
          }
        >
          <span className="mono sw-break">{look.folder}</span>
        </Fact>
        {hasLock && (
          <>
            <Fact head={bytes(look.sizeBytes)}>
              {look.filesThere === look.files
                ? say('bundle.itemsAndFiles', { items: number(look.items.length), files: number(look.files) })
                : say('bundle.filesThere', { there: number(look.filesThere), files: number(look.files) })}
            </Fact>
            {look.madeAt !== undefined && <Fact head={moment(look.madeAt)}>{say('bundle.lastMade')}</Fact>}
            {look.state === 'made' && (
              <Fact
                head={
                  <StateMark mark={look.checked ? (look.checked.ok ? 'done' : 'failed') : 'waiting'}>
                    {say(
                      look.checked
                        ? look.checked.ok
                          ? 'bundle.checkedGood'
                          : 'bundle.checkedBad'
                        : 'bundle.unchecked',
                    )}
                  </StateMark>
                }
              >
                {look.checked && moment(look.checked.at)}
              </Fact>
            )}
            <Fact head={<StateMark mark={signatureMark}>{say(signatureWord)}</StateMark>}>
              {look.signedBy !== undefined && (
                <span className="mono" title={look.signedBy}>
                  {look.signedBy.slice(0, 17)}…
                </span>
              )}
            </Fact>
            <div className="sw-base-pick sw-buttons">
              <Button variant="secondary" isDisabled={isBusy} onClick={onUpdate}>
                {say('bundle.update')}
              </Button>
              <Button variant="secondary" isDisabled={isBusy} onClick={onCheck}>
                {say('bundle.check')}
              </Button>
            </div>
          </>
        )}
      </div>
      {look.lacking.length > 0 && hasLock && (
        <div className="sw-base-more">
          <StateMark mark="warning">
            <strong>{say('bundle.lackingHead', { count: look.lacking.length })}</strong>
          </StateMark>
          <ul className="sw-lacking mono sw-small">
            {look.lacking.slice(0, 20).map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
          {look.lacking.length > 20 && <p>{say('bundle.andMore', { count: look.lacking.length - 20 })}</p>}
        </div>
      )}
      {children}
    </section>
  );
}

export function Fact({ head, children }: { readonly head: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="sw-base-fact">
      <span>{head}</span>
      <span className="sw-small sw-subtle">{children}</span>
    </div>
  );
}
