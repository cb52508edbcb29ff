import { createInterface } from 'node:readline';

/** Asks on the terminal without echo; undefined where nothing was typed or the question was ended (Ctrl+C, Ctrl+D). */
export function askOnTerminal(question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    process.stderr.write(question);
    (reader as unknown as { _writeToOutput: () => void })._writeToOutput = () => {};
    const end = (answer: string) => {
      process.stderr.write('\n');
      resolve(answer === '' ? undefined : answer);
    };
    reader.once('close', () => end(''));
    reader.question('', (answer) => {
      reader.removeAllListeners('close');
      reader.close();
      end(answer);
    });
  });
}
