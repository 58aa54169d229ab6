-- Last-Modified of a clip. At one address each version has a later second than the one before.
ALTER TABLE snippets ADD COLUMN clip_modified_at INTEGER;
UPDATE snippets SET clip_modified_at = clip_made_at;
-- Clips up to this moment have left their addresses, to which others may come.
ALTER TABLE lectures ADD COLUMN clips_until INTEGER NOT NULL DEFAULT 0;
