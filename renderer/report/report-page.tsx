import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReportFolder } from '../../electron/api/report.ts';
import type { Site } from '../../electron/api/site.ts';
import type { Language } from '../../electron/api/text.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { useAttempt } from '../ui/use-attempt.ts';
import { ContentsPanel, type Heading, headingsOf } from './contents-panel.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import { followNumbers, markNumber, scrollToNumber } from './numbers-on-paper.ts';
import { PaperFind } from './paper-find.tsx';
import { askedEvidence } from './report-route.ts';
import { SignDialog } from './sign-dialog.tsx';
import { WrittenFiles } from './written-files.tsx';
import './report.css';

/** Page 12: the as-built document as paper, who signed it, and the folder it is written to. */
export function ReportPage({ site }: { readonly site: Site }) {
  const { say, language: spoken } = useSpeech();
  // Shown in another language than the window's, until this page is left.
  const [chosen, setChosen] = useState<Language>();
  const language = chosen ?? spoken;
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const finished = useRun(({ at }) => [at.install, at.smoke, at.drill].map((run) => run?.finishedAt).join(' '));
  // Asked again when a run ends. Without any run there is nothing to preview, and that is no failure.
  const preview = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a run is why it is asked again
    useCallback(async () => {
      const runs = await engine.runs.list({ site: ref });
      const newest = runs.find((run) => run.kind === 'apply' || run.kind === 'rehearse');
      return newest ? engine.report.preview({ site: ref, runId: newest.runId, language }) : null;
    }, [engine, ref, language, finished]),
  );
  const [made, setMade] = useState<ReportFolder>();
  const [headings, setHeadings] = useState<readonly Heading[]>([]);
  const [number, setNumber] = useState(() => askedEvidence(window.location.hash));
  const [places, setPlaces] = useState(0);
  const [loads, setLoads] = useState(0);
  const [asks, setAsks] = useState<'sign' | 'set-aside'>();
  const paper = useRef<HTMLIFrameElement>(null);
  const [isFocused, setFocused] = useState(false);
  // Where the focus is inside a frame, no selector of this page says so: this window has lost it to that one.
  useEffect(() => {
    const look = () => setFocused(paper.current !== null && document.activeElement === paper.current);
    window.addEventListener('blur', look);
    window.addEventListener('focus', look);
    return () => {
      window.removeEventListener('blur', look);
      window.removeEventListener('focus', look);
    };
  }, []);
  const { failure, asking, attempt } = useAttempt();
  const shown = preview.value ?? undefined;
  const signed = shown?.signed;
  const runId = shown?.runId;
  const evidence = shown?.evidence.find((entry) => entry.number === number);
  const choose = (chosen: string | undefined) => {
    setNumber(chosen);
    setPlaces(markNumber(paper.current?.contentDocument, chosen));
  };
  const write = () => attempt(async () => setMade(await engine.report.make({ site: ref, runId })));
  return (
    <StopFrame
      page="report"
      title="report.title"
      lead="report.lead"
      figures={
        shown && (
          <div className="sw-buttons sw-report-tools">
            <PaperFind paperWindow={() => paper.current?.contentDocument?.defaultView} loads={loads} />
            <ToggleGroup isCompact aria-label={say('report.language')}>
              {(['es', 'en'] as const).map((entry) => (
                <ToggleGroupItem
                  key={entry}
                  text={say(`report.in_${entry}`)}
                  buttonId={`report-in-${entry}`}
                  isSelected={language === entry}
                  onChange={() => setChosen(entry)}
                />
              ))}
            </ToggleGroup>
          </div>
        )
      }
      status={
        made ? (
          <StateMark mark="done">
            <strong>{say('report.written', { folder: made.folder })}</strong>
          </StateMark>
        ) : (
          <StatusLine
            shown={shown}
            isWithoutRun={preview.value === null}
            otherLanguage={language === site.language ? undefined : site.language}
          />
        )
      }
      actions={
        <>
          {signed && signed.state !== 'none' && (
            <Button variant="link" onClick={() => setAsks('set-aside')}>
              {say('report.setAside')}
            </Button>
          )}
          {signed && signed.state !== 'changed-since' && signed.by.length < 2 && (
            <Button variant="secondary" onClick={() => setAsks('sign')}>
              {say('report.sign')}
            </Button>
          )}
          <Button variant="primary" isDisabled={!shown || asking} onClick={() => void write()}>
            {say('report.write')}
          </Button>
        </>
      }
    >
      <DiagnosticList diagnostics={[...preview.failure, ...failure]} />
      {made && <WrittenFiles made={made} />}
      {shown && (
        <div className={evidence ? 'sw-report sw-has-evidence' : 'sw-report'}>
          <ContentsPanel
            headings={headings}
            signed={shown.signed}
            onGo={({ id }) => {
              // Only the paper is scrolled: scrolling an element into view would move the page around it too.
              const heading = paper.current?.contentDocument?.getElementById(id);
              paper.current?.contentWindow?.scrollTo({ top: heading?.offsetTop ?? 0 });
            }}
          />
          {/* The page reaches into the paper to scroll it; nothing in it can run: no script is allowed, and its own policy has none. */}
          <iframe
            ref={paper}
            className={`sw-paper${isFocused ? ' sw-focused' : ''}`}
            title={say('report.preview')}
            sandbox="allow-same-origin"
            srcDoc={shown.html}
            onLoad={() => {
              setHeadings(headingsOf(paper.current?.contentDocument));
              followNumbers(paper.current?.contentDocument, choose);
              setPlaces(markNumber(paper.current?.contentDocument, number));
              setLoads((before) => before + 1);
              scrollToNumber(paper.current?.contentWindow, number);
            }}
          />
          {evidence && (
            <EvidencePanel
              key={evidence.number}
              site={ref}
              reportOf={shown.runId}
              evidence={evidence}
              places={places}
              onClose={() => {
                choose(undefined);
                paper.current?.focus();
              }}
            />
          )}
        </div>
      )}
      {asks === 'sign' && signed && (
        <SignDialog
          signed={signed.by.map((entry) => entry.as)}
          sign={async (signOff) => {
            setMade(await engine.report.sign({ site: ref, runId, signOff }));
            preview.ask();
          }}
          onClose={() => setAsks(undefined)}
        />
      )}
      {asks === 'set-aside' && (
        <TypedDialog
          title={say('report.setAsideTitle')}
          name={site.name}
          label={say('report.setAsideLabel', { name: site.name })}
          ways={[
            {
              label: say('report.setAside'),
              go: async (typed) => {
                await engine.report.setAside({ site: ref, runId, confirm: typed });
                setMade(undefined);
                preview.ask();
              },
            },
          ]}
          onClose={() => setAsks(undefined)}
        >
          <p>{say('report.setAsideLead')}</p>
        </TypedDialog>
      )}
    </StopFrame>
  );
}

/** How much of the document names what it stands on, before it is written. */
function StatusLine({
  shown,
  isWithoutRun,
  otherLanguage,
}: {
  readonly shown: { readonly statements: { readonly all: number; readonly proven: number } } | undefined;
  readonly isWithoutRun: boolean;
  /** That of the site, in which it is written, where it is shown in the other one. */
  readonly otherLanguage: Language | undefined;
}) {
  const { say } = useSpeech();
  if (isWithoutRun) return say('report.none');
  if (!shown) return say('report.notWritten');
  const { all, proven } = shown.statements;
  return (
    <StateMark mark={proven === all ? 'done' : 'warning'}>
      <span>
        <strong>{say('evidence.statements', { all, proven })}</strong> {say('report.notWritten')}
        {otherLanguage && ` ${say(`report.writtenIn_${otherLanguage}`)}`}
      </span>
    </StateMark>
  );
}
