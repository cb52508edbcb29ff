import type { Command } from 'commander';
import type { Language } from '../api/text.ts';
import { grammarOf, type RunCommand } from './grammar.ts';
import { addAnswersCommands } from './groups/answers-commands.ts';
import { addAroundCommands } from './groups/around-commands.ts';
import { addBundleCommands } from './groups/bundle-commands.ts';
import { addHandoverCommands } from './groups/handover-commands.ts';
import { addMediaCommands } from './groups/media-commands.ts';
import { addPlanningCommands } from './groups/planning-commands.ts';
import { addReportCommands } from './groups/report-commands.ts';
import { addSecretsCommands } from './groups/secrets-commands.ts';
import { addSiteCommands } from './groups/site-commands.ts';
import { addStackCommands } from './groups/stack-commands.ts';
import { addUpdateCommands } from './groups/update-commands.ts';
import { addWorkCommands } from './groups/work-commands.ts';
import { localiseHelp } from './usage.ts';

export type { RunCommand } from './grammar.ts';

/**
 * argv -> client calls. Reads top to bottom as the journey does.
 * @param ownSite the site of the deployment stick that this runs from: what is meant where none is named
 */
export function createProgram(run: RunCommand, language: Language, version: string, ownSite?: string): Command {
  const grammar = grammarOf(run, language, version, ownSite);
  addPlanningCommands(grammar);
  addSiteCommands(grammar);
  addSecretsCommands(grammar);
  addAnswersCommands(grammar);
  addMediaCommands(grammar);
  addBundleCommands(grammar);
  addWorkCommands(grammar);
  addStackCommands(grammar);
  addReportCommands(grammar);
  addHandoverCommands(grammar);
  addAroundCommands(grammar);
  addUpdateCommands(grammar);
  localiseHelp(grammar.program, language);
  return grammar.program;
}
