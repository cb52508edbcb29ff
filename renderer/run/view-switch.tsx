import { create } from 'zustand';
import { useSpeech } from '../text/text.ts';

const VIEWS = ['matrix', 'list'] as const;
type StepView = (typeof VIEWS)[number];
const KEY = 'sitewright.step-view';

/** How this person likes to see the steps; remembered by this laptop. */
export const useStepView = create<{ readonly view: StepView; choose(view: StepView): void }>((set) => ({
  view: localStorage.getItem(KEY) === 'list' ? 'list' : 'matrix',
  choose: (view) => {
    localStorage.setItem(KEY, view);
    set({ view });
  },
}));

export function ViewSwitch() {
  const { say } = useSpeech();
  const { view, choose } = useStepView();
  return (
    <fieldset className="sw-view-switch">
      <legend className="pf-v6-screen-reader">{say('steps.view')}</legend>
      {VIEWS.map((name) => (
        <button key={name} type="button" aria-pressed={view === name} onClick={() => choose(name)}>
          {say(`steps.${name}`)}
        </button>
      ))}
    </fieldset>
  );
}
