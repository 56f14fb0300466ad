import { LifecycleModel } from './lifecycle-model.js';

/** What may happen together with others within one turn. */
export type TurnAct = 'resume' | 'suspend' | 'cancel' | 'answer' | 'refuse';

/** What a request does when several things happen within one turn. */
export class LifecycleTurnModel extends LifecycleModel {
  /**
   * Acts within one turn: the state changes at once, and what follows from each act in the order of the acts. See
   * {@link knownOf} for steps with a queue of their own.
   */
  doTogether(acts: readonly TurnAct[]): void {
    const known = this.setting.hasQueuesOfItsOwn ? knownOf(acts) : acts;
    const consequences = known.map((act) => this.#begin(act));
    for (const consequence of consequences) consequence?.();
  }

  #begin(act: TurnAct): (() => void) | undefined {
    switch (act) {
      case 'resume':
        if (this.state !== 'initialized' && this.state !== 'suspended') return undefined;
        this.becomeResumed();
        return () => {
          this.didResume();
        };
      case 'suspend':
        if (this.state !== 'initialized' && this.state !== 'resumed') return undefined;
        this.state = 'suspended';
        return () => {
          if (!this.hasEnded) this.toldState = 'suspended';
        };
      case 'cancel':
        if (this.hasEnded) this.cancelByHand();
        else this.state = 'cancelled';
        return () => {
          this.cancelByHand();
        };
      case 'answer':
      case 'refuse':
        return this.#beginAnswer(act === 'refuse');
    }
  }

  #beginAnswer(isRefusal: boolean): () => void {
    const question = this.openQuestions.shift();
    const isLate = this.hasEnded;
    return () => {
      if (isLate || !this.isInterrupted) question?.answered(isRefusal);
    };
  }
}

export function isOfOwner(act: TurnAct): act is 'resume' | 'suspend' | 'cancel' {
  return act !== 'answer' && act !== 'refuse';
}

/** Where steps have a queue of their own, the model knows the turns of two acts of the owner, and of no answers. */
export function knownOf(acts: readonly TurnAct[]): readonly ('resume' | 'suspend' | 'cancel')[] {
  return acts.filter(isOfOwner).slice(0, 2);
}
