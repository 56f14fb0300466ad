import fc from 'fast-check';
import { Roster, type Rostered } from '../../lib/scheduling/roster.js';

interface Member extends Rostered {
  readonly name: number;
}

const member = (name: number): Member => ({ name, place: -1 });

describe('Roster', () => {
  it('has those who came and did not go, in the order they came', () => {
    const [a, b, c] = [member(1), member(2), member(3)];
    const roster = new Roster<Member>();
    for (const each of [a, b, c, b]) roster.add(each);
    roster.delete(b);
    roster.delete(b);
    expect([...roster]).toEqual([a, c]);
    expect([roster.size, roster.has(a), roster.has(b)]).toEqual([2, true, false]);
  });

  it('may be changed while it is gone through', () => {
    const members = [member(1), member(2), member(3)];
    const roster = new Roster<Member>();
    for (const each of members) roster.add(each);
    const seen: Member[] = [];
    for (const each of roster) {
      roster.delete(each);
      seen.push(each);
    }
    expect([seen, roster.size]).toEqual([members, 0]);
  });

  it('lets them go in the order they came, but for those who went before', () => {
    const [a, b, c, d] = [member(1), member(2), member(3), member(4)];
    const roster = new Roster<Member>();
    for (const each of [a, b, c]) roster.add(each);
    roster.delete(b);
    const gone = [roster.shift(), roster.shift(), roster.shift()];
    roster.add(d);
    expect([...gone, roster.shift(), roster.size]).toEqual([a, c, undefined, d, 0]);
  });

  it('is like a Set, whoever comes and goes', () => {
    const members = Array.from({ length: 100 }, (_, name) => member(name));
    const acts = fc.array(fc.tuple(fc.constantFrom('comes', 'goes', 'first goes'), fc.nat(99)), {
      maxLength: 400,
    });
    const property = fc.property(acts, (happenings) => {
      const [roster, set] = [new Roster<Member>(), new Set<Member>()];
      for (const [what, name] of happenings) {
        const each = what === 'first goes' ? ([...set][0] ?? member(-1)) : (members[name] as Member);
        if (what === 'comes') roster.add(each);
        else if (what === 'goes') roster.delete(each);
        else roster.shift();
        if (what === 'comes') set.add(each);
        else set.delete(each);
        expect(roster.size).toBe(set.size);
      }
      expect([...roster]).toEqual([...set]);
      for (const each of set) roster.delete(each);
    });
    fc.assert(property);
  });
});
