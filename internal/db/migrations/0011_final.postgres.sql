-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION journal_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is final'; END $$;
-- +goose StatementEnd
CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal
	FOR EACH ROW EXECUTE FUNCTION journal_is_final();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
	FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final();

-- +goose Down
DROP TRIGGER journal_no_truncate ON journal;
DROP TRIGGER journal_no_change ON journal;
DROP FUNCTION journal_is_final();
