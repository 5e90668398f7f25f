// The README's `npm run dev` where nothing is built yet: the first picture comes, or this fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Generous: kernels and fonts are built on the way. */
const MINUTES = 15;

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();

const service = spawn('npm', ['run', 'dev', '--', '--port', `${port}`], {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const ended = once(service, 'exit').then(([code]) => `npm run dev ended with ${code}`);
const address = `http://127.0.0.1:${port}/examplebucket/example.jpg?x-oss-process=image/resize,w_100`;
const answer = await Promise.race([ended, firstAnswer()]);
if (service.exitCode === null) process.kill(-service.pid);
console.log(answer);
process.exit(answer === '200 image/jpeg' ? 0 : 1);

async function firstAnswer() {
  for (const end = Date.now() + MINUTES * 60_000; Date.now() < end;) {
    try {
      const { status, headers } = await fetch(address);
      return `${status} ${headers.get('content-type')}`;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  return `nothing came within ${MINUTES} minutes`;
}
