import { createInterface } from 'node:readline';

/**
 * Asks on the terminal without echo; undefined where nothing was typed or the input ended (Ctrl+D). Ctrl+C ends the
 * command as it does elsewhere.
 */
export function askOnTerminal(question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    // readline writes the question, and again with what was typed behind it: only the question is let through.
    (reader as unknown as { _writeToOutput: (text: string) => void })._writeToOutput = (text) => {
      if (text.startsWith(question)) process.stderr.write(question);
    };
    const end = (answer: string) => {
      process.stderr.write('\n');
      resolve(answer === '' ? undefined : answer);
    };
    reader.once('close', () => end(''));
    reader.once('SIGINT', () => {
      reader.removeAllListeners('close');
      reader.close();
      process.stderr.write('\n');
      process.emit('SIGINT');
    });
    reader.question(question, (answer) => {
      reader.removeAllListeners('close');
      reader.close();
      end(answer);
    });
  });
}
