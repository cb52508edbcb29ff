import { useEffect } from 'react';

const DARK = 'pf-v6-theme-dark';

/** Paper is white: while something prints, the dark theme is taken off. */
export function useLightPrint(): void {
  useEffect(() => {
    const { classList } = document.documentElement;
    let wasDark = false;
    const before = () => {
      wasDark = classList.contains(DARK);
      classList.remove(DARK);
    };
    const after = () => {
      if (wasDark) classList.add(DARK);
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
