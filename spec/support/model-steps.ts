import fc from 'fast-check';

/** Does something to the model and to what is real, and compares the two. */
export type Doing<Act, Model, Real> = (act: Act, model: Model, real: Real) => void;

/** Up to so many acts in any order, each of which is possible at any time. */
export function stepsOf<Act, Model extends object, Real>(
  act: fc.Arbitrary<Act>,
  doing: Doing<Act, Model, Real>,
  maxCommands: number,
): fc.Arbitrary<Iterable<fc.Command<Model, Real>>> {
  return fc.commands([act.map((one) => new Step(one, doing))], { maxCommands, size: 'max' });
}

class Step<Act, Model extends object, Real> implements fc.Command<Model, Real> {
  constructor(
    private readonly act: Act,
    private readonly doing: Doing<Act, Model, Real>,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    this.doing(this.act, model, real);
  }

  toString(): string {
    return JSON.stringify(this.act);
  }
}
