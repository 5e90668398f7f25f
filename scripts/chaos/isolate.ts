/** One isolate of the local runtime, looked into over its inspector. */

/** What an isolate holds. */
export interface Isolate {
  /** Bytes of live objects, array buffers and WebAssembly memories: garbage is collected before. */
  held(): Promise<number>;
  close(): void;
}

interface Usage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize: number;
  readonly backingStorageSize: number;
}

/** Milliseconds after which an isolate that does not answer is woken. */
const PATIENCE = 500;

/** Connects to a Worker's isolate. One that rests looks at its inspector only when a request comes: `wake` sends one. */
export async function openIsolate(
  { host }: URL,
  worker: string,
  wake: () => Promise<unknown>,
): Promise<Isolate> {
  const socket = new WebSocket(`ws://${host}/core:user:${worker}`);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`no inspector for ${worker}`)));
  });
  const gone = new Promise<never>((_, reject) => {
    socket.addEventListener('close', () => reject(new Error('the inspector hung up')));
  });
  gone.catch(() => undefined);
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let calls = 0;
  const call = (method: string) =>
    Promise.race([
      gone,
      new Promise<unknown>((resolve) => {
        waiting.set(++calls, resolve);
        socket.send(JSON.stringify({ id: calls, method }));
      }),
    ]);
  return {
    async held() {
      const waking = setInterval(() => void wake().catch(() => undefined), PATIENCE);
      try {
        await call('HeapProfiler.collectGarbage');
        const usage = (await call('Runtime.getHeapUsage')) as Usage;
        return usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
      } finally {
        clearInterval(waking);
      }
    },
    close: () => socket.close(),
  };
}
