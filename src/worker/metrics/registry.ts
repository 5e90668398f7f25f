/** Numbers that Prometheus collects, in its text format (version 0.0.4). They count from the isolate's start. */

/** Names and values, in the order of the metric's labels. */
export type Labels = Readonly<Record<string, string>>;

/** A number that only grows. */
export interface Counter {
  add(amount: number, labels?: Labels): void;
}

/** A sample of a metric. */
export interface Sample {
  readonly value: number;
  readonly labels?: Labels | undefined;
}

/** The metrics of an isolate. */
export interface Registry {
  counter(name: string, help: string): Counter;
  /** A number that is asked for when it is collected. */
  gauge(name: string, help: string, read: () => readonly Sample[]): void;
  /** Everything as text. */
  text(): string;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  read(): readonly Sample[];
}

/** Combinations of labels that one counter keeps; more are counted together, so that no caller fills the isolate. */
const MOST_SERIES = 1000;
const OTHER: Labels = { other: 'true' };

/** An empty registry. */
export function createRegistry(): Registry {
  const metrics: Metric[] = [];
  return {
    counter(name, help) {
      const series = new Map<string, { value: number; readonly labels: Labels }>();
      metrics.push({ name, help, type: 'counter', read: () => [...series.values()] });
      return {
        add(amount, labels = {}) {
          const place = JSON.stringify(labels);
          const isRoom = series.has(place) || series.size < MOST_SERIES;
          const key = isRoom ? place : JSON.stringify(OTHER);
          const counted = series.get(key) ?? { value: 0, labels: isRoom ? labels : OTHER };
          counted.value += amount;
          series.set(key, counted);
        },
      };
    },
    gauge(name, help, read) {
      metrics.push({ name, help, type: 'gauge', read });
    },
    text: () => metrics.map(written).join(''),
  };
}

function written({ name, help, type, read }: Metric): string {
  const lines = read().map(({ value, labels }) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
