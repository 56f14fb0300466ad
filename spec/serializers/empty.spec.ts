import * as v from 'valibot';
import { z } from 'zod';
import { Empty, emptyValueOf, withEmptyValue } from '../../lib/serializers/empty.js';

describe('Empty', () => {
  it('is the value of any body', () => {
    expect(Empty['~standard'].validate({ some: 'thing' })).toEqual({ value: Empty.value });
  });

  it('has itself for an empty value', () => {
    expect(emptyValueOf(Empty)?.()).toBe(Empty.value);
  });
});

describe('a schema with an empty value', () => {
  it('checks as the schema does', () => {
    const schema = withEmptyValue(z.array(z.number()), () => []);
    expect(schema['~standard'].validate([1])).toEqual({ value: [1] });
    expect(schema['~standard'].validate('text')).toMatchObject({ issues: [{ path: [] }] });
  });

  it('gives its empty value anew each time', () => {
    const schema = withEmptyValue(v.array(v.number()), () => []);
    expect(emptyValueOf(schema)?.()).toEqual([]);
    expect(emptyValueOf(schema)?.()).not.toBe(emptyValueOf(schema)?.());
  });

  it('may be the method of an object', () => {
    const schema = { ...withEmptyValue(z.string(), () => ''), text: 'none', emptyValue };
    expect(emptyValueOf(schema)?.()).toBe('none');
  });

  it('is not every schema', () => {
    expect(emptyValueOf(z.number())).toBeUndefined();
  });
});

function emptyValue(this: { text: string }): string {
  return this.text;
}
