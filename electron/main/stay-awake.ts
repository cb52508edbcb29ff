import { powerSaveBlocker } from 'electron';

/**
 * Keeps this laptop awake while a run is live: an installation of a rack outlasts any idle timer. The screen may go dark; a
 * closed lid is the system's own decision.
 */
export class StayAwake {
  #blocker: number | undefined;

  /** Told by the engine whenever runs begin or end; asking twice changes nothing. */
  wanted(isWanted: boolean): void {
    const isHeld = this.#blocker !== undefined && powerSaveBlocker.isStarted(this.#blocker);
    if (isWanted && !isHeld) this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!isWanted && isHeld && this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }
}
