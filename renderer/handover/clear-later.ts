let waiting: ReturnType<typeof setTimeout> | undefined;

/**
 * Empties the clipboard after a time; what was copied last counts. A page without the focus may not write to the clipboard: then as
 * soon as it has it again.
 */
export function clearLater(afterMs: number, onCleared: () => void): void {
  clearTimeout(waiting);
  const clear = () => {
    navigator.clipboard.writeText('').then(onCleared, () => {
      window.addEventListener('focus', clear, { once: true });
    });
  };
  waiting = setTimeout(clear, afterMs);
}
