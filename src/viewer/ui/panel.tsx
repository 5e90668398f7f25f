/** A part of the page that is opened when it is wanted; nothing in it is asked for before. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Its heading, and what is in it. */
export interface PanelProps {
  readonly title: string;
  readonly name: string;
  readonly children: ComponentChildren;
}

/** Closed at first. */
export function Panel({ title, name, children }: PanelProps) {
  const [open, setOpen] = useState(false);
  return (
    <details class={`panel ${name}`} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && children}
    </details>
  );
}
