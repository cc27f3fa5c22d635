-- The audit trail becomes a chain per person. The database keeps it, so that no statement can forget it: docs/audit.md.

ALTER TABLE "audit_events"
  ADD COLUMN "sequence" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "previous_hash" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "hash" TEXT NOT NULL DEFAULT '';

CREATE TABLE "audit_heads" (
    "user_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("user_id")
);

-- What is hashed of an entry: one JSON array. jsonb writes itself in one way only (keys ordered, one space after commas and colons).
CREATE FUNCTION audit_canonical(
  sequence bigint, user_id text, name text, client_id text, grant_id text, address text, at timestamptz, detail jsonb
) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    sequence, user_id, name, client_id, grant_id, address, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), detail
  )::text
$$;

CREATE FUNCTION audit_hash(previous_hash text, canonical text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(previous_hash || canonical, 'UTF8')), 'hex')
$$;

-- Takes the head of the person's chain (a rival waits here until this transaction ends), moves it and gives the row its place.
CREATE FUNCTION audit_events_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  chain text := COALESCE(NEW.user_id, '');
BEGIN
  LOOP
    UPDATE audit_heads AS head
    SET sequence = head.sequence + 1, previous_hash = head.hash, hash = audit_hash(head.hash, audit_canonical(
      head.sequence + 1, NEW.user_id, NEW.name, NEW.client_id, NEW.grant_id, NEW.address, NEW.at, NEW.detail))
    WHERE head.user_id = chain
    RETURNING head.sequence, head.previous_hash, head.hash INTO NEW.sequence, NEW.previous_hash, NEW.hash;
    IF FOUND THEN
      RETURN NEW;
    END IF;
    INSERT INTO audit_heads (user_id, sequence, previous_hash, hash) VALUES (chain, 0, '', repeat('0', 64)) ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;

CREATE FUNCTION audit_events_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('client_center.audit_erased', true) = OLD.user_id THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The audit trail is append-only.' USING HINT = 'docs/audit.md says how to erase all of one person.';
END
$$;

-- For an operator who must erase a person: their entries whole, and the head with them, so that no chain is left with a hole.
CREATE FUNCTION audit_erase(person text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  erased bigint;
BEGIN
  PERFORM 1 FROM audit_heads WHERE user_id = person FOR UPDATE;
  PERFORM set_config('client_center.audit_erased', person, true);
  DELETE FROM audit_events WHERE user_id = person;
  GET DIAGNOSTICS erased = ROW_COUNT;
  DELETE FROM audit_heads WHERE user_id = person;
  PERFORM set_config('client_center.audit_erased', '', true);
  RETURN erased;
END
$$;

-- What is there already is chained in the order it was written.
CREATE TRIGGER audit_events_chain_existing BEFORE UPDATE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION audit_events_chain();

DO $$
DECLARE
  event_id bigint;
BEGIN
  FOR event_id IN SELECT id FROM audit_events ORDER BY id LOOP
    UPDATE audit_events SET sequence = 0 WHERE id = event_id;
  END LOOP;
END
$$;

DROP TRIGGER audit_events_chain_existing ON "audit_events";

CREATE TRIGGER audit_events_chain BEFORE INSERT ON "audit_events" FOR EACH ROW EXECUTE FUNCTION audit_events_chain();
CREATE TRIGGER audit_events_keep BEFORE UPDATE OR DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION audit_events_keep();
CREATE TRIGGER audit_events_keep_all BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION audit_events_keep();

DROP INDEX "audit_events_user_id_id_idx";
DROP INDEX "audit_events_grant_id_id_idx";
CREATE UNIQUE INDEX "audit_events_user_id_sequence_key" ON "audit_events"("user_id", "sequence");
CREATE INDEX "audit_events_grant_id_sequence_idx" ON "audit_events"("grant_id", "sequence" DESC);
