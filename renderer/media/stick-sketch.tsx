/** A stick with what it is for on its body. Decoration: the words stand beside it. */
export function StickSketch({ mark, tone }: { readonly mark: string; readonly tone: 'petrol' | 'warning' | 'quiet' }) {
  return (
    <svg className={`sw-stick-sketch sw-tone-${tone}`} width="62" height="34" viewBox="0 0 62 34" aria-hidden="true">
      <rect x="1" y="8" width="14" height="18" rx="2" className="sw-stick-plug" />
      <rect x="5" y="12.5" width="4" height="3" className="sw-stick-pin" />
      <rect x="5" y="18.5" width="4" height="3" className="sw-stick-pin" />
      <rect x="15" y="2" width="46" height="30" rx="6" className="sw-stick-body" />
      <text x="38" y="22" textAnchor="middle">
        {mark}
      </text>
    </svg>
  );
}
