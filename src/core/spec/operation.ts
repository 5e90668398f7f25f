/**
 * An operation is declared once: name, parameters, plan, paint, examples. Reading arguments, error answers,
 * canonical text, documentation, forms and boundary tests all derive from the declaration.
 */
import type { Picture, Rect, Size } from '../image/picture.ts';
import { ProcessError } from './error.ts';
import type { Drawn, Marks } from './marks.ts';
import type { OutputWish, Told } from './output.ts';
import type { Params, ValuesOf } from './params.ts';
import type { Sentence } from './sentence.ts';
import type { Source } from './source.ts';
import type { PaintContext, PlanContext, Prepared, Step, StepPlan } from './step.ts';

/** What every kind of operation declares. */
export interface Declaration<P extends Params> {
  /** The URL's word. */
  readonly name: string;
  /** One sentence for the documentation. */
  readonly summary: Sentence;
  readonly params: P;
  /** The parameter that a single bare value sets: `rotate,90`. */
  readonly bare?: (keyof P & string) | undefined;
  /** True when key and value are refused and only the bare form is read: `rotate,a_90` is an error. */
  readonly bareOnly?: boolean | undefined;
  /** What becomes of arguments after the bare value; refused unless told otherwise. */
  readonly furtherArguments?: 'ignored' | undefined;
  /** OSS sub-code when a required value is missing altogether. */
  readonly missing?: string | undefined;
  /** OSS sub-code when a bare value is not acceptable and the parameter's own does not apply. */
  readonly bareEc?: string | undefined;
  /** True when it may prepare a mark (operations reference, section 4.15.3). */
  readonly preparesMarks?: boolean | undefined;
  /** OSS sub-code of its use to prepare a mark, where it has one of its own. */
  readonly inMarkEc?: string | undefined;
  /** Spellings for the documentation, the forms and the tests; at least one. */
  readonly examples: readonly [string, ...string[]];
  /** Notes for the documentation: rules that no single parameter can tell. */
  readonly notes?: readonly Sentence[] | undefined;
  /** Rules across the texts of all keys given, before any is read by its own type. Throws ProcessError. */
  screen?(texts: Readonly<Record<string, string>>): void;
  /** Rules across parameters. Throws ProcessError. */
  check?(values: ValuesOf<P>): void;
}

/** An operation that changes pixels: its geometry and cost, what it fetches and what it paints. */
export interface PixelDeclaration<P extends Params> extends Declaration<P> {
  /** As a step has it. */
  look?(picture: Picture, values: ValuesOf<P>): Promise<Rect | undefined>;
  plan(size: Size, values: ValuesOf<P>, context: PlanContext): StepPlan;
  /** What it draws of the bucket; everything that `prepare` fetches is named here. */
  draws?(values: ValuesOf<P>): Drawn;
  prepare?(size: Size, values: ValuesOf<P>, marks: Marks): Promise<Prepared>;
  /** Only called when the plan says `paints`. */
  paint?(
    picture: Picture,
    values: ValuesOf<P>,
    plan: StepPlan,
    context: PaintContext,
    prepared: Prepared | undefined,
  ): Picture;
}

/** An operation that only tells the encoder something. */
export interface OutputDeclaration<P extends Params> extends Declaration<P> {
  adjust(wish: OutputWish, values: ValuesOf<P>): OutputWish;
  /** The canonical arguments of what a whole chain has come to ask: `Q_90`. Undefined for what is asked anyway. */
  write(wish: OutputWish): string | undefined;
}

/** An operation that answers JSON. */
export interface ReportDeclaration extends Declaration<Record<never, never>> {
  readonly readsPixels: boolean;
  report(source: Source, picture: Picture | undefined): Promise<unknown>;
}

/** A declared operation, its values' types folded away. */
export interface Operation extends Omit<Declaration<Params>, 'check'> {
  readonly kind: Step['kind'];
  /**
   * The canonical arguments of what a whole chain tells, where the place of the step tells nothing: such steps are
   * written once, behind the others. Undefined when nothing is to be written.
   */
  write?(told: Told): string | undefined;
  /** Binds checked values; `text` is their canonical spelling. */
  bind(values: Readonly<Record<string, unknown>>, text: string): Step;
}

