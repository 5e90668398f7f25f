/** A button that lets the reader choose a file. */

/** What it says, which files it offers, and who takes the chosen one. */
export interface FileButtonProps {
  readonly label: string;
  /** Media types and endings, as `<input accept>` has them. */
  readonly accept: string;
  take(file: File | undefined): void;
}

/** The browser's own button speaks the browser's language, so it is hidden behind the page's words. */
export function FileButton({ label, accept, take }: FileButtonProps) {
  return (
    <label class="file">
      {label}
      <input
        type="file"
        accept={accept}
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          // The same file may be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
