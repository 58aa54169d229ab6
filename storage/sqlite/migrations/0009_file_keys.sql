-- Files of a lecture are named after its number and this key, so that no other database gives out the same names.
-- Rows of earlier versions have none: their files keep their names.
ALTER TABLE lectures ADD COLUMN file_key TEXT NOT NULL DEFAULT '';
