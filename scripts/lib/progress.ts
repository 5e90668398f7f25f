/** How far a long command is, on one line of the terminal. */

const WIDTH = 30;
/** Milliseconds between two drawings, at least. */
const PAUSE = 100;
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `[#####-----] 50 % and what words say`. */
export function bar(done: number, of: number, words: string): string {
  const part = of === 0 ? 1 : Math.min(1, done / of);
  const filled = '#'.repeat(Math.floor(part * WIDTH)).padEnd(WIDTH, '-');
  return `[${filled}] ${Math.floor(part * 100)} % ${words}`;
}

/** Draws bars over each other at most ten times a second; nothing where lines cannot be drawn over. */
export function drawer(stream: NodeJS.WriteStream): (done: number, of: number, words: string) => void {
  let drawn = 0;
  return (done, of, words) => {
    const now = Date.now();
    const last = done >= of;
    if (!stream.isTTY || (now - drawn < PAUSE && !last)) return;
    drawn = now;
    stream.write(`\r\x1b[K${bar(done, of, words)}${last ? '\n' : ''}`);
  };
}

/** `3.4 MB`. */
export function inUnits(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${(bytes / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}
