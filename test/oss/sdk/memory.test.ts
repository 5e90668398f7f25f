/** The SDK suites against the face in this process. */
import { afterAll, beforeAll } from 'vitest';
import { NOW } from '../support/memory.ts';
import { describeCommunity } from './suite/community.ts';
import { describeCSharp } from './suite/csharp.ts';
import { describeMultipart } from './suite/multipart.ts';
import { describeObjects } from './suite/objects.ts';
import { describeS3 } from './suite/s3.ts';
import { describeSockets } from './suite/sockets.ts';
import { memoryTarget, type Target } from './suite/target.ts';

let today: Target;
/** Its clock stands at the time of the captured requests. */
let frozen: Target;
beforeAll(async () => {
  today = await memoryTarget(Date.now());
  frozen = await memoryTarget(NOW);
});
afterAll(async () => {
  await today.stop();
  await frozen.stop();
});

for (const authorizationV4 of [false, true]) {
  describeObjects(() => today, authorizationV4);
  describeMultipart(() => today, authorizationV4);
}
describeCommunity(() => today);
describeCSharp(
  () => frozen,
  () => NOW,
);
describeS3(() => today);
describeSockets(() => today);
