// Evaluates FEEL with feelin: a JSON line {text, variables} in, one with the tagged value out, until the
// input ends. Where the variables have a "?" the text is the tests of a cell.
import { createInterface } from 'node:readline';
import { evaluate, unaryTest, isRange, isFunction, FeelDate, FeelTime, FeelDateTime, FeelDuration } from 'feelin';

function tagged(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return { number: Number.isFinite(value) ? value : String(value) };
  if (Array.isArray(value)) return value.map(tagged);
  if (value instanceof FeelDate) return { date: value.toString() };
  if (value instanceof FeelTime) return { time: value.toString() };
  if (value instanceof FeelDateTime) return { moment: value.toString() };
  if (value instanceof FeelDuration) return { [value.yearsMonths ? 'months' : 'duration']: value.toString() };
  if (isRange(value)) return { range: [value['start included'], tagged(value.start), tagged(value.end), value['end included']] };
  if (isFunction(value) || typeof value === 'function') return { function: true };
  return { context: Object.fromEntries(Object.entries(value).map(([key, one]) => [key, tagged(one)])) };
}

function answer(line) {
  const { text, variables } = JSON.parse(line);
  const ask = '?' in variables ? unaryTest : evaluate;
  try {
    return { value: tagged(ask(text, variables).value) };
  } catch (error) {
    return { error: String(error.message) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(line)) + '\n');
}
