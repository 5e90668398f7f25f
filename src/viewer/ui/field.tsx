/** The form control of one parameter, as its declaration asks for it. */
import { useId } from 'preact/hooks';
import type { ParamDescription } from '../../core/ops/describe.ts';
import { readBase64Text, writeBase64Text } from '../../core/spec/base64.ts';
import { Marked, useShared } from './context.tsx';

/** A parameter and its value as the URL writes it. */
export interface FieldProps {
  readonly param: ParamDescription;
  readonly value: string | undefined;
  /** What the parser says of the value. */
  readonly fault: string | undefined;
  change(value: string | undefined): void;
}

/** A label, its control, what it expects, and what is wrong. */
export function Field(props: FieldProps) {
  const { param, fault } = props;
  const { language } = useShared();
  const id = useId();
  const help = `${id}-help`;
  return (
    <div class={`field${fault === undefined ? '' : ' wrong'}`}>
      <label for={id}>{param.key}</label>
      <ControlOf {...props} id={id} help={help} />
      <p id={help} class="help">
        {fault === undefined ? (
          <Marked text={param.doc[language]} />
        ) : (
          <strong role="alert">
            {fault} <Marked text={param.expects[language]} />
          </strong>
        )}
      </p>
    </div>
  );
}

interface ControlProps extends FieldProps {
  readonly id: string;
  /** Id of the text that describes the control. */
  readonly help: string;
}

function ControlOf(props: ControlProps) {
  switch (props.param.control.kind) {
    case 'number':
      return <NumberControl {...props} min={props.param.control.min} max={props.param.control.max} />;
    case 'select':
      return <SelectControl {...props} options={props.param.control.options} />;
    case 'place':
      return <PlaceControl {...props} options={props.param.control.options} />;
    case 'toggle':
      return <SelectControl {...props} options={['0', '1']} />;
    case 'colour':
      return <ColourControl {...props} />;
    case 'text':
      return <TextControl {...props} />;
  }
}

/** An input's text, undefined when it is empty. */
function textOf(event: Event): string | undefined {
  const { value } = event.currentTarget as HTMLInputElement;
  return value === '' ? undefined : value;
}

/** Common attributes of the control a label is for. */
function attributes({ id, help, fault, param }: ControlProps) {
  return {
    id,
    name: param.key,
    'aria-describedby': help,
    'aria-invalid': fault !== undefined,
    'aria-required': param.presence === 'required',
  };
}

function NumberControl(props: ControlProps & { readonly min: number; readonly max: number }) {
  const { value, param, min, max, change } = props;
  const edit = (event: Event) => change(textOf(event));
  const slides = max - min <= 1000;
  return (
    <span class="number">
      <input
        {...attributes(props)}
        type="text"
        inputMode="numeric"
        value={value ?? ''}
        placeholder={param.fallback ?? `${min}–${max}`}
        onInput={edit}
      />
      {slides && (
        <input
          type="range"
          aria-label={`${param.key} ${min}–${max}`}
          min={min}
          max={max}
          value={value ?? param.fallback ?? `${min}`}
          onInput={edit}
        />
      )}
    </span>
  );
}

function SelectControl(props: ControlProps & { readonly options: readonly string[] }) {
  const { value, param, options, change } = props;
  const shown = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <select {...attributes(props)} value={value ?? ''} onChange={(event) => change(textOf(event))}>
      <option value="">{param.fallback === undefined ? '—' : `(${param.fallback})`}</option>
      {shown.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}

function PlaceControl(props: ControlProps & { readonly options: readonly string[] }) {
  const { id, value, param, options, change, help } = props;
  const chosen = value ?? param.fallback;
  return (
    <fieldset id={id} class="places" aria-describedby={help} aria-label={param.key}>
      {options.map((option) => (
        <label key={option} title={option}>
          <input
            type="radio"
            name={id}
            value={option}
            aria-label={option}
            checked={option === chosen}
            onChange={() => change(option === param.fallback ? undefined : option)}
          />
        </label>
      ))}
    </fieldset>
  );
}

function ColourControl(props: ControlProps) {
  const { value, param, change } = props;
  const shown = value ?? param.fallback ?? '000000';
  return (
    <span class="number">
      <input
        {...attributes(props)}
        type="text"
        value={value ?? ''}
        placeholder={shown}
        onInput={(event) => change(textOf(event))}
      />
      <input
        type="color"
        aria-label={`${param.key} #`}
        value={/^[0-9a-f]{6}$/i.test(shown) ? `#${shown}` : '#000000'}
        onInput={(event) => change(textOf(event)?.slice(1).toUpperCase())}
      />
    </span>
  );
}

/** People type the text; the URL gets its base64url. What is no base64url is shown as it is written. */
function TextControl(props: ControlProps) {
  const { value, param, change } = props;
  const decoded = value === undefined ? '' : (readBase64Text(value) ?? value);
  const fallback = param.fallback === undefined ? '' : (readBase64Text(param.fallback) ?? '');
  return (
    <span class="number">
      <input
        {...attributes(props)}
        type="text"
        value={decoded}
        placeholder={fallback}
        onInput={(event) => {
          const text = textOf(event);
          change(text === undefined ? undefined : writeBase64Text(text));
        }}
      />
      {value !== undefined && <output class="encoded">{value}</output>}
    </span>
  );
}
