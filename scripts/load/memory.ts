/** What the runtime of a local service holds, read from Linux's /proc. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Adds up the memory of runtimes. */
export interface MemoryMeter {
  /** Resident bytes. */
  read(): number;
}

/** A meter for the service on a port of this machine; undefined where that cannot be found out. */
export function meterOf(port: number): MemoryMeter | undefined {
  try {
    const runtimes = relatives(listener(port)).filter((pid) => nameOf(pid) === 'workerd');
    if (runtimes.length === 0) return undefined;
    return { read: () => runtimes.reduce((sum, pid) => sum + residentBytes(pid), 0) };
  } catch {
    return undefined;
  }
}

/** The process that listens on a port: the one that holds the socket. */
function listener(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const line = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((text) => text.trim().split(/\s+/))
    .find(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '0A');
  const socket = `socket:[${line?.[9]}]`;
  const found = processes().find((pid) => handles(pid).includes(socket));
  if (found === undefined) throw new Error(`Nobody listens on ${port}.`);
  return found;
}

/** The processes that share a parent with one: wrangler runs one runtime for the port and one for the code. */
function relatives(pid: number): number[] {
  const parent = parentOf(pid);
  return processes().filter((other) => parentOf(other) === parent);
}

function processes(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function handles(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
  } catch {
    // Somebody else's, or ended meanwhile.
    return [];
  }
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}
