-- What a person should know of a recording and of its transcript although nothing has failed.
ALTER TABLE lectures ADD COLUMN recording_notice TEXT NOT NULL DEFAULT '';
ALTER TABLE lectures ADD COLUMN transcript_notice TEXT NOT NULL DEFAULT '';
-- Which second of the recording the first frame of a clip shows. A fast clip begins before its snippet.
ALTER TABLE snippets ADD COLUMN clip_first_second REAL;
