-- When the recording came in, and how browsers get on with it. NULL in rows of earlier versions.
ALTER TABLE lectures ADD COLUMN recording_came_at INTEGER;
ALTER TABLE lectures ADD COLUMN playback_mime TEXT;
ALTER TABLE lectures ADD COLUMN playback_codecs TEXT;
ALTER TABLE lectures ADD COLUMN playback_width INTEGER;
ALTER TABLE lectures ADD COLUMN playback_height INTEGER;
ALTER TABLE lectures ADD COLUMN playback_fps REAL;
ALTER TABLE lectures ADD COLUMN playback_obstacle TEXT;