/** Declares an operation that changes pixels. */
export function pixelOperation<const P extends Params>(declaration: PixelDeclaration<P>): Operation {
  const { name: operation } = declaration;
  return {
    ...described(declaration),
    kind: 'pixels',
    bind(raw, text) {
      const values = checked(declaration, raw);
      const { draws, prepare, look } = declaration;
      return {
        kind: 'pixels',
        operation,
        text,
        plan(size, context) {
          try {
            return declaration.plan(size, values, context);
          } catch (error) {
            throw named(error, operation);
          }
        },
        drawn: draws?.(values),
        ...(look && { look: (picture: Picture) => look(picture, values) }),
        ...(prepare && { prepare: (size: Size, marks: Marks) => prepare(size, values, marks) }),
        paint: (picture, plan, context, prepared) =>
          declaration.paint?.(picture, values, plan, context, prepared) ?? picture,
      };
    },
  };
}

/** A refusal with the operation that it is about. */
function named(error: unknown, operation: string): unknown {
  if (!(error instanceof ProcessError)) return error;
  return new ProcessError(error.code, error.message, { ...error.detail, operation });
}

/** Declares an operation that only tells the encoder something. */
export function outputOperation<const P extends Params>(declaration: OutputDeclaration<P>): Operation {
  return {
    ...described(declaration),
    kind: 'output',
    write: ({ wish }) => declaration.write(wish),
    bind(raw, text) {
      const values = checked(declaration, raw);
      return {
        kind: 'output',
        operation: declaration.name,
        text,
        adjust: (wish) => declaration.adjust(wish, values),
      };
    },
  };
}

/** Declares an operation that decides whether the source is turned upright. */
export function orientOperation<const P extends Params>(
  declaration: Declaration<P> & {
    upright(values: ValuesOf<P>): boolean;
    write(upright: boolean): string | undefined;
  },
): Operation {
  return {
    ...described(declaration),
    kind: 'orient',
    write: ({ upright }) => declaration.write(upright),
    bind(raw, text) {
      const values = checked(declaration, raw);
      return { kind: 'orient', operation: declaration.name, text, upright: declaration.upright(values) };
    },
  };
}

/** Declares an operation that decides what is shown where the chain fails. */
export function failureOperation<const P extends Params>(
  declaration: Declaration<P> & { ignored(values: ValuesOf<P>): boolean },
): Operation {
  return {
    ...described(declaration),
    kind: 'failure',
    bind(raw, text) {
      const values = checked(declaration, raw);
      return { kind: 'failure', operation: declaration.name, text, ignored: declaration.ignored(values) };
    },
  };
}

/** Declares an operation that answers JSON. */
export function reportOperation(declaration: ReportDeclaration): Operation {
  const { name: operation, readsPixels, report } = declaration;
  return {
    ...described(declaration),
    kind: 'report',
    bind: (_values, text) => ({ kind: 'report', operation, text, readsPixels, report }),
  };
}

function described<P extends Params>(declaration: Declaration<P>): Omit<Declaration<Params>, 'check'> {
  const { name, summary, params, bare, bareOnly, furtherArguments, bareEc, missing } = declaration;
  const { preparesMarks, inMarkEc, examples, notes, screen } = declaration;
  const described = {
    name,
    summary,
    params,
    bare,
    bareOnly,
    furtherArguments,
    bareEc,
    missing,
    preparesMarks,
    inMarkEc,
    examples,
    notes,
  };
  return screen ? { ...described, screen } : described;
}

/** The reader fills every declared key by its own type, so the values have the declared shape. */
function checked<P extends Params>(declaration: Declaration<P>, raw: Readonly<Record<string, unknown>>) {
  const values = raw as ValuesOf<P>;
  declaration.check?.(values);
  return values;
}
