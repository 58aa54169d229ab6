-- How the video of a clip was made; NULL for older clips.
ALTER TABLE snippets ADD COLUMN clip_method TEXT;
