/** The mark: two nodes and a witness. */
export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <rect x="1" y="3" width="8" height="7" rx="1.5" fill="var(--sw-petrol)" />
      <rect x="13" y="3" width="8" height="7" rx="1.5" fill="var(--sw-petrol)" />
      <path d="M5 10v4h12v-4M11 14v4" stroke="var(--sw-petrol)" strokeWidth="1.6" fill="none" />
      <circle cx="11" cy="19" r="2" fill="var(--sw-vote)" />
    </svg>
  );
}
