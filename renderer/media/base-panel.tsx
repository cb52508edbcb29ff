import { Button } from '@patternfly/react-core';
import { CompactDiscIcon } from '@patternfly/react-icons';
import { type ReactNode, useEffect, useId } from 'react';
import type { ErasureView } from '../../electron/api/answers.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../electron/api/diagnostic.ts';
import type { ImageLayout } from '../../electron/api/image.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { type BaseLook, baseVerdict, useBase } from './base-choice.ts';

const LAYOUTS: Readonly<Record<ImageLayout, SentenceKey>> = {
  'grub-hybrid': 'media.grubHybrid',
  isohybrid: 'media.isohybrid',
  'partition-offset': 'media.partitionOffset',
  plain: 'media.plain',
  'other-hybrid': 'media.otherHybrid',
};

/** The base image: which it is, whether it is the known one, how answers get in; and whether the answers are right. */
export function BasePanel({
  site,
  erasure,
  answers,
}: {
  readonly site: Site;
  readonly erasure: readonly ErasureView[] | undefined;
  readonly answers: readonly { readonly node: string; readonly diagnostics: readonly Diagnostic[] }[] | undefined;
}) {
  const { say, bytes } = useSpeech();
  const engine = useEngine();
  const { base, look, looking, failure, accept, rewrite, pick, resume, setRewrite } = useBase();
  useEffect(() => {
    void resume(engine);
  }, [engine, resume]);
  const verdict = look && baseVerdict(look, accept);
  const pickButton = (
    <Button
      variant={base ? 'link' : 'primary'}
      isDisabled={looking}
      onClick={() => void pick(engine)}
      isInline={base !== undefined}
    >
      {say(base ? 'media.other' : 'media.pick')}
    </Button>
  );
  return (
    <section className="sw-panel" aria-label={say('media.base')}>
      <div className="sw-base">
        <CompactDiscIcon className="sw-base-icon" aria-hidden="true" />
        {base ? (
          <Fact head={<strong className="sw-break">{base.name}</strong>}>
            {look ? `${bytes(look.sizeBytes)}${look.release ? `, Proxmox VE ${look.release}` : ''}` : ''}
            {looking && <span role="status">{say('media.reading', { name: base.name })}</span>}
          </Fact>
        ) : (
          <Fact head={<strong>{say('media.noBase')}</strong>}>
            {say('media.noBaseWhy', { version: site.pve.version })}
          </Fact>
        )}
        {look && verdict && <KnownFact look={look} verdict={verdict} />}
        <AnswersFact site={site} erasure={erasure} answers={answers} />
        <div className="sw-base-pick">{pickButton}</div>
      </div>
      {(look || failure.length > 0) && (
        <div className="sw-base-more">
          {look?.layout && (
            <dl className="sw-facts">
              <dt>{say('media.layout')}</dt>
              <dd>{say(LAYOUTS[look.layout])}</dd>
              {verdict !== 'refused' && look.freeBlocks !== undefined && (
                <>
                  <dt>{say('media.patched')}</dt>
                  <dd>
                    {look.freeBlocks > 0
                      ? say('media.inPadding', { size: bytes(look.freeBlocks * 2048) })
                      : say('media.appended')}
                  </dd>
                </>
              )}
            </dl>
          )}
          {look && verdict !== 'refused' && look.knownAs === undefined && <DigestField look={look} />}
          {verdict === 'rewrite-offered' && (
            <label className="sw-check">
              <input type="checkbox" checked={rewrite} onChange={(event) => setRewrite(event.target.checked)} />
              <span>
                {say('media.rewriteOffer')} <span className="sw-subtle sw-small">{say('media.rewriteWhy')}</span>
              </span>
            </label>
          )}
          {look?.release && !look.release.startsWith(site.pve.version) && (
            <StateMark mark="warning">
              {say('media.otherVersion', { wanted: site.pve.version, found: look.release })}
            </StateMark>
          )}
          <DiagnosticList
            diagnostics={[
              ...failure,
              ...(look?.diagnostics ?? []).filter((entry) => entry.code !== 'image.base-unknown'),
            ]}
          />
        </div>
      )}
    </section>
  );
}

function Fact({ head, children }: { readonly head: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="sw-base-fact">
      {head}
      <span className="sw-small sw-subtle">{children}</span>
    </div>
  );
}

function KnownFact({ look, verdict }: { readonly look: BaseLook; readonly verdict: ReturnType<typeof baseVerdict> }) {
  const { say } = useSpeech();
  const [mark, word] = (
    {
      known: ['done', 'media.known'],
      accepted: ['done', 'media.accepted'],
      'digest-needed': ['warning', 'media.unknownBase'],
      'rewrite-offered': ['warning', 'media.refused'],
      refused: ['failed', 'media.refused'],
    } as const
  )[verdict];
  return (
    <Fact head={<StateMark mark={mark}>{say(word)}</StateMark>}>
      <span className="mono" title={look.sha256}>
        sha256 {look.sha256.slice(0, 4)}…{look.sha256.slice(-4)}
      </span>
    </Fact>
  );
}

function AnswersFact({
  site,
  erasure,
  answers,
}: {
  readonly site: Site;
  readonly erasure: readonly ErasureView[] | undefined;
  readonly answers: readonly { readonly node: string; readonly diagnostics: readonly Diagnostic[] }[] | undefined;
}) {
  const { say } = useSpeech();
  if (!answers) return null;
  const nodes = site.hosts.filter((host) => host.origin === 'installed').map((host) => host.name);
  const bad = nodes.filter(
    (node) =>
      hasErrors(answers.filter((entry) => entry.node === node).flatMap((entry) => entry.diagnostics)) ||
      hasErrors(erasure?.find((entry) => entry.node === node)?.diagnostics ?? []),
  );
  const shown = bad.length > 0 ? bad : nodes;
  return (
    <Fact
      head={
        <StateMark mark={bad.length > 0 ? 'failed' : 'done'}>
          {bad.length > 0 ? say('media.answersBad', { count: bad.length }) : say('media.answersChecked')}
        </StateMark>
      }
    >
      {shown.slice(0, 4).join(', ')}
      {shown.length > 4 && ` ${say('network.more', { count: shown.length - 4 })}`}
    </Fact>
  );
}

/** An image that is in no list: its digest is typed from the vendor's page, never taken over by a click. */
function DigestField({ look }: { readonly look: BaseLook }) {
  const { say } = useSpeech();
  const { accept, setAccept } = useBase();
  const id = useId();
  const differs = accept.length === 64 && accept !== look.sha256;
  return (
    <>
      {accept !== look.sha256 && (
        <DiagnosticList
          diagnostics={[diagnostic('image.base-unknown', { params: { file: look.file, sha256: look.sha256 } })]}
        />
      )}
      <div className="sw-field">
        <label htmlFor={id}>{say('media.acceptDigest')}</label>
        <input
          id={id}
          className={`sw-input mono${differs ? ' sw-error' : ''}`}
          value={accept}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={differs}
          aria-describedby={`${id}-help`}
          onChange={(event) => setAccept(event.target.value)}
        />
        <div id={`${id}-help`} className="sw-help">
          {differs && (
            <div className="sw-cell-note sw-error">
              <StateMark mark="failed" />
              <span>{say('media.acceptDiffers')}</span>
            </div>
          )}
        </div>
      </div>
    </>
  );
}
