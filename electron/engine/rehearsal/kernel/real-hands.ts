/** What is real of a lab host: its own programs, and the votes that its own corosync counts. */
export interface RealHands {
  /** Runs a program of the real host as root. Never rejects: a host that is off gives code 255. */
  run(argv: readonly string[]): Promise<RealEnd>;
  /** As corosync-quorumtool said last; undefined = it does not run. */
  votes(): RealVotes | undefined;
}

export interface RealEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Votes as one node counts them. */
export interface VoteCount {
  readonly total: number;
  readonly expected: number;
  readonly needed: number;
  readonly quorate: boolean;
  readonly device: boolean;
  readonly deviceVotes: number;
}

export interface RealVotes extends VoteCount {
  /** Node ids of the members, the own one included. */
  readonly memberIds: readonly number[];
}
