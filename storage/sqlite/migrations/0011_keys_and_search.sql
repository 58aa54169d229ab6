-- Which recording it is, whoever has it. source_key also says whose it is.
ALTER TABLE lectures ADD COLUMN recording_key TEXT NOT NULL DEFAULT '';
UPDATE lectures SET recording_key = CASE
    WHEN client_id IS NOT NULL AND substr(source_key, 1, length(client_id) + 8) = 'client:' || client_id || ' '
    THEN substr(source_key, length(client_id) + 9) ELSE source_key END;
CREATE INDEX lectures_by_recording ON lectures (recording_key);
-- A row is locked by whoever makes a lecture of this recording.
CREATE TABLE recordings (
    key TEXT PRIMARY KEY
) STRICT;

-- Name and module as a search compares them. NULL in rows of earlier versions: filled before the first search.
ALTER TABLE lectures ADD COLUMN search_text TEXT;
CREATE INDEX lectures_without_search_text ON lectures (id) WHERE search_text IS NULL;
