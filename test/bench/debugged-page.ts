import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const TEXT_FRAME = 0x81;
const HEAD_ENDS = '\r\n\r\n';

/** A page of a Chromium that was started with `--remote-debugging-port`, where Playwright cannot take it over (Electron). */
export interface DebuggedPage {
  /** The value of an expression in the page; a promise is waited for. Throws what the page throws. */
  evaluate<T>(expression: string): Promise<T>;
  pressTab(): Promise<void>;
  close(): void;
}

/** @param host `127.0.0.1:9222`. Throws where there is no page yet. */
export async function debuggedPage(host: string): Promise<DebuggedPage> {
  const targets = (await (await fetch(`http://${host}/json/list`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const address = targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl;
  if (address === undefined) throw new Error('the window has no page');
  const socket = await openSocket(new URL(address));
  const waiting = new Map<number, (answer: Answer) => void>();
  hear(socket, (text) => {
    const answer = JSON.parse(text) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let last = 0;
  const call = async (method: string, params: object): Promise<Answer['result']> => {
    last += 1;
    const id = last;
    const answer = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    socket.write(textFrame(JSON.stringify({ id, method, params })));
    const { result, error } = await answer;
    const thrown = result?.exceptionDetails;
    if (error || thrown) throw new Error(`${method}: ${JSON.stringify(error ?? thrown)}`);
    return result;
  };
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  return {
    evaluate: async <T>(expression: string) => {
      const result = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      return result?.result?.value as T;
    },
    pressTab: async () => {
      await call('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    },
    close: () => socket.destroy(),
  };
}

interface Answer {
  readonly id: number;
  readonly error?: unknown;
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
}

async function openSocket(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  const lines = [
    `GET ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  ];
  socket.write(lines.join('\r\n') + HEAD_ENDS);
  await new Promise<void>((resolve, reject) => {
    let head = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(HEAD_ENDS);
      if (end < 0) return;
      socket.off('data', read);
      socket.unshift(head.subarray(end + HEAD_ENDS.length));
      if (head.toString('latin1').startsWith('HTTP/1.1 101')) resolve();
      else reject(new Error(`the debugger refused: ${head.toString('latin1').split('\r\n')[0]}`));
    };
    socket.on('data', read);
    socket.once('error', reject);
  });
  return socket;
}

/** Whole text frames; Chromium sends each answer as one. */
function hear(socket: Socket, onText: (text: string) => void): void {
  let seen = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk]);
    while (seen.length >= 2) {
      const short = (seen[1] ?? 0) & 0x7f;
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (seen.length < head) return;
      const length = short === 127 ? Number(seen.readBigUInt64BE(2)) : short === 126 ? seen.readUInt16BE(2) : short;
      if (seen.length < head + length) return;
      if (seen[0] === TEXT_FRAME) onText(seen.toString('utf8', head, head + length));
      seen = seen.subarray(head + length);
    }
  });
}

/** What a client sends is masked, as the protocol wants it. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const head = Buffer.alloc(body.length < 126 ? 2 : 4);
  head[0] = TEXT_FRAME;
  head[1] = 0x80 | Math.min(body.length, 126);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, mask, body.map((value, at) => value ^ (mask[at % 4] ?? 0))]);
}
