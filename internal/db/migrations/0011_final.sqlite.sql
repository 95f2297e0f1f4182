-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is final'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is final'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER journal_no_delete;
DROP TRIGGER journal_no_update;
