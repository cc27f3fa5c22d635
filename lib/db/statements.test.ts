import { expect, it } from 'vitest';
import { statementsOf } from './statements';

it('a statement ends at a semicolon, but not inside a function body, a text, a name or a comment', () => {
  const body = `CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN 'it''s;'; END $$ LANGUAGE plpgsql`;
  const script = `-- first; a comment\n${body};\n\nSELECT ';' AS ";" /* not; here */ ;DO $x$ a; $$;$$ $x$;\n`;
  expect(statementsOf(script)).toEqual([body, `SELECT ';' AS ";"`, 'DO $x$ a; $$;$$ $x$']);
});
