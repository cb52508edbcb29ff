/** Rows that are there with the first drawing: more than any screen shows. */
const FIRST_ROWS = 60;
/** Rows that each further drawing adds: as many as a slow telephone draws without being felt. */
const PIECE_ROWS = 150;

/** Long lists come in pieces, so that what one sees is there before what one scrolls to. Nothing of them is left out in the end. */
export interface RowPieces {
  /** The rows of a list that are due. */
  due<Row>(rows: readonly Row[]): readonly Row[];
  /** Whether a list was longer than what was due since the last question; then more is due from now on. */
  advance(): boolean;
  /** Another place is shown: it begins with its first rows. */
  restart(): void;
}

export function rowPieces(): RowPieces {
  let most = FIRST_ROWS;
  let isCut = false;
  return {
    due(rows) {
      if (rows.length <= most) return rows;
      isCut = true;
      return rows.slice(0, most);
    },
    advance() {
      const wasCut = isCut;
      isCut = false;
      if (wasCut) most += PIECE_ROWS;
      return wasCut;
    },
    restart() {
      most = FIRST_ROWS;
    },
  };
}
