/** The form control of one parameter, as its declaration asks for it. */
import { useId } from 'preact/hooks';
import type { ParamDescription } from '../../core/ops/describe.ts';
import { readBase64Text, writeBase64Text } from '../../core/spec/base64.ts';
import type { Control } from '../../core/spec/values.ts';
import type { Fault } from '../chain.ts';
import { Marked, useShared, useWords } from './context.tsx';

/** A parameter and its value as the URL writes it. */
export interface FieldProps {
  readonly param: ParamDescription;
  readonly value: string | undefined;
  /** What the parser says of the value. */
  readonly fault: Fault | undefined;
  change(value: string | undefined): void;
}

/** A label, its control, what it expects, and what is wrong. */
export function Field(props: FieldProps) {
  const { param, fault } = props;
  const { language } = useShared();
  const word = useWords();
  const id = useId();
  const help = `${id}-help`;
  const typed = TYPED.has(param.control.kind);
  return (
    <div class={`field${fault === undefined ? '' : ' wrong'}`}>
      <label for={id}>{param.key}</label>
      <ControlOf {...props} id={id} help={help} />
      <p id={help} class="help">
        <Marked text={param.doc[language]} />{' '}
        {fault === undefined ? (
          typed && (
            <span class="expects">
              <Marked text={param.expects[language]} />
            </span>
          )
        ) : (
          <strong role="alert">
            {fault.message} {word('expected')} <Marked text={(fault.expected ?? param.expects)[language]} />
          </strong>
        )}
      </p>
    </div>
  );
}

/** Controls that take what is typed, so that what they accept has to be said. */
const TYPED: ReadonlySet<Control['kind']> = new Set<Control['kind']>(['number', 'colour', 'text']);

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
      return <ToggleControl {...props} />;
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
        placeholder={param.fallback ?? `${min} … ${max}`}
        onInput={edit}
      />
      {slides && (
        <input
          type="range"
          aria-label={`${param.key}: ${min} … ${max}`}
          min={min}
          max={max}
          value={value ?? param.fallback ?? `${min}`}
          onInput={edit}
        />
      )}
    </span>
  );
}

/** A switch that stands as the default says until it is used. */
function ToggleControl(props: ControlProps) {
  const { value, param, change } = props;
  const turn = (on: boolean) => change(`${Number(on)}` === param.fallback ? undefined : `${Number(on)}`);
  return (
    <input
      {...attributes(props)}
      type="checkbox"
      role="switch"
      checked={(value ?? param.fallback) === '1'}
      onChange={(event) => turn(event.currentTarget.checked)}
    />
  );
}

function SelectControl(props: ControlProps & { readonly options: readonly string[] }) {
  const { value, param, options, change } = props;
  const shown = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <select {...attributes(props)} value={value ?? ''} onChange={(event) => change(textOf(event))}>
      {param.fallback === undefined && <option value="">—</option>}
      {shown.map((option) => (
        <option key={option} value={option === param.fallback && value === undefined ? '' : option}>
          {option}
        </option>
      ))}
    </select>
  );
}

function PlaceControl(props: ControlProps & { readonly options: readonly string[] }) {
  const { id, value, param, options, change, help } = props;
  const chosen = value ?? param.fallback;
  return (
    <span class="number">
      <fieldset id={id} class="places" aria-describedby={help} aria-label={param.key}>
        {options.map((option) => (
          <input
            key={option}
            type="radio"
            name={id}
            value={option}
            title={option}
            aria-label={option}
            checked={option === chosen}
            onChange={() => change(option === param.fallback ? undefined : option)}
          />
        ))}
      </fieldset>
      {chosen}
    </span>
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
