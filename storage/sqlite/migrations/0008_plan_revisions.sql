-- A clip is kept when its snippet changes: what it shows is in its row, so that it can be compared.
ALTER TABLE snippets ADD COLUMN clip_start REAL;
ALTER TABLE snippets ADD COLUMN clip_end REAL;
ALTER TABLE snippets ADD COLUMN clip_drawn_name TEXT; -- the snippet's name, if it is drawn into the video
ALTER TABLE snippets ADD COLUMN clip_mode TEXT;
ALTER TABLE snippets ADD COLUMN clip_duration REAL; -- of the file, seconds
-- Up to now a clip was dropped when its bounds changed. Its mode stands in the job that cut it.
UPDATE snippets SET clip_start = start_second, clip_end = end_second,
    clip_mode = (SELECT coalesce(json_extract(payload, '$.mode'), 'styled') FROM jobs WHERE jobs.id = substr(snippets.clip_version, 1, 36))
    WHERE clip_file IS NOT NULL;
UPDATE snippets SET clip_drawn_name = name WHERE clip_mode = 'styled'
    AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = substr(snippets.clip_version, 1, 36) AND json_extract(payload, '$.title') IS NULL);

-- Counts the changes of the plan, so that an editor can tell which one it has seen.
ALTER TABLE lectures ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- What the analysis found, whatever people have made of it in the plan.
CREATE TABLE topics (
    lecture_id INTEGER NOT NULL REFERENCES lectures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- from 1
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    start_second REAL NOT NULL,
    end_second REAL NOT NULL,
    PRIMARY KEY (lecture_id, position)
) STRICT;
