-- Who teaches a class session; '' while this is not known.
ALTER TABLE class_sessions ADD COLUMN teacher TEXT NOT NULL DEFAULT '';

-- One row, which is the lock of transactions that look for class sessions of other classrooms at the same time.
CREATE TABLE timetable_lock (
    id INTEGER PRIMARY KEY CHECK (id = 1)
);
INSERT INTO timetable_lock (id) VALUES (1);
