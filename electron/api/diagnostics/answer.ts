import { catalogue } from './catalogue.ts';

export const answerDiagnostics = catalogue({});
