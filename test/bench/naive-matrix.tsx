import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { RunEvent } from '../../electron/api/run.ts';
import { connectEngine } from '../../renderer/bridge/connect.ts';
import { cellState, isProblem } from '../../renderer/run/plan-items.ts';
import { emptyRun, foldRun } from '../../renderer/state/run-fold.ts';

/** What the bench measures against: the same run, folded once a frame too, in a plain table that is drawn as a whole each time. */
function NaiveMatrix({ runId }: { readonly runId: string }) {
  const [run, setRun] = useState(() => emptyRun(runId));
  useEffect(() => {
    const follow = async () => {
      const engine = await connectEngine();
      let waiting: RunEvent[] = [];
      for await (const event of await engine.runs.events({ runId, after: 0, log: 'none' })) {
        waiting.push(event);
        if (waiting.length > 1) continue;
        requestAnimationFrame(() => {
          const batch = waiting;
          waiting = [];
          setRun((before) => foldRun(before, batch));
        });
      }
    };
    void follow();
  }, [runId]);
  const steps = [...new Set(run.items.map(({ item }) => item.stepId))];
  const hosts = [...new Set(run.items.map(({ item }) => item.target))];
  return (
    <table>
      <tbody>
        {steps.map((step) => (
          <tr key={step}>
            <th>{run.items.find(({ item }) => item.stepId === step)?.item.title.en}</th>
            {hosts.map((host) => {
              const entry = run.items.find(({ item }) => item.stepId === step && item.target === host);
              if (!entry) return <td key={host}>-</td>;
              const [mark, word] = cellState(entry, false);
              return (
                <td key={host}>
                  <button type="button" data-mark={mark} data-problem={isProblem(entry)}>
                    {word} {entry.progress && `${Math.round((entry.progress.done / entry.progress.total) * 100)} %`}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const root = document.getElementById('root');
const runId = new URLSearchParams(window.location.search).get('run');
if (root && runId) createRoot(root).render(<NaiveMatrix runId={runId} />);
